"""Each operation of the lab's axis: what it reads of a call, and what it answers."""

import base64
import hashlib
import json
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from lienthong.formats.edxml.codes import BussinessDocType
from lienthong.formats.edxml.types import DocumentPackage, Package, StatusPackage
from lienthong.formats.vxp import moments
from lienthong.formats.vxp.fields import Call
from lienthong.kernel.refusals import Refusal
from lienthong.lab.services.axis.door import Refused, package_bytes, read
from lienthong.lab.services.axis.store import Parcel, Sending, Store
from lienthong.lab.types import Asked, Fault

_TYPES = {"edoc", "status"}
_STATES = {"initial", "processing", "done", "fail"}


@dataclass(slots=True)
class Visit:
    """One call that was let in, with what its line of the log says of it."""

    asked: Asked
    call: Call
    store: Store
    faults: frozenset[Fault]
    now: datetime
    list_limit: int
    package: Package | None = None
    doc_id: str = ""

    @property
    def codes(self) -> set[str]:
        return self.store.codes_of(self.call.systemid)

    def message_type(self) -> str:
        said = self.call.value("messagetype").lower()
        if said not in _TYPES:
            raise Refused("axis.message-type", "messagetype phải là edoc hoặc status.")
        return said

    def has(self, fault: Fault) -> bool:
        return fault in self.faults


def send(visit: Visit) -> dict[str, Any]:
    """Take a package in once, and let it wait for each recipient."""
    sender, kind = visit.call.value("from"), visit.message_type()
    if (visit.asked.field("Content-Type") or "").startswith("multipart"):
        raise Refused("axis.content-type", "Thân lời gọi phải là gói tin, không phải biểu mẫu.")
    content = package_bytes(visit.asked, visit.call.value("hash-file"), visit.faults)
    digest = hashlib.sha256(content).hexdigest()
    before = visit.store.by_digest.get((visit.call.systemid, sender, kind, digest))
    if before and not visit.has(Fault.FORGETS):
        visit.doc_id = before
        return {"DocId": before}
    visit.package = _read(visit, content)
    recipients = _recipients(visit, visit.package, sender)
    sending = _sending(visit, visit.package)
    visit.store.by_digest[visit.call.systemid, sender, kind, digest] = sending.id
    for code in recipients:
        passed = _passed(visit, content)
        if passed:
            parcel = Parcel(kind, sender, code, passed, visit.now, sending_id=sending.id)
            visit.store.put(parcel)
    visit.doc_id = sending.id
    return {"DocId": sending.id}


def _read(visit: Visit, content: bytes) -> Package | None:
    """A server that takes anything passes on what it cannot read."""
    try:
        return read(content, visit.faults)
    except Refusal:
        is_lax = visit.has(Fault.TAKES_DOCTYPE) and b"<!DOCTYPE" in content
        if is_lax or visit.has(Fault.TAKES_ANY_PACKAGE):
            return None
        raise


def _recipients(visit: Visit, package: Package | None, sender: str) -> list[str]:
    if package is None:
        return [one.code for one in visit.store.parties if one.code != sender][:1]
    is_false = package.sender is None or package.sender.organ_id != sender
    if (is_false or sender not in visit.codes) and not visit.has(Fault.TAKES_FALSE_SENDER):
        raise Refused("axis.sender", "Bên gửi trong lời gọi và trong gói tin không khớp.")
    if isinstance(package, StatusPackage):
        return _addressee(visit, package)
    _require_taken(visit, package)
    named = [one.organ_id for one in package.recipients]
    known = [one for one in named if one in visit.store.directory]
    is_lacking = not known or (visit.has(Fault.ALL_OR_NONE) and known != named)
    if is_lacking and not visit.has(Fault.TAKES_STRANGERS):
        raise Refused("axis.no-recipient", "Không có nơi nhận nào trong danh bạ.")
    visit.store.documents[package.document_id] = package
    return known[:1] if visit.has(Fault.ONE_RECIPIENT) else known


def _require_taken(visit: Visit, package: DocumentPackage) -> None:
    """Documents that only a bad server turns down."""
    if visit.has(Fault.FEW_FILES) and len(package.attachments) > 2:
        raise Refused("axis.files", "Quá nhiều tệp.")
    if visit.has(Fault.NEW_ONLY) and package.does is not BussinessDocType.NEW:
        raise Refused("axis.new-only", "Chỉ nhận văn bản mới.")


def _addressee(visit: Visit, package: StatusPackage) -> list[str]:
    about = package.response_for
    if about is None or about.document_id not in visit.store.documents:
        raise Refused("axis.document-unknown", "Không có văn bản mà trạng thái nói tới.")
    latest = visit.store.latest.get(about.document_id, "")
    if visit.has(Fault.ORDERS_STATUSES) and package.status_code < latest:
        raise Refused("axis.order", "Trạng thái cũ hơn trạng thái đã có.")
    visit.store.latest[about.document_id] = max(latest, package.status_code)
    return [] if visit.has(Fault.DROPS_STATUSES) else [about.organ_id]


def _sending(visit: Visit, package: Package | None) -> Sending:
    is_letter = isinstance(package, DocumentPackage)
    title = package.subject if isinstance(package, DocumentPackage) else ""
    notation = str(package.code or "") if is_letter and package else ""  # type: ignore[union-attr]
    made = Sending(str(uuid4()), visit.call.systemid, title, notation)
    visit.store.sendings[made.id] = made
    return made


def _passed(visit: Visit, content: bytes) -> bytes:
    """A server that parses and builds anew changes what it passes on."""
    if visit.has(Fault.REWRITES):
        return unicodedata.normalize("NFC", content.decode(errors="replace")).encode()
    return content


def received(visit: Visit) -> dict[str, Any]:
    found = visit.store.waiting(visit.codes, visit.message_type())
    if visit.has(Fault.HEEDS_LEFT_OVERS):
        named = visit.call.value("docId", "docid")
        found = [one for one in found if not named or one.id == named]
    limit = None if visit.has(Fault.LISTS_ALL) else visit.list_limit
    return {"data": [_line(one) for one in found[:limit]]}


def _line(one: Parcel) -> dict[str, Any]:
    at = moments.written(one.at)
    return {
        "docId": one.id,
        "serviceType": "eDoc",
        "messageType": one.message_type,
        "created_time": at,
        "updated_time": at,
        "from": one.sender,
        "to": one.recipient,
        "status": one.state,
        "status_desc": one.state,
    }


def parcel(visit: Visit, *names: str) -> Parcel:
    """Return a package of the caller. Raises Refused."""
    visit.doc_id = visit.call.value(*names)
    found = visit.store.parcels.get(visit.doc_id)
    is_theirs = found is not None and found.recipient in visit.codes
    if found is None or not (is_theirs or visit.has(Fault.OPEN_TO_ALL)):
        raise Refused("axis.no-package", "Không có gói tin này cho hệ thống gọi.", status=404)
    return found


def get(visit: Visit) -> dict[str, Any]:
    found = parcel(visit, "docId", "docid")
    found.is_fetched = True
    if visit.has(Fault.FETCHING_IS_DONE):
        found.state = "done"
    return {"data": base64.b64encode(found.content).decode()}


def update(visit: Visit) -> dict[str, Any]:
    names = ("docId", "docid") if visit.has(Fault.ONE_NAME) else ("docid", "docId")
    found = parcel(visit, *names)
    if visit.has(Fault.DONE_ONCE) and found.state == "done":
        raise Refused("axis.done", "Gói tin đã xác nhận.")
    said = visit.call.value("status").lower()
    is_final = found.state == "done" and visit.has(Fault.DONE_IS_FINAL)
    is_deaf = said == "done" and visit.has(Fault.DEAF_TO_DONE)
    if said in _STATES and not is_final and not is_deaf:
        found.state = said
    return {}


def sent(visit: Visit) -> dict[str, Any]:
    ours = {one.id for one in visit.store.sendings.values() if one.systemid == visit.call.systemid}
    named = visit.call.value("docId", "docid")
    wanted = {named} if named in ours else ours
    if visit.has(Fault.EMPTY_LISTS):
        return {"data": []}
    lines = [
        _sent_line(one, visit.store.sendings[one.sending_id])
        for one in visit.store.parcels.values()
        if one.sending_id in wanted and one.message_type == visit.message_type()
    ]
    return {"data": lines[-visit.list_limit :]}


def _sent_line(one: Parcel, sending: Sending) -> dict[str, Any]:
    return {
        "senderDocId": sending.id,
        "receiverDocId": one.id,
        "fromCode": one.sender,
        "toCode": one.recipient,
        "serviceType": "eDoc",
        "messageType": one.message_type,
        "title": sending.title,
        "notation": sending.notation,
        "sentTime": moments.written(one.at),
        "sendStatus": "done",
        "receiveStatus": one.state,
    }


def count(message_type: str) -> Callable[[Visit], dict[str, Any]]:
    """Return the operation that counts what waits of one type."""

    def counted(visit: Visit) -> dict[str, Any]:
        found = len(visit.store.waiting(visit.codes, message_type))
        if visit.has(Fault.MISCOUNTS):
            return {"count": found + 1}
        return {"count": min(found, visit.list_limit)}

    return counted


def agencies(visit: Visit) -> dict[str, Any]:
    known = {} if visit.has(Fault.EMPTY_LISTS) else visit.store.directory
    return {"data": [{"id": code, "code": code, "name": name} for code, name in known.items()]}


def register(visit: Visit) -> dict[str, Any]:
    try:
        told = json.loads(visit.asked.content)
        visit.store.directory[str(told["code"])] = str(told["name"])
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise Refused("axis.agency", "Cần code và name.") from error
    return {}


def delete(visit: Visit) -> dict[str, Any]:
    visit.store.directory.pop(visit.call.value("AgencyCode"), None)
    return {}


OPERATIONS: dict[str, Callable[[Visit], dict[str, Any]]] = {
    "sendEdoc": send,
    "getReceivedEdocList": received,
    "getEdoc": get,
    "updateStatus": update,
    "getSentEdocList": sent,
    "countReceiveEdoc": count("edoc"),
    "countReceiveStatus": count("status"),
    "getAgenciesList": agencies,
    "getAgenciesListQD20": agencies,
    "getSynchronizeUnit": agencies,
    "registerAgency": register,
    "deleteAgency": delete,
    "downloadEdoc": get,
}
# What a failure of an operation has too, empty.
_LISTS = (
    "getReceivedEdocList",
    "getSentEdocList",
    "getAgenciesList",
    "getAgenciesListQD20",
    "getSynchronizeUnit",
)
EMPTY: dict[str, dict[str, Any]] = {
    **{name: {"data": []} for name in _LISTS},
    "sendEdoc": {"DocId": ""},
    "getEdoc": {"data": ""},
    "countReceiveEdoc": {"count": 0},
    "countReceiveStatus": {"count": 0},
}
METHODS: dict[str, tuple[str, ...]] = {
    "downloadEdoc": ("GET",),
    "countReceiveEdoc": ("POST", "GET"),
    "countReceiveStatus": ("POST", "GET"),
}

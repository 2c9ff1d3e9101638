"""Each operation of the interface: what it reads of a call, and what it answers."""

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, BinaryIO, cast
from uuid import UUID

from django.http import FileResponse, HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase

from lienthong.formats.vxp import answers, moments
from lienthong.formats.vxp.fields import Call
from lienthong.kernel import clock
from lienthong.kernel.clock import local_day
from lienthong.kernel.disk import PIECE
from lienthong.systems.types import SystemCaller
from lienthong.vxp import queries, rules, services
from lienthong.vxp.api import listed
from lienthong.vxp.api.body import SHORT, package_of, require_length, short_body
from lienthong.vxp.api.envelope import accepted, answered, marked
from lienthong.vxp.errors import ContentTypeWrong, ParameterMissing, ParcelUnknown
from lienthong.vxp.types import MessageType, Operation

_MEMORY = 1 << 20  # bytes of a package that are held in memory before it goes to disk
_PACKAGE_TYPES = ("application/octet-stream", "application/xml", "text/xml", "")


@dataclass(slots=True)
class Asked:
    """A call that was let in. reference, agency_id: of its line in the log."""

    request: HttpRequest
    call: Call
    caller: SystemCaller
    now: datetime
    reference: str = field(default="")
    agency_id: UUID | None = None

    def value(self, *names: str) -> str:
        """Return a parameter. Raises ParameterMissing, naming the first of its names."""
        said = self.call.value(*names)
        if not said:
            raise ParameterMissing(name=names[0])
        return said

    def message_type(
        self, read: Callable[[str], MessageType | None] = rules.message_type
    ) -> MessageType:
        """Return what is asked for or, by another reading, brought. Raises ParameterMissing."""
        found = read(self.call.value("messagetype"))
        if found is None:
            raise ParameterMissing(name="messagetype")
        return found

    def parcel(self, *names: str) -> UUID:
        """Return the `docId` of a package that the system was sent. Raises ParcelUnknown."""
        self.reference = self.value(*names)
        found = rules.parcel_id(self.reference)
        if found is None:
            raise ParcelUnknown
        return found


def send(asked: Asked) -> HttpResponseBase:
    """Take a package in; its recipients are those that stand in it, whatever `to` says."""
    kind = (asked.request.content_type or "").lower()
    if kind not in _PACKAGE_TYPES:
        raise ContentTypeWrong(operation=Operation.SEND, wanted=_PACKAGE_TYPES[0])
    sender_code = asked.value("from")
    digest, message_type = asked.value("hash-file"), asked.message_type(rules.sent_type)
    actor = services.sender_of(sender_code, asked.caller)
    asked.agency_id = actor.own_agency
    with package_of(asked.request, digest=digest) as path:
        brought = services.send_package(
            path,
            system_id=asked.caller.system.id,
            actor=actor,
            message_type=message_type,
            now=clock.now(),  # all of it has come: what is promised is dated from here
        )
    asked.reference = str(brought.sending_id)
    return accepted(brought)


def received(asked: Asked) -> HttpResponseBase:
    """What the system has not confirmed, from `fromDate` on.

    `toDate` says nothing: clients send the one that they once gave with every later call, and
    would never hear of what came since.
    """
    begin = moments.read(asked.call.value("fromDate"))
    found = queries.waiting(asked.caller, asked.message_type(), begin=begin)
    return _list(listed.of_waiting(one) for one in found)


def count_documents(asked: Asked) -> HttpResponseBase:
    return _done(count=queries.count_waiting(asked.caller, MessageType.DOCUMENT))


def count_statuses(asked: Asked) -> HttpResponseBase:
    return _done(count=queries.count_waiting(asked.caller, MessageType.STATUS))


def get(asked: Asked) -> HttpResponseBase:
    """A package as base64 text; fetching changes nothing."""
    file = _package(asked)
    response = StreamingHttpResponse(_Content(file), content_type=answers.MEDIA_TYPE)
    return marked(response)


def download(asked: Asked) -> HttpResponseBase:
    """A package as its bytes; an error has no body, because the client would save it."""
    response = FileResponse(_package(asked), content_type="application/octet-stream")
    return marked(response)


def _package(asked: Asked) -> BinaryIO:
    parcel_id = asked.parcel("docId", "docid")
    file = cast("BinaryIO", tempfile.SpooledTemporaryFile(_MEMORY))  # noqa: SIM115  # the answer closes it
    try:
        parcel = services.fetch_package(parcel_id, file, caller=asked.caller, now=asked.now)
    except BaseException:
        file.close()
        raise
    asked.agency_id = parcel.agency_id
    file.seek(0)
    return file


class _Content:
    """The pieces of an answer that holds a file; Django closes it after the answer."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file

    def __iter__(self) -> Iterator[bytes]:
        return answers.with_content(iter(lambda: self._file.read(PIECE), b""))

    def close(self) -> None:
        self._file.close()


def update(asked: Asked) -> HttpResponseBase:
    """How far the system is with a package."""
    parcel_id = asked.parcel("docid", "docId")
    parcel = services.update_status(
        parcel_id, asked.value("status"), caller=asked.caller, now=asked.now
    )
    asked.agency_id = parcel.agency_id
    return _done()


def sent(asked: Asked) -> HttpResponseBase:
    """How what the system brought fares; a `docId` that is none of those says nothing."""
    named = rules.parcel_id(asked.call.value("docId", "docid"))
    found = queries.sent(
        asked.caller,
        asked.message_type(),
        sending_id=named,
        begin=moments.read(asked.call.value("fromDate")),
        end=moments.read(asked.call.value("toDate")),
    )
    return _list(listed.of_sent(one) for one in found)


def register(asked: Asked) -> HttpResponseBase:
    """Enter an agency, or give it another name."""
    registration = rules.read_registration(short_body(asked.request))
    asked.reference = registration.code
    services.register_agency(registration, caller=asked.caller, now=asked.now)
    return _done()


def delete(asked: Asked) -> HttpResponseBase:
    """Take an agency off the exchange."""
    asked.reference = asked.value("AgencyCode")
    services.delete_agency(asked.reference, caller=asked.caller, now=asked.now)
    return _done()


def agencies(asked: Asked) -> HttpResponseBase:
    """Everybody who takes part."""
    found = queries.partners(on=local_day(asked.now))
    return _list(listed.of_agency(one) for one in found)


def agencies_of_20(asked: Asked) -> HttpResponseBase:
    """Everybody who takes part and has a code of Decision 20/2020; `level`: its number of parts."""
    level = asked.call.value("level")
    found = (listed.of_code_20(one) for one in queries.partners(on=local_day(asked.now)))
    return _list(one for one in found if one and (not level or _is_level(one["code"], level)))


def _is_level(code: str, level: str) -> bool:
    """A level that is no number says nothing."""
    is_number = level.isascii() and level.isdecimal()
    return not is_number or str(code.count(".") + 1) == level.lstrip("0")


def units(asked: Asked) -> HttpResponseBase:
    """The whole directory, with those that left or ended marked."""
    today = local_day(asked.now)
    return _list(listed.of_unit(one, on=today) for one in queries.everybody())


def _done(**members: Any) -> HttpResponseBase:
    return answered(answers.written(answers.done(**members)))


def _list(elements: Iterator[dict[str, Any]]) -> HttpResponseBase:
    """Made before it is sent: what fails on the way is a failure, not half a list."""
    return answered(b"".join(answers.with_list(elements)))


@dataclass(frozen=True, slots=True)
class Known:
    """An operation: what does it, and by which methods it is called."""

    act: Callable[[Asked], HttpResponseBase]
    methods: tuple[str, ...] = ("POST",)


def require_short(request: HttpRequest) -> None:
    """Raises BodyTooLong for a body that no call but sendEdoc has."""
    require_length(request, SHORT)


OPERATIONS: dict[str, Known] = {
    Operation.SEND: Known(send),
    Operation.RECEIVED: Known(received),
    Operation.GET: Known(get),
    Operation.UPDATE: Known(update),
    Operation.SENT: Known(sent),
    Operation.REGISTER: Known(register),
    Operation.DELETE: Known(delete),
    Operation.AGENCIES: Known(agencies),
    Operation.AGENCIES_20: Known(agencies_of_20),
    Operation.UNITS: Known(units),
    # Of the .NET client; its answer was never seen on a wire, so it gets all members there are.
    Operation.UNITS_OF_NET: Known(units),
    Operation.COUNT_DOCUMENTS: Known(count_documents, ("POST", "GET")),
    Operation.COUNT_STATUSES: Known(count_statuses, ("POST", "GET")),
    Operation.DOWNLOAD: Known(download, ("GET",)),
}

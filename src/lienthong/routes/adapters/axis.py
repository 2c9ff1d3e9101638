"""A parent exchange by the interface of the national axis, as one more of its clients.

Unlike the SDK it tells a failure from a success, sends the parameters of each call alone, and
keeps no file in memory.
"""

import base64
import codecs
import hashlib
import http.client
import json
import re
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

from lienthong.formats.edxml import Limits
from lienthong.formats.vxp import moments
from lienthong.formats.vxp.fields import headers_of
from lienthong.formats.vxp.package_body import TAIL, short_digest
from lienthong.kernel import clock
from lienthong.kernel.disk import PIECE
from lienthong.kernel.text import clean_line
from lienthong.routes.adapters.http import (
    LONGEST,
    LONGEST_PACKAGE,
    Asked,
    call,
    save,
    whole,
)
from lienthong.routes.ports import Away, TurnedDown
from lienthong.routes.types import Access, ParcelKind, TheirAgency, Trouble

_TYPES = {ParcelKind.DOCUMENT: "edoc", ParcelKind.STATUS: "status"}
_JSON, _BYTES = "application/json", "application/octet-stream"
# Bytes of a package that comes as text in JSON, which is held in memory.
_LARGEST_TEXT = 16 * 1024 * 1024
# Bytes of a list: it has no pages, and what waits after weeks without a line comes in one answer.
_LARGEST_LIST = 48 * 1024 * 1024
# Lines of a list that are looked at, and agencies that are believed.
_MOST_LISTED, _MOST_AGENCIES = 100_000, 20_000
# What can be an id there, and a file's name at ours.
_ID = re.compile(r"[!-~]{1,100}")
# Bytes by which a package is told from a page, and how pages begin.
_BEGIN, _PAGES = 64, (b"<!doctype html", b"<html")
_Keep = Callable[[dict[str, Any]], dict[str, Any]]


class Axis:
    """Calls the interface below one address; see ports.Parent."""

    def __init__(self, access: Access) -> None:
        self._access = access

    def bring(self, package: Path, *, sender_code: str, kind: ParcelKind) -> str:
        digest, size = _digest(package), package.stat().st_size + len(TAIL)
        said = {
            "from": sender_code,
            "servicetype": "eDoc",
            "messagetype": _TYPES[kind],
            "hash-file": short_digest(digest),
        }
        asked = Asked(
            "POST",
            self._address("sendEdoc"),
            self._fields(said, _BYTES),
            _pieces(package),
            size,
            LONGEST + LONGEST_PACKAGE,
        )
        return clean_line(str(call(asked, self._access, _understood).get("DocId", "")))

    def waiting(self, kind: ParcelKind) -> list[str]:
        operation = "getReceivedEdocList"
        said = {"servicetype": "eDoc", "messagetype": _TYPES[kind]}
        found = [_id(one.get("docId")) for one in self._listed(operation, said, keep=_id_alone)]
        fine = [one for one in found if one]
        if found and not fine:
            raise Away(Trouble.ODD_ANSWER, f"{operation}: docId")
        return fine[:_MOST_LISTED]

    def fetch(self, their_id: str, target: BinaryIO) -> None:
        """Piece by piece where the other side knows how; older ones give it as text in JSON."""
        said = {"docId": their_id, "filePath": ""}
        asked = Asked(
            "GET",
            self._address("downloadEdoc"),
            self._fields(said, _JSON),
            seconds=LONGEST_PACKAGE,
        )

        def kept(answer: http.client.HTTPResponse) -> int:
            if answer.status != http.HTTPStatus.OK or not _may_be_package(answer):
                return 0
            return save(answer, target.write, largest=Limits().package_bytes)

        if not call(asked, self._access, kept):
            target.write(self._as_text(said))

    def settle(self, their_id: str, *, is_taken: bool) -> None:
        self._ask("updateStatus", {"status": "done" if is_taken else "fail", "docid": their_id})

    def agencies(self) -> list[TheirAgency]:
        found = self._listed("getAgenciesList", {})
        if len(found) > _MOST_AGENCIES:
            raise Away(Trouble.ODD_ANSWER, "too many agencies")
        return [
            TheirAgency(
                code=_text(one, "code"),
                name=_text(one, "name"),
                email=_text(one, "mail"),
                old_codes=tuple(filter(None, [_text(one, "oldCode")])),
            )
            for one in found
        ]

    def register(self, agency: TheirAgency) -> None:
        facts = {"id": "", "pcode": "", "code": agency.code, "name": agency.name}
        body = json.dumps({**facts, "mail": agency.email, "mobile": "", "fax": ""})
        self._ask("registerAgency", {}, body.encode())

    def _as_text(self, said: dict[str, str]) -> bytes:
        answer = self._ask("getEdoc", said, largest=_LARGEST_TEXT)
        try:
            return base64.b64decode(str(answer.get("data", "")), validate=True)
        except ValueError as error:
            raise TurnedDown("routes.odd-package", "data") from error

    def _listed(
        self, operation: str, said: dict[str, str], *, keep: _Keep | None = None
    ) -> list[dict[str, Any]]:
        found = self._ask(operation, said, b"", largest=_LARGEST_LIST, keep=keep).get("data")
        if not isinstance(found, list):
            raise Away(Trouble.ODD_ANSWER, f"{operation}: data")
        return [one for one in found if isinstance(one, dict)]

    def _ask(
        self,
        operation: str,
        said: dict[str, str],
        body: bytes = b"{}",
        *,
        largest: int | None = None,
        keep: _Keep | None = None,
    ) -> dict[str, Any]:
        fields = self._fields(said, _JSON)
        asked = Asked("POST", self._address(operation), fields, [body], len(body))
        return call(asked, self._access, partial(_understood, largest=largest, keep=keep))

    def _address(self, operation: str) -> str:
        return f"{self._access.address}/{operation}"

    def _fields(self, said: dict[str, str], kind: str) -> dict[str, str]:
        caller = {"systemid": self._access.caller, "timestamp": moments.stamp(clock.now())}
        signed = headers_of({**caller, **said, "Content-Type": kind}, self._access.secret.encode())
        return {**signed, "Content-Type": kind, "Accept-Encoding": "identity"}


def _understood(
    answer: http.client.HTTPResponse, *, largest: int | None = None, keep: _Keep | None = None
) -> dict[str, Any]:
    """Return what the other side answers. Raises TurnedDown, and Away for what is no answer.

    keep: what is kept of each object while it is read.
    """
    try:
        told = json.loads(whole(answer, largest=largest), object_hook=keep)
    except (ValueError, RecursionError) as error:
        raise Away(Trouble.ODD_ANSWER, f"HTTP {answer.status}") from error
    if not isinstance(told, dict) or not {"status", "ErrorCode"} <= set(told):
        raise Away(Trouble.ODD_ANSWER, f"HTTP {answer.status}")
    if told["status"] != "OK" or str(told["ErrorCode"]) != "0":
        raise TurnedDown(str(told["ErrorCode"]), str(told.get("ErrorDesc", "")))
    return told


def _id_alone(read: dict[str, Any]) -> dict[str, Any]:
    """Of a line of what waits nothing but its id: there may be a hundred thousand."""
    return {"docId": read["docId"]} if "docId" in read else read


def _id(said: object) -> str:
    """Return an id as text, a number too, as one exchange has it; "" for what cannot be one."""
    if isinstance(said, int) and not isinstance(said, bool):
        said = str(said)
    return said if isinstance(said, str) and _ID.fullmatch(said) else ""


def _may_be_package(answer: http.client.HTTPResponse) -> bool:
    """Tell a package from a page or a failure in JSON that is answered with 200.

    An exchange of the years before `downloadEdoc` says so that it does not know it.
    """
    begin = answer.peek(_BEGIN)[:_BEGIN].removeprefix(codecs.BOM_UTF8).lstrip().lower()
    is_page = begin.startswith(_PAGES) or "html" in answer.getheader("Content-Type", "").lower()
    return begin.startswith(b"<") and not is_page


def _text(one: dict[str, Any], name: str) -> str:
    said = one.get(name)
    return said.strip() if isinstance(said, str) else ""


def _digest(package: Path) -> bytes:
    digest = hashlib.sha256()
    with package.open("rb") as source:
        while piece := source.read(PIECE):
            digest.update(piece)
    return digest.digest()


def _pieces(package: Path) -> Iterator[bytes]:
    with package.open("rb") as source:
        while piece := source.read(PIECE):
            yield piece
    yield TAIL

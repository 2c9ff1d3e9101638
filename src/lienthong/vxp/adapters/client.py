"""A client of the interface, as the SDK behaves on the wire: for support people, and for tests.

It keeps the SDK's habits: parameters of earlier calls stay, the time stamp is that of the making
of the client, digests lack zeros, and two bytes follow a package.
"""

import base64
import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, ClassVar

import httpx

from lienthong.formats.vxp import moments
from lienthong.formats.vxp.fields import headers_of
from lienthong.formats.vxp.package_body import TAIL, short_digest
from lienthong.gateways.errors import SiteFileWrong
from lienthong.kernel.networks import is_web_address

_MEMBERS = "endpoint, systemid, secret_file (certificate_file, key_file)"
_AGENT = "JAVASDKAgent/1.0.0 XRoad/VPCP"
_JSON, _BYTES = "application/json", "application/octet-stream"


class AxisAway(Exception):
    """Nobody answered, or not in the form of the interface."""


class AxisRefused(Exception):
    """The other side answered `FAIL`; `answer` is all that it said."""

    def __init__(self, answer: dict[str, Any]) -> None:
        self.answer = answer
        super().__init__(f"{answer.get('ErrorCode')}: {answer.get('ErrorDesc')}")


@dataclass(frozen=True, slots=True)
class AxisSite:
    """Where the interface is, and who calls: what the SDK has in its file of properties."""

    endpoint: str
    systemid: str
    secret: str
    certificate: str = ""
    key: str = ""

    @classmethod
    def read(cls, file: Path) -> "AxisSite":
        """Read a description in JSON; files that it names lie beside it.

        Raises SiteFileWrong for what is none, OSError for files that cannot be read.
        """
        try:
            return cls._described(file)
        except (ValueError, KeyError, TypeError) as wrong:
            raise SiteFileWrong(file=file, members=_MEMBERS, what=wrong) from wrong

    @classmethod
    def _described(cls, file: Path) -> "AxisSite":
        told = json.loads(file.read_text(encoding="utf-8"))
        if not isinstance(told, dict) or not is_web_address(told.get("endpoint")):
            raise ValueError("endpoint")
        secret = file.parent.joinpath(told["secret_file"]).read_text().strip()
        named = {
            name: str(file.parent / told[f"{name}_file"])
            for name in ("certificate", "key")
            if f"{name}_file" in told
        }
        return cls(str(told["endpoint"]), str(told["systemid"]), secret, **named)


class AxisClient:
    """Calls one side of the interface; what was a parameter once is sent with every later call."""

    # Another way than the network, for tests.
    transport: ClassVar[httpx.BaseTransport | None] = None

    def __init__(
        self, site: AxisSite, *, now: datetime, is_forgetful: bool = False, tries: int = 3
    ) -> None:
        """is_forgetful: send the parameters of each call alone. tries: on a broken connection."""
        self._site, self._tries, self._is_forgetful = site, tries, is_forgetful
        self._first = {"systemid": site.systemid, "timestamp": moments.stamp(now)}
        self._values = dict(self._first)
        certificate = (site.certificate, site.key) if site.certificate else None
        self._http = httpx.Client(transport=self.transport, timeout=120, cert=certificate)

    def send(self, package: bytes, *, sender: str, message_type: str = "edoc", to: str = "") -> str:
        """Bring a package and return its `DocId`; done again on a broken connection, unasked."""
        asked = {"from": sender, "servicetype": "eDoc", "messagetype": message_type}
        asked |= {"to": to} if to else {}
        asked["hash-file"] = short_digest(hashlib.sha256(package).digest())
        return str(self.ask("sendEdoc", asked, package + TAIL, kind=_BYTES)["DocId"])

    def received(self, message_type: str = "edoc", **asked: str) -> list[dict[str, Any]]:
        """List what is not confirmed. asked: `fromDate`, `toDate`."""
        said = {"servicetype": "eDoc", "messagetype": message_type, **asked}
        return list(self.ask("getReceivedEdocList", said)["data"])

    def get(self, doc_id: str) -> bytes:
        """Fetch a package."""
        answer = self.ask("getEdoc", {"docId": doc_id, "filePath": ""}, b"{}")
        return base64.b64decode(answer["data"], validate=True)

    def update(self, doc_id: str, status: str) -> None:
        """Say how the fetching went: `processing`, `done`, `fail`."""
        self.ask("updateStatus", {"status": status, "docid": doc_id}, b"{}")

    def sent(self, message_type: str = "edoc", **asked: str) -> list[dict[str, Any]]:
        """List how what was brought fares. asked: `docId`, `fromDate`, `toDate`."""
        said = {"servicetype": "eDoc", "messagetype": message_type, **asked}
        return list(self.ask("getSentEdocList", said)["data"])

    def register(self, facts: dict[str, str]) -> None:
        """Enter or change an agency."""
        self.ask("registerAgency", {}, json.dumps(facts, ensure_ascii=False).encode())

    def delete(self, code: str) -> None:
        """Take an agency off the exchange."""
        self.ask("deleteAgency", {"AgencyCode": code}, b"{}")

    def listed(self, operation: str, **asked: str) -> list[dict[str, Any]]:
        """Ask for one of the lists of agencies."""
        return list(self.ask(operation, asked)["data"])

    def count(self, operation: str) -> int:
        """Ask how much waits: `countReceiveEdoc`, `countReceiveStatus`."""
        return int(self.ask(operation, {}, b"{}")["count"])

    def download(self, doc_id: str, write: Callable[[bytes], object]) -> None:
        """Fetch a package in pieces.

        Raises AxisRefused, without words, for any error; AxisAway where nobody answers, or a page.
        """
        headers = self._headers({"docId": doc_id, "filePath": ""}, _JSON)
        address = self._address("downloadEdoc")
        try:
            with self._http.stream("GET", address, headers=headers) as answer:
                _require_package(answer)
                for piece in answer.iter_bytes():
                    write(piece)
        except httpx.RequestError as error:
            raise AxisAway(str(error) or type(error).__name__) from error

    def ask(
        self, operation: str, asked: dict[str, str], body: bytes = b"", *, kind: str = _JSON
    ) -> dict[str, Any]:
        """Call an operation and return what it answers. Raises AxisRefused, AxisAway."""
        headers = self._headers(asked, kind)
        last: Exception | None = None
        for _tried in range(self._tries):
            try:
                answer = self._http.post(self._address(operation), content=body, headers=headers)
                return _understood(answer)
            except httpx.RequestError as error:
                last = error
        raise AxisAway(str(last) or type(last).__name__) from last

    def _address(self, operation: str) -> str:
        return f"{self._site.endpoint}/{operation}"

    def _headers(self, asked: dict[str, str], kind: str) -> httpx.Headers:
        if self._is_forgetful:
            self._values = dict(self._first)
        self._values |= {**asked, "Content-Type": kind}
        signed = headers_of(self._values, self._site.secret.encode())
        told = {**signed, "Content-Type": kind, "User-Agent": _AGENT}
        return httpx.Headers({name.encode(): value.encode() for name, value in told.items()})


def _require_package(answer: httpx.Response) -> None:
    if answer.status_code != 200:
        raise AxisRefused({"ErrorCode": answer.headers.get("X-Lienthong-Code", "")})
    if answer.headers.get("Content-Type", "").startswith("text/html"):
        raise AxisAway("200, a page")


def _understood(answer: httpx.Response) -> dict[str, Any]:
    try:
        told = answer.json()
    except (ValueError, RecursionError) as error:
        raise AxisAway(f"{answer.status_code}, not JSON") from error
    if not isinstance(told, dict) or not {"status", "ErrorCode", "ErrorDesc"} <= set(told):
        raise AxisAway(f"{answer.status_code}, not an answer of the interface")
    if told["status"] != "OK" or str(told["ErrorCode"]) != "0":
        raise AxisRefused(told)
    return told

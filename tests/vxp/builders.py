"""Agencies whose software speaks the interface of the axis, and calls as it makes them."""

import hashlib
import json
from dataclasses import dataclass, field
from datetime import date
from itertools import count
from typing import TYPE_CHECKING, Any, Protocol

import httpx
from django.test import Client
from tests.gateways.builders import PDF, written
from tests.gateways.calls import a_pdf

from lienthong.directory import services as directory
from lienthong.directory.types import AgencyCard, AgencyLevel
from lienthong.formats.edxml import types as t
from lienthong.formats.edxml.dates import PackageDate, PackageTime
from lienthong.formats.vxp.fields import headers_of
from lienthong.formats.vxp.package_body import TAIL, short_digest
from lienthong.kernel import clock
from lienthong.kernel.actor import Actor
from lienthong.systems import services as systems
from lienthong.systems.types import SystemCard
from lienthong.vxp.adapters.client import AxisClient, AxisSite

if TYPE_CHECKING:  # as its stubs call what the test client answers
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer

STAMP = "21112026T205620+0226"
_codes = count(100)
_numbers = count(1)
__all__ = ["PDF", "a_pdf"]


class Inside(httpx.BaseTransport):
    """Leads the calls of the client to Django without a network."""

    def __init__(self) -> None:
        self.client = Client()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        fields = {name: value for name, value in request.headers.items() if name != "host"}
        kind = fields.pop("content-type", "")
        body = request.read()
        answer = self.client.generic(request.method, request.url.path, body, kind, headers=fields)
        content = b"".join(answer) if answer.streaming else answer.content
        return httpx.Response(answer.status_code, headers=dict(answer.items()), content=content)


class Party(Protocol):
    """What a package says of an agency."""

    @property
    def code(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def abbreviation(self) -> str: ...


@dataclass
class Office:
    """An agency and its software: a system with a shared secret."""

    agency: AgencyCard
    system: SystemCard
    secret: str
    client: Client = field(default_factory=Client)

    def sdk(self, **facts: Any) -> AxisClient:
        """A client object as the SDK has it, which keeps the parameters of earlier calls."""
        AxisClient.transport = Inside()
        site = AxisSite("http://testserver/vxp", self.system.slug, self.secret)
        return AxisClient(site, now=clock.now(), **facts)

    def ask(
        self,
        operation: str,
        body: bytes = b"",
        *,
        method: str = "POST",
        kind: str = "application/json",
        secret: str = "",
        fields: dict[str, str] | None = None,
        path: str = "/vxp/",
        **values: str,
    ) -> "Answer":
        """One call; values: parameters, with underscores for hyphens. fields: put over what is
        sent, after it was signed.
        """
        told = {name.replace("_", "-").rstrip("-"): value for name, value in values.items()}
        told = {"systemid": self.system.slug, "timestamp": STAMP, "Content-Type": kind} | told
        headers = headers_of(told, (secret or self.secret).encode()) | (fields or {})
        headers.pop("Content-Type", None)
        return self.client.generic(method, f"{path}{operation}", body, kind, headers=headers)

    def send(self, package: bytes, **values: Any) -> "Answer":
        """`sendEdoc` as the SDK sends it."""
        told: dict[str, Any] = {
            "from": self.agency.code,
            "servicetype": "eDoc",
            "messagetype": "edoc",
            "hash-file": short_digest(hashlib.sha256(package).digest()),
            **values,
        }
        return self.ask("sendEdoc", package + TAIL, kind="application/octet-stream", **told)


def an_office(name: str = "Sở Một", **facts: Any) -> Office:
    agency = an_agency(name, **facts)
    system, secret = a_system(agency)
    return Office(agency, system, secret)


def an_agency(name: str = "Sở Một", *, books_here: bool = False, code: str = "") -> AgencyCard:
    card = directory.found_agency(
        code=code or f"H19.{next(_codes)}",
        name=name,
        abbreviation="".join(word[0] for word in name.split()).upper(),
        level=AgencyLevel.DEPARTMENT,
        books_here=books_here,
    )
    directory.join(agency_id=card.id, starts_on=date(2018, 9, 6))
    return card


def a_system(*agencies: AgencyCard, **facts: Any) -> tuple[SystemCard, str]:
    """A system with a secret made for it, called from this machine."""
    now = clock.now()
    told = {"slug": f"vxp.mau.{next(_codes)}", "name": "Phần mềm QLVB mẫu", **facts}
    told.setdefault("networks", ["127.0.0.0/8"])
    card = systems.add_system(actor=Actor.installation(), now=now, **told)
    for agency in agencies:
        systems.grant_agency(
            system_id=card.id,
            agency_id=agency.id,
            valid_from=clock.local_day(now),
            actor=Actor.installation(),
            now=now,
        )
    made = systems.make_shared_secret(system_id=card.id, actor=Actor.installation(), now=now)
    return card, made.secret


def a_package(sender: Party, *recipients: Party, content: bytes = b"", **changes: Any) -> bytes:
    """A new letter, unlike every other."""
    number = next(_numbers)
    reference = f"{number:02d}/{sender.abbreviation}-VP"
    files = {"cong-van.pdf": content or a_pdf()}
    fields: dict[str, Any] = {
        "sender": t.Organisation(sender.code, name=sender.name),
        "recipients": tuple(t.Organisation(one.code, name=one.name) for one in recipients),
        "document_id": f"{sender.code},{clock.local_day(clock.now()):%Y/%m/%d},{reference}",
        "code": t.Code(f"{number:02d}", f"{sender.abbreviation}-VP"),
        "promulgation": t.PromulgationInfo("Mẫu", PackageDate(clock.local_day(clock.now()))),
        "type": t.DocumentType(2, 0, "Công văn"),
        "subject": f"V/v thử nghiệm liên thông lần {number}",
        "attachments": tuple(
            t.Attachment.for_file(name=name, content_id=f"t{place}", content_key=name)
            for place, name in enumerate(files)
        ),
    }
    return written(t.DocumentPackage(**{**fields, **changes}), files)


def a_status(package: t.DocumentPackage, code: str, *, by: AgencyCard, to: AgencyCard) -> bytes:
    """What a recipient reports about a package that it fetched."""
    assert package.promulgation is not None
    return written(
        t.StatusPackage(
            status_code=code,
            sender=t.Organisation(by.code, name=by.name),
            response_for=t.ResponseFor(
                to.code, str(package.code), package.document_id, package.promulgation.promulgated
            ),
            description="Nội dung báo",
            timestamp=PackageTime(clock.now()),
        ),
        {},
    )


def said(answer: "Answer") -> dict[str, Any]:
    """What an answer says: ASCII, one object, all common fields, no null anywhere."""
    assert answer.status_code == 200
    content = b"".join(answer)
    content.decode("ascii")
    told: dict[str, Any] = json.loads(content)
    assert {"status", "ErrorCode", "ErrorDesc"} <= set(told)
    assert b"null" not in content
    return told

"""Systems of agencies that call the interface, as their programs do."""

import base64
import hashlib
import io
import json
import secrets
from dataclasses import dataclass, field
from datetime import date
from itertools import count
from typing import TYPE_CHECKING
from uuid import uuid4

import pikepdf
from django.test import Client
from tests.systems.builders import a_bearer, a_system

from lienthong.directory import services as directory
from lienthong.directory.types import AgencyCard, AgencyLevel
from lienthong.kernel import clock

if TYPE_CHECKING:  # as its stubs call what the test client answers
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer

_numbers = count(1)
_codes = count(700)


@dataclass
class Caller:
    """The system of one agency, with a key."""

    agency: AgencyCard
    token: str
    client: Client = field(default_factory=Client)

    def headers(self, **fields: str) -> dict[str, str]:
        told = {name.replace("_", "-"): value for name, value in fields.items()}
        return {"Authorization": f"Bearer {self.token}", **told}

    def get(self, path: str, **fields: str) -> "Answer":
        return self.client.get(f"/api/v1{path}", headers=self.headers(**fields))

    def post(self, path: str, body: object, **fields: str) -> "Answer":
        return self.client.post(
            f"/api/v1{path}", json.dumps(body), "application/json", headers=self.headers(**fields)
        )

    def send(self, method: str, path: str, body: bytes = b"", **fields: str) -> "Answer":
        return self.client.generic(
            method,
            f"/api/v1{path}",
            body,
            "application/octet-stream",
            headers=self.headers(**fields),
        )

    def upload(self, content: bytes, name: str = "van-ban.pdf") -> str:
        answer = self.send("POST", f"/uploads?name={name}", content)
        assert answer.status_code == 201, answer.content
        return str(json.loads(answer.content)["id"])

    def submit(self, *recipients: "Caller", **facts: object) -> "Answer":
        return self.post("/documents", self.document(*recipients, **facts))

    def submit_whole(
        self, document: object, /, *files: tuple[str, bytes], **fields: str
    ) -> "Answer":
        """Submit a document with its files, each a pair of its part's name and its content."""
        body = a_form(json.dumps(document).encode(), *files)
        return self.client.generic(
            "POST", "/api/v1/submissions", body, FORM, headers=self.headers(**fields)
        )

    def document(self, *recipients: "Caller", **facts: object) -> dict[str, object]:
        number = next(_numbers)
        return {
            "key": str(uuid4()),
            "kind": "cong-van",
            "number": number,
            "notation": f"{self.agency.abbreviation}-VP",
            "issued_on": clock.local_day(clock.now()).isoformat(),
            "subject": f"V/v báo cáo công tác {number}",
            "content": {"upload": self.upload(a_pdf())} if "content" not in facts else None,
            "recipients": [{"agency": one.agency.code} for one in recipients],
            **facts,
        }


FORM = "multipart/form-data; boundary=lt-1"


def a_form(document: bytes, *files: tuple[str, bytes]) -> bytes:
    """The body of a submission: the document first, then its files."""
    parts = [b'Content-Disposition: form-data; name="document"\r\nContent-Type: application/json']
    contents = [document]
    for name, content in files:
        said = f'Content-Disposition: form-data; name="{name}"; filename="{name}.pdf"'
        parts.append(said.encode())
        contents.append(content)
    made = [b"--lt-1\r\n%s\r\n\r\n%s\r\n" % one for one in zip(parts, contents, strict=True)]
    return b"".join(made) + b"--lt-1--\r\n"


def a_caller(name: str = "Sở Tư pháp", *, books_here: bool = False) -> Caller:
    return a_caller_of(an_agency(name, books_here=books_here))


def a_caller_of(agency: AgencyCard) -> Caller:
    now = clock.now()
    return Caller(agency, a_bearer(a_system(agency, now=now), now=now))


def an_agency(name: str = "Sở Xây dựng", *, books_here: bool = False) -> AgencyCard:
    card = directory.found_agency(
        code=f"H19.{next(_codes)}",
        name=name,
        abbreviation="".join(word[0] for word in name.split()).upper(),
        level=AgencyLevel.DEPARTMENT,
        books_here=books_here,
    )
    directory.join(agency_id=card.id, starts_on=date(2018, 9, 6))
    return card


def a_pdf(*, size: int = 0) -> bytes:
    """A scan of one page, unlike every other; size: at least, in bytes."""
    made = pikepdf.new()
    page = made.add_blank_page(page_size=(595, 842))
    picture = pikepdf.Stream(
        made,
        secrets.token_bytes(16 * 16),
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Image,
        Width=16,
        Height=16,
        ColorSpace=pikepdf.Name.DeviceGray,
        BitsPerComponent=8,
    )
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im1=picture))
    page.Contents = made.make_stream(b"595 0 0 842 0 0 cm /Im1 Do")
    if size:
        made.Root.Filling = made.make_stream(secrets.token_bytes(size))
    target = io.BytesIO()
    made.save(target)
    return target.getvalue()


def a_signed_pdf() -> bytes:
    """A PDF that bears a signature, whatever it is worth."""
    with pikepdf.open(io.BytesIO(a_pdf())) as pdf:
        value = pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.Sig))
        field = pikepdf.Dictionary(FT=pikepdf.Name.Sig, T="Signature1", V=value)
        pdf.Root.AcroForm = pikepdf.Dictionary(Fields=[pdf.make_indirect(field)])
        made = io.BytesIO()
        pdf.save(made)
    return made.getvalue()


def repr_digest(content: bytes) -> str:
    return f"sha-256=:{base64.b64encode(hashlib.sha256(content).digest()).decode()}:"

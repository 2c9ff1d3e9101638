"""A small world to sign in: one test authority, one vice-chairman, one seal, one letter."""

import hashlib
import io
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from uuid import UUID

import pikepdf
from asn1crypto import cms, tsp

from lienthong.kernel.actor import Actor, ActorKind
from lienthong.kernel.ids import uuid7
from lienthong.printing.engine import page_to_pdf
from lienthong.printing.faces import FONT_FAMILY
from lienthong.signatures import services
from lienthong.signatures.adapters.keyfiles import KeyFiles
from lienthong.signatures.adapters.test_authority import Issued, TestAuthority
from lienthong.signatures.adapters.test_marks import drawn_seal, drawn_signature
from lienthong.signatures.models import TrustAnchor
from lienthong.signatures.ports import TimeStamper
from lienthong.signatures.types import (
    AnchorPurpose,
    HolderKind,
    PreparedSignature,
    Revocation,
    SigningLayout,
)

NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
NAME, AGENCY = "Nguyễn Văn Hòa", "Ủy ban nhân dân tỉnh Đồng Nai"
LAYOUT = SigningLayout(NAME, "KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH")
BLANK = "&#160;"

_LETTER = """
<style>@page {{ size: A4; margin: 20mm 20mm 20mm 30mm }} body {{ font: 13pt '{font}' }}
table {{ width: 100% }} td {{ vertical-align: top; text-align: center; width: 50% }}</style>
<table><tr><td>ỦY BAN NHÂN DÂN<br><b>TỈNH ĐỒNG NAI</b></td>
<td><b>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM</b></td></tr>
<tr><td>Số: {number}/UBND-TTTH</td>
<td style="white-space: nowrap"><i>Đồng Nai, {dated}</i></td></tr></table>
<p>Kính gửi: Các sở, ban, ngành.</p><p>Về gửi, nhận văn bản điện tử: đất đai, nhà ở.</p>
<table><tr><td>Nơi nhận:<br>- Như trên;<br>- Lưu: VT.</td>
<td><b>KT. CHỦ TỊCH<br>PHÓ CHỦ TỊCH</b><br><br><br><br><br><br><b>{name}</b></td></tr></table>
"""


@lru_cache
def a_letter(*, name: str = NAME, is_numbered: bool = False, year: str = " 2026") -> bytes:
    """A draft with blanks for number and date, or with both printed."""
    dated = f"ngày{BLANK * 7}tháng{BLANK * 7}năm{year}"
    if is_numbered:
        dated = "ngày 20 tháng 11 năm 2026"
    page = _LETTER.format(
        font=FONT_FAMILY, number="12" if is_numbered else BLANK * 13, dated=dated, name=name
    )
    return page_to_pdf(page)


@lru_cache
def a_prepared_letter() -> bytes:
    return services.prepare_fields(a_letter(), LAYOUT)


@lru_cache
def the_authority() -> TestAuthority:
    """Keys take time to make, so all tests share one authority."""
    return TestAuthority(now=NOW - 100 * DAY)


@lru_cache
def the_person() -> Issued:
    return the_authority().person(NAME, position="Phó Chủ tịch", agency=AGENCY)


@lru_cache
def the_agency() -> Issued:
    return the_authority().agency(AGENCY)


@dataclass(frozen=True)
class World:
    person_id: UUID
    agency_id: UUID
    person_certificate: UUID
    agency_certificate: UUID

    @property
    def leader(self) -> Actor:
        return Actor(ActorKind.PERSON, NAME, person_id=self.person_id, agency_id=self.agency_id)

    @property
    def clerk(self) -> Actor:
        return Actor(ActorKind.PERSON, "Trần Thị Lan", person_id=uuid7(), agency_id=self.agency_id)


def a_world(*, person: Issued | None = None, crls: str = "") -> World:
    """Trust in the test authority, and certificates with local keys for a person and an agency."""
    authority = the_authority()
    trust_the_authority(crls=crls)
    person, agency = person or the_person(), the_agency()
    person_id, agency_id = uuid7(), uuid7()
    return World(
        person_id,
        agency_id,
        _registered(person, authority.chain, HolderKind.PERSON, person_id),
        _registered(agency, authority.chain, HolderKind.AGENCY, agency_id),
    )


def trust_the_authority(*, crls: str = "") -> None:
    """For both purposes; of signing with its revocation lists, or with these."""
    authority = the_authority()
    for purpose in AnchorPurpose:
        services.trust_issuer(
            certificate=authority.root.pem.encode(),
            chain=authority.chain.encode(),
            name="Cơ quan chứng thực thử nghiệm",
            purpose=purpose,
            trusted_from_on=date(2026, 1, 1),
            actor=Actor.installation(),
            now=NOW - DAY,
        )
    crls = crls or authority.crls(now=NOW - DAY)
    services.take_revocation_lists(data=crls.encode(), actor=Actor.installation(), now=NOW - DAY)


def lay_lists(crls: str) -> None:
    """Put lists into the table that no service would take."""
    TrustAnchor.objects.update(crls=crls, revocation=Revocation.CRL, edition=uuid7())


def _registered(issued: Issued, chain: str, kind: HolderKind, holder_id: UUID) -> UUID:
    reference = f"khoa-{holder_id}"
    KeyFiles().keep(reference, issued.key)
    return services.register_certificate(
        pem=issued.pem, chain=chain, holder_kind=kind, holder_id=holder_id, key_reference=reference
    )


def signed_with_kept_key(
    prepared: PreparedSignature, *, at: datetime = NOW, time_stamper: TimeStamper | None = None
) -> bytes:
    """Both steps of a signing, with the key that this installation keeps."""
    signature = KeyFiles().sign(prepared.key_reference, prepared.to_sign, prepared.algorithm)
    return services.complete_signature(
        request_id=prepared.request_id, signature=signature, now=at, time_stamper=time_stamper
    )


def signed_by_person(world: World, pdf: bytes | None = None, *, at: datetime = NOW, **how) -> bytes:
    prepared = services.prepare_signature(
        pdf=pdf or a_prepared_letter(),
        purpose=HolderKind.PERSON,
        certificate_id=world.person_certificate,
        actor=world.leader,
        now=at,
        appearance=drawn_signature(NAME),
    )
    return signed_with_kept_key(prepared, at=at, **how)


def with_another_stamp(pdf: bytes, stamper: TimeStamper) -> bytes:
    """Put a second time-stamp beside that of the only signature, as whoever has the file can."""
    gap = re.search(rb"/Contents\s*<([0-9a-fA-F]{1000,})>", pdf)
    packed = cms.ContentInfo.load(bytes.fromhex(gap[1].decode()))
    signer = packed["content"]["signer_infos"][0]
    (stamped,) = (one for one in signer["unsigned_attrs"] if one["values"])
    request = tsp.TimeStampReq(
        {
            "version": 1,
            "message_imprint": {
                "hash_algorithm": {"algorithm": "sha256"},
                "hashed_message": hashlib.sha256(signer["signature"].native).digest(),
            },
            "cert_req": True,
        }
    )
    answer = tsp.TimeStampResp.load(stamper.answer(request.dump()))
    stamped["values"].append(answer["time_stamp_token"])
    filled = packed.dump(force=True).hex().encode()
    return pdf[: gap.start(1)] + filled.ljust(len(gap[1]), b"0") + pdf[gap.end(1) :]


def numbered(pdf: bytes, number: str = "128", *, issued_on: date = date(2026, 11, 20)) -> bytes:
    return pdf + services.number_update(io.BytesIO(pdf), number=number, issued_on=issued_on)


def sealed_by_agency(world: World, pdf: bytes, *, at: datetime = NOW + MINUTE) -> bytes:
    prepared = services.prepare_signature(
        pdf=pdf,
        purpose=HolderKind.AGENCY,
        certificate_id=world.agency_certificate,
        actor=world.clerk,
        now=at,
        appearance=drawn_seal(AGENCY),
    )
    return signed_with_kept_key(prepared, at=at)


def an_issued_letter(world: World) -> bytes:
    """Signed, numbered and sealed."""
    return sealed_by_agency(world, numbered(signed_by_person(world)))


def judged(pdf: bytes, *, now: datetime = NOW + HOUR, digest: str = "d" * 64):
    return services.judge_content(digest=digest, source=io.BytesIO(pdf), now=now)


def verified(pdf: bytes, *, now: datetime = NOW + HOUR, digest: str = "d" * 64):
    return services.verify_content(digest=digest, source=io.BytesIO(pdf), now=now)


def with_password(pdf: bytes) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        document.save(out, encryption=pikepdf.Encryption(owner="chu", user="khach"))
    return out.getvalue()

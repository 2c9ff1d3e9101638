"""A province in which two agencies can sign and seal, and files of every sort to send in it."""

import html
import io
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

import pikepdf
from django.contrib.auth import get_user_model
from django.test import Client
from tests.exchange.builders import Office, an_office

from lienthong.access import services as access
from lienthong.access.services import HashedPassword
from lienthong.blobs import services as blobs
from lienthong.directory.types import AgencyCard
from lienthong.documents.types import RecipientLine, RecipientRole
from lienthong.issuing import services
from lienthong.issuing.types import DraftCard, DraftFacts, NewFile, Origin
from lienthong.kernel.actor import Actor
from lienthong.kernel.ids import uuid7
from lienthong.printing.faces import FONT_FAMILY
from lienthong.printing.letters import print_letter
from lienthong.printing.types import Letter, Paragraph, Signer
from lienthong.signatures import services as signatures
from lienthong.signatures.adapters.keyfiles import KeyFiles
from lienthong.signatures.adapters.test_authority import TestAuthority
from lienthong.signatures.types import HolderKind

# Friday the 20th of November 2026, nine o'clock in Vietnam; Monday follows.
FRIDAY_9AM = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
LARGEST = 10 * 1024 * 1024


@dataclass(frozen=True)
class Province:
    """The committee and two departments under it; everyone takes part."""

    committee: Office
    justice: Office
    finance: Office


@lru_cache
def the_authority() -> TestAuthority:
    """Keys take time to make, so all tests share one authority and its two certificates."""
    return TestAuthority(now=FRIDAY_9AM - timedelta(days=100))


@lru_cache
def _issued(kind: HolderKind):
    if kind == HolderKind.AGENCY:
        return the_authority().agency("Sở Tư pháp")
    return the_authority().person("Lãnh đạo", position="Giám đốc", agency="Sở Tư pháp")


def a_province(*, can_sign: bool = True) -> Province:
    committee = an_office("Ủy ban nhân dân tỉnh Đồng Nai")
    justice = an_office("Sở Tư pháp", parent=committee.agency)
    finance = an_office("Sở Tài chính", parent=committee.agency)
    if can_sign:
        trust_the_authority()
        give_keys(justice)
    return Province(committee, justice, finance)


def trust_the_authority() -> None:
    authority, told = the_authority(), FRIDAY_9AM - timedelta(days=1)
    facts = {"actor": Actor.installation(), "now": told}
    signatures.trust_issuer(
        certificate=authority.root.pem.encode(),
        chain=authority.chain.encode(),
        name="Cơ quan chứng thực thử nghiệm",
        trusted_from_on=date(2026, 1, 1),
        **facts,
    )
    signatures.take_revocation_lists(data=authority.crls(now=told).encode(), **facts)


def give_keys(office: Office, *, seal: bool = True) -> None:
    """Certificates with keys kept here: the leader's, and the agency's seal."""
    _give(HolderKind.PERSON, office.leader.person_id)
    if seal:
        _give(HolderKind.AGENCY, office.agency.id)


def give_seal(office: Office) -> None:
    _give(HolderKind.AGENCY, office.agency.id)


def _give(kind: HolderKind, holder_id) -> None:
    reference = f"khoa-{holder_id}"
    KeyFiles().keep(reference, _issued(kind).key)
    signatures.register_certificate(
        pem=_issued(kind).pem,
        chain=the_authority().chain,
        holder_kind=kind,
        holder_id=holder_id,
        key_reference=reference,
    )


@lru_cache
def a_letter(
    *,
    subject: str = "báo cáo công tác tư pháp tháng 11",
    number: str = "",
    name: str = "Lãnh đạo 1",
) -> bytes:
    """A letter of the department; with a number it is complete, otherwise to be signed."""
    return print_letter(
        Letter(
            superior="UBND TỈNH ĐỒNG NAI",
            agency="SỞ TƯ PHÁP",
            notation="STP-VP",
            place="Biên Hòa",
            year=2026,
            number=number,
            issued_on=date(2026, 11, 20) if number else None,
            subject=subject,
            addressees=("Ủy ban nhân dân tỉnh Đồng Nai",),
            content=(Paragraph("Sở Tư pháp báo cáo kết quả công tác trong tháng như sau:"),),
            signer=Signer(position="GIÁM ĐỐC", name=name),
            recipients=("Như trên", "Sở Tài chính (để biết)", "Lưu: VT, TH"),
        )
    )


@lru_cache
def a_secret_letter() -> bytes:
    """A letter with the stamp of a secret beside its number."""
    from lienthong.printing.engine import page_to_pdf

    return page_to_pdf(
        f"<style>@page{{size:A4;margin:20mm}}body{{font:13pt '{FONT_FAMILY}'}}</style>"
        "<p>SỞ TƯ PHÁP</p><p>Số: 12/STP-VP</p>"
        "<p style='border:1px solid red;width:25mm;text-align:center'><b>MẬT</b></p>"
        "<p>Kính gửi: Ủy ban nhân dân tỉnh.</p><p>Nội dung.</p>"
    )


@lru_cache
def a_scan() -> bytes:
    """A picture of a page, as a scanner makes it: no text, no signature."""
    from PIL import Image

    out = io.BytesIO()
    Image.new("L", (1240, 1754), 245).save(out, format="PDF", resolution=150)
    return out.getvalue()


def an_encrypted_letter() -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(a_letter())) as document:
        document.save(out, encryption=pikepdf.Encryption(owner="chu", user="khach"))
    return out.getvalue()


def an_upload(
    actor: Actor, pdf: bytes | None = None, *, name: str = "bao-cao.pdf", now: datetime = FRIDAY_9AM
) -> NewFile:
    upload = blobs.receive(
        io.BytesIO(pdf or a_letter()),
        name=name,
        agency_id=actor.agency_id,
        actor=actor,
        now=now,
        largest=LARGEST,
    )
    return NewFile(upload.id, upload.name)


def to(office: Office | AgencyCard, role: RecipientRole = RecipientRole.REPORT) -> RecipientLine:
    card = office.agency if isinstance(office, Office) else office
    return RecipientLine(card.name, role, agency_id=card.id)


def the_facts(office: Office, *recipients: RecipientLine, **changes) -> DraftFacts:
    return DraftFacts(
        **{
            "kind": "cong-van",
            "subject": "V/v báo cáo công tác tư pháp tháng 11",
            "notation": f"{office.agency.abbreviation}-VP",
            "signer_post_id": office.leader.post_id,
            "recipients": (*recipients, RecipientLine("Lưu: VT", RecipientRole.FILE)),
            "slip": "Kính trình Giám đốc ký.",
            **changes,
        }
    )


def a_draft(
    office: Office,
    *recipients: RecipientLine,
    actor: Actor | None = None,
    pdf: bytes | None = None,
    key: str = "",
    origin: Origin = Origin.HERE,
    now: datetime = FRIDAY_9AM,
    **changes,
) -> DraftCard:
    drafter = actor or office.officer
    return services.create_draft(
        facts=the_facts(office, *recipients, **changes),
        origin=origin,
        file=an_upload(drafter, pdf, now=now),
        key=key or f"form {uuid7()}",
        actor=drafter,
        now=now,
    )


def a_complete_draft(office: Office, *recipients: RecipientLine, **changes) -> DraftCard:
    """A scan-less file that carries its number; of an agency without certificates it is a scan."""
    return a_draft(
        office,
        *recipients,
        actor=changes.pop("actor", office.clerk),
        origin=Origin.COMPLETE,
        **{
            "number": 12,
            "issued_on": date(2026, 11, 20),
            "signer_post_id": None,
            "signer_name": "Lê Văn Bình",
            "signer_position": "Giám đốc",
            **changes,
        },
    )


def submitted(office: Office, draft: DraftCard, *, now: datetime = FRIDAY_9AM) -> DraftCard:
    return services.submit_draft(
        draft_id=draft.id, slip="Kính trình ký.", actor=office.officer, now=now
    )


def signed(office: Office, draft: DraftCard, *, now: datetime = FRIDAY_9AM) -> DraftCard:
    submitted(office, draft, now=now)
    return services.sign_with_kept_key(
        draft_id=draft.id, signer=KeyFiles(), actor=office.leader, now=now
    )


def numbered(office: Office, draft: DraftCard, *, now: datetime = FRIDAY_9AM) -> DraftCard:
    signed(office, draft, now=now)
    return services.number_draft(draft_id=draft.id, actor=office.clerk, now=now)


def issued(office: Office, draft: DraftCard, *, now: datetime = FRIDAY_9AM) -> DraftCard:
    signed(office, draft, now=now)
    return services.issue_at_once(draft_id=draft.id, signer=KeyFiles(), actor=office.clerk, now=now)


def a_client(actor: Actor) -> Client:
    """A browser in which this person is signed in, in this post."""
    username = f"nguoi-{actor.person_id.hex[-12:]}"
    access.open_account(
        person_id=actor.person_id,
        username=username,
        password=HashedPassword("!"),
        now=FRIDAY_9AM,
    )
    client = Client()
    client.force_login(get_user_model().objects.get(username=username))
    return client


def findings_on(page: str) -> list[tuple[str, str]]:
    """Return level and sentence of each line of the check on a page, as people see them."""
    line = r'<li class="finding (\w+)">.*?<p>(?:<span.*?</span>)?(.*?)</p>'
    found = re.findall(line, page, re.DOTALL)
    return [(level, html.unescape(sentence).strip()) for level, sentence in found]


def the_form(page: str) -> dict[str, str]:
    """Return the hidden and typed fields of the sending form as a browser would send them."""
    form = page[page.index('id="send"') :]
    fields = dict(
        re.findall(r'<input type="(?:hidden|text)" name="(\w+)"(?: value="([^"]*)")?', form)
    )
    return {name: html.unescape(value) for name, value in fields.items()}

"""A PDF of the visitor's own: what it is, and so how the practice can send it."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from lienthong.documents import services as documents
from lienthong.documents.rules.kinds import LETTER, kind_by_name
from lienthong.documents.types import Examination, RecipientLine
from lienthong.formats.letters.types import Found, LetterFields
from lienthong.issuing.types import DraftFacts, Origin
from lienthong.kernel.actor import Actor
from lienthong.kernel.clock import local_day
from lienthong.printing.number_lines import print_number_line

NOTATION = "UBND-TTTH"
Lines = tuple[RecipientLine, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """How the committee sends a file: as it is, or signed, numbered and sealed here first."""

    origin: Origin
    facts: DraftFacts
    pdf: bytes


def plan_for(path: Path, *, signer: Actor, recipients: Lines, now: datetime) -> Plan:
    """Look at a file and say how it is sent, with the fields that were read from it.

    A file that is signed, or that carries a number of the committee's with its date, goes as it
    is; any other is signed, numbered and sealed here. One without the blanks of the law's layout
    gets a line for number and date in its top margin first.
    """
    with path.open("rb") as source:
        examination = documents.examine(source, name=path.name, now=now, agency_id=signer.agency_id)
    fields, pdf = examination.fields, path.read_bytes()
    subject = _text(fields.subject) or path.stem
    kind = kind_by_name(fields.kind_name.value) if fields.kind_name else None
    code = kind.code if kind else LETTER
    if _is_complete(examination):
        return Plan(Origin.COMPLETE, _as_printed(fields, code, subject, recipients), pdf)
    if examination.can_go and fields.reference is None:
        pdf = print_number_line(pdf, notation=NOTATION, place="Biên Hòa", year=local_day(now).year)
    return plan_here(pdf, subject, code, signer=signer, recipients=recipients)


def plan_here(pdf: bytes, subject: str, kind: str, *, signer: Actor, recipients: Lines) -> Plan:
    """Plan a file that is signed, numbered and sealed in the practice."""
    facts = DraftFacts(
        kind=kind,
        subject=subject,
        notation=NOTATION,
        signer_post_id=signer.post_id,
        signer_authority="KT. CHỦ TỊCH",
        recipients=recipients,
        slip="Kính trình Phó Chủ tịch ký ban hành.",
    )
    return Plan(Origin.HERE, facts, pdf)


def _as_printed(fields: LetterFields, kind: str, subject: str, recipients: Lines) -> DraftFacts:
    reference = fields.reference
    has_number = reference is not None and reference.number.isdigit()
    return DraftFacts(
        kind=kind,
        subject=subject,
        notation=reference.notation if reference else NOTATION,
        number=int(reference.number) if reference and has_number else None,
        number_suffix=reference.suffix if reference else "",
        issued_on=fields.issued_on.value if fields.issued_on else None,
        signer_name=_text(fields.signer_name),
        signer_position=_text(fields.signer_position),
        signer_authority=_text(fields.signer_authority),
        recipients=recipients,
    )


def _is_complete(examination: Examination) -> bool:
    if examination.pdf is not None and examination.pdf.signed_fields:
        return True
    reference = examination.fields.reference
    is_numbered = reference is not None and bool(reference.number)
    return is_numbered and examination.fields.issued_on is not None


def _text(found: Found[str] | None) -> str:
    return found.value if found else ""

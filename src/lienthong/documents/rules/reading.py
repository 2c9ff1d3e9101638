"""What was recognised on a file, as the fields of a form: each for a person to confirm."""

from collections.abc import Mapping
from datetime import date

from lienthong.documents.rules.kinds import kind_by_name
from lienthong.documents.types import Examination, ReadPart, Urgency
from lienthong.formats.letters.types import Found
from lienthong.kernel.text import clean_line, fold

AnyFound = Found[str] | Found[date]
_LETTER_NAME = "Công văn"
_ABOUT = "V/v "


def read_parts(examination: Examination) -> Mapping[str, ReadPart]:
    """Return what was recognised on the file, by the name of the field that it fills.

    A person confirms each. Names: kind, notation, subject, number, issued_on, urgency,
    signer_name, signer_position, signer_authority, filing.
    """
    fields = examination.fields
    found: dict[str, tuple[str, AnyFound | None]] = {}
    name = fields.kind_name.value if fields.kind_name else ""
    known = kind_by_name(name) if name else None
    if known:
        found["kind"] = (known.code, fields.kind_name)
    if fields.reference:
        found["notation"] = (fields.reference.notation, fields.reference_code)
        found["number"] = (
            f"{fields.reference.number}{fields.reference.suffix}",
            fields.reference_code,
        )
    if fields.subject:
        found["subject"] = (_subject(fields.subject.value, name), fields.subject)
    if fields.issued_on:
        found["issued_on"] = (fields.issued_on.value.isoformat(), fields.issued_on)
    if fields.urgency:
        found["urgency"] = (_urgency(fields.urgency.value), fields.urgency)
    for part in ("signer_name", "signer_position", "signer_authority"):
        place = getattr(fields, part)
        if place:
            found[part] = (clean_line(place.value), place)
    return {
        name: ReadPart(value, place.page, _as_pdf_counts(place, examination))
        for name, (value, place) in found.items()
        if value and place is not None
    }


def _subject(text: str, kind_name: str) -> str:
    """A letter's subject is written with "V/v", as it stands under its number."""
    subject = clean_line(text)
    return f"{_ABOUT}{subject}" if kind_name == _LETTER_NAME else subject


def _urgency(text: str) -> str:
    wanted = fold(text)
    return next((each for each in Urgency if fold(each.label) == wanted), Urgency.NORMAL)


def _as_pdf_counts(place: AnyFound, examination: Examination) -> tuple[float, float, float, float]:
    sizes = examination.pdf.page_sizes if examination.pdf else ()
    height = sizes[place.page - 1][1] if place.page <= len(sizes) else 842.0
    box = place.box
    return (
        round(box.x0, 1),
        round(height - box.y1, 1),
        round(box.x1, 1),
        round(height - box.y0, 1),
    )

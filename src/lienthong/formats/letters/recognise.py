"""From the lines of the pages to the fields of a register."""

from collections.abc import Mapping, Sequence

from lienthong.formats.letters import foot, head
from lienthong.formats.letters.kinds import KIND_NAMES
from lienthong.formats.letters.layout import found
from lienthong.formats.letters.references import parse_reference
from lienthong.formats.letters.types import LetterFields
from lienthong.formats.pdf.types import PageText


def recognise(
    pages: Sequence[PageText], *, kind_names: Mapping[str, str] = KIND_NAMES
) -> LetterFields:
    """Return what the layout of the law lets us read; a person confirms every field.

    pages: in order; the head is read from the first, the foot from the last "Nơi nhận".
    kind_names: names of kinds with their abbreviations. Nothing is raised for a foreign form.
    Source: Decree 30/2020/NĐ-CP, Appendix I, Part IV.
    """
    if not pages:
        return LetterFields()
    first = pages[0]
    number = head.number_line(first)
    superior, agency = head.issuers(first, number) if number else (None, None)
    reference = parse_reference(number.text) if number else None
    place, issued_on = head.place_and_day(first)
    kind_name, subject = head.kind_and_subject(first, names=kind_names)
    authority, position, name = foot.signer(pages)
    code = None
    if number and reference:
        code = found(number, first, text=reference.raw)
    return LetterFields(
        superior=superior,
        agency=agency,
        reference_code=code,
        reference=reference,
        place=place,
        issued_on=issued_on,
        kind_name=kind_name,
        subject=subject,
        urgency=head.urgency_mark(first),
        signer_authority=authority,
        signer_position=position,
        signer_name=name,
        addressees=foot.addressees(first),
        recipients=foot.recipients(pages),
    )

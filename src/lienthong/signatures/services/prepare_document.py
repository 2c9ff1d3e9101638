"""Before anybody signs: fields for number and date, places for signature and seal; then filling."""

from datetime import date
from typing import BinaryIO

from lienthong.kernel.text import nfc
from lienthong.signatures import errors
from lienthong.signatures.pdf import fields
from lienthong.signatures.pdf.places import NEEDED_FIELDS, find_places
from lienthong.signatures.services._reading import readable, unsigned_fields
from lienthong.signatures.types import SigningLayout


def prepare_fields(pdf: bytes, layout: SigningLayout) -> bytes:
    """Return a draft with the fields that signing, numbering and sealing will fill.

    Signature and seal go where the signer's printed name tells, or to a default place on the last
    page (docs/explain/signatures.md). The file is written anew; nobody has signed it yet.
    Raises Unreadable, Encrypted, AlreadySigned, or NoPlaceForNumber when page 1 has no blanks for
    number and date although the layout does not say that they are printed.
    Source: Decree 30/2020/NĐ-CP, Appendix I.
    """
    if fields.PERSON_FIELD in unsigned_fields(pdf):
        return pdf
    with readable(pdf):
        places = find_places(pdf, layout)
    if not layout.number_is_printed and not places.numbers.keys() >= NEEDED_FIELDS:
        raise errors.NoPlaceForNumber
    with readable(pdf):
        return fields.add_fields(pdf, places)


def number_update(source: BinaryIO, *, number: str, issued_on: date) -> bytes:
    """Return what is appended to a document so that it bears its number and day of issue.

    Nothing for a document without fields for them, and for one that bears the same already. The
    person's signature stays valid: it left these fields open. source: seekable; memory does not
    grow with it. Raises Unreadable, Encrypted, AlreadySealed, NumberDiffers.
    """
    asked = fields.number_texts(nfc(number).strip(), issued_on)
    with readable(source):
        present = fields.number_values(source)
        is_sealed = fields.signature_fields(source).get(fields.AGENCY_FIELD, False)
    wanted = {name: text for name, text in asked.items() if name in present}
    if present == wanted:
        return b""
    if is_sealed:
        raise errors.AlreadySealed
    if any(present.values()):
        raise errors.NumberDiffers(
            present=" ".join(present.values()), asked=" ".join(wanted.values())
        )
    with readable(source):
        return fields.filling(source, wanted)

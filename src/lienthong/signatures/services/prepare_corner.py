"""Before a seal that stands alone: its field in the upper right corner, and the words in it."""

from datetime import datetime

from lienthong.kernel.clock import VIETNAM
from lienthong.signatures.pdf import corners, fields
from lienthong.signatures.services._reading import readable, unsigned_fields
from lienthong.signatures.types import Mark

# As long as every moment is; the field is laid before the moment is known.
_ANY_MOMENT = "2026-11-20T09:00:00+07:00"


def prepare_corner(pdf: bytes, words: tuple[str, ...]) -> bytes:
    """Return a file with the field of a seal whose words are these and the time of signing.

    The file is written anew; nobody has signed it yet. Raises Unreadable, Encrypted, AlreadySigned.
    Source: Decree 30/2020/NĐ-CP, Appendix I.
    """
    if fields.AGENCY_FIELD in unsigned_fields(pdf):
        return pdf
    with readable(pdf):
        return corners.add_corner(pdf, (*words, _ANY_MOMENT))


def corner_mark(words: tuple[str, ...], *, at: datetime) -> Mark:
    """Return the words of the corner with the time of signing under them, by ISO 8601."""
    moment = at.astimezone(VIETNAM).isoformat(timespec="seconds")
    return corners.corner_mark((*words, moment))

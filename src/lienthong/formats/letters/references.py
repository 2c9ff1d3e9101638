"""Số, ký hiệu: the code by which people name a document."""

import re

from lienthong.formats.letters.types import Reference
from lienthong.kernel.text import clean_line

_LABEL = re.compile(r"^\s*Số\s*[:.]?\s*", re.IGNORECASE)
_PARTS = re.compile(
    r"^(?P<number>\d+)?(?P<suffix>[a-zA-Z])?\s*(?:/\s*(?P<year>(?:19|20)\d{2}))?\s*[/-]\s*"
    r"(?P<notation>[^\W\d_][\w&.]*(?:\s*[-–/]\s*[\w&.]+)*)$"
)
_LONGEST = 120


def parse_reference(text: str) -> Reference | None:
    """Take "Số: 62/2010/QĐ-UBND" apart; None when it is no code. The label may be missing.

    Slips of people and of OCR are forgiven ("9459 /UBND-TTTH", "7691/UBND - HCC"); Party style
    ("6758-CV/TU") is a form of its own.
    Source: Decree 30/2020/NĐ-CP, Article 15 and Appendix I.
    """
    raw = clean_line(_LABEL.sub("", text[:_LONGEST]))
    found = _PARTS.match(raw)
    if not found or not any(c.isupper() for c in found["notation"]):
        return None
    notation = re.sub(r"\s*[-–]\s*", "-", found["notation"])
    notation = re.sub(r"\s*/\s*", "/", notation)
    return Reference(
        number=found["number"] or "",
        suffix=found["suffix"] or "",
        year=int(found["year"]) if found["year"] else None,
        notation=notation,
        raw=raw,
    )

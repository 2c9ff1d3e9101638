"""A line for number and date, for a file that was not laid out as the law wants."""

import io

import pikepdf

from lienthong.kernel.text import nfc
from lienthong.printing.letters import NUMBER_BLANK, written_date
from lienthong.printing.rendering import render_pdf

_POINTS = 72 / 25.4
_WIDTH, _HEIGHT, _TOP = 180 * _POINTS, 8 * _POINTS, 6 * _POINTS


def print_number_line(original: bytes, *, notation: str, place: str, year: int) -> bytes:
    """Return a PDF whose first page has blanks for number and date in its top margin.

    For files before anybody signs them: the line becomes part of what is signed. Raises
    pikepdf.PdfError when the file cannot be read.
    """
    facts = {
        "blank": NUMBER_BLANK,
        "notation": nfc(notation),
        "dated": written_date(nfc(place), None, year=year),
    }
    line = render_pdf("number_line.html", facts, variant=None)
    with pikepdf.open(io.BytesIO(original)) as copy, pikepdf.open(io.BytesIO(line)) as overlay:
        page = copy.pages[0]
        left, _bottom, right, upper = (float(edge) for edge in page.cropbox)
        start = left + max((right - left - _WIDTH) / 2, 0)
        end = min(start + _WIDTH, right)
        page.add_overlay(
            overlay.pages[0],
            pikepdf.Rectangle(start, upper - _TOP - _HEIGHT, end, upper - _TOP),
        )
        out = io.BytesIO()
        copy.save(out, deterministic_id=True)
    return out.getvalue()

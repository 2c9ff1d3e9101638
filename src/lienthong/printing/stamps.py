"""The ĐẾN box on a copy for reading; the bytes that arrived are never touched."""

import io

import pikepdf

from lienthong.printing.rendering import render_pdf
from lienthong.printing.types import IncomingStamp

_POINTS = 72 / 25.4
WIDTH, HEIGHT = 50 * _POINTS, 35 * _POINTS
# Under the agency and the notation of box 3, in the left column.
_LEFT, _TOP = 30 * _POINTS, 52 * _POINTS


def print_incoming_stamp(original: bytes, stamp: IncomingStamp, *, top: float = _TOP) -> bytes:
    """Return a copy of a PDF with the ĐẾN box (50 mm by 35 mm) drawn on its first page.

    top: points from the upper edge of the page; the caller may place it under the notation found.
    Signatures of the original do not hold for the copy. Raises pikepdf.PdfError if unreadable.
    Source: Decree 30/2020/NĐ-CP, Article 22 and Appendix IV.
    """
    overlay = render_pdf("stamp.html", {"stamp": stamp}, variant=None)
    with pikepdf.open(io.BytesIO(original)) as copy, pikepdf.open(io.BytesIO(overlay)) as box:
        page = copy.pages[0]
        left, _bottom, _right, upper = (float(edge) for edge in page.cropbox)
        place = pikepdf.Rectangle(
            left + _LEFT, upper - top - HEIGHT, left + _LEFT + WIDTH, upper - top
        )
        page.add_overlay(box.pages[0], place)
        out = io.BytesIO()
        copy.save(out, deterministic_id=True)
    return out.getvalue()

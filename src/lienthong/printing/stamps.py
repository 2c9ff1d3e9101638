"""The ĐẾN box on a copy for reading; the bytes that arrived are never touched."""

import io
from typing import BinaryIO

import pikepdf

from lienthong.formats.pdf.errors import UnreadablePdf
from lienthong.printing.rendering import render_pdf
from lienthong.printing.types import IncomingStamp

_POINTS = 72 / 25.4
WIDTH, HEIGHT = 50 * _POINTS, 35 * _POINTS
# Under the agency and the notation of box 3, in the left column.
_LEFT, _TOP = 30 * _POINTS, 52 * _POINTS


def print_incoming_stamp(
    original: BinaryIO, stamp: IncomingStamp, target: BinaryIO, *, top: float = _TOP
) -> None:
    """Write a copy of a PDF with the ĐẾN box (50 mm by 35 mm) drawn on its first page.

    original, target: files that can seek. top: points from the upper edge of the page.
    Signatures of the original do not hold for the copy. Raises UnreadablePdf.
    Source: Decree 30/2020/NĐ-CP, Article 21, clause 1c, and Appendix IV.
    """
    overlay = render_pdf("stamp.html", {"stamp": stamp}, variant=None)
    try:
        with pikepdf.open(original) as copy, pikepdf.open(io.BytesIO(overlay)) as box:
            page = copy.pages[0]
            page.add_overlay(box.pages[0], _place(page, top))
            copy.save(target, deterministic_id=True)
    except (pikepdf.PdfError, IndexError) as error:  # IndexError: no page at all
        raise UnreadablePdf from error


def _place(page: pikepdf.Page, top: float) -> pikepdf.Rectangle:
    left, _bottom, _right, upper = (float(edge) for edge in page.cropbox)
    left, upper = left + _LEFT, upper - top
    return pikepdf.Rectangle(left, upper - HEIGHT, left + WIDTH, upper)

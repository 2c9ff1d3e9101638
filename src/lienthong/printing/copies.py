"""Copies on paper: the original as it is printed, with the block of the copy under it."""

import io

import pikepdf
import pypdfium2 as pdfium

from lienthong.formats.pdf.errors import UnreadablePdf
from lienthong.formats.pdf.text import PDFIUM
from lienthong.kernel.text import nfc
from lienthong.printing.letters import listed, written_date
from lienthong.printing.rendering import render_pdf
from lienthong.printing.types import CopyBlock

_POINTS = 72 / 25.4
_A4 = (210 * _POINTS, 297 * _POINTS)
_MARGIN = 20 * _POINTS  # above the block on its own page, and below it on any
_BETWEEN = 4 * _POINTS
_TOLERANCE = 6 * _POINTS
# A row of the picture of a page has ink where one in so many dots is darker than this.
_DARK, _ONE_IN = 160, 400


def print_copy(original: bytes, block: CopyBlock) -> bytes:
    """Return what is printed and then signed and stamped by hand.

    The block stands under the last line of the original where the page has room, else on a page
    of its own. Signatures of the original are shown as they look and do not hold for the print.
    Raises UnreadablePdf.
    Source: Decree 30/2020/NĐ-CP, Appendix I, Part II, section II.
    """
    overlay = render_pdf("copy_block.html", _facts(block), variant=None)
    out = io.BytesIO()
    try:
        with pikepdf.open(io.BytesIO(original)) as copy, pikepdf.open(io.BytesIO(overlay)) as made:
            copy.flatten_annotations("print")
            if "/AcroForm" in copy.Root:
                del copy.Root["/AcroForm"]
            down = _room_under(original, overlay)
            if down is None:
                copy.pages.extend(made.pages)
            else:
                _put_under(copy.pages[-1], made.pages[0], down)
            copy.save(out, deterministic_id=True)
    except (pikepdf.PdfError, pdfium.PdfiumError, IndexError) as error:
        raise UnreadablePdf from error
    return out.getvalue()


def _facts(block: CopyBlock) -> dict[str, object]:
    return {
        "form": nfc(block.form).upper(),
        "agency": nfc(block.agency).upper(),
        "reference": nfc(block.reference),
        "dated": nfc(written_date(block.place, block.day, year=block.day.year)),
        "authority": [nfc(line).upper() for line in block.signer.authority],
        "position": nfc(block.signer.position).upper(),
        "name": nfc(block.signer.name),
        "recipients": listed(block.recipients),
    }


def _room_under(original: bytes, overlay: bytes) -> float | None:
    """Return how far down its page the block goes to stand under the original; None: no room."""
    width, height, ends = _inked(original)
    if abs(width - _A4[0]) > _TOLERANCE or abs(height - _A4[1]) > _TOLERANCE:
        return None
    _width, _height, block_ends = _inked(overlay)
    down = ends + _BETWEEN - _MARGIN
    return down if block_ends + down <= height - _MARGIN else None


def _put_under(page: pikepdf.Page, block: pikepdf.Page, down: float) -> None:
    left, _bottom, _right, top = (float(edge) for edge in page.cropbox)
    top -= down
    page.add_overlay(block, pikepdf.Rectangle(left, top - _A4[1], left + _A4[0], top))


def _inked(pdf: bytes) -> tuple[float, float, float]:
    """Return width and height of the last page, and where its ink ends, in points from above."""
    with PDFIUM:
        document = pdfium.PdfDocument(pdf)
        try:
            page = document[len(document) - 1]
            width, height = page.get_size()
            drawn = page.render(scale=1, grayscale=True, may_draw_forms=True).to_pil()
        finally:
            document.close()
    columns, rows = drawn.size
    dots = drawn.tobytes()
    for row in reversed(range(rows)):
        line = dots[row * columns : (row + 1) * columns]
        if sum(dot < _DARK for dot in line) * _ONE_IN > columns:
            return width, height, row + 1.0
    return width, height, 0.0

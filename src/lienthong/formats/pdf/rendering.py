"""A page as a picture. Callers hold nothing; pdfium is used under PDFIUM."""

import math
from typing import BinaryIO

import pypdfium2

from lienthong.formats.pdf.errors import TooHard, UnreadablePdf
from lienthong.formats.pdf.reading import for_pdfium
from lienthong.formats.pdf.text import PDFIUM
from lienthong.formats.pdf.types import PagePicture

# A sheet of A3 at 300 dots to the inch; larger pages are drawn coarser.
MOST_PIXELS = 18_000_000


def draw_page(source: BinaryIO, *, number: int, dpi: int) -> PagePicture:
    """Return a page as it is displayed, in colours. number: from 1.

    Raises UnreadablePdf, and TooHard for a page that no picture of a sensible size can show.
    """
    with PDFIUM:
        try:
            document = pypdfium2.PdfDocument(for_pdfium(source))
        except pypdfium2.PdfiumError as error:
            raise UnreadablePdf from error
        try:
            return _drawn(document, number, dpi)
        except (pypdfium2.PdfiumError, IndexError) as error:
            raise UnreadablePdf from error
        finally:
            document.close()


def _drawn(document: pypdfium2.PdfDocument, number: int, dpi: int) -> PagePicture:
    page = document[number - 1]
    try:
        width, height = page.get_size()
        if not (width > 1 and height > 1 and max(width, height) < 50 * min(width, height)):
            raise TooHard
        scale = min(dpi / 72, math.sqrt(MOST_PIXELS / (width * height)))
        drawn = page.render(scale=scale, rev_byteorder=True).to_pil().convert("RGB")
    finally:
        page.close()
    return PagePicture(number, width, height, drawn.width, drawn.height, drawn.tobytes())

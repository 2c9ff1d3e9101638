"""How well a paper was digitised: the pictures that are its pages."""

import time

import pypdfium2 as pdfium
from pypdfium2 import raw

from lienthong.formats.pdf.text import PDFIUM
from lienthong.formats.pdf.types import ScanQuality

_GREY = frozenset({raw.FPDF_COLORSPACE_DEVICEGRAY, raw.FPDF_COLORSPACE_CALGRAY})
_COLOURED_BITS = 24
# A picture is its page when it covers so much of it; margins that a scanner cuts off are less.
_COVERS = 0.5


def scan_quality(pdf: bytes) -> ScanQuality:
    """Return what the pictures of a file are like.

    Raises pypdfium2.PdfiumError when the bytes cannot be read as PDF.
    """
    with PDFIUM:
        document = pdfium.PdfDocument(pdf)
        count, version = len(document), document.get_version() or 10
    lowest, is_colour, without = float("inf"), True, 0
    try:
        for number in range(count):
            time.sleep(0)  # whoever waits for PDFIUM has a turn
            with PDFIUM:
                found = _picture(document[number])
            if found is None:
                without = without or number + 1
                continue
            lowest, is_colour = min(lowest, found[0]), is_colour and found[1]
    finally:
        with PDFIUM:
            document.close()
    dpi = 0.0 if lowest == float("inf") else lowest
    return ScanQuality(f"{version // 10}.{version % 10}", dpi, is_colour, without)


def _picture(page: pdfium.PdfPage) -> tuple[float, bool] | None:
    """Return resolution and colour of the picture that is the page; None where none is."""
    width, height = page.get_size()
    for thing in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE]):
        left, bottom, right, top = thing.get_bounds()
        if (right - left) * (top - bottom) < _COVERS * width * height:
            continue
        told = thing.get_metadata()
        is_grey = told.colorspace in _GREY or (
            told.colorspace == raw.FPDF_COLORSPACE_ICCBASED and told.bits_per_pixel < _COLOURED_BITS
        )
        return min(told.horizontal_dpi, told.vertical_dpi), not is_grey
    return None

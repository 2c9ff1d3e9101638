"""Scans, made of letters that we print: a picture with noise, a little askew, with a stamp."""

import io
import os
import random
from functools import lru_cache
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image, ImageDraw, ImageFilter, ImageFont
from tests.printing.builders import a_numbered_letter

import lienthong.printing
from lienthong.printing.letters import print_letter

TESSERACT = "/usr/bin/tesseract"
needs_tesseract = pytest.mark.skipif(
    not os.access(TESSERACT, os.X_OK), reason="tesseract (tesseract-ocr-vie) is not installed"
)
RED = (200, 30, 40)
_FONT = Path(lienthong.printing.__path__[0], "fonts", "Tinos-Bold.ttf")
_WIDTHS = {"MẬT": 20, "TỐI MẬT": 30, "TUYỆT MẬT": 40}  # mm: Circular 24/2020/TT-BCA


@lru_cache
def a_printed_letter() -> bytes:
    return print_letter(a_numbered_letter())


@lru_cache
def _page(dpi: int) -> Image.Image:
    document = pypdfium2.PdfDocument(a_printed_letter())
    return document[0].render(scale=dpi / 72, rev_byteorder=True).to_pil().convert("RGB")


def _stamp(text: str, *, dpi: int, angle: float) -> Image.Image:
    mm = dpi / 25.4
    stamp = Image.new("RGBA", (int(_WIDTHS[text] * mm), int(8 * mm)), (0, 0, 0, 0))
    drawing = ImageDraw.Draw(stamp)
    edges = (1, 1, stamp.width - 2, stamp.height - 2)
    drawing.rectangle(edges, outline=RED, width=max(2, int(mm / 2)))
    font = ImageFont.truetype(str(_FONT), int(5.2 * mm))
    middle = (stamp.width / 2, stamp.height / 2)
    drawing.text(middle, text, font=font, fill=RED, anchor="mm")
    return stamp.rotate(angle, Image.Resampling.BICUBIC, expand=True)


@lru_cache
def _noise(size: tuple[int, int]) -> Image.Image:
    """The same specks for each scan: what is read of it does not change from run to run."""
    specks = random.Random(20).randbytes(size[0] * size[1])
    return Image.frombytes("L", size, specks).convert("RGB")


def a_page(*, dpi: int = 200, stamp: str = "", angle: float = 5):
    """The picture of a letter; the stamp stands under the number, over what is printed there."""
    page, mm = _page(dpi).copy(), dpi / 25.4
    if stamp:
        put = _stamp(stamp, dpi=dpi, angle=angle)
        page.paste(put, (int(32 * mm), int(44 * mm)), put)
    page = page.rotate(0.5, Image.Resampling.BICUBIC, fillcolor=(252, 252, 250))
    page = page.filter(ImageFilter.GaussianBlur(dpi / 400))
    return Image.blend(page, _noise(page.size), 0.08)


@lru_cache
def a_scan(*, dpi: int = 200, stamp: str = "", angle: float = 5) -> bytes:
    """A scan of a letter as PDF."""
    out = io.BytesIO()
    a_page(dpi=dpi, stamp=stamp, angle=angle).save(out, "PDF", resolution=dpi)
    return out.getvalue()


def a_blank_scan(*, millimetres: int) -> bytes:
    """A square page of so many millimetres a side that is a picture of nothing."""
    out = io.BytesIO()
    dots = 400
    Image.new("L", (dots, dots), 245).save(out, "PDF", resolution=dots / millimetres * 25.4)
    return out.getvalue()

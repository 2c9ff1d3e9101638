"""The upper right corner of a first page, where a seal says in words what it seals.

No image is shown there. Source: Decree 30/2020/NĐ-CP, Appendix I, Part I, section II, point 8
(appendix in a file of its own) and Part II, section I (copies made electronic).
"""

import io
from html import escape
from pathlib import Path

import pikepdf
from PIL import ImageFont
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigFieldSpec, append_signature_field

from lienthong.kernel.text import nfc
from lienthong.printing.faces import FONT_FAMILY, FONTS
from lienthong.signatures.pdf.fields import AGENCY_FIELD, LOCKS
from lienthong.signatures.pdf.places import MM
from lienthong.signatures.types import Mark, MediaType

SIZE = 10  # points; Times New Roman, upright, black
_LEADING = 11.5
_WIDTH = 72 * MM
# Above the head of the page, whose own margin is 20 mm at least.
_FROM_TOP, _FROM_RIGHT = 4 * MM, 10 * MM


def corner_mark(lines: tuple[str, ...]) -> Mark:
    """Return the words as a mark that fills the corner's box in their real size."""
    written = _wrapped(lines)
    width, height = _WIDTH, _height(len(written))
    texts = [
        f'<text x="{width:.2f}" y="{n * _LEADING + SIZE:.2f}" text-anchor="end" fill="#000"'
        f' font-family="{FONT_FAMILY}" font-size="{SIZE}">{escape(line)}</text>'
        for n, line in enumerate(written)
    ]
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.2f} {height:.2f}">'
    return Mark(f"{head}{''.join(texts)}</svg>".encode(), MediaType.SVG)


def add_corner(pdf: bytes, lines: tuple[str, ...]) -> bytes:
    """Return a file that nobody has signed, written anew, with the seal's field in the corner.

    lines: as many and as long as those of the mark that will fill it.
    """
    with pikepdf.open(io.BytesIO(pdf)) as document:
        _set_upright(document)
        left, _bottom, right, top = (float(edge) for edge in document.pages[0].cropbox)
        out = io.BytesIO()
        document.save(out, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    right, top = right - _FROM_RIGHT, top - _FROM_TOP
    box = (max(right - _WIDTH, left), top - _height(len(_wrapped(lines))), right, top)
    writer = IncrementalPdfFileWriter(out)
    lock, permission = LOCKS[AGENCY_FIELD]
    append_signature_field(
        writer,
        SigFieldSpec(
            AGENCY_FIELD,
            on_page=0,
            box=tuple(round(side, 2) for side in box),
            field_mdp_spec=lock,
            doc_mdp_update_value=permission,
        ),
    )
    writer.write_in_place()
    return out.getvalue()


def _set_upright(document: pikepdf.Pdf) -> None:
    """Draw a turned first page as it is displayed, so that the words stand upright on it."""
    page = document.pages[0]
    turned = int(page.obj.get(pikepdf.Name.Rotate, 0)) % 360
    if not turned:
        return
    left, bottom, right, top = (float(edge) for edge in page.cropbox)
    size = (right - left, top - bottom)
    width, height = size if turned == 180 else reversed(size)
    upright = document.add_blank_page(page_size=(width, height))
    upright.add_overlay(page, pikepdf.Rectangle(0, 0, width, height))
    document.pages[0] = upright
    del document.pages[-1]


def _height(count: int) -> float:
    return count * _LEADING + 2


def _wrapped(lines: tuple[str, ...]) -> list[str]:
    """Break lines between words where they are wider than the box."""
    font = ImageFont.truetype(Path(FONTS) / "Tinos-Regular.ttf", SIZE * 10)
    found: list[str] = []
    for line in lines:
        row = ""
        for word in nfc(line).split():
            longer = f"{row} {word}".strip()
            if row and font.getlength(longer) / 10 > _WIDTH:
                found.append(row)
                longer = word
            row = longer
        found.append(row)
    return found

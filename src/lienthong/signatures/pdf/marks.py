"""The visible marks: images of signatures and seals, and short texts, as PDF content."""

import base64
import io
import re
from dataclasses import dataclass
from html import escape

import pypdfium2 as pdfium
from lxml import etree
from PIL import Image
from pyhanko.pdf_utils import layout
from pyhanko.pdf_utils.content import PdfContent
from pyhanko.pdf_utils.images import PdfImage
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.stamp import StaticStampStyle

from lienthong.formats.pdf.text import PDFIUM
from lienthong.printing.faces import FONT_FAMILY
from lienthong.printing.rendering import page_pdf
from lienthong.signatures.errors import MarkUnreadable
from lienthong.signatures.types import LARGEST_MARK, Mark, MediaType

PICTURE = 600  # pixels of the longer side, as people look at it
_WIDEST = 100_000  # units of an SVG
_BROKEN = (OSError, ValueError, SyntaxError, Image.DecompressionBombError)
_VIEW_BOX = re.compile(rb'viewBox="[-0-9.]+[ ,]+[-0-9.]+[ ,]+([0-9.]+)[ ,]+([0-9.]+)"')


def stamp_style(mark: Mark) -> StaticStampStyle:
    """Return the style that fills a signature's box with the image, its proportions kept.

    Raises MarkUnreadable.
    """
    try:
        return _style(PdfPage(_svg(mark.image)) if _is_svg(mark) else PdfImage(_png(mark.image)))
    except _BROKEN as broken:
        raise MarkUnreadable(largest=LARGEST_MARK) from broken


def picture_of(mark: Mark) -> bytes:
    """Return the image as people look at it: a PNG drawn anew on white, PICTURE pixels at most.

    Nothing else of what was brought is in it: no text, place or program of the file.
    Raises MarkUnreadable.
    """
    try:
        drawn = _drawn(_svg(mark.image)) if _is_svg(mark) else _on_white(_png(mark.image))
    except (*_BROKEN, pdfium.PdfiumError) as broken:
        raise MarkUnreadable(largest=LARGEST_MARK) from broken
    drawn.thumbnail((PICTURE, PICTURE))
    kept = io.BytesIO()
    drawn.save(kept, "PNG", optimize=True)
    return kept.getvalue()


def _is_svg(mark: Mark) -> bool:
    return mark.media_type == MediaType.SVG


def _drawn(pdf: bytes) -> Image.Image:
    with PDFIUM:
        document = pdfium.PdfDocument(pdf)
        try:
            page = document[0]
            scale = PICTURE / max(page.get_size())
            picture: Image.Image = page.render(scale=scale).to_pil().convert("RGB")
        finally:
            document.close()
    return picture


def _on_white(picture: Image.Image) -> Image.Image:
    ground = Image.new("RGB", picture.size, "white")
    ground.paste(picture, mask=picture.getchannel("A"))
    return ground


def _style(content: PdfContent) -> StaticStampStyle:
    return StaticStampStyle(
        background=content,
        background_opacity=1.0,
        border_width=0,
        background_layout=layout.SimpleBoxLayoutRule(
            x_align=layout.AxisAlignment.ALIGN_MID,
            y_align=layout.AxisAlignment.ALIGN_MID,
            margins=layout.Margins.uniform(0),
            inner_content_scaling=layout.InnerScaling.STRETCH_TO_FIT,
        ),
    )


class PdfPage(PdfContent):  # type: ignore[misc]  # pyHanko carries no types here
    """A page of a PDF held in memory, brought in as a form."""

    def __init__(self, pdf: bytes) -> None:
        self._pdf = pdf
        super().__init__()

    def render(self) -> bytes:
        form = self._ensure_writer.import_page_as_xobject(PdfFileReader(io.BytesIO(self._pdf)))
        self.resources.xobject["/Mark"] = form
        left, bottom, right, top = form.get_object()["/BBox"]
        self.box = layout.BoxConstraints(width=abs(right - left), height=abs(top - bottom))
        return b"/Mark Do"


@dataclass(frozen=True, slots=True)
class ShortText:
    """A text that fills a field of a form; lengths in points."""

    text: str
    width: float
    height: float
    slant: str = "normal"  # or "italic"

    @property
    def style(self) -> str:
        size = self.height / 1.15
        return f"font: {self.slant} {size:.2f}pt/{self.height:.2f}pt '{FONT_FAMILY}'"


def text_pages(texts: list[ShortText]) -> bytes:
    """Return a PDF with one page a text, to be used as appearances of fields; fonts embedded."""
    sheets, bodies = [], []
    for number, text in enumerate(texts):
        size = f"{text.width:.2f}pt {text.height:.2f}pt"
        sheets.append(f"@page p{number} {{ size: {size}; margin: 0 }}")
        sheets.append(f".p{number} {{ page: p{number}; {text.style} }}")
        bodies.append(f'<p class="p{number}">{escape(text.text)}</p>')
    css = "body, p { margin: 0; text-align: center; white-space: nowrap }"
    page = f"<style>{css} {' '.join(sheets)}</style>{''.join(bodies)}"
    return page_pdf(page)


def _png(image: bytes) -> Image.Image:
    picture = Image.open(io.BytesIO(image), formats=["PNG"])
    if picture.width * picture.height > LARGEST_MARK:
        raise ValueError("image too large")
    # The renderer has told the library to draw the half of what broke off.
    picture.verify()
    picture = Image.open(io.BytesIO(image), formats=["PNG"])
    return picture.convert("RGBA")


def _svg(image: bytes) -> bytes:
    _require_drawable(image)
    source = base64.b64encode(image).decode()
    size = _VIEW_BOX.search(image)
    if size is None:
        raise ValueError("SVG without viewBox")
    width, height = (float(part) for part in size.groups())
    if not (0 < width < _WIDEST and 0 < height < _WIDEST):
        raise ValueError("SVG without a size")
    css = f"@page {{ size: {width}pt {height}pt; margin: 0 }} body {{ margin: 0 }}"
    image_css = "img { display: block; width: 100% }"
    style = f"<style>{css} {image_css}</style>"
    return page_pdf(f'{style}<img src="data:image/svg+xml;base64,{source}">')


def _require_drawable(image: bytes) -> None:
    """Raise SyntaxError or ValueError where the renderer would draw nothing, or for hours.

    It passes over what it cannot read, and a seal would be printed as an empty place; and parts
    that are used in parts that are used grow with each level.
    """
    root = etree.fromstring(image, etree.XMLParser(resolve_entities=False, no_network=True))
    if etree.QName(root).localname != "svg":
        raise ValueError("no SVG")
    used = {
        target.removeprefix("#")
        for use in root.iterfind(".//{*}use")
        for name, target in use.attrib.items()
        if etree.QName(name).localname == "href"
    }
    for part in root.iterfind(".//*[@id]"):
        if part.get("id") in used and next(part.iter("{*}use"), None) is not None:
            raise ValueError("SVG with parts that are used in parts that are used")

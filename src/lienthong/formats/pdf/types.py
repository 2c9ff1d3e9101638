"""What is known of a PDF after reading it. Lengths are points (1/72 inch)."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Box:
    """A place on a page as it is displayed: points from its top left corner, y downwards."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def middle(self) -> float:
        return (self.x0 + self.x1) / 2

    def joined(self, other: "Box") -> "Box":
        """Return the smallest box that holds both."""
        return Box(
            min(self.x0, other.x0),
            min(self.y0, other.y0),
            max(self.x1, other.x1),
            max(self.y1, other.y1),
        )


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of text; two columns that stand side by side are two lines. Text is NFC."""

    text: str
    box: Box
    size: float


@dataclass(frozen=True, slots=True)
class PageText:
    """The text of one page in the order of the file.

    number: from 1. is_image: a picture covers more than half of the page. stamps: what was read in
    pieces of ink that stand by themselves on a picture; never part of the lines.
    """

    number: int
    width: float
    height: float
    lines: tuple[TextLine, ...]
    is_image: bool = False
    stamps: tuple[TextLine, ...] = ()


@dataclass(frozen=True, slots=True)
class PagePicture:
    """A page as it is displayed. number: from 1; width, height: of the page.

    across, down: in pixels; pixels: three bytes each (red, green, blue), row by row from the top.
    """

    number: int
    width: float
    height: float
    across: int
    down: int
    pixels: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class PdfLimits:
    """How much is read of a file that a stranger sent.

    text_pages: so many pages are read for text; of a longer file the first and the last
        `text_ends`. seconds: after these no further page is read for text.
    lines_where: a regular expression, "" for any page; lines are put together only of pages in
        whose letters (NFD, without blanks) it is found, and of pages with form fields or pictures
        of the whole page. The other pages are there without lines.
    """

    max_bytes: int = 500_000_000
    max_pages: int = 2_000
    max_objects: int = 500_000
    max_characters: int = 50_000  # of one page
    text_pages: int = 50
    text_ends: int = 3
    seconds: float = 20.0
    lines_where: str = ""


@dataclass(frozen=True, slots=True)
class PdfFacts:
    """What a PDF is and carries.

    version: "1.7". is_encrypted: opens without a password, but carries restrictions.
    active_content: kinds of what could run by itself ("JavaScript", "Launch", …), sorted.
    signed_fields, empty_signature_fields: counted, not verified.
    is_scan: pictures of pages without text. is_repaired: damaged, and read all the same.
    text_is_partial: not every page was read for text.
    page_sizes: width and height of every page as displayed.
    """

    page_count: int
    version: str
    is_encrypted: bool
    is_repaired: bool
    active_content: tuple[str, ...]
    embedded_files: tuple[str, ...]
    has_form_fields: bool
    signed_fields: int
    empty_signature_fields: int
    producer: str
    page_sizes: tuple[tuple[float, float], ...]
    pages: tuple[PageText, ...] = field(repr=False)
    is_scan: bool = False
    text_is_partial: bool = False


@dataclass(frozen=True, slots=True)
class ScanQuality:
    """How well a paper was digitised.

    lowest_dpi: of the pictures that are pages, dots to the inch of the paper; 0 without any.
    is_colour: every such picture is in colours. page_without_picture: a page that no picture
    covers, so that the file is not a scan, counted from 1; 0: every page is one.
    """

    version: str
    lowest_dpi: float
    is_colour: bool
    page_without_picture: int

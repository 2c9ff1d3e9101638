"""The first sentences of a document, for who has ten seconds for it."""

from lienthong.blobs import queries as blobs
from lienthong.formats.pdf.apart import read_apart
from lienthong.formats.pdf.types import PageText, PdfLimits
from lienthong.kernel.refusals import Refusal

# One page is enough, and nobody waits for a file that is hard to read.
_LIMITS = PdfLimits(max_bytes=30_000_000, text_pages=1, text_ends=1, seconds=1.0)
_LONGEST = 320
# A line of the body runs over most of the page; those of head, addressees and foot do not.
_BODY_WIDTH = 0.55


def extract_of(digest: str) -> str:
    """Return about three lines of a PDF's body; nothing for a scan, or for what cannot be read.

    For a document that the caller may see. One statement.
    """
    try:
        with blobs.open_content(digest) as file:
            pages = read_apart(file, limits=_LIMITS).pages
    except Refusal:
        return ""
    return _shortened(" ".join(_body(pages[0]))) if pages else ""


def _body(page: PageText) -> list[str]:
    """The lines from the first that is as wide as a line of the body."""
    wide = [line.box.x1 - line.box.x0 > page.width * _BODY_WIDTH for line in page.lines]
    if True not in wide:
        return []
    return [line.text for line in page.lines[wide.index(True) :]]


def _shortened(text: str) -> str:
    if len(text) <= _LONGEST:
        return text
    return text[:_LONGEST].rsplit(" ", 1)[0] + "…"

"""Where the visible face of a signature lies: the page and the rectangle of its field."""

from collections.abc import Iterator
from typing import Any

from pyhanko.pdf_utils.generic import ArrayObject, DictionaryObject, IndirectObject
from pyhanko.pdf_utils.reader import PdfFileReader

# A signature further back than this has no mark on the screen; nobody scrolls there for it.
_MOST_PAGES = 2_000

# Left, bottom, right, top in the page's own points.
Box = tuple[float, float, float, float]


def face_of(reader: PdfFileReader, field: object) -> tuple[int, Box] | None:
    """Return page (from 1) and rectangle; None for a signature that is not seen, or odd files."""
    try:
        widget = _widget(field)
        box = _box(widget)
        return (_page_of(reader, widget), box) if widget is not None and box else None
    except Exception:  # the mark is an ornament of the verdict: no oddity of a file may stop it
        return None


def _widget(field: object) -> DictionaryObject | None:
    """The field itself, or the first of its faces."""
    found = field.get_object() if isinstance(field, IndirectObject) else field
    if not isinstance(found, DictionaryObject):
        return None
    kids = found.get("/Kids")
    if "/Rect" not in found and isinstance(kids, ArrayObject) and len(kids):
        return _widget(kids[0])
    return found


def _box(widget: DictionaryObject | None) -> Box | None:
    rectangle = widget.get("/Rect") if widget is not None else None
    if not isinstance(rectangle, ArrayObject) or len(rectangle) != 4:
        return None
    x1, y1, x2, y2 = (float(edge) for edge in rectangle)
    box = (min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2))
    return box if box[2] - box[0] > 1 and box[3] - box[1] > 1 else None


def _page_of(reader: PdfFileReader, widget: DictionaryObject | None) -> int:
    """Return the page that the face names; the first one where it names none of this file."""
    named = widget.raw_get("/P") if widget is not None and "/P" in widget else None
    reference = getattr(named, "reference", None)
    pages = _pages(reader.root["/Pages"], reader.root.raw_get("/Pages"))
    for number, page in enumerate(pages, start=1):
        if number > _MOST_PAGES:
            break
        if getattr(page, "reference", None) == reference:
            return number
    return 1


def _pages(node: Any, reference: Any, depth: int = 0) -> Iterator[Any]:
    """Walk the tree of pages in their order; yields references."""
    if "/Kids" not in node or depth > 50:
        yield reference
        return
    kids = node["/Kids"]
    for at in range(len(kids)):
        yield from _pages(kids[at], kids.raw_get(at), depth + 1)

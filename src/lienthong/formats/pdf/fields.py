"""The text that stands in form fields: the number and date of a signed document are there."""

from typing import Any

import pikepdf
from pikepdf import Name

from lienthong.kernel.text import clean_line

# Left, bottom, right, top in the page's own points.
PageBox = tuple[float, float, float, float]
_MOST_FIELDS = 500


def field_texts(page: pikepdf.Page) -> list[tuple[str, PageBox]]:
    """Return what is written in the text fields of a page, with their rectangles."""
    annotations = page.obj.get(Name.Annots)
    if not isinstance(annotations, pikepdf.Array):
        return []
    found = [_written(a) for a in list(annotations)[:_MOST_FIELDS]]
    return [one for one in found if one is not None]


def _written(annotation: Any) -> tuple[str, PageBox] | None:
    if not isinstance(annotation, pikepdf.Dictionary):
        return None
    value, kind = _inherited(annotation, Name.V), _inherited(annotation, Name.FT)
    box = annotation.get(Name.Rect)
    if kind != Name.Tx or value is None or not isinstance(box, pikepdf.Array) or len(box) != 4:
        return None
    left, bottom, right, top = (float(edge) for edge in box)
    text = clean_line(str(value))
    return (text, (left, bottom, right, top)) if text and right > left else None


def _inherited(annotation: Any, key: Name) -> Any:
    """Return an entry of a field, or of the field above it when the widget is only its face."""
    if key in annotation:
        return annotation.get(key)
    parent = annotation.get(Name.Parent)
    return parent.get(key) if isinstance(parent, pikepdf.Dictionary) else None

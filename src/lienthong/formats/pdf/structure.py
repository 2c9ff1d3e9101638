"""The build of a PDF: what it carries besides its pages (by pikepdf)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pikepdf
from pikepdf import Name

from lienthong.formats.pdf.errors import TooLarge
from lienthong.formats.pdf.types import PdfLimits
from lienthong.kernel.text import clean_line

# Of the whole process: a stream that unpacks to more is refused instead of filling the memory.
pikepdf.settings.set_qpdf_limits(flate_max_memory=256_000_000, run_length_max_memory=256_000_000)

_ACTIONS = {
    "/JavaScript": "JavaScript",
    "/Launch": "Launch",
    "/SubmitForm": "SubmitForm",
    "/ImportData": "ImportData",
    "/Rendition": "Rendition",
    "/Movie": "Movie",
    "/Sound": "Sound",
    "/GoToE": "GoToE",
}
_ANNOTATIONS = {"/RichMedia": "RichMedia", "/Movie": "Movie", "/Screen": "Screen", "/3D": "3D"}
# One of these stands in the text of every object that `_active`, or the count of signatures and of
# embedded files, would find anything in: a key by itself, or a kind with a name from the lists
# above or a reference to one. qpdf writes names plainly and one blank behind a key, however the
# file had them; walking through an object costs thirty times what writing it does.
_LISTED = "|".join(re.escape(name) for name in {**_ACTIONS, **_ANNOTATIONS})
_KEYS = re.compile(rf"/(?:JS|JavaScript|XFA|FT|EF|(?:S|Subtype) (?:\d|{_LISTED}))".encode())
# A name of odd signs, and a number without digits (which a blank follows), stop the walk, and with
# it the file. They are looked for apart: an expression that can only begin with / is much faster.
_ODD_NAME, _NO_NUMBER = b"#", b". "
_DEEPEST = 12  # nesting of direct objects that is looked into
_LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class Structure:
    """What the objects of a file say; see PdfFacts for the meaning."""

    active_content: tuple[str, ...]
    embedded_files: tuple[str, ...]
    has_form_fields: bool
    signed_fields: int
    empty_signature_fields: int
    producer: str


def read_structure(document: pikepdf.Pdf, *, limits: PdfLimits) -> Structure:
    """Look at every object of an open document. Raises TooLarge when there are too many."""
    if len(document.objects) > limits.max_objects:
        raise TooLarge
    active: set[str] = set()
    embedded: set[str] = set()
    signatures = {True: 0, False: 0}
    for found in _dictionaries(document):
        active.update(_active(found))
        if found.get(Name.FT) == Name.Sig:
            signatures[found.get(Name.V) is not None] += 1
        if found.get(Name.Type) == Name.Filespec and Name.EF in found:
            embedded.add(_text(found.get(Name.UF, found.get(Name.F, ""))))
    form = document.Root.get(Name.AcroForm)
    fields = form.get(Name.Fields) if isinstance(form, pikepdf.Dictionary) else None
    return Structure(
        active_content=tuple(sorted(active)),
        embedded_files=tuple(sorted(embedded)),
        has_form_fields=isinstance(fields, pikepdf.Array) and len(fields) > 0,
        signed_fields=signatures[True],
        empty_signature_fields=signatures[False],
        producer=_producer(document),
    )


def _dictionaries(document: pikepdf.Pdf) -> Iterator[Any]:
    for found in document.objects:
        if _is_of_interest(_written(found)):
            yield from _inside(found, depth=0)


def _is_of_interest(written: bytes) -> bool:
    return _ODD_NAME in written or _NO_NUMBER in written or _KEYS.search(written) is not None


def _written(found: Any) -> bytes:
    """Return an object as text, with those written directly inside it; of a stream its facts."""
    if isinstance(found, pikepdf.Stream):
        found = found.stream_dict
    return found.unparse(resolved=True) if isinstance(found, pikepdf.Object) else b""


def _inside(found: Any, *, depth: int) -> Iterator[Any]:
    """Give a dictionary and those written directly inside it; references are met by themselves."""
    if depth > _DEEPEST:
        return
    if isinstance(found, pikepdf.Dictionary | pikepdf.Stream):
        yield found
        children = [found.get(key) for key in found.keys()]  # noqa: SIM118  not a Python dict
    elif isinstance(found, pikepdf.Array):
        children = list(found)
    else:
        return
    for child in children:
        if isinstance(child, pikepdf.Object) and not child.is_indirect:
            yield from _inside(child, depth=depth + 1)


def _active(found: Any) -> Iterator[str]:
    action = found.get(Name.S)
    if isinstance(action, Name) and str(action) in _ACTIONS:
        yield _ACTIONS[str(action)]
    if Name.JS in found or Name.JavaScript in found:
        yield "JavaScript"
    kind = found.get(Name.Subtype)
    if isinstance(kind, Name) and str(kind) in _ANNOTATIONS:
        yield _ANNOTATIONS[str(kind)]
    if Name.XFA in found:
        yield "XFA"


def _producer(document: pikepdf.Pdf) -> str:
    info = document.trailer.get(Name.Info)
    return _text(info.get(Name.Producer, "")) if isinstance(info, pikepdf.Dictionary) else ""


def _text(value: Any) -> str:
    return clean_line(str(value))[:_LONGEST_NAME]

"""What a reader in a process of its own is told and answers: frames of JSON and of bytes.

A file that has taken over the reader must not reach the one who asked, so nothing here can do
more than carry values.
"""

import json
import struct
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from lienthong.formats.pdf import errors
from lienthong.formats.pdf.types import Box, PagePicture, PageText, PdfFacts, TextLine
from lienthong.kernel.refusals import Refusal

LARGEST_FRAME = 256 * 1024 * 1024
BLOCK = 64 * 1024  # bytes of a larger file that go over at a time
SMALL = 1024 * 1024  # bytes of a file that lies as a whole in memory which both sides see
_LENGTH = struct.Struct(">I")
_REFUSALS: dict[str, type[Refusal]] = {
    each.code: each
    for each in vars(errors).values()
    if isinstance(each, type) and issubclass(each, Refusal)
}


class BrokenWire(Exception):
    """The other side is gone, or says what nobody can mean."""


def unasked(size: int) -> list[int]:
    """Return the numbers of the blocks of a file of so many bytes that nobody has to ask for.

    None of a small file, which the reader sees as it is. Of others sign and trailer, often all
    that matters, follow the request by themselves, in this order.
    """
    return [0, (size - 1) // BLOCK] if size > SMALL else []


def packed(content: bytes) -> bytes:
    """Return a frame as it is written."""
    return _LENGTH.pack(len(content)) + content


def next_frame(read: Callable[[int], bytes]) -> bytes:
    """Read one frame. read: returns exactly so many bytes, or fewer at the end.

    Raises BrokenWire.
    """
    head = read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        raise BrokenWire
    (length,) = _LENGTH.unpack(head)
    if length > LARGEST_FRAME:
        raise BrokenWire
    content = read(length)
    if len(content) < length:
        raise BrokenWire
    return content


def message(**values: Any) -> bytes:
    return json.dumps(values, ensure_ascii=False).encode()


def facts_message(facts: PdfFacts) -> bytes:
    """Return what was read as a message."""
    values = {name: getattr(facts, name) for name in PdfFacts.__slots__}
    return message(facts={**values, "pages": [_plain(page) for page in facts.pages]})


def _plain(page: PageText) -> dict[str, Any]:
    """Return a page with text as plain values; stamps are read of pictures, and not there."""
    values = {name: getattr(page, name) for name in PageText.__slots__ if name != "stamps"}
    return {**values, "lines": [asdict(line) for line in page.lines]}


def picture_message(picture: PagePicture) -> bytes:
    """Return the sizes of a picture as a message; its pixels are the next frame."""
    names = ("number", "width", "height", "across", "down")
    return message(picture={name: getattr(picture, name) for name in names})


def refusal_message(refusal: Refusal) -> bytes:
    """Return why a file was not taken as a message; its facts as text or numbers."""
    facts = {
        name: value if isinstance(value, int | str) else str(value)
        for name, value in refusal.facts.items()
    }
    return message(refusal=refusal.code, facts=facts)


def pictured(answer: dict[str, Any], pixels: bytes) -> PagePicture:
    """Return the picture of an answer. Raises BrokenWire where sizes and pixels disagree."""
    try:
        told = answer["picture"]
        number, across, down = (int(told[name]) for name in ("number", "across", "down"))
        width, height = float(told["width"]), float(told["height"])
    except (KeyError, TypeError, ValueError) as odd:
        raise BrokenWire from odd
    if min(across, down) < 1 or across * down * 3 != len(pixels) or not (width > 0 and height > 0):
        raise BrokenWire
    return PagePicture(number, width, height, across, down, pixels)


def meant_by(answer: dict[str, Any]) -> PdfFacts | Refusal:
    """Return the facts or the refusal of an answer. Raises BrokenWire for what is neither."""
    try:
        if "refusal" in answer:
            return refused(answer)
        return _facts(answer["facts"])
    except (KeyError, TypeError, ValueError) as odd:
        raise BrokenWire from odd


def refused(answer: dict[str, Any]) -> Refusal:
    """Return the refusal of an answer. Raises BrokenWire where it is none."""
    try:
        return _REFUSALS[answer["refusal"]](**answer["facts"])
    except (KeyError, TypeError) as odd:
        raise BrokenWire from odd


def _facts(values: dict[str, Any]) -> PdfFacts:
    return PdfFacts(
        **{
            **values,
            "active_content": tuple(values["active_content"]),
            "embedded_files": tuple(values["embedded_files"]),
            "page_sizes": tuple((float(w), float(h)) for w, h in values["page_sizes"]),
            "pages": tuple(_page(page) for page in values["pages"]),
        }
    )


def _page(values: dict[str, Any]) -> PageText:
    lines = tuple(
        TextLine(line["text"], Box(**line["box"]), line["size"]) for line in values["lines"]
    )
    return PageText(**{**values, "lines": lines})

"""A page that is a picture, as a page with text: its lines, and what was stamped on it."""

import threading
import time
from dataclasses import dataclass
from typing import BinaryIO

from PIL import Image, ImageFilter

from lienthong.formats.letters.secrecy import is_place_of_stamp
from lienthong.formats.pdf.apart import picture_apart
from lienthong.formats.pdf.types import PagePicture, PageText, TextLine
from lienthong.formats.scans import tesseract
from lienthong.formats.scans.lines import lines_of
from lienthong.formats.scans.marks import pieces_of, sheet_of
from lienthong.formats.scans.tesseract import Unreadable
from lienthong.kernel.refusals import Refusal

DPI = 300
# One page at a time in each process: reading takes a whole core, and others answer people.
_ONE_AT_A_TIME = threading.BoundedSemaphore(1)
_SHEET_DPI = 200
_FEWEST_LETTERS = 2  # of a word of a stamp; less is a speck or a rest of its frame


@dataclass(frozen=True, slots=True)
class Recogniser:
    """program: a path of tesseract; seconds: for one page, waiting for others included."""

    program: str
    seconds: float


def read_picture(source: BinaryIO, *, number: int, by: Recogniser) -> PageText:
    """Return the text of a page that is a picture.

    source: a PDF, seekable. number: from 1. Raises Unreadable: nothing is known of the page then.
    """
    until = time.monotonic() + by.seconds
    if not _ONE_AT_A_TIME.acquire(timeout=by.seconds):
        raise Unreadable("others are being read")
    try:
        left = until - time.monotonic()
        picture = picture_apart(source, number=number, dpi=DPI, seconds=left)
        return _read(picture, by.program, until)
    except Refusal as refusal:
        raise Unreadable(refusal.code) from refusal
    finally:
        _ONE_AT_A_TIME.release()


def _read(picture: PagePicture, program: str, until: float) -> PageText:
    page = Image.frombytes("RGB", (picture.across, picture.down), picture.pixels)
    scale = picture.width / picture.across
    dpi = round(72 / scale)
    grey = page.convert("L")
    words = tesseract.words_of(
        grey, program=program, dpi=max(dpi, 70), seconds=until - time.monotonic()
    )
    lines = lines_of(words, scale=scale)
    stamps = _stamps(page, picture, program, until, scale=scale, read=lines)
    return PageText(picture.number, picture.width, picture.height, lines, True, stamps)


def _stamps(
    page: Image.Image,
    picture: PagePicture,
    program: str,
    until: float,
    *,
    scale: float,
    read: tuple[TextLine, ...],
) -> tuple[TextLine, ...]:
    """Read the pieces that may be stamps, all of them by each call."""
    pieces = pieces_of(
        page,
        scale=scale,
        is_place=lambda box: is_place_of_stamp(box, number=picture.number, height=picture.height),
        read=read,
    )
    if not pieces:
        return ()
    sheet, places = sheet_of(pieces)
    soft = sheet.filter(ImageFilter.GaussianBlur(0.8))
    found: list[TextLine] = []
    for layout in (tesseract.ONE_BLOCK, tesseract.SPARSE):  # what one passes over the other reads
        words = tesseract.words_of(
            soft,
            program=program,
            dpi=_SHEET_DPI,
            seconds=until - time.monotonic(),
            layout=layout,
        )
        for piece, (top, bottom) in zip(pieces, places, strict=True):
            here = (word.text for word in words if top <= (word.y0 + word.y1) / 2 < bottom)
            if text := " ".join(filter(None, map(_letters, here))):
                found.append(TextLine(text, piece.box, round(piece.box.y1 - piece.box.y0, 1)))
    return tuple(dict.fromkeys(found))


def _letters(word: str) -> str:
    bare = "".join(sign for sign in word if sign.isalpha())
    return bare if len(bare) >= _FEWEST_LETTERS else ""

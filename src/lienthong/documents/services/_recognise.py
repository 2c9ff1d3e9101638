"""The first page of a scan is read while somebody waits; the words are in memory alone (A3, B4)."""

import logging
import threading
from collections import OrderedDict
from dataclasses import replace
from typing import BinaryIO

from django.conf import settings

from lienthong.documents.types import Recognition
from lienthong.formats.letters.secrecy import find_secrecy_stamp
from lienthong.formats.pdf.types import PageText, PdfFacts
from lienthong.formats.scans.reading import Recogniser, read_picture
from lienthong.formats.scans.tesseract import Unreadable

# Pages look at a file several times until it is sent; it is read once.
_MOST_KEPT = 64
# Seconds that whoever waits gives to a page, others that are read meanwhile included.
PATIENCE = 8.0
_log = logging.getLogger(__name__)
_kept: OrderedDict[str, PageText] = OrderedDict()
_lock = threading.Lock()


def with_first_page(
    read: PdfFacts, source: BinaryIO, *, digest: str
) -> tuple[PdfFacts, Recognition]:
    """Return the facts of a PDF with the words of its first page, where that is a picture.

    A page that has words of its own keeps them, and gets what is stamped on it. Nothing is written
    anywhere: what turns out to be a secret was never kept. Without a recogniser in the settings
    nothing is read; it takes some seconds at most.
    """
    program = getattr(settings, "LIENTHONG_RECOGNISER", "")
    if not read.pages or not read.pages[0].is_image or not program:
        return read, Recognition.NONE
    try:
        seen = _seen(source, digest, Recogniser(program, PATIENCE))
    except Unreadable as why:
        _log.warning("a scan was not read: %s", why)
        return read, Recognition.FAILED
    own = read.pages[0].lines
    first = replace(seen, lines=own or seen.lines)
    recognition = Recognition.ALL if read.page_count == 1 else Recognition.FIRST
    return replace(read, pages=(first, *read.pages[1:])), recognition


def _seen(source: BinaryIO, digest: str, by: Recogniser) -> PageText:
    with _lock:
        if digest in _kept:
            _kept.move_to_end(digest)
            return _kept[digest]
    page = read_picture(source, number=1, by=by)
    if find_secrecy_stamp([page]) is None:
        with _lock:
            _kept[digest] = page
            while len(_kept) > _MOST_KEPT:
                _kept.popitem(last=False)
    return page


def forget() -> None:
    """Forget what was read: the same file is read anew."""
    with _lock:
        _kept.clear()

"""What a .xlsx holds, looked at before anything of it is taken for a table."""

import re
import zipfile
import zlib
from typing import BinaryIO

from lienthong.formats.sheets.errors import TableHasCode, TableTooLarge, TableUnreadable
from lienthong.formats.sheets.types import Limits

_CODE = re.compile(r"(?i)vbaProject|/embeddings/|/activeX/|/macrosheets/|/ctrlProps/")
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    NotImplementedError,
    RuntimeError,
    ValueError,
    EOFError,
    OSError,
)
_WAYS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_PIECE = 64 * 1024
_MEGABYTE = 1024 * 1024


def check_packing(file: BinaryIO, limits: Limits) -> None:
    """Let a workbook through only if it is small when unpacked, plain XML and without code.

    Every part is unpacked once, piece by piece: what a package says of its own sizes is not relied
    on. Declarations of document types are refused, so that no entity can grow.
    Raises TableHasCode, TableTooLarge, TableUnreadable.
    """
    file.seek(0, 2)
    if file.tell() > limits.file:
        raise TableTooLarge(what="MB", limit=limits.file // _MEGABYTE)
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as package:
            _check_parts(package, limits)
    except _BROKEN as error:
        raise TableUnreadable from error
    file.seek(0)


def _check_parts(package: zipfile.ZipFile, limits: Limits) -> None:
    parts = package.infolist()
    names = [part.filename for part in parts]
    if len(parts) > limits.parts or len(set(names)) < len(names):
        raise TableTooLarge(what="số phần của tệp", limit=limits.parts)
    if any(_CODE.search(name) for name in names):
        raise TableHasCode
    if any(part.compress_type not in _WAYS for part in parts):
        raise TableUnreadable
    left = limits.unpacked
    for part in parts:
        left -= _weigh(package, part, left)


def _weigh(package: zipfile.ZipFile, part: zipfile.ZipInfo, most: int) -> int:
    """Return how large a part is unpacked; stop at the first byte too many."""
    size, before = 0, b""
    with package.open(part) as opened:
        while piece := opened.read(_PIECE):
            size += len(piece)
            if size > most:
                raise TableTooLarge(what="MB sau khi giải nén", limit=most // _MEGABYTE)
            if part.filename.lower().endswith((".xml", ".rels")):
                _check_xml(before + piece, is_first=not before)
                before = piece[-16:]
    return size


def _check_xml(text: bytes, *, is_first: bool) -> None:
    if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
        raise TableUnreadable
    if is_first and (text.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in text[:64]):
        raise TableUnreadable

"""What a .xlsx holds, looked at before anything of it is taken for a table."""

import re
import zipfile
import zlib
from typing import BinaryIO

from lienthong.formats.sheets.errors import TableHasCode, TableUnreadable
from lienthong.formats.sheets.sizes import file_too_large, require_parts, too_large_unpacked
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
# How PNG, JPEG, GIF and TIFF begin: no reader of XML goes past these bytes.
_PICTURES = (b"\x89PNG\r\n", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*")
_PIECE = 64 * 1024


def check_packing(file: BinaryIO, limits: Limits) -> None:
    """Let a workbook through only if it is small when unpacked, plain XML and without code.

    Every part is unpacked once, piece by piece: what a package says of its own sizes is not relied
    on. Declarations of document types are refused, so that no entity can grow: in every part that
    is no picture, for the relationships of a package may call a sheet anything.
    Raises TableHasCode, TableTooLarge, TableUnreadable.
    """
    file.seek(0, 2)
    if file.tell() > limits.file:
        raise file_too_large(limits)
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
    require_parts(len(parts), limits)
    if any(_CODE.search(name) for name in names):
        raise TableHasCode
    if len(set(names)) < len(names) or any(part.compress_type not in _WAYS for part in parts):
        raise TableUnreadable
    unpacked = 0
    for part in parts:
        unpacked += _weigh(package, part, unpacked, limits)


def _weigh(package: zipfile.ZipFile, part: zipfile.ZipInfo, before_it: int, limits: Limits) -> int:
    """Return how large a part is unpacked; stop at the first byte too many of all parts."""
    size, before, is_picture = 0, b"", False
    with package.open(part) as opened:
        while piece := opened.read(_PIECE):
            is_picture = piece.startswith(_PICTURES) if size == 0 else is_picture
            size += len(piece)
            if before_it + size > limits.unpacked:
                raise too_large_unpacked(limits)
            if not is_picture:
                _require_no_declaration(before + piece)
            if not before and part.filename.lower().endswith((".xml", ".rels")):
                _require_bytes_of_ascii(piece)
            before = piece[-32:]
    return size


def _require_no_declaration(text: bytes) -> None:
    # Without the zero bytes UTF-16 reads like UTF-8; settings of printers are full of them.
    text = text.replace(b"\0", b"")
    if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
        raise TableUnreadable


def _require_bytes_of_ascii(text: bytes) -> None:
    if text.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in text[:64]:
        raise TableUnreadable

"""The files of a package on their way into base64 text, and the checks before it."""

import hashlib
from binascii import b2a_base64
from collections.abc import Iterator
from typing import BinaryIO

from lienthong.formats.edxml import errors
from lienthong.formats.edxml import types as t
from lienthong.formats.edxml.attachments import bare_id
from lienthong.formats.edxml.storage import ZIP_TYPE, StoredForm, extension_of
from lienthong.formats.edxml.zipped import ZIP_STARTS, zipped_pieces

_PIECE = 48 * 1024  # of content; divisible by 3


def check_attachments(attachments: tuple[t.Attachment, ...]) -> None:
    """Raise AttachmentUnnamed or AttachmentRepeated where recipients could not tell files apart."""
    seen: set[str] = set()
    for number, one in enumerate(attachments, 1):
        if not one.name.strip():
            raise errors.AttachmentUnnamed(element=f"Attachment[{number}]/AttachmentName")
        content_id = bare_id(one.content_id)
        if content_id and content_id in seen:
            raise errors.AttachmentRepeated(
                element=f"Attachment[{number}]/ContentId", content_id=content_id[:100]
            )
        seen.add(content_id)


def encoded(one: t.Attachment, content: BinaryIO, *, element: str) -> Iterator[bytes]:
    """Yield the base64 text of an attachment, zipped first where its type says so.

    Raises AttachmentEmpty or AttachmentNotZip where recipients could not read it.
    """
    if one.stored is StoredForm.ZIPPED:
        said = f"{one.content_id}\n{one.name}".encode()
        identity = one.digest or hashlib.sha256(said).hexdigest()
        return _as_base64(zipped_pieces(content, name=one.name, identity=identity))
    return _as_base64(_plain(one, content, element))


def _plain(one: t.Attachment, content: BinaryIO, element: str) -> Iterator[bytes]:
    piece = content.read(_PIECE)
    if not piece:
        raise errors.AttachmentEmpty(element=element, name=one.name)
    is_unzipped_by_readers = one.content_type in ("", ZIP_TYPE) and extension_of(one.name) != "zip"
    if is_unzipped_by_readers and piece[:4] not in ZIP_STARTS:
        raise errors.AttachmentNotZip(element=element, name=one.name)
    while piece:
        yield piece
        piece = content.read(_PIECE)


def _as_base64(pieces: Iterator[bytes]) -> Iterator[bytes]:
    rest = b""
    for piece in pieces:
        data = rest + piece
        whole = len(data) - len(data) % 3
        rest = data[whole:]
        yield b2a_base64(data[:whole], newline=False)
    yield b2a_base64(rest, newline=False)

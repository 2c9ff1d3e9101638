"""What a broken file becomes: a refusal, whatever the libraries stumbled over."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

from lienthong.kernel.disk import PIECE
from lienthong.kernel.refusals import Refusal
from lienthong.signatures import errors
from lienthong.signatures.pdf import fields
from lienthong.signatures.pdf.measuring import IsEncrypted, open_pdf

_MARK = b"/Encrypt"


@contextmanager
def readable(pdf: bytes | BinaryIO) -> Iterator[None]:
    """Turn what goes wrong inside, where only the file is touched, into Unreadable or Encrypted.

    Damaged files fail in any layer of three libraries, so everything is caught; nothing inside
    the block may touch the database.
    """
    try:
        source = io.BytesIO(pdf) if isinstance(pdf, bytes) else pdf
        if _mentions_encryption(source):
            source.seek(0)
            open_pdf(source)
        source.seek(0)
        yield
    except Refusal:
        raise
    except IsEncrypted as locked:
        raise errors.Encrypted from locked
    except Exception as broken:
        raise errors.Unreadable from broken


def unsigned_fields(pdf: bytes) -> set[str]:
    """Return the signature fields of a file that nobody has signed yet.

    Raises Unreadable, Encrypted, AlreadySigned.
    """
    with readable(pdf):
        present = fields.signature_fields(pdf)
    signed = next((name for name, is_signed in present.items() if is_signed), None)
    if signed is not None:
        raise errors.AlreadySigned(field=signed)
    return set(present)


def _mentions_encryption(source: BinaryIO) -> bool:
    source.seek(0)
    before = b""
    while piece := source.read(PIECE):
        if _MARK in before + piece:
            return True
        before = piece[-len(_MARK) :]
    return False

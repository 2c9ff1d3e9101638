"""A column of bytes that are kept shrunken, and read back exactly as they were given."""

import zlib
from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

# Before shrunken bytes. What begins otherwise lies as it was given: rows of before the column was
# shrunken, and what shrinking would make longer.
_MARK = b"\x01"
# Of one value read back; what would grow beyond is damaged, and is given as it lies.
_MOST = 256 * 1024 * 1024


class ShrunkenField(models.BinaryField):  # type: ignore[type-arg]  # a class of its own at run time
    """Bytes, deflated (RFC 1951) with words that both sides know; for texts that are much alike.

    words: bytes that occur in most values, the commonest last. They belong to what is stored and
    must never change: another set needs another mark. A value that
    begins with the mark could not be told apart from a shrunken one and is refused (ValueError).
    What cannot be read back is given as it lies in the table, for whoever compares hashes.
    For migrations it is a BinaryField, since the column is.
    """

    def __init__(self, *args: Any, words: bytes = b"", **options: Any) -> None:
        super().__init__(*args, **options)
        self.words = words

    def deconstruct(self) -> Any:
        """As Django asks it, without the words."""
        name, _path, args, options = super().deconstruct()
        return name, "django.db.models.BinaryField", args, options

    def get_db_prep_value(
        self, value: Any, connection: BaseDatabaseWrapper, prepared: bool = False
    ) -> Any:
        """As Django asks it: what is written."""
        kept = None if value is None else shrunken(bytes(value), self.words)
        return super().get_db_prep_value(kept, connection, prepared)

    def from_db_value(self, value: Any, *_told: object) -> bytes | None:
        """As Django asks it: what was given."""
        return None if value is None else restored(bytes(value), self.words)


def shrunken(value: bytes, words: bytes) -> bytes:
    """Return what is stored of a value. Raises ValueError for one that begins with the mark."""
    if value.startswith(_MARK):
        raise ValueError("a value that begins as shrunken ones do")
    packer = zlib.compressobj(1, zlib.DEFLATED, -15, 8, zlib.Z_DEFAULT_STRATEGY, words)
    packed = _MARK + packer.compress(value) + packer.flush()
    return packed if len(packed) < len(value) else value


def restored(stored: bytes, words: bytes) -> bytes:
    """Return the value of what is stored; damaged bytes as they lie."""
    if not stored.startswith(_MARK):
        return stored
    unpacker = zlib.decompressobj(-15, words)
    try:
        value = unpacker.decompress(stored[1:], _MOST)
    except zlib.error:
        return stored
    return value if unpacker.eof and not unpacker.unused_data else stored

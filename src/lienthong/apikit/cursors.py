"""Marks that say where the next page of a list begins; programs keep them without reading them."""

import base64
import binascii
import json
import zlib
from datetime import datetime
from uuid import UUID

from lienthong.apikit.errors import BadCursor

# A cursor longer than this is none of ours.
_LONGEST = 1_000
# No moment of the system lies outside; those near the ends of time overflow in other zones.
_YEARS = range(2000, 2101)


def write_cursor(scope: str, *values: str) -> str:
    """Return a mark of a place in the list `scope`.

    Checked, not signed: a program may keep it for years, longer than any key of ours lives, and
    it opens nothing that the caller could not ask for by itself.
    """
    text = json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(_check(scope, text) + text).rstrip(b"=").decode()


def read_cursor(text: str, *, scope: str, length: int) -> tuple[str, ...]:
    """Return the `length` values of a mark. Raises BadCursor for any other text."""
    if len(text) > _LONGEST or not text.isascii():
        raise BadCursor
    try:
        raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        values = json.loads(raw[4:])
    except (binascii.Error, ValueError, RecursionError) as error:
        raise BadCursor from error
    is_ours = raw[:4] == _check(scope, raw[4:]) and isinstance(values, list)
    if not is_ours or len(values) != length or not all(isinstance(one, str) for one in values):
        raise BadCursor
    return tuple(values)


def read_id(text: str, *, scope: str) -> UUID | None:
    """Return the id of a mark, None for the beginning. Raises BadCursor."""
    if not text:
        return None
    try:
        return UUID(read_cursor(text, scope=scope, length=1)[0])
    except ValueError as error:
        raise BadCursor from error


def moment_of(value: str) -> datetime:
    """Return the aware moment that a value of a mark says. Raises BadCursor."""
    try:
        moment = datetime.fromisoformat(value)
    except ValueError as error:
        raise BadCursor from error
    if moment.tzinfo is None or moment.year not in _YEARS:
        raise BadCursor
    return moment


def _check(scope: str, text: bytes) -> bytes:
    return zlib.crc32(scope.encode() + b"\0" + text).to_bytes(4)

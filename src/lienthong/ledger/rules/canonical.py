"""Canonical bytes: one value has one encoding, on every machine and in every language.

JSON in UTF-8; members sorted by code point; no spaces; only strings, integers, booleans, null,
lists and objects. Inside strings only `"`, `\\` and U+0000 to U+001F are escaped, the latter as
`\\b \\t \\n \\f \\r` or `\\u00xx` in lower case.
"""

import base64
import binascii
import json
import unicodedata
from datetime import UTC, datetime
from typing import Any

# Integers stay within what every JSON reader keeps exact (RFC 8259, section 6).
LARGEST_INTEGER = 2**53 - 1

_encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


class Malformed(ValueError):
    """Bytes or values that are not what they should be; the text says which part."""


def canonical_bytes(value: object) -> bytes:
    """Return the canonical encoding.

    Raises Malformed for floats, integers beyond 2^53-1, keys that are not text, text that is not
    in Normalization Form C or holds half a surrogate pair, and any other type.
    """
    _check(value)
    try:
        return _encode(value).encode()
    except UnicodeEncodeError as error:
        raise Malformed("half a surrogate pair") from error


def _check(value: object) -> None:
    if isinstance(value, str):
        _check_text(value)
    elif isinstance(value, dict):
        for key, inner in value.items():
            if not isinstance(key, str):
                raise Malformed(f"key {key!r} is not text")
            _check_text(key)
            _check(inner)
    elif isinstance(value, list):
        for inner in value:
            _check(inner)
    elif isinstance(value, int):
        if abs(value) > LARGEST_INTEGER:
            raise Malformed("integer too large")
    elif value is not None:
        raise Malformed(f"{type(value).__name__} has no canonical form")


def _check_text(text: str) -> None:
    if not text.isascii() and not unicodedata.is_normalized("NFC", text):
        raise Malformed("text is not in Normalization Form C")


def read_json(data: bytes) -> Any:
    """Return the value of JSON that must be strict: UTF-8, no repeated member, no float.

    Raises Malformed for anything else, also for nesting beyond what the reader can follow.
    """
    try:
        return json.loads(
            data.decode(),
            object_pairs_hook=_without_repeats,
            parse_float=_refuse_number,
            parse_constant=_refuse_number,
        )
    except (ValueError, RecursionError) as error:
        raise Malformed("not strict JSON") from error


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise Malformed("repeated member")
    return found


def _refuse_number(text: str) -> None:
    raise Malformed(f"number {text[:20]!r}")


def to_base64(data: bytes) -> str:
    """Return standard base64 with padding (RFC 4648, section 4)."""
    return base64.b64encode(data).decode()


def from_base64(text: str) -> bytes:
    """Return the bytes; raises Malformed unless the text is the one encoding of them."""
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise Malformed("not base64") from error
    if to_base64(data) != text:
        raise Malformed("not the canonical base64")
    return data


def instant_text(moment: datetime) -> str:
    """Return an aware moment in UTC with microseconds: 2026-11-21T02:00:00.000000Z."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")

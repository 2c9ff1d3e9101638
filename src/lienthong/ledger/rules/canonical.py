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

import orjson

# Integers stay within what every JSON reader keeps exact (RFC 8259, section 6).
LARGEST_INTEGER = 2**53 - 1

# Strict: beyond LARGEST_INTEGER it refuses. Bytes of UTF-8 sort as code points do.
_OPTIONS = orjson.OPT_SORT_KEYS | orjson.OPT_STRICT_INTEGER
_PLAIN = frozenset({str, int, bool, type(None)})


class Malformed(ValueError):
    """Bytes or values that are not what they should be; the text says which part."""


def canonical_bytes(value: object) -> bytes:
    """Return the canonical encoding.

    Raises Malformed for floats, integers beyond 2^53-1, keys that are not text, text that is not
    in Normalization Form C or holds half a surrogate pair, and any other type.
    """
    _require_types(value)
    try:
        data = orjson.dumps(value, option=_OPTIONS)
    except orjson.JSONEncodeError as error:
        raise Malformed(str(error)) from error
    # What stands around texts changes no form, so all of them are looked at together first.
    if not data.isascii() and not unicodedata.is_normalized("NFC", data.decode()):
        _require_form(value)
    return data


def _require_types(value: object) -> None:
    """The encoder writes more than is canonical: floats, dates, ids, tuples."""
    kind = type(value)
    if kind in _PLAIN:
        return
    if kind is dict:
        for inner in value.values():  # type: ignore[attr-defined]  # it is a dict
            if type(inner) not in _PLAIN:
                _require_types(inner)
    elif kind is list:
        for inner in value:  # type: ignore[attr-defined]  # it is a list
            if type(inner) not in _PLAIN:
                _require_types(inner)
    elif not isinstance(value, str):
        raise Malformed(f"{kind.__name__} has no canonical form")


def _require_form(value: object) -> None:
    if isinstance(value, str):
        if not unicodedata.is_normalized("NFC", value):
            raise Malformed("text is not in Normalization Form C")
    elif isinstance(value, dict):
        for key, inner in value.items():
            _require_form(key)
            _require_form(inner)
    elif isinstance(value, list):
        for inner in value:
            _require_form(inner)


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

"""JSON as we read it: small, shallow, each key once, and only what JSON allows."""

import json
from typing import Any, NoReturn, cast

from django.http import HttpRequest
from ninja.parser import Parser

from lienthong.apikit.bodies import checked_body
from lienthong.apikit.errors import JsonInvalid
from lienthong.kernel.wording import noop as _

LARGEST_JSON = 1024 * 1024  # bytes
DEEPEST = 32  # brackets within each other
# Keys of all objects together. Each that nobody knows is told to the caller as an error, which
# takes a hundred times the room of the key.
MOST_KEYS = 10_000
_OPENING, _CLOSING = frozenset("[{"), frozenset("]}")


class StrictParser(Parser):
    """Reads the body through its digest, so that no checked request acts on other bytes."""

    def parse_body(self, request: HttpRequest) -> dict[str, Any]:
        body = b"".join(checked_body(request, limit=LARGEST_JSON))
        return cast("dict[str, Any]", read_json(body))


def read_json(body: bytes) -> object:
    """Return what a JSON text says; the mark that some writers put before it is passed over.

    Raises JsonInvalid for text that is not UTF-8 or not JSON, for a key that stands twice, for NaN
    and infinities, for numbers too long to compute with, for more than 32 brackets in brackets and
    for more than 10,000 keys.
    """
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise JsonInvalid(reason=_("Nội dung không phải mã UTF-8.")) from error
    if _depth(text) > DEEPEST:
        raise JsonInvalid(reason=_("Nội dung lồng quá sâu."))
    try:
        return json.loads(text, object_pairs_hook=_Keys().once, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise JsonInvalid(reason=_("Không đọc được như JSON.")) from error


def _depth(text: str) -> int:
    """How deep brackets stand in brackets, outside of texts."""
    deepest = depth = 0
    in_text = is_escaped = False
    for letter in text:
        if in_text:
            in_text = is_escaped or letter != '"'
            is_escaped = letter == "\\" and not is_escaped
        elif letter == '"':
            in_text = True
        elif letter in _OPENING:
            depth += 1
            deepest = max(deepest, depth)
        elif letter in _CLOSING:
            depth -= 1
    return deepest


class _Keys:
    """The keys of one text, while it is read."""

    def __init__(self) -> None:
        self._count = 0

    def once(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        """Return an object of these pairs; each key stands in it once."""
        self._count += len(pairs)
        if self._count > MOST_KEYS:
            raise JsonInvalid(reason=_("Có quá nhiều khóa."))
        made = dict(pairs)
        if len(made) != len(pairs):
            raise JsonInvalid(reason=_("Có khóa lặp lại trong một đối tượng."))
        return made


def _no_constant(name: str) -> NoReturn:
    raise JsonInvalid(reason=_("Có số không phải số hữu hạn."))

"""Answers: JSON in ASCII, with the three common fields in failures too, and never a null.

The SDK reads some answers in the character set of its machine, so all else is escaped; it takes
an object of nulls for its result where a field that it wants is missing.
"""

import base64
import json
from collections.abc import Iterable, Iterator
from typing import Any

MEDIA_TYPE = "application/json;charset=UTF-8"
THANKS = "Thanh cong"
# Multiples of three, so that the pieces of a base64 text follow each other without filling.
_PIECE = 3 * 64 * 1024


def done(said: str = THANKS, **members: Any) -> dict[str, Any]:
    """Return the answer of a success. said: for people who read a log."""
    return {"status": "OK", "ErrorCode": "0", "ErrorDesc": said, **members}


def failed(code: str, said: str, **members: Any) -> dict[str, Any]:
    """Return the answer of a failure. members: those of the operation, empty."""
    return {"status": "FAIL", "ErrorCode": code, "ErrorDesc": said, **members}


def written(answer: dict[str, Any]) -> bytes:
    """Return an answer as it is sent."""
    return json.dumps(answer, ensure_ascii=True, separators=(",", ":")).encode("ascii")


def without_nothing(members: dict[str, Any]) -> dict[str, Any]:
    """Leave out what there is nothing to say about: a null breaks the whole list."""
    return {name: value for name, value in members.items() if value not in (None, "")}


def with_list(elements: Iterable[dict[str, Any]]) -> Iterator[bytes]:
    """Yield the answer of a success whose `data` is a list of any length."""
    yield written(done())[:-1] + b',"data":['
    for place, element in enumerate(elements):
        yield (b"," if place else b"") + written(element)
    yield b"]}"


def with_content(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the answer of a success whose `data` is content of any size, as base64 text."""
    yield written(done())[:-1] + b',"data":"'
    rest = b""
    for piece in pieces:
        rest += piece
        whole = len(rest) - len(rest) % 3
        if whole >= _PIECE:
            yield base64.b64encode(rest[:whole])
            rest = rest[whole:]
    yield base64.b64encode(rest) + b'"}'

"""The body of a request as pieces, checked against the digest that came with it (RFC 9530)."""

import hashlib
import hmac
from collections.abc import Iterator
from typing import Any

import http_sf
from django.http import HttpRequest, UnreadablePostError

from lienthong.apikit.errors import BodyIncomplete, BodyTooLarge, DigestDiffers, DigestInvalid

PIECE = 64 * 1024
_DIGEST = "lienthong.body_digest"
_ALGORITHMS = {"sha-256": "sha256", "sha-512": "sha512"}


def checked_body(request: HttpRequest, *, limit: int) -> Iterator[bytes]:
    """Yield the body in pieces; raise at the end if it is not what its digest says.

    Memory does not grow with the body. Whoever keeps the pieces throws them away when this
    raises. limit: bytes. A signed request always has a digest; without one nothing is compared.
    Raises BodyTooLarge before anything is read, BodyIncomplete, DigestDiffers, DigestInvalid.
    """
    announced = announced_length(request)
    if announced > limit:
        raise BodyTooLarge(limit=limit)
    digests = _expected(request.headers.get("Content-Digest", ""))
    running = {name: hashlib.new(_ALGORITHMS[name]) for name in {*digests, "sha-256"}}
    received = 0
    while piece := _read(request):
        received += len(piece)
        for digest in running.values():
            digest.update(piece)
        yield piece
    if received != announced:
        raise BodyIncomplete(received=received, announced=announced)
    for name, expected in digests.items():
        if not hmac.compare_digest(running[name].digest(), expected):
            raise DigestDiffers
    request.META[_DIGEST] = running["sha-256"].hexdigest()


def _read(request: HttpRequest) -> bytes:
    """Return the next piece; b"" after the last one, and when the caller has gone."""
    try:
        return request.read(PIECE)
    except UnreadablePostError:
        return b""


def body_digest(request: HttpRequest) -> str:
    """Return the SHA-256 of a body that was read to its end (hexadecimal); "" before that."""
    digest: str = request.META.get(_DIGEST, "")
    return digest


def announced_length(request: HttpRequest) -> int:
    """Return the length that a request announces, in bytes; 0 without a body."""
    announced = request.META.get("CONTENT_LENGTH") or "0"
    return int(announced) if announced.isascii() and announced.isdigit() else 0


def _expected(field: str) -> dict[str, bytes]:
    """Digests of the field by name; algorithms that we do not know are passed over."""
    if not field:
        return {}
    try:
        parsed: Any = http_sf.parse(field.encode(), tltype="dictionary")
    except (http_sf.StructuredFieldError, ValueError) as error:
        raise DigestInvalid from error
    known = {name: item[0] for name, item in parsed.items() if name in _ALGORITHMS}
    if not known or not all(isinstance(value, bytes) for value in known.values()):
        raise DigestInvalid
    return known

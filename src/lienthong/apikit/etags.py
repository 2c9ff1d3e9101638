"""Tags of answers: what has not changed is not sent again."""

import hashlib

from django.http import HttpRequest, HttpResponse
from django.utils.http import parse_etags


def etag_of(data: bytes) -> str:
    """Return the strong tag of an answer's bytes."""
    return f'"{hashlib.sha256(data).hexdigest()[:32]}"'


def is_unchanged(request: HttpRequest, etag: str) -> bool:
    """Return whether the caller has this answer already (If-None-Match, RFC 9110, 13.1.2)."""
    known = parse_etags(request.headers.get("If-None-Match", ""))
    return "*" in known or etag in [one.removeprefix("W/") for one in known]


def unchanged(etag: str) -> HttpResponse:
    """Return 304 with the tag."""
    return HttpResponse(status=304, headers={"ETag": etag})

"""Tags of answers: what has not changed is not sent again, what has changed is not overwritten."""

import hashlib

from django.http import HttpRequest, HttpResponse
from django.utils.http import parse_etags

from lienthong.apikit.errors import ChangedMeanwhile


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


def require_match(request: HttpRequest, etag: str) -> None:
    """Let an act go on only if the caller knows the present state, or does not ask about it.

    Raises ChangedMeanwhile (412) when If-Match names another one (RFC 9110, 13.1.1).
    """
    wanted = parse_etags(request.headers.get("If-Match", ""))
    if wanted and "*" not in wanted and etag not in wanted:
        raise ChangedMeanwhile

"""What every request says about itself: its id and the language of its answer."""

import re

from django.http import HttpRequest
from django.utils.translation.trans_real import parse_accept_lang_header

from lienthong.kernel.ids import uuid7

_SANE = re.compile(r"[0-9A-Za-z._:-]{8,80}", re.ASCII)
_KNOWN = ("vi", "en")


def request_id(request: HttpRequest) -> str:
    """Return the id of a request: X-Request-ID if that can stand in a log, else a new one.

    The same for the whole life of the request.
    """
    kept: str = request.META.get("lienthong.request_id", "")
    if not kept:
        said = request.headers.get("X-Request-ID", "")
        kept = said if _SANE.fullmatch(said) else str(uuid7())
        request.META["lienthong.request_id"] = kept
    return kept


def language_of(request: HttpRequest) -> str:
    """Return "en" for a program that asks for English before Vietnamese, else "vi".

    Programs say what they want in Accept-Language; the cookie is for people's pages.
    """
    for tag, _weight in parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        primary = tag.split("-")[0]
        if primary in _KNOWN:
            return primary
    return "vi"

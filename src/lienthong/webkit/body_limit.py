"""How much a request may bring, decided before anything of it is read."""

import re
from collections.abc import Callable
from typing import TypeVar

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import resolve

from lienthong.kernel.refusals import Refusal
from lienthong.webkit.errors import RequestTooLarge
from lienthong.webkit.middleware import answer_to

_MEGABYTE = 1024 * 1024
# Bytes for the fields of a form, which come before a thread is taken, and for those beside a file.
PLAIN, _BESIDES = 2 * _MEGABYTE, _MEGABYTE
# Where the server says by which code it did not bring the body of a request.
TROUBLE = "lienthong.trouble"
_LENGTH = re.compile(r"\d{1,18}", re.ASCII)
_MARK = "takes_files"
View = TypeVar("View", bound=Callable[..., HttpResponse])


def takes_files(view: View) -> View:
    """Mark a page to which signed-in people bring files as large as uploads may be.

    It stands above all other decorators. A form goes to every page that has no such mark.
    """
    setattr(view, _MARK, True)
    return view


class BodyLimitMiddleware:
    """Refuses a body that is too large, or of unknown length, with 413.

    A form that comes in pieces is refused too: where it was cut off could not be told.

    A file is spooled to disk as soon as a form is read, and checking a form's token reads it. So
    this stands below sessions and the language, and above everything that reads a form. Only
    signed-in people bring files, to views marked by `takes_files`; systems to the addresses in
    LIENTHONG_SYSTEM_UPLOAD_ADDRESSES, whose views know their callers before they read.
    """

    def __init__(
        self,
        get_response: Callable[[HttpRequest], HttpResponse],
        *,
        refuse: Callable[[HttpRequest, Refusal], HttpResponse] = answer_to,
        unsaid: type[Refusal] | None = None,
    ) -> None:
        """refuse: says no in the form that who asks can read.

        unsaid: what is said to a body of unknown length, where one in pieces is taken whose length
        the server has measured; None where none is taken.
        """
        self.get_response, self._refuse, self._unsaid = get_response, refuse, unsaid

    def __call__(self, request: HttpRequest) -> HttpResponse:
        length = _length(request, takes_pieces=self._unsaid is not None)
        if length is not None and length <= PLAIN:
            return self.get_response(request)
        if length is None and self._unsaid is not None:
            return self._refuse(request, self._unsaid(limit=_said(PLAIN)))
        limit = _limit(request)
        if length is None or length > limit:
            return self._refuse(request, RequestTooLarge(limit=_said(limit)))
        return self.get_response(request)


def _length(request: HttpRequest, *, takes_pieces: bool) -> int | None:
    """The length that is announced, or measured of pieces; None when it cannot be known.

    Without a length and without pieces there is nothing to read: Django reads what is announced.
    """
    is_in_pieces = bool(request.headers.get("Transfer-Encoding"))
    if is_in_pieces and not takes_pieces:
        return None
    announced = request.META.get("CONTENT_LENGTH") or ("" if is_in_pieces else "0")
    return int(announced) if _LENGTH.fullmatch(announced) else None


def _said(limit: int) -> str:
    """Write the limit in MB; for files the one that pages name, without the room beside a file."""
    largest = limit if limit == PLAIN else min(limit, settings.LIENTHONG_LARGEST_UPLOAD)
    return f"{largest / _MEGABYTE:.0f}"


def _limit(request: HttpRequest) -> int:
    try:
        found = resolve(request.path_info)
    except Http404:
        return PLAIN
    if found.view_name in settings.LIENTHONG_SYSTEM_UPLOAD_ADDRESSES:
        return int(settings.LIENTHONG_LARGEST_UPLOAD)
    if getattr(found.func, _MARK, False) and SESSION_KEY in request.session:
        return int(settings.LIENTHONG_LARGEST_UPLOAD) + _BESIDES
    return PLAIN

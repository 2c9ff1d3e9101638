"""A short way for programs: past sessions, forms, messages and sign-in, which are for people."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.handlers.exception import convert_exception_to_response
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.urls import ResolverMatch, resolve
from django.utils import translation

from lienthong.apikit.bodies import announced_length
from lienthong.apikit.errors import (
    AddressUnknown,
    CodingNotTaken,
    LengthMissing,
    MethodNotTaken,
)
from lienthong.apikit.problems import problem
from lienthong.webkit.body_limit import BodyLimitMiddleware

# The page of an interface is a page, for people.
_PAGE = "/docs"
_WRONG_METHOD = 405
# Codings that change the bytes of a body. What else some write there (`UTF-8`) changes nothing.
_CODINGS = frozenset({"gzip", "x-gzip", "deflate", "compress", "x-compress", "br", "zstd"})


def _told(request: HttpRequest, answer: HttpResponse) -> HttpResponse:
    """What ninja says of a wrong method in words of its own, as a problem; vxp tells it itself."""
    if not isinstance(answer, HttpResponseNotAllowed):
        return answer
    told = problem(request, MethodNotTaken(method=(request.method or "")[:20]))
    told["Allow"] = answer["Allow"]
    return told


def _asks_for_head(request: HttpRequest, answer: HttpResponse) -> bool:
    """Tell whether a GET answers this: HEAD, of which the web server sends the fields alone."""
    is_head = request.method == "HEAD" and answer.status_code == _WRONG_METHOD
    return is_head and "GET" in answer.get("Allow", "").split(", ")


def _as_get(request: HttpRequest, found: ResolverMatch) -> HttpResponse:
    """What was signed and what is logged as read go by the method that came, META's."""
    request.method = "GET"
    try:
        answer: HttpResponse = found.func(request, *found.args, **found.kwargs)
    finally:
        request.method = "HEAD"
    return answer


def _coding(request: HttpRequest) -> str:
    """How a body is compressed, "" where it is not: who would keep it so would keep other bytes."""
    if not announced_length(request):
        return ""
    said = request.headers.get("Content-Encoding", "").lower().split(",")
    return next((one for one in map(str.strip, said) if one in _CODINGS), "")


class ProgramsMiddleware:
    """Answers what programs ask (LIENTHONG_PROGRAM_ADDRESSES) without what stands below it.

    Stands below the headers that every answer bears, and above whatever needs a browser. What
    programs need of the rest holds here too: hosts that are not ours and bodies that are too large
    are refused, nobody reads in the language of the request before, errors are answered as
    everywhere. Who calls is asked by the interface itself; no cookie of a person counts here.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        # Of addresses that name nothing in particular: as many as there are such operations.
        self._fixed: dict[str, ResolverMatch] = {}
        self._answer: Any = convert_exception_to_response(
            BodyLimitMiddleware(self._view, refuse=problem, unsaid=LengthMissing)
        )

    def __call__(self, request: HttpRequest) -> HttpResponse:
        path = request.path_info
        if not path.startswith(settings.LIENTHONG_PROGRAM_ADDRESSES) or path.endswith(_PAGE):
            return self.get_response(request)
        translation.activate(settings.LANGUAGE_CODE)
        response: HttpResponse = self._answer(request)
        if not response.streaming and "Content-Length" not in response:
            response["Content-Length"] = str(len(response.content))
        return response

    def _view(self, request: HttpRequest) -> HttpResponse:
        request.get_host()
        coding = _coding(request)
        if coding:
            return problem(request, CodingNotTaken(coding=coding, taken="identity"))
        try:
            request.resolver_match = found = self._found(request.path_info)
            answer: HttpResponse = found.func(request, *found.args, **found.kwargs)
            if _asks_for_head(request, answer):
                answer = _as_get(request, found)
        except Http404:  # also of ninja, for the root of an interface
            return problem(request, AddressUnknown())
        return answer if answer.status_code != _WRONG_METHOD else _told(request, answer)

    def _found(self, path: str) -> ResolverMatch:
        """Return whose address it is. Raises Resolver404."""
        found = self._fixed.get(path)
        if found is None:
            found = resolve(path)
            if not found.args and not found.kwargs:
                self._fixed[path] = found
        return found

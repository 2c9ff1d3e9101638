"""Refusals and failures as `application/problem+json` (RFC 9457)."""

import logging
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, UnreadablePostError
from django.utils import translation
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from lienthong.apikit.bodies import announced_length
from lienthong.apikit.errors import (
    AddressUnknown,
    BodyIncomplete,
    BodyTooLarge,
    InternalFailure,
    RequestInvalid,
)
from lienthong.apikit.rendering import json_bytes
from lienthong.apikit.requests import language_of, request_id
from lienthong.kernel.failures import below
from lienthong.kernel.refusals import Refusal
from lienthong.webkit.middleware import status_of as status_of_family
from lienthong.webkit.wording import parts_of

_log = logging.getLogger(__name__)
MEDIA_TYPE = "application/problem+json"
# More would only repeat themselves.
_MOST_ERRORS = 50


def answer_refusals(api: NinjaAPI) -> None:
    """Let an interface answer every refusal and every failure as a problem."""
    handlers: dict[type[Exception], Any] = {
        Refusal: problem,
        ValidationError: _invalid,
        Http404: _not_found,
        HttpError: _http,
        RequestDataTooBig: _too_big,
        SuspiciousOperation: _too_odd,
        UnreadablePostError: _broken_off,
        Exception: _failed,
    }
    for kind, handler in handlers.items():
        api.add_exception_handler(kind, handler)


def problem(
    request: HttpRequest, refusal: Refusal, *, errors: list[dict[str, str]] | None = None
) -> HttpResponse:
    """Return a refusal in the language that the program asks for.

    `code` is stable; `title`, `detail` and `next_step` are for people. `instance` is the request's
    id, by which the log knows it.
    """
    said = said_of(request, refusal, errors=errors)
    code, status = said["code"], said["status"]
    _log.info("refused %s with %s, request %s", code, status, request_id(request))
    response = HttpResponse(json_bytes(said), status=status, content_type=MEDIA_TYPE)
    response.refusal_code = code  # type: ignore[attr-defined]  # counted by operation
    response.refusal_facts = refusal.facts  # type: ignore[attr-defined]  # for another form of it
    return _with_fields(response, request, refusal)


def said_of(
    request: HttpRequest, refusal: Refusal, *, errors: list[dict[str, str]] | None = None
) -> dict[str, Any]:
    """Return what a problem says, also for one that stands inside an answer."""
    with translation.override(language_of(request)):
        parts = parts_of(refusal)
    return {
        "type": f"urn:lienthong:refusal:{parts.code}",
        "title": parts.sentence,
        "status": status_of(refusal),
        "detail": parts.cause,
        "instance": request_id(request),
        "code": parts.code,
        "next_step": parts.next_step,
        "errors": errors or [],
    }


def _with_fields(response: HttpResponse, request: HttpRequest, refusal: Refusal) -> HttpResponse:
    response["X-Request-ID"] = request_id(request)
    response["Content-Language"] = language_of(request)
    response["Vary"] = "Accept-Language"
    response["Cache-Control"] = "no-store"
    if response.status_code == 401:
        response["WWW-Authenticate"] = "Signature, Bearer"
    told = {"Retry-After": "retry_after", **getattr(refusal, "fields", {})}
    for field, fact in told.items():
        if fact in refusal.facts:
            response[field] = str(refusal.facts[fact])
    return response


def status_of(refusal: Refusal) -> int:
    """Return the HTTP status that a refusal names, or that of its family."""
    named = getattr(refusal, "status", 0)
    return int(named) or status_of_family(refusal)


def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    errors = [
        {"pointer": _pointer(one), "said": str(one.get("msg", ""))}
        for one in error.errors[:_MOST_ERRORS]
    ]
    fields = ", ".join(dict.fromkeys(one["pointer"] for one in errors))
    return problem(request, RequestInvalid(fields=fields), errors=errors)


def _pointer(error: dict[str, Any]) -> str:
    """A JSON pointer (RFC 6901): where from (body, query, path, header), then the way down."""
    found = list(error.get("loc", ()))
    if found[:2] == ["body", "body"]:
        del found[0]  # the second one is the name that the body has in our code
    steps = [str(step).replace("~", "~0").replace("/", "~1") for step in found]
    return "/" + "/".join(steps)[:200]


def _not_found(request: HttpRequest, _error: Http404) -> HttpResponse:
    return problem(request, AddressUnknown())


def _http(request: HttpRequest, error: HttpError) -> HttpResponse:
    """What ninja says by itself: what our parser refused, or nobody who could be known."""
    if isinstance(error, AuthenticationError):
        return _failed(request, error)
    cause = error.__cause__
    return problem(request, cause if isinstance(cause, Refusal) else RequestInvalid(fields="/body"))


def _too_big(request: HttpRequest, _error: RequestDataTooBig) -> HttpResponse:
    return problem(request, BodyTooLarge(limit=settings.DATA_UPLOAD_MAX_MEMORY_SIZE))


def _too_odd(request: HttpRequest, _error: SuspiciousOperation) -> HttpResponse:
    """What Django refuses to read: thousands of fields, a host that is not ours."""
    return problem(request, RequestInvalid(fields="/query"))


def _broken_off(request: HttpRequest, _error: UnreadablePostError) -> HttpResponse:
    announced = announced_length(request)
    return problem(request, BodyIncomplete(received="?", announced=announced))


def _failed(request: HttpRequest, error: Exception) -> HttpResponse:
    if isinstance(error, OperationalError | InterfaceError) or below(error):
        raise error  # operation tells everybody what is wrong with disk and database
    _log.error("failed, request %s", request_id(request), exc_info=error)
    return problem(request, InternalFailure())

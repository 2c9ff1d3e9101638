"""One line of the log and one count for every request, whatever answers it."""

import logging
import sys
import time
from collections.abc import Callable
from typing import Any

import structlog
from django.conf import settings
from django.core.signals import got_request_exception
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseBase, UnreadablePostError

from lienthong.apikit.requests import request_id
from lienthong.operation.web import metrics

_log = logging.getLogger(__name__)
Next = Callable[[HttpRequest], HttpResponse]


class RequestLogMiddleware:
    """Stands first: times the whole request, counts its statements, gives it an id.

    The line has the name of the route, never the address or its query: they may hold what people
    search for. Slow requests are warnings. What it binds stands in every line of the request.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response
        got_request_exception.connect(_log_error, dispatch_uid="lienthong.operation.requests")

    def __call__(self, request: HttpRequest) -> HttpResponse:
        started, counter = time.perf_counter(), _Counter()
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request=request_id(request))
        with connection.execute_wrapper(counter):
            response = self.get_response(request)
        seconds = time.perf_counter() - started
        response.headers.setdefault("X-Request-ID", request_id(request))
        _tell(request, response, seconds, counter.count)
        return response


class _Counter:
    """Counts SQL statements as the connection sends them."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, execute: Callable[..., Any], *arguments: Any) -> Any:
        self.count += 1
        return execute(*arguments)


def route_of(request: HttpRequest) -> str:
    """Return the name of the view that answers; "" when none was found."""
    match = request.resolver_match
    return (match.view_name or match.route) if match else ""


def _tell(
    request: HttpRequest, response: HttpResponseBase, seconds: float, statements: int
) -> None:
    route, code = route_of(request), getattr(response, "refusal_code", "")
    metrics.count_request(request.method or "", route, response.status_code, seconds, code)
    facts: dict[str, object] = {
        "method": request.method,
        "route": route,
        "status": response.status_code,
        "ms": round(seconds * 1000, 1),
        "statements": statements,
    }
    if code:
        facts["code"] = code
    actor = getattr(request, "actor", None)
    if actor is not None and actor.account_id is not None:
        facts["account"] = str(actor.account_id)
    if seconds >= settings.LIENTHONG_SLOW_REQUEST:
        _log.warning("slow request", extra=facts)
    else:
        _log.info("request", extra=facts)


def _log_error(sender: object, request: HttpRequest | None = None, **_facts: object) -> None:
    """An error that no view expected; its words stay out of the log.

    A caller who has gone before his request was there is none.
    """
    if isinstance(sys.exc_info()[1], UnreadablePostError):
        return
    route = route_of(request) if request is not None else ""
    _log.error("request failed", exc_info=sys.exc_info(), extra={"route": route})

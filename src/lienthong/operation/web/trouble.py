"""What people see when the installation cannot serve: said plainly, with a code and its status."""

import sys
from collections.abc import Callable

from django.db import Error, connection
from django.http import HttpRequest, HttpResponse, JsonResponse, UnreadablePostError
from django.template.loader import render_to_string
from django.utils.translation import gettext
from django.views.defaults import server_error

from lienthong.kernel.refusals import Refusal
from lienthong.operation import errors
from lienthong.operation.queries import schema_state, trouble_of
from lienthong.webkit.body_limit import TROUBLE
from lienthong.webkit.middleware import way_back

RETRY_AFTER = 30  # seconds
_KNOWN: dict[str, type[Refusal]] = {
    one.code: one
    for one in (
        errors.DatabaseNotMigrated,
        errors.DatabaseNewer,
        errors.DatabaseAway,
        errors.DatabaseReadOnly,
        errors.DatabaseRightMissing,
        errors.DatabaseDamaged,
        errors.DiskFull,
        errors.ServerBusy,
        errors.RequestTooSlow,
        errors.RequestCut,
    )
}


class TroubleMiddleware:
    """Tells the caller why the server did not bring the body of the request; nothing is done."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if code := request.META.get(TROUBLE):
            return trouble(request, code)
        return self.get_response(request)


class SchemaMiddleware:
    """Serves nothing on tables that are not those of this program: 503 with a sentence instead.

    Looked at until it fits, then never again by this process: an upgrade starts new ones.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self._fits = False

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not self._fits:
            try:
                state = schema_state()
            except Error as error:
                return trouble(request, (trouble_of(error) or errors.DatabaseAway).code)
            if not state.fits:
                newer = state.unknown and not state.missing
                return trouble(
                    request,
                    errors.DatabaseNewer.code if newer else errors.DatabaseNotMigrated.code,
                )
            self._fits = True
        return self.get_response(request)


def on_error(request: HttpRequest) -> HttpResponse:
    """Answer what no view expected: what passes by itself is said, else the page of 500."""
    error = sys.exc_info()[1]
    if kind := trouble_of(error):
        connect_anew()
        return trouble(request, kind.code)
    if isinstance(error, UnreadablePostError):
        return trouble(request, errors.RequestCut.code)
    return server_error(request)


def trouble(request: HttpRequest, code: str) -> HttpResponse:
    """Return the page, or the problem for programs, of one of the known troubles."""
    kind = _KNOWN[code]
    status: int = kind.status  # type: ignore[attr-defined]  # each of these has one
    words = {
        "code": code,
        "sentence": gettext(kind.sentence),
        "cause": gettext(kind.cause),
        "next_step": gettext(kind.next_step),
    }
    response: HttpResponse
    if request.path_info.startswith("/api/"):
        problem = {
            "type": f"urn:lienthong:refusal:{code}",
            "title": words["sentence"],
            "status": status,
            "detail": words["cause"],
            "code": code,
            "next_step": words["next_step"],
        }
        response = JsonResponse(
            problem,
            status=status,
            content_type="application/problem+json",
            json_dumps_params={"ensure_ascii": False},
        )
    else:
        page = render_to_string("operation/trouble.html", words | _ways(request))
        response = HttpResponse(page, status=status)
    if status == 503:
        response.headers["Retry-After"] = str(RETRY_AFTER)
    response.headers["Cache-Control"] = "no-store"
    response.refusal_code = code  # type: ignore[attr-defined]  # counted with the refusals
    return response


def _ways(request: HttpRequest) -> dict[str, str]:
    """Where a person goes on: a page is asked for again, an act from the page that has its form."""
    if request.method in {"GET", "HEAD"}:
        return {"again_url": request.get_full_path()}
    return {"back_url": way_back(request)}


def connect_anew() -> None:
    """Let go of our connection to the database; whoever asks next makes another one.

    A connection keeps for ten minutes what an operator had set when it began: reading only, a limit
    of time. That it answers does not say that it is the right one.
    """
    if not connection.in_atomic_block:
        connection.close()

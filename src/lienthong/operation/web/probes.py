"""What machines ask: is it alive, is it ready, how does it stand."""

import hmac
import time
from collections.abc import Callable
from ipaddress import ip_network
from typing import Any

from django.conf import settings
from django.db import Error
from django.http import HttpRequest, HttpResponse, JsonResponse

from lienthong.kernel import clock
from lienthong.operation import queries
from lienthong.operation.web import metrics
from lienthong.operation.web.trouble import connect_anew, trouble
from lienthong.webkit.client_address import read_address

KEPT_SECONDS = 5.0  # how long one answer about the database stands for all who ask


class ProbesMiddleware:
    """Answers /healthz, /readyz and /metrics before hosts, sessions and sign-in are looked at.

    A load balancer asks by address, not by name, and has no session.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self._kept: dict[str, tuple[float, Any]] = {}

    def __call__(self, request: HttpRequest) -> HttpResponse:
        probe = {"/healthz": _alive, "/readyz": self._ready, "/metrics": self._figures}
        answer = probe.get(request.path_info)
        if answer is None:
            return self.get_response(request)
        if request.method not in {"GET", "HEAD"}:
            return HttpResponse(status=405, headers={"Allow": "GET, HEAD"})
        response = answer(request)
        response.headers["Cache-Control"] = "no-store"
        return response

    def _ready(self, request: HttpRequest) -> HttpResponse:
        found = self._recent("ready", lambda: queries.readiness(now=clock.now()))
        if not found.is_ready:
            connect_anew()
        status = 200 if found.is_ready else 503
        said: dict[str, object] = {"ready": found.is_ready}
        if may_watch(request):
            said |= {"problems": list(found.problems), "concerns": list(found.concerns)}
        return JsonResponse(said, status=status)

    def _figures(self, request: HttpRequest) -> HttpResponse:
        if not may_watch(request):
            return HttpResponse(status=403)
        try:
            stands = self._recent("standing", lambda: queries.standing(now=clock.now()))
        except Error:
            return trouble(request, "operation.database-away")
        page = metrics.page(stands)
        return HttpResponse(page, content_type="text/plain; version=0.0.4; charset=utf-8")

    def _recent(self, name: str, ask: Callable[[], Any]) -> Any:
        """Ask at most every few seconds, however many probes there are."""
        kept = self._kept.get(name)
        if kept is None or time.monotonic() - kept[0] > KEPT_SECONDS:
            kept = self._kept[name] = (time.monotonic(), ask())
        return kept[1]


def _alive(_request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok\n", content_type="text/plain")


def may_watch(request: HttpRequest) -> bool:
    """Say whether the caller stands in an allowed network or shows the key.

    What came through a proxy came from elsewhere, whatever address it has here.
    """
    key = settings.LIENTHONG_WATCH_KEY
    shown = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if key and hmac.compare_digest(shown.encode(), key.encode()):
        return True
    if request.headers.get("X-Forwarded-For") or request.headers.get("Forwarded"):
        return False
    return _is_within(request.META.get("REMOTE_ADDR", ""), settings.LIENTHONG_WATCH_NETWORKS)


def _is_within(address: str, networks: str) -> bool:
    found = read_address(address)
    known = (part.strip() for part in networks.split(","))
    return found is not None and any(found in ip_network(one) for one in known if one)

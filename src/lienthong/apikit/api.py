"""An interface with everything that all of ours keep: one class to start from."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver
from ninja import NinjaAPI

from lienthong.apikit.endings import say_ending
from lienthong.apikit.keys import keep_answer, release_key
from lienthong.apikit.parsing import StrictParser
from lienthong.apikit.problems import answer_refusals
from lienthong.apikit.rendering import Renderer
from lienthong.apikit.requests import request_id


class Api(NinjaAPI):
    """An interface whose answers are plain UTF-8 JSON, whose refusals are problems, whose requests
    have ids, and whose bodies are read through their digests.
    """

    def __init__(self, **facts: Any) -> None:
        super().__init__(**{"renderer": Renderer(), "parser": StrictParser(), **facts})
        answer_refusals(self)

    def create_temporal_response(self, request: HttpRequest) -> HttpResponse:
        response = super().create_temporal_response(request)
        response["X-Request-ID"] = request_id(request)
        response["Cache-Control"] = "private, no-store"
        return response

    def create_response(self, request: HttpRequest, data: Any, **facts: Any) -> HttpResponse:
        response = super().create_response(request, data, **facts)
        keep_answer(request, response)
        say_ending(request, response)
        return response

    def on_exception(self, request: HttpRequest, exc: Any) -> HttpResponse:
        release_key(request)
        response = super().on_exception(request, exc)
        say_ending(request, response)
        return response


def public_urls(api: NinjaAPI) -> tuple[list[URLPattern | URLResolver], str, str]:
    """Return the addresses of an interface for `path`; they need no session of a person.

    The interface knows its callers by itself; without this the pages' door would send them to
    sign-in.
    """
    patterns, app_name, namespace = api.urls
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            pattern.callback.login_required = False  # type: ignore[attr-defined]
    return patterns, app_name, namespace

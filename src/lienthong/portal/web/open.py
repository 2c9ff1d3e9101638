"""What all pages of everybody have: a limit of questions, a language of the address, a tag."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import require_safe

from lienthong.apikit.etags import etag_of, is_unchanged, unchanged
from lienthong.kernel import clock
from lienthong.ledger.services.limit_questions import count_question
from lienthong.webkit.client_address import client_address, counted_as

# The same for everybody: a proxy in front may keep it for so long. What is taken down is gone then.
KEPT = "public, max-age=60"
ENGLISH = "public-en"
View = Callable[..., HttpResponseBase]


def everybody(view: View) -> View:
    """Let anybody read, within the limit of questions, in the language of the address."""
    return login_not_required(require_safe(counted(view)))


def counted(view: View) -> View:
    """Count the question, and speak the language of the address: the page is the same for all."""

    @wraps(view)
    def asked(request: HttpRequest, **places: Any) -> HttpResponseBase:
        count_question(counted_as(client_address(request)), now=clock.now())
        translation.activate("en" if is_english(request) else "vi")
        return view(request, **places)

    return asked


def is_english(request: HttpRequest) -> bool:
    return request.resolver_match is not None and ENGLISH in request.resolver_match.namespaces


def address(request: HttpRequest, name: str, *args: object) -> str:
    """Return the address of a page of everybody, in the language of the one that asks."""
    namespace = ENGLISH if is_english(request) else "public"
    return reverse(f"{namespace}:{name}", args=args)


def page(
    request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """Return a page with the way to itself in the other language; 304 to who has it already."""
    match = request.resolver_match
    other = "public" if is_english(request) else ENGLISH
    args = list(match.kwargs.values()) if match else []
    same = reverse(f"{other}:{match.url_name if match else 'list'}", args=args)
    asked = request.META.get("QUERY_STRING", "")
    context |= {"other_language_url": f"{same}?{asked}" if asked else same}
    return kept(request, render(request, template, context, status=status))


def kept(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Let caches keep an answer for a minute, and ask by its tag."""
    tag = etag_of(response.content)
    if response.status_code == 200 and is_unchanged(request, tag):
        response = unchanged(tag)
    response["ETag"] = tag
    response["Cache-Control"] = KEPT
    return response

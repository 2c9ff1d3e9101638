"""Refusals become answers here and nowhere else, and the language is the one that was chosen."""

import logging
from collections.abc import Callable

from csp.constants import HEADER
from csp.utils import build_policy
from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseRedirectBase
from django.middleware.locale import LocaleMiddleware
from django.shortcuts import render
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme

from lienthong.kernel.refusals import Conflict, Invalid, NotAllowed, NotFound, Refusal
from lienthong.webkit.errors import RequestTooLarge
from lienthong.webkit.forms import stays_in_place
from lienthong.webkit.wording import RefusalParts, parts_of

_log = logging.getLogger(__name__)
_STATUS: dict[type[Refusal], int] = {
    RequestTooLarge: 413,
    Invalid: 422,
    NotAllowed: 403,
    NotFound: 404,
    Conflict: 409,
}
# With these a view shows a form again that it could not read.
_FORM_AGAIN = (200, 422)


class PolicyMiddleware:
    """Says to every browser from where a page may load what: CONTENT_SECURITY_POLICY, once made.

    No view has a policy of its own. The pages of errors in development have their own looks.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response, self._policy = get_response, build_policy()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not (settings.DEBUG and response.status_code in (404, 500)):
            response.headers.setdefault(HEADER, self._policy)
        return response


class PlainAddressMiddleware:
    """Takes NUL out of what an address asks: no word has one, and PostgreSQL takes none.

    Stands before whatever reads `request.GET`; programs are answered before it (apikit.door).
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        asked = request.META.get("QUERY_STRING", "")
        while "%00" in asked:  # taking one out may make another
            asked = asked.replace("%00", "")
        request.META["QUERY_STRING"] = asked
        return self.get_response(request)


class RefusalMiddleware:
    """Turns a refusal raised by a view into its answer; every other exception passes.

    Stands last in MIDDLEWARE, below sessions, messages and htmx. Only code, status and view are
    logged: the facts may name people. A form that stays in its place (the tag `in_place`) is told
    where to go on, so that the browser opens that page anew.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if _is_opened_act(request, response):
            return _no_page(request, response)
        if not stays_in_place(request):
            return response
        if isinstance(response, HttpResponseRedirectBase):
            return HttpResponse(status=204, headers={"HX-Redirect": response.url})
        return _form_alone(request, response) if _is_page(response) else response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, Refusal):
            return None
        return answer_to(request, error)


def _is_opened_act(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether a person opened the address of a button: a browser would show a page of its own."""
    is_read = request.method == "GET" and "text/html" in request.headers.get("Accept", "")
    return is_read and response.status_code == 405 and not response.content


def _is_page(response: HttpResponse) -> bool:
    """Whether a form with errors was answered by the page it stands on, not by a notice."""
    start = b"" if response.streaming else response.content[:15].lower()
    return response.status_code in _FORM_AGAIN and start.startswith(b"<!doctype")


def _form_alone(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Let the browser take only the form from its page: else the page would stand in itself."""
    response["HX-Retarget"] = "this"
    response["HX-Reswap"] = "outerHTML"
    response["HX-Reselect"] = f'form[hx-post="{request.get_full_path()}"]'
    return response


def _no_page(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    page = render(request, "405.html", status=405)
    page["Allow"] = response["Allow"]
    return page


def answer_to(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """Return a refusal as the page, the notice or the problem that the client can take."""
    status = status_of(refusal)
    view = request.resolver_match.view_name if request.resolver_match else ""
    _log.info("refused %s with %s in %s", refusal.code, status, view)
    response = _answer(request, parts_of(refusal), status)
    patch_vary_headers(response, ("Accept", "HX-Request"))
    response.refusal_code = refusal.code  # type: ignore[attr-defined]  # counted by operation
    response.refusal_facts = refusal.facts  # type: ignore[attr-defined]  # for another form of it
    return response


def status_of(refusal: Refusal) -> int:
    """Return the HTTP status of a refusal's family; 422 for one that names no family."""
    return next((code for family, code in _STATUS.items() if isinstance(refusal, family)), 422)


def _answer(request: HttpRequest, parts: RefusalParts, status: int) -> HttpResponse:
    if request.headers.get("HX-Request") == "true":
        return _notice(request, parts, status)
    if _wants_json(request):
        return _problem(parts, status)
    context = {"refusal": parts, "back_url": way_back(request)}
    return render(request, "webkit/refusal.html", context, status=status)


def _notice(request: HttpRequest, parts: RefusalParts, status: int) -> HttpResponse:
    """A fragment for the place of notices, whatever the button wanted to replace."""
    response = render(request, "webkit/_refusal.html", {"refusal": parts}, status=status)
    if stays_in_place(request):
        return response
    response["HX-Retarget"] = "#notices"
    response["HX-Reswap"] = "innerHTML"
    response["HX-Reselect"] = ".notice"
    return response


def _wants_json(request: HttpRequest) -> bool:
    offered = ["text/html", "application/json", "application/problem+json"]
    return request.get_preferred_type(offered) in offered[1:]


def _problem(parts: RefusalParts, status: int) -> JsonResponse:
    """RFC 9457; `code` is what clients match on."""
    problem = {
        "type": f"urn:lienthong:refusal:{parts.code}",
        "title": parts.sentence,
        "status": status,
        "detail": " ".join(part for part in (parts.cause, parts.next_step) if part),
        "code": parts.code,
        "cause": parts.cause,
        "next_step": parts.next_step,
    }
    return JsonResponse(
        problem,
        status=status,
        content_type="application/problem+json",
        json_dumps_params={"ensure_ascii": False},
    )


def way_back(request: HttpRequest) -> str:
    """Return the page before, if it was one of ours; Referer of other sites is never followed."""
    before = request.headers.get("Referer", "")
    ours = f"{request.scheme}://{request.get_host()}/"
    if not before.startswith(ours):
        return "/"
    # Two slashes at the beginning would name a host.
    page = "/" + before.removeprefix(ours).lstrip("/\\")
    return page if url_has_allowed_host_and_scheme(page, allowed_hosts=None) else "/"


class ChosenLanguageMiddleware(LocaleMiddleware):
    """Speaks Vietnamese until a person chooses otherwise.

    What a browser asks for is not a choice: those of Vietnamese offices often say English.
    """

    def process_request(self, request: HttpRequest) -> None:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        known = dict(settings.LANGUAGES)
        translation.activate(chosen if chosen in known else settings.LANGUAGE_CODE)
        request.LANGUAGE_CODE = translation.get_language() or settings.LANGUAGE_CODE

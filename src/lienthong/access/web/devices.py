"""From where a browser comes, and the secret by which an account knows it again."""

import re
import secrets
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from lienthong.access import services
from lienthong.access.models import Account
from lienthong.kernel import clock
from lienthong.webkit.client_address import client_address, counted_as

COOKIE = "lienthong_device"
LIFE = 365 * 24 * 3600
_SECRET = re.compile(r"[0-9A-Za-z_-]{43}", re.ASCII)
_NAMES = (
    ("Edg/", "Edge"),
    ("OPR/", "Opera"),
    ("coc_coc", "Coc Coc"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
_SYSTEMS = (
    ("Windows", "Windows"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)


def address_of(request: HttpRequest) -> str:
    """Return the address of the client as text; "::" when nobody can say."""
    return str(client_address(request) or "::")


def counted_address(request: HttpRequest) -> str:
    """Return as what the address of the client counts for pauses and rates."""
    return counted_as(client_address(request))


def device_of(request: HttpRequest) -> str:
    """Return the secret that this browser keeps, or "" for one that is no secret of ours."""
    kept = request.COOKIES.get(COOKIE, "")
    return kept if _SECRET.fullmatch(kept) else ""


def browser_of(request: HttpRequest) -> str:
    """Return the browser of a request as people call it."""
    return browser_named(request.headers.get("User-Agent", ""))


def browser_named(user_agent: str) -> str:
    """Return a browser as people call it: "Chrome · Windows"; "" for one that nobody knows."""
    said = user_agent[:500]
    found = [
        next((name for mark, name in known if mark in said), "") for known in (_NAMES, _SYSTEMS)
    ]
    return " · ".join(part for part in found if part)


def on_sign_in(request: HttpRequest, user: Account, **_facts: Any) -> None:
    """After a sign-in: note the browser, and remember to give it its secret."""
    secret = device_of(request) or secrets.token_urlsafe(32)
    services.note_device(
        user.pk,
        secret=secret,
        browser=browser_of(request),
        address=address_of(request),
        now=clock.now(),
    )
    request.new_device = secret  # type: ignore[attr-defined]


def give_secret(request: HttpRequest, response: HttpResponse) -> None:
    """Put the secret into the answer of the request that signed in."""
    secret = getattr(request, "new_device", "")
    if secret:
        response.set_cookie(
            COOKIE,
            secret,
            max_age=LIFE,
            httponly=True,
            secure=settings.SESSION_COOKIE_SECURE,
            samesite="Lax",
        )

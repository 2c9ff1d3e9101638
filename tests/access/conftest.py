"""Sign-in as an installation has it, with one page behind it to try."""

import pytest
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import include, path
from tests.access.builders import an_agency

from lienthong.directory import services as directory

_PLAIN_FILES = "django.contrib.staticfiles.storage.StaticFilesStorage"


def whoami(request: HttpRequest) -> JsonResponse:
    actor = request.actor
    return JsonResponse({"title": actor.title, "role": actor.role, "posts": len(request.posts)})


def public(request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"actor: {request.actor}")


public.login_required = False

urlpatterns = [
    path("", include("lienthong.access.web.urls")),
    path("", whoami),
    path("toi/", whoami),
    path("cong-khai/", public),
]


@pytest.fixture(autouse=True)
def _installation(request, settings):
    """A module that says WHOLE_SITE = True has the pages of the installation instead."""
    if getattr(request.module, "WHOLE_SITE", False):
        return
    settings.ROOT_URLCONF = __name__
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": _PLAIN_FILES}}
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    cache.clear()
    ours = [
        "lienthong.access.web.middleware.ActorMiddleware",
        "lienthong.webkit.middleware.RefusalMiddleware",
    ]
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if name not in ours] + ours
    settings.ACCOUNT_ADAPTER = "lienthong.access.web.account_adapter.AccountAdapter"
    settings.ACCOUNT_LOGIN_METHODS = {"username", "email"}
    settings.ACCOUNT_EMAIL_VERIFICATION = "none"
    settings.ACCOUNT_SESSION_REMEMBER = False
    settings.ACCOUNT_RATE_LIMITS = {"login": "300/m/ip", "sign_in_failed": "60/m/ip"}


@pytest.fixture
def committee():
    return an_agency("Ủy ban nhân dân tỉnh", "H19")


@pytest.fixture
def agency(committee):
    return directory.found_agency(
        code="H19.5", name="Sở Tư pháp", abbreviation="STP", parent_id=committee.id
    )

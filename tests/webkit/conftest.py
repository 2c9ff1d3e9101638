"""The gallery on a real server, and a real browser that looks at it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.test import override_settings
from django.test.testcases import LiveServerThread
from django.urls import include, path
from django.utils.translation import trans_real
from django.views.i18n import set_language

CLERK = {"width": 1366, "height": 768}
PHONE = {"width": 390, "height": 844}

urlpatterns = [
    path("_gallery/", include("lienthong.webkit.web.urls")),
    path("ngon-ngu/", set_language, name="set_language"),
]

_REFUSALS = "lienthong.webkit.middleware.RefusalMiddleware"


def gallery_settings() -> override_settings:
    """Addresses of the gallery, files as they lie in the sources, and our middleware last."""
    from django.conf import settings

    others = [name for name in settings.MIDDLEWARE if name != _REFUSALS]
    return override_settings(
        ROOT_URLCONF=__name__,
        MIDDLEWARE=[*others, _REFUSALS],
        WHITENOISE_USE_FINDERS=True,
        WHITENOISE_AUTOREFRESH=True,
        ALLOWED_HOSTS=["*"],
        STORAGES={
            "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
            "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
        },
    )


@pytest.fixture(scope="session")
def english() -> None:
    """The compiled catalogue, as new as its source; `make test` compiles it beforehand."""
    from django.conf import settings

    source = Path(settings.LOCALE_PATHS[0], "en/LC_MESSAGES/django.po")
    compiled = source.with_suffix(".mo")
    if compiled.exists() and compiled.stat().st_mtime >= source.stat().st_mtime:
        return
    with source.open("rb") as text, compiled.with_suffix(".new").open("wb") as binary:
        write_mo(binary, read_po(text))
    compiled.with_suffix(".new").replace(compiled)
    trans_real._translations.clear()


@pytest.fixture
def gallery_urls() -> Iterator[None]:
    with gallery_settings():
        yield


@pytest.fixture(scope="module")
def gallery() -> Iterator[str]:
    """The address of a server that sends static files through all middleware, as in production."""
    with gallery_settings():
        server = LiveServerThread("127.0.0.1", lambda application: application)
        server.daemon = True
        server.start()
        server.is_ready.wait()
        if server.error:
            raise server.error
        yield f"http://127.0.0.1:{server.port}/_gallery/"
        server.terminate()


@pytest.fixture
def open_page(browser: Any, gallery: str) -> Iterator[Any]:
    """Open a page of the gallery; at the end, whatever the console complained of fails the test."""
    complaints: list[str] = []
    contexts = []

    def open_(address: str = "", *, size: dict[str, int] = CLERK, **options: Any) -> Any:
        context = browser.new_context(viewport=size, locale="vi-VN", **options)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda line: line.type == "error" and complaints.append(line.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(gallery + address)
        return page

    open_.complaints = complaints
    yield open_
    for context in contexts:
        context.close()
    assert complaints == []

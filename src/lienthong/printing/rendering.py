"""From a template to PDF bytes: our own fonts, no network, the same bytes every time."""

import hashlib
import threading
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from django.template import Context, Engine
from weasyprint import CSS, HTML, Attachment
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from lienthong.printing.types import EnclosedFile

HERE = Path(__file__).resolve().parent
FONTS = HERE / "fonts"
FONT_SCHEME = "font:"
# The family has a name of its own, so that a font of the machine can never take its place.
FONT_FAMILY = "Lien Thong Tinos"
_FACES = {
    "Tinos-Regular.ttf": ("normal", "normal"),
    "Tinos-Bold.ttf": ("bold", "normal"),
    "Tinos-Italic.ttf": ("normal", "italic"),
    "Tinos-BoldItalic.ttf": ("bold", "italic"),
}
_of_thread = threading.local()


class ForbiddenAddress(FatalURLFetchingError):  # type: ignore[misc]  # WeasyPrint has no types
    """A form asked for something that is not one of our fonts: a bug, not a matter of input."""


class OwnFilesOnly(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no types
    """Give the printed forms their fonts and nothing else, neither network nor disk."""

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        name = url.removeprefix(FONT_SCHEME)
        if not url.startswith(FONT_SCHEME) or name not in _FACES:
            raise ForbiddenAddress(f"printed forms may not load {url[:200]}")
        return URLFetcherResponse(url, (FONTS / name).read_bytes(), {"Content-Type": "font/ttf"})


@cache
def _engine() -> Engine:
    return Engine(dirs=[str(HERE / "templates")], autoescape=True)


def _font_faces() -> str:
    return "\n".join(
        f"@font-face {{ font-family: '{FONT_FAMILY}'; src: url('{FONT_SCHEME}{name}');"
        f" font-weight: {weight}; font-style: {style}; }}"
        for name, (weight, style) in _FACES.items()
    )


def _fonts() -> tuple[FontConfiguration, CSS]:
    """Return the fonts of this thread; loading them takes longer than printing a letter."""
    if not hasattr(_of_thread, "fonts"):
        configuration = FontConfiguration()
        faces = CSS(
            string=_font_faces(),
            font_config=configuration,
            url_fetcher=OwnFilesOnly(fail_on_errors=True),
        )
        _of_thread.fonts = (configuration, faces)
    return _of_thread.fonts  # type: ignore[no-any-return]


def render_html(template: str, facts: dict[str, Any]) -> str:
    """Return one of our templates filled in; every value is escaped."""
    return _engine().get_template(template).render(Context(facts, use_l10n=False))


def render_pdf(
    template: str,
    facts: dict[str, Any],
    *,
    variant: str | None = "pdf/a-3u",
    enclosed: Sequence[EnclosedFile] = (),
) -> bytes:
    """Return the PDF of a template; equal facts give equal bytes on the same installed versions.

    variant: the archival profile that the file declares; None for throw-away overlays.
    enclosed: files that travel inside the PDF (PDF/A-3).
    """
    html = render_html(template, facts)
    configuration, faces = _fonts()
    document = HTML(
        string=html, base_url="printing:", url_fetcher=OwnFilesOnly(fail_on_errors=True)
    )
    made: bytes = document.write_pdf(
        stylesheets=[faces],
        font_config=configuration,
        pdf_variant=variant,
        pdf_identifier=hashlib.sha256(html.encode()).digest()[:16],
        attachments=[
            Attachment(
                string=one.content,
                name=one.name,
                description=one.description,
                relationship="Data",
                created=one.made_at,
                modified=one.made_at,
            )
            for one in enclosed
        ],
    )
    return made

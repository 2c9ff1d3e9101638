"""WeasyPrint, with our own fonts and without network; half a second passes while it is imported."""

import hashlib
import os
import threading
from collections.abc import Sequence

from weasyprint import CSS, HTML, Attachment
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from lienthong.printing.faces import FACES, FONT_SCHEME, FONTS, font_faces
from lienthong.printing.types import EnclosedFile

_of_thread = threading.local()


class ForbiddenAddress(FatalURLFetchingError):  # type: ignore[misc]  # WeasyPrint has no types
    """A form asked for something that is not one of our fonts: a bug, not a matter of input."""


class OwnFilesOnly(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no types
    """Give the printed forms their fonts and nothing else, neither network nor disk."""

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        name = url.removeprefix(FONT_SCHEME)
        if not url.startswith(FONT_SCHEME) or name not in FACES:
            raise ForbiddenAddress(f"printed forms may not load {url[:200]}")
        return URLFetcherResponse(url, (FONTS / name).read_bytes(), {"Content-Type": "font/ttf"})


class FontsAndData(OwnFilesOnly):
    """Our own fonts, and what stands in the address itself; nothing from network or disk."""

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        if url.startswith("data:"):
            return URLFetcher.fetch(self, url, headers)
        return super().fetch(url, headers)


def form_to_pdf(html: str, *, variant: str | None, enclosed: Sequence[EnclosedFile]) -> bytes:
    """Return the PDF of a form; see `rendering.render_pdf`."""
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


def page_to_pdf(html: str) -> bytes:
    """Return the PDF of a page that brings its styles and pictures in itself; fonts are ours."""
    configuration, faces = _fonts()
    page = HTML(string=html, url_fetcher=FontsAndData(fail_on_errors=True))
    return bytes(page.write_pdf(stylesheets=[faces], font_config=configuration))


def _fonts() -> tuple[FontConfiguration, CSS]:
    """Return the fonts of this thread; loading them takes longer than printing a letter.

    A forked process makes its own: those of before ask a thread of Pango that it does not have,
    and wait for ever (Pango 1.56, Debian 13).
    """
    if getattr(_of_thread, "process", None) != os.getpid():
        configuration = FontConfiguration()
        faces = CSS(
            string=font_faces(),
            font_config=configuration,
            url_fetcher=OwnFilesOnly(fail_on_errors=True),
        )
        _of_thread.fonts, _of_thread.process = (configuration, faces), os.getpid()
    return _of_thread.fonts  # type: ignore[no-any-return]

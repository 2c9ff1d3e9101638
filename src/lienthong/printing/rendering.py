"""From a template to PDF bytes: our own fonts, no network, the same bytes every time."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from django.template import Context, Engine

from lienthong.printing.types import EnclosedFile


@cache
def _engine() -> Engine:
    templates = Path(__file__).resolve().parent / "templates"
    return Engine(dirs=[str(templates)], autoescape=True)


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
    from lienthong.printing import engine  # noqa: PLC0415  (commands that print nothing start fast)

    return engine.form_to_pdf(render_html(template, facts), variant=variant, enclosed=enclosed)


def page_pdf(html: str) -> bytes:
    """Return the PDF of a page that brings its styles and pictures in itself."""
    from lienthong.printing import engine  # noqa: PLC0415  (as above)

    return engine.page_to_pdf(html)

"""A report as a page of its own: nothing of it comes from elsewhere, and it prints on A4."""

import base64
import re
from importlib import resources
from typing import Any

from django.template.loader import render_to_string

from lienthong.lab.rules.book_of import book
from lienthong.lab.rules.report import Verdict
from lienthong.lab.types import Direction, Report

_STATIC = resources.files("lienthong.webkit") / "static" / "webkit"
# Weights of the letters that the page uses; the others would only make the file larger.
_WEIGHTS = ("400", "600")
_FACE = re.compile(r"@font-face \{[^}]*\}")
_FILE = re.compile(r'url\("([^"]+)"\)')


def report_page(report: Report, verdict: Verdict) -> str:
    """Return the page of a report, in Vietnamese first and in English second."""
    facts: dict[str, Any] = {"report": report, "verdict": verdict, "styles": _styles()}
    facts["lacking"] = [
        one for one in book(Direction(report["direction"])) if one.id in verdict.lacking
    ]
    facts["failed"] = [one for one in report["scenarios"] if one["outcome"] == "failed"]
    return render_to_string("lab/lab_report.html", facts)


def _styles() -> str:
    """The house's own style, with its letters inside."""
    text = (_STATIC / "lienthong.css").read_text(encoding="utf-8")
    text += (_STATIC / "parts.css").read_text(encoding="utf-8")
    return _FACE.sub(_face, text)


def _face(found: re.Match[str]) -> str:
    face = found[0]
    if not any(f"font-weight: {weight}" in face for weight in _WEIGHTS):
        return ""
    return _FILE.sub(_inside, face)


def _inside(found: re.Match[str]) -> str:
    content = _STATIC.joinpath(*found[1].split("/")).read_bytes()
    return f'url("data:font/woff2;base64,{base64.b64encode(content).decode()}")'

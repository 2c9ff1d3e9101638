"""A page to which a file of any size is brought is marked so, or files over 2 MB are refused."""

import re

import pytest
from django.urls import get_resolver
from tests.architecture.tree import SOURCE

pytestmark = pytest.mark.once
_TAG = re.compile(r"<[^<]*multipart/form-data")
_NAMED = re.compile(r"{% url ['\"]([a-z-]+:[a-z-]+)['\"]")
# Forms whose address a view gives them, or that go to their own page.
GIVEN = {
    "issuing/_elsewhere.html": {"issuing:signed"},
    "issuing/ask_copy.html": {"issuing:copy-document", "issuing:copy-paper"},
    "signatures/trust.html": {"signatures:trust"},
    "directory/bring_in.html": {"directory:bring-in"},
    "desk/_acts.html": {"registers:add-scan"},
    "portal/check.html": {"public:check"},
}
# What nobody needs larger: a certificate, and a copy that a stranger without scripts has checked.
SMALL = {"signatures:enter-certificate", "public:check"}


def forms() -> dict[str, set[str]]:
    """Return for each template with a file form the names of the pages that take it."""
    found: dict[str, set[str]] = {}
    for path in SOURCE.rglob("templates/**/*.html"):
        text = path.read_text(encoding="utf-8")
        name = str(path).split("/templates/")[1]
        if "/gallery/" in name:
            continue
        for tag in _TAG.finditer(text):
            near = _NAMED.findall(text[max(0, tag.start() - 90) : tag.end() + 90])
            found.setdefault(name, set()).update(near[-1:])
    return found


def callbacks(patterns=None, space="") -> dict[str, object]:
    found = {}
    for one in patterns if patterns is not None else get_resolver().url_patterns:
        if hasattr(one, "url_patterns"):
            inner = one.namespace or space
            found |= callbacks(one.url_patterns, inner)
        elif one.name:
            found[f"{space}:{one.name}"] = one.callback
    return found


def test_every_page_that_is_brought_a_file_is_marked():
    named = forms()
    assert set(GIVEN) <= set(named)
    pages = {
        name for template, names in named.items() for name in names | GIVEN.get(template, set())
    }
    assert {template for template, names in named.items() if not names} <= set(GIVEN)
    assert len(pages) > 12
    marked = {name for name, view in callbacks().items() if getattr(view, "takes_files", False)}
    assert pages - SMALL <= marked, sorted(pages - SMALL - marked)

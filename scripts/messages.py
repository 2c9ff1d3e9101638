"""Collect every Vietnamese sentence into the English catalogue: `make messages`.

Uses Babel, so that nothing has to be installed: Python files by their `_` and gettext calls,
templates by Django's own extraction into Python text. Translations that are there stay.
"""

import io
import sys
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "lienthong"
CATALOGUE = SOURCE / "locale" / "en" / "LC_MESSAGES" / "django.po"
KEYWORDS = {
    "_": None,
    "noop": None,
    "gettext": None,
    "gettext_noop": None,
    "gettext_lazy": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
}


def main() -> int:
    """Write the catalogue; return 1 with `--check` when a sentence has no translation."""
    found = _empty()
    for path in sorted([*SOURCE.rglob("*.py"), *SOURCE.rglob("templates/**/*.html")]):
        for line, message, comments, context in _messages(path):
            found.add(message, None, [(str(path.relative_to(ROOT)), line)], context=context,
                      auto_comments=comments)  # fmt: skip
    known = {(m.id, m.context): m.string for m in _existing() if m.id and m.string}
    for message in found:
        message.string = known.get((message.id, message.context), message.string)
    kept = found
    missing = [message for message in kept if message.id and not message.string]
    if "--check" in sys.argv:
        for message in missing[:20]:
            print(f"not translated: {message.id!r} {message.locations[:1]}")
        return 1 if missing else 0
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    with CATALOGUE.open("wb") as file:
        write_po(file, kept, width=100, sort_output=True, include_lineno=False, omit_header=False)
    print(f"{len(kept)} sentences, {len(missing)} without English")
    return 0


def _empty() -> Catalog:
    """A catalogue whose head does not change from run to run."""
    born = datetime(2026, 11, 21, tzinfo=UTC)
    return Catalog(
        locale="en",
        project="lienthong",
        header_comment="# English, the second language of Liên Thông.",
        charset="utf-8",
        fuzzy=False,
        creation_date=born,
        revision_date=born,
        last_translator="Liên Thông",
        language_team="English",
    )


def _messages(path: Path):  # type: ignore[no-untyped-def]
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".html":
        text = templatize(text, origin=str(path))
    source = io.BytesIO(text.encode())
    return extract("python", source, keywords=KEYWORDS, options={"encoding": "utf-8"})


def _existing() -> Catalog:
    if not CATALOGUE.exists():
        return _empty()
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="en")


if __name__ == "__main__":
    sys.exit(main())

"""Collect every Vietnamese sentence into the English catalogue: `make messages`.

Uses Babel, so that nothing has to be installed: Python files by their `_` and gettext calls, also
inside f-strings; templates by Django's own extraction into Python text. Translations that are
there stay.
"""

import ast
import io
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "lienthong"
CATALOGUE = SOURCE / "locale" / "en" / "LC_MESSAGES" / "django.po"
# Per function, which arguments are the sentence, its plural, and its context ("c").
KEYWORDS = {
    "_": None,
    "later": None,
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
    found = _collected()
    known = {(m.id, m.context): m.string for m in _existing() if m.id and _is_translated(m)}
    for message in found:
        message.string = known.get((message.id, message.context), message.string)
    missing = [message for message in found if message.id and not _is_translated(message)]
    if "--check" in sys.argv:
        for message in missing[:20]:
            print(f"not translated: {message.id!r} {message.locations[:1]}")
        return 1 if missing else 0
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    write(found)
    print(f"{len(found)} sentences, {len(missing)} without English")
    return 0


def write(catalogue: Catalog) -> None:
    """Write it sorted and without line numbers, so that only what changed shows; and compile it."""
    with CATALOGUE.open("wb") as file:
        write_po(file, catalogue, width=100, sort_output=True, include_lineno=False)
    with CATALOGUE.with_suffix(".mo").open("wb") as file:
        write_mo(file, catalogue)


def _is_translated(message: Message) -> bool:
    """A sentence with a plural needs both forms."""
    return bool(message.string) and all(message.string or ())


def _collected() -> Catalog:
    found = _empty()
    for path in sorted([*SOURCE.rglob("*.py"), *SOURCE.rglob("templates/**/*.html")]):
        read = _of_template if path.suffix == ".html" else _of_python
        place = str(path.relative_to(ROOT))
        for line, message, context in read(path):
            found.add(message, None, [(place, line)], context=context)
    return found


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


Found = tuple[int, str | tuple[str, ...], str | None]


def _of_template(path: Path) -> Iterator[Found]:
    text = templatize(path.read_text(encoding="utf-8"), origin=str(path))
    text = re.sub(r"^\s+", "", text, flags=re.MULTILINE)  # to Python, indentation means something
    options = {"encoding": "utf-8"}
    found = extract("python", io.BytesIO(text.encode()), keywords=KEYWORDS, options=options)
    for line, message, _comments, context in found:
        yield line, message, context


def _of_python(path: Path) -> Iterator[Found]:
    """Read the syntax tree: the tokens of Python 3.11 do not show what stands inside f-strings."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            yield from _of_call(name, node)


def _of_call(name: str, call: ast.Call) -> Iterator[Found]:
    if name not in KEYWORDS:
        return
    values = [one.value for one in call.args if isinstance(one, ast.Constant)]
    texts = [value for value in values if isinstance(value, str)]
    if not texts:
        return
    if name.startswith("pgettext"):
        yield call.lineno, texts[1], texts[0]
    elif name.startswith("ngettext"):
        yield call.lineno, (texts[0], texts[1]), None
    else:
        yield call.lineno, texts[0], None


def _existing() -> Catalog:
    if not CATALOGUE.exists():
        return _empty()
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="en")


if __name__ == "__main__":
    sys.exit(main())

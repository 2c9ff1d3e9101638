"""What people see is marked for translation; the Vietnamese text is the source."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.tree import SOURCE, VIETNAMESE, parsed, python_files, templates, within

MARKS = {"_", "later", "noop", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy"}
MARKS |= {"pgettext", "pgettext_lazy"}
# Texts that are no words of the screen, with the reason.
NOT_OF_THE_SCREEN = {
    "practice": "the story and the people of the demo",
    "printing": "printed forms have the words of the law, in one language",
    "formats": "words that are looked for in documents, or codes of the package",
    "webkit/web/samples.py": "sample contents of the gallery, which only developers see",
    "webkit/web/gallery.py": "sample contents of the gallery, which only developers see",
    "documents/rules/kind_list.py": "names of kinds are data of the law",
    "documents/rules/kinds.py": "names of kinds are data of the law",
    "portal/rules.py": "stamps as they stand on documents",
    "documents/rules/notation.py": "an example of a notation and clauses of the law",
    "documents/rules/recipient_block.py": "what stored blocks have in common",
    "documents/rules/secrecy.py": "levels of secrecy as the law names them",
    "directory/services/write_tables.py": "the workbook is made in Vietnamese, and read so",
    "directory/models": "names of columns, and how a row is called in a log",
    "signatures/adapters/paper_key.py": "the name of the product",
    "directory/services/calendar.py": "kept in the calendar as the decision names the day",
    "signatures/adapters/test_authority.py": "names inside test certificates",
    "signatures/adapters/test_marks.py": "drawn into test marks",
    "signatures/pdf": "words that are looked for in a document, and names of its fields",
    "kernel/actor.py": "the name of the product",
    "kernel/sorting.py": "letters",
    "kernel/text.py": "letters",
    "config/settings.py": "a language is named in itself",
    "config/api.py": "the interface describes itself in both languages at once",
    "gateways/api": "the interface describes itself in both languages at once",
    "hooks/api": "the interface describes itself in both languages at once",
    "ledger/api": "the interface describes itself in both languages at once",
    "witnesses/api": "the interface describes itself in both languages at once",
    "statistics/api": "the interface describes itself in both languages at once",
    "vxp/api/traffic.py": "the interface describes itself in both languages at once",
    "lab": "packages of trials, and a report that speaks both languages at once",
    "witnesses/management": "an operator's command: codes and Vietnamese sentences",
    "desk/api": "the interface describes itself in both languages at once",
    "registers/services/_work.py": "kept with the line of work, as the book counts",
    "desk/certificates.py": "the certificate has the words of the law, in both languages at once",
    "routes/services/_letter_words.py": "a letter speaks both languages at once",
    "routes/services/_letters.py": "a letter speaks both languages at once",
    "config/command.py": "an operator's command, in both languages at once",
    "config/reading.py": "what stops the start is said in both languages at once",
    "config/helping.py": "an operator's command, in both languages at once",
    "config/wrong_words.py": "an operator's command, in both languages at once",
    "ledger/management": "an operator's command: codes and Vietnamese sentences of the verifier",
}
# Single texts that are part of a document or are looked for in one.
PARTS_OF_DOCUMENTS = {
    "lấy ý kiến góp ý dự thảo: ": "written into the subject of a letter",
    "góp ý dự thảo: ": "written into the subject of an answer",
    "Công văn": "the name of a kind",
    "Lưu: ": "written into the recipients block",
    "Chưa xác định: ": "taken off the sentence of a verdict that goes on after a colon",
    "Đã xem.": "an outcome, kept as if the officer had written it",
    r"(\d{1,9})([A-Za-zĐđ]?)": "the shape of a number",
}
# Templates that are not translated, with the reason.
PLAIN_TEMPLATES = {
    "400.html": "shown when what came cannot be read, its language least of all",
    "500.html": "shown when nothing can be relied on, translation least of all",
    "lab_report.html": "a report speaks both languages at once",
    "_lab_scenario.html": "a report speaks both languages at once",
    "_arrival.html": "the ĐẾN box has the words of the law, like the stamp",
}
NAME = re.compile(r"Liên(<i>)?[· ](</i>)?Thông")
# Comments, blocks that are translated, and tags that take a text to translate.
TRANSLATED = re.compile(
    r"{#.*?#}|{%\s*comment.*?endcomment\s*%}"
    r"|{%\s*blocktranslate.*?endblocktranslate\s*%}"
    r"|{%\s*translate\s.*?%}",
    re.DOTALL,
)
MARKED_ARGUMENT = re.compile(r"""_\((?:"[^"]*"|'[^']*')\)""")


def test_no_template_has_vietnamese_text_that_cannot_be_translated():
    """Printed forms and the developers' gallery are left out, and what is named above."""
    unmarked = [
        f"{within(path)}:{number}: {line.strip()[:60]}"
        for path in templates()
        if _is_translated(path)
        for number, line in enumerate(_bare(path.read_text(encoding="utf-8")).splitlines(), 1)
        if VIETNAMESE.search(line)
    ]
    assert not unmarked


def _is_translated(path: Path) -> bool:
    is_sample = "gallery" in path.parts
    return "printing" not in path.parts and not is_sample and path.name not in PLAIN_TEMPLATES


def _bare(text: str) -> str:
    """Return a template without what is translated, its lines in their places."""
    for pattern in (TRANSLATED, MARKED_ARGUMENT, NAME):
        text = pattern.sub(lambda found: "\n" * found[0].count("\n"), text)
    for part in PARTS_OF_DOCUMENTS:
        text = text.replace(f'value="{part}"', "")
    return text


def test_words_of_the_screen_are_marked_in_the_source():
    unmarked = [
        f"{within(path)}:{node.lineno}: {node.value[:50]}"
        for path in python_files()
        if _is_of_the_screen(path)
        for node in _unmarked(parsed(path), names_of_columns=_has_tables(path))
    ]
    assert not unmarked


def _has_tables(path: Path) -> bool:
    return path.name == "models.py" or path.parent.name == "models"


def test_every_exception_from_marking_is_still_needed():
    needless = []
    for name in NOT_OF_THE_SCREEN:
        place = SOURCE / name
        files = [place] if place.suffix else list(place.rglob("*.py"))
        if not any(VIETNAMESE.search(path.read_text(encoding="utf-8")) for path in files):
            needless.append(name)
    assert not needless


def _is_of_the_screen(path: Path) -> bool:
    name = path.relative_to(SOURCE).as_posix()
    return not any(name == one or name.startswith(f"{one}/") for one in NOT_OF_THE_SCREEN)


def _unmarked(module: ast.Module, *, names_of_columns: bool) -> Iterator[ast.Constant]:
    """Return Vietnamese texts outside a mark; the names of a model's columns are no screen."""
    known = {id(part) for node in ast.walk(module) for part in _known(node, names_of_columns)}
    for node in ast.walk(module):
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and VIETNAMESE.search(node.value)
            and id(node) not in known
            and node.value not in PARTS_OF_DOCUMENTS
        ):
            yield node


def _known(node: ast.AST, names_of_columns: bool) -> Iterator[ast.AST]:
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        yield node.value  # a docstring
    if isinstance(node, ast.Call):
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        if name in MARKS:
            yield from ast.walk(node)
        if names_of_columns and name.endswith(("Field", "ForeignKey")):
            yield from node.args[:1]
            yield from (word.value for word in node.keywords if word.arg == "verbose_name")

"""Everything that people see has its English: nothing missing, nothing lost on the way."""

import re
import subprocess
import sys

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po
from tests.architecture.tree import ROOT, VIETNAMESE

CATALOGUE = ROOT / "src/lienthong/locale/en/LC_MESSAGES/django.po"
PLACE = re.compile(r"%\(\w+\)[sd]|%%")
MARKUP = re.compile(r"</?\w+[^>]*>")
# What stays Vietnamese in English: words of a document in quotes, and the numbers of laws.
QUOTED = re.compile("“[^”]*”")
LAW = re.compile(r"\b(NĐ-CP|QĐ-TTg)\b")


def entries() -> list[Message]:
    with CATALOGUE.open("rb") as file:
        return [message for message in read_po(file, locale="en") if message.id]


def forms(text: str | tuple[str, ...] | list[str]) -> list[str]:
    return [text] if isinstance(text, str) else list(text)


def test_every_sentence_has_its_english():
    checked = subprocess.run(
        [sys.executable, "scripts/messages.py", "--check"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert checked.returncode == 0, f"make messages, then translate:\n{checked.stdout}"
    assert checked.stdout == checked.stderr == ""


def test_no_translation_is_empty_or_still_vietnamese():
    wrong = [
        f"{english!r}"
        for message in entries()
        for english in forms(message.string) or [""]
        if not english.strip() or VIETNAMESE.search(LAW.sub("", QUOTED.sub("", english)))
    ]
    assert wrong == []


def test_every_place_and_every_mark_of_a_sentence_is_in_its_english():
    wrong = [
        f"{source!r} became {english!r}"
        for message in entries()
        for source in forms(message.id)
        for english in forms(message.string)
        for shape in (PLACE, MARKUP)
        if sorted(shape.findall(source)) != sorted(shape.findall(english))
    ]
    assert wrong == []


def test_a_sentence_that_ends_ends_in_english_too():
    """A full stop, a colon or an ellipsis says whether something follows."""
    wrong = [
        f"{source!r} became {english!r}"
        for message in entries()
        for source in forms(message.id)
        for english in forms(message.string)
        if source[-1] in ".:…?" and english[-1] != source[-1]
    ]
    assert wrong == []


@pytest.mark.parametrize("law", ["Nghị định", "Quyết định", "Luật"])
def test_a_law_keeps_its_number(law):
    number = re.compile(rf"{law} (\d+/\d{{4}}/[\wĐ-]+)")
    cited = [(m, found) for m in entries() for found in number.findall(forms(m.id)[0])]
    assert [m.id for m, found in cited if found not in forms(m.string)[0]] == []

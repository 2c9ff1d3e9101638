"""Ids in the names of tests are those of docs/reference/requirements.md, which says the truth."""

import re
from functools import cache

from tests.architecture.tree import DOCS, ROOT

PAGE = DOCS / "reference" / "requirements.md"
ROW = re.compile(r"^\| ([A-G])(\d+)(?:–[A-G](\d+))? \|.*\| (here|in part|not yet)\b", re.MULTILINE)
NAMED = re.compile(r"def test_((?:[A-G]\d+_)+)")
# Said once for a whole module, in the first line of its docstring.
SAID = re.compile(r"\b[A-G]\d{1,2}\b")


def _rows() -> dict[str, str]:
    """Return of each id how far it is."""
    return {
        f"{letter}{number}": state
        for letter, first, last, state in ROW.findall(PAGE.read_text(encoding="utf-8"))
        for number in range(int(first), int(last or first) + 1)
    }


@cache
def _shown() -> frozenset[str]:
    """Return the ids that tests name."""
    found: set[str] = set()
    for path in (ROOT / "tests").rglob("test_*.py"):
        text = path.read_text(encoding="utf-8")
        for ids in NAMED.findall(text):
            found |= set(ids.strip("_").split("_"))
        if text.startswith('"""'):
            found |= set(SAID.findall(text.partition("\n")[0]))
    return frozenset(found)


def test_every_id_in_the_name_of_a_test_is_a_requirement():
    assert _shown() - _rows().keys() == set()


def test_what_is_here_has_tests_and_what_is_not_yet_has_none():
    rows = _rows()
    assert {one for one, state in rows.items() if state != "not yet"} - _shown() == set()
    assert {one for one, state in rows.items() if state == "not yet"} & _shown() == set()

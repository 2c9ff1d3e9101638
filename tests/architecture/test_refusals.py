"""Every refusal can be acted on: a stable code, a sentence, a cause, a next step, and a test."""

import ast
import re
from collections import Counter

from tests.architecture.each import for_each
from tests.architecture.tree import (
    ROOT,
    VIETNAMESE,
    parsed,
    python_files,
    refusals,
    text_of_tests,
    within,
)

from lienthong.kernel.refusals import Refusal

CODE = re.compile(r"[a-z]+\.[a-z0-9]+(-[a-z0-9]+)*")
PLACE = re.compile(r"%(?!%)(\(\w+\)s)?")
# Refusals that no test meets yet; the list may only become shorter.
NOT_MET_YET: frozenset[str] = frozenset()
# What programs read is named after the interface, not after the room in which it is made.
SAID_OUTSIDE = {"apikit": "api"}
# Fewer letters could be the start of anything.
SHORTEST_OPENING = 15


def named(refusal: type[Refusal]) -> str:
    return refusal.code


@for_each(refusals(), named=named)
def test_a_refusal_says_what_is_wrong_why_and_what_to_do(refusal):
    assert CODE.fullmatch(refusal.code), refusal
    for part in ("sentence", "cause", "next_step"):
        text = getattr(refusal, part)
        assert text.strip(), f"{refusal.__name__}.{part} is empty"
        assert VIETNAMESE.search(text) or PLACE.search(text), f"{part}: {text}"


@for_each(refusals(), named=named)
def test_places_in_the_texts_of_a_refusal_have_names(refusal):
    for text in (refusal.sentence, refusal.cause, refusal.next_step):
        unnamed = [place for place in PLACE.finditer(text.replace("%%", "")) if not place[1]]
        assert not unnamed, text


def test_refusals_stand_in_the_errors_of_their_package():
    """The gallery shows one of its own, which no user ever meets."""
    families = {"Refusal", "Invalid", "NotAllowed", "NotFound", "Conflict"}
    elsewhere = [
        f"{within(path)}: {node.name}"
        for path in python_files()
        if path.name not in {"errors.py", "refusals.py", "gallery.py"}
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.ClassDef)
        and any(ast.unparse(base).split(".")[-1] in families for base in node.bases)
    ]
    assert not elsewhere


def test_no_two_refusals_share_a_code():
    counted = Counter(one.code for one in refusals())
    assert [code for code, count in counted.items() if count > 1] == []


def test_every_refusal_has_a_code_of_its_own_package():
    strange = []
    for one in refusals():
        _, package, *inner = one.__module__.split(".")
        if one.code.split(".")[0] not in {SAID_OUTSIDE.get(package, package), *inner}:
            strange.append(f"{one.__name__}: {one.code}")
    assert not strange


def test_every_refusal_is_met_in_a_test():
    tests = text_of_tests()
    words = frozenset(re.findall(r"\w+", tests))
    unmet = {one.code for one in refusals() if not _is_met(one, tests, words)}
    assert sorted(unmet - NOT_MET_YET) == []
    assert sorted(NOT_MET_YET - unmet) == [], "these are met now: shorten the list"


def _is_met(refusal: type[Refusal], tests: str, words: frozenset[str]) -> bool:
    """A test names it by its code, its class, or the words that a page shows."""
    opening = refusal.sentence.split("%(")[0].strip(" “")
    says_enough = len(opening) >= SHORTEST_OPENING
    return refusal.__name__ in words or refusal.code in tests or (says_enough and opening in tests)


def test_every_refusal_has_its_row_in_the_reference():
    page = (ROOT / "docs/reference/refusals.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `([a-z0-9.-]+)` \|", page, re.MULTILINE)
    assert rows == sorted(rows)
    assert rows == [one.code for one in refusals()]

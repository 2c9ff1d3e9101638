"""Every noun of the business stands in the glossary, in both languages, once."""

import re

from tests.architecture.each import for_each
from tests.architecture.tree import DOCS, SOURCE, Noun, nouns

# Words that only say in which form a noun is handed on; they name nothing by themselves.
FORMS = {
    *("Card", "Row", "Line", "Page", "Tab", "Filter", "Filters", "Choices", "Counts", "Search"),
    *("Facts", "File", "Ref", "New", "Form", "Part", "Summary", "State", "Item", "Kind"),
    *("Attached", "Received", "Read"),
}
# Classes of Django's shapes and of pages, which nobody in an agency ever says.
PLAIN = {
    "AccountManager": "finds accounts for Django",
    "StaffRequest": "Django's request with its actor",
    "Swept": "what a sweep counted",
    "Declared": "what the one who brings a file says about it",
    "ToCheck": "what the check before sending looks at",
    "Checked": "what that check found",
    "PaperSent": "what a sender marks about a paper",
    "PaperStep": "which of its two sides marks a paper",
    "Routed": "what the rule says of one delivery",
    "SendingPolicies": "what the rules of its day say of one sending",
    "Outcome": "what became of a package",
    "Answered": "what a submission answers",
    "Submitted": "what became of a submission",
    "SystemRequest": "Django's request with its calling system",
    "QueueState": "how a queue of jobs stands",
    "RequestState": "how a signing request stands",
    "DueFilter": "a chip of a list",
    "Signed": "bytes with their signature",
    "Tracking": "the list of deliveries of one version",
}
WORDS = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z][a-z]*")


def rows() -> list[list[str]]:
    text = (DOCS / "glossary.md").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line.startswith("|")][2:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def terms() -> set[str]:
    return {row[0] for row in rows()}


def label(noun: Noun) -> str:
    return f"{noun.path.relative_to(SOURCE).parts[0]}.{noun.name}"


def test_every_row_has_a_word_its_vietnamese_a_meaning_and_a_source():
    assert [row for row in rows() if len(row) != 4 or not all(row)] == []


def test_the_glossary_is_sorted_and_no_word_stands_in_it_twice():
    words = [row[0] for row in rows()]
    assert words == sorted(set(words))


@for_each(sorted(set(nouns()), key=lambda n: (str(n.path), n.name)), named=label)
def test_a_noun_of_the_code_is_made_of_words_of_the_glossary(noun: Noun):
    words = WORDS.findall(noun.name)
    if noun.name in PLAIN or FORMS.issuperset(words):
        return
    assert _is_told([word.lower() for word in words]) or _is_told(
        [word.lower() for word in words if word not in FORMS]
    ), f"{noun.name} of {noun.path} is not in docs/glossary.md"


def test_every_word_that_needs_no_entry_is_still_a_class():
    assert PLAIN.keys() <= {noun.name for noun in nouns()}


def _is_told(words: list[str]) -> bool:
    """Say whether the words, from left to right, are terms of the glossary."""
    if not words:
        return False
    known = terms()
    while words:
        for size in range(len(words), 0, -1):
            if _one(words[:size]) & known:
                words = words[size:]
                break
        else:
            return False
    return True


def _one(words: list[str]) -> set[str]:
    """A term in the singular, as it stands, or with its first word in the plural."""
    phrase = " ".join(words)
    return {phrase, phrase.removesuffix("s"), " ".join([f"{words[0]}s", *words[1:]])}

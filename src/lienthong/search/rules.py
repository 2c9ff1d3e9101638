"""Texts and questions as tokens, which mean the same to every database.

A token has letters, digits and "/" alone, so nothing typed ever reads as syntax of an engine.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from lienthong.kernel.text import fold
from lienthong.search.types import Reader, SearchKind, Term

_WORD = re.compile(r"[^\W_]+")
_MOST_TERMS = 12
_LONGEST_QUESTION = 1_000
_LONGEST_TOKEN = 60
# Words of one notation that are kept together: 09/2026/QĐ-UBND-TTTH has five.
_TOGETHER = 8
# Letters of a last word that may be only begun: as long, engines have beginnings at hand. A longer
# one is a whole syllable of Vietnamese.
_BEGUN = range(2, 6)
_LETTERS = {SearchKind.VERSION: "v", SearchKind.ENTRY: "e"}


def reader_token(kind: SearchKind, reader: Reader) -> str:
    """Return the token of who may find things of a kind; no word can be it, for its sign.

    It narrows and never decides: two readers may share one, and the tables of rights are the judge.
    """
    return f"@{_LETTERS[kind]}" + "".join(id_.hex[-12:] for id_ in reader)


def tokens_of(text: str) -> list[str]:
    """Return the tokens of a text, each once, in a stable order.

    Of "06/UBND-TTTH" these are its three words and, joined, all that follows each of them:
    "06/ubnd/ttth", "ubnd/ttth". A part of a notation is the beginning of one of these.
    """
    found: dict[str, None] = {}
    for words in _groups(text):
        for place, word in enumerate(words):
            found[word[:_LONGEST_TOKEN]] = None
            if place + 1 < len(words):
                found[_joined(words[place:])] = None
    return list(found)


def terms_of(typed: str) -> list[Term]:
    """Return what must be found for what somebody typed; nothing when it holds no word.

    Words are whole, but for a last one of two to five letters, which may be only begun. What is
    written together, like "06/UBND-TTTH", stands together. The first twelve count.
    """
    groups = list(_groups(typed[:_LONGEST_QUESTION]))[:_MOST_TERMS]
    terms = [
        Term(_joined(words), is_prefix=True) if len(words) > 1 else Term(words[0][:_LONGEST_TOKEN])
        for words in groups
    ]
    if terms and len(terms[-1].token) in _BEGUN:
        terms[-1] = replace(terms[-1], is_prefix=True)
    return list(dict.fromkeys(terms))


def _groups(text: str) -> Iterator[list[str]]:
    """Yield the words of each piece between spaces."""
    for piece in fold(text).split():
        if words := _WORD.findall(piece):
            yield words


def _joined(words: list[str]) -> str:
    return "/".join(words[:_TOGETHER])[:_LONGEST_TOKEN]

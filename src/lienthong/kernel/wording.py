"""Words shown to people, marked where they are written and translated where they are shown."""

from collections.abc import Iterable, Mapping
from typing import Self


def noop(text: str) -> str:
    """Return `text` unchanged; called `_`, it marks a Vietnamese sentence for the catalogue.

    The kernel and the pure parts know no Django, so they keep the Vietnamese source text;
    faces translate it when they show it.
    """
    return text


class Words(str):
    """Several marked words as one fact of a sentence: "Văn thư, Lãnh đạo"."""

    parts: tuple[str, ...]

    def __new__(cls, parts: Iterable[str]) -> Self:
        kept = tuple(parts)
        made = super().__new__(cls, ", ".join(kept))
        made.parts = kept
        return made


class Filled(str):
    """A marked sentence with its own facts, as a fact of another one."""

    source: str
    facts: Mapping[str, object]

    def __new__(cls, source: str, facts: Mapping[str, object]) -> Self:
        made = super().__new__(cls, source % facts)
        made.source, made.facts = source, facts
        return made


class Continued(str):
    """A marked sentence as it goes on after the colon of another one."""

    source: str

    def __new__(cls, source: str) -> Self:
        made = super().__new__(cls, continued(source))
        made.source = source
        return made


class Measure(float):
    """A measured number as a fact of a sentence: "22,7" in Vietnamese, "22.7" in English."""

    def __str__(self) -> str:
        return plain_decimal(self).replace(".", ",")


class Count(int):
    """How many, as a fact of a sentence: "1.274" in Vietnamese, "1,274" in English."""

    def __str__(self) -> str:
        return format(self, ",d").replace(",", ".")


def plain_decimal(number: float) -> str:
    """Return a number with a point and at most four signs, none of them a zero after the point."""
    return f"{number:.4g}" if abs(number) < 1000 else f"{number:.0f}"


def continued(sentence: str) -> str:
    """Return a sentence without its own lead up to a colon, and with a small first letter."""
    rest = sentence.partition(": ")[2] or sentence
    return rest[:1].lower() + rest[1:]

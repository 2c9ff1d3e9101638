"""The table of rights that the docs keep, as the tests that walk the pages read it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.access.walk_world import ACTORS

PAGE = Path(__file__).parents[2] / "docs/reference/rights-of-pages.md"
ROW = re.compile(r"^\| `([^`]+)` \| ([A-Z]+) \| ([^|]*) \| ([^|]*) \| ([^|]*) \|$", re.MULTILINE)
STAFF = ACTORS[:10]
POSTLESS = ("ended", "future")


@dataclass(frozen=True)
class Row:
    """One line of the table. open_to: who gets an answer other than a closed door."""

    name: str
    method: str
    kwargs: str
    open_to: frozenset[str]
    others: str

    @property
    def facts(self) -> dict[str, str]:
        """What the row says of its object and form: "answer=agree"."""
        return dict(re.findall(r"([\w-]+)=(\S+)", self.kwargs))


NO_ROW = Row("", "", "", frozenset(), "—")


def rows() -> list[Row]:
    found = ROW.findall(PAGE.read_text(encoding="utf-8"))
    return [
        Row(name, method, wanted.strip(), frozenset(_people(who)), others.strip())
        for name, method, wanted, who, others in found
    ]


def _people(said: str) -> Iterator[str]:
    for word in said.replace(",", " ").split():
        if word == "everybody":
            yield from ACTORS
        elif word == "signed-in":
            yield from (*STAFF, *POSTLESS)
        elif word == "staff":
            yield from STAFF
        elif word != "nobody":
            yield word

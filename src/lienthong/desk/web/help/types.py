"""The shape of help. All words are Vietnamese source text; the page translates them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Section:
    """One task: why it is there, and its steps in order. `slug` is its place on the page."""

    slug: str
    title: str
    words: str
    steps: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Topic:
    """The tasks of one role. `right` tells to whom it belongs; empty: to everybody."""

    slug: str
    title: str
    words: str
    right: str
    sections: tuple[Section, ...]

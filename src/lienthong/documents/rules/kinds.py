"""The kinds of document, with their names and abbreviations by date (B5)."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache

from lienthong.documents.rules.kind_list import (
    ADMINISTRATIVE,
    COPIES,
    DROPPED,
    LEGAL,
    LEGAL_BY_NOTATION,
    NEW_LIST_FROM,
)
from lienthong.kernel.text import clean_line, fold, nfc


class KindClass(StrEnum):
    """Which rules a kind's number and notation follow."""

    ADMINISTRATIVE = "administrative"  # văn bản hành chính
    LEGAL = "legal"  # văn bản quy phạm pháp luật: the year stands in the notation
    COPY = "copy"  # bản sao: SY, TrS, SL
    OTHER = "other"  # of others, of no kind that we know


@dataclass(frozen=True, slots=True)
class Abbreviation:
    """An abbreviation and the days on which it is used; None is open."""

    text: str
    valid_from: date | None = None
    valid_to: date | None = None

    def holds_on(self, day: date) -> bool:
        """Return whether it is used on a day; both ends belong to it."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day <= self.valid_to
        )


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of document. code: stored, stable; name: as printed on the document.

    abbreviations: oldest first; empty for an official letter, which has none.
    valid_to: last day on which documents of this kind are made.
    """

    code: str
    name: str
    kind_class: KindClass
    abbreviations: tuple[Abbreviation, ...] = ()
    valid_to: date | None = None


# What others call their documents is an open list; a name that we do not know is kept as this.
OTHER = "khac"
LETTER = "cong-van"


@cache
def kinds() -> dict[str, Kind]:
    """Return every kind that there ever was, by code, in the order of the law's lists."""
    last_old = NEW_LIST_FROM - timedelta(days=1)
    listed = [_dated(*row, KindClass.ADMINISTRATIVE) for row in ADMINISTRATIVE]
    listed += [
        Kind(code, name, KindClass.ADMINISTRATIVE, (Abbreviation(text),) if text else (), last_old)
        for code, name, text in DROPPED
    ]
    listed += [
        Kind(code, name, KindClass.LEGAL, (Abbreviation(text),) if text else (), ended)
        for code, name, text, ended in LEGAL
    ]
    listed += [_dated(*row, KindClass.COPY) for row in COPIES]
    listed.append(Kind(OTHER, "Văn bản khác", KindClass.OTHER))
    return {kind.code: kind for kind in listed}


def kind(code: str) -> Kind | None:
    """Return the kind of a code, or None."""
    return kinds().get(code)


def is_copy(code: str) -> bool:
    """Return whether documents of this kind are copies of others (SY, SL, TrS)."""
    found = kinds().get(code)
    return found is not None and found.kind_class == KindClass.COPY


def copy_form(code: str) -> str:
    """Return a form of copy as it is written in a line: "sao y", "sao lục", "trích sao"."""
    return kind_name(code).removeprefix("Bản ")


def copy_title(form: str, kind: str, reference: str, issued_on: date, issuer: str) -> str:
    """Return how a copy says what it copies: "Sao y Quyết định 12/QĐ-UBND ngày … của …"."""
    name = kind_name(kind).partition(" (")[0]
    said = f"{copy_form(form).capitalize()} {name} {reference}"
    return f"{said} ngày {issued_on:%d/%m/%Y} của {issuer}"


def kind_name(code: str) -> str:
    """Return the name of a kind as people read it; an unknown code is its own name."""
    found = kinds().get(code)
    return found.name if found else code


def kinds_on(day: date) -> list[Kind]:
    """Return the kinds that may be made on a day, in the order of the law's lists."""
    return [each for each in kinds().values() if each.valid_to is None or day <= each.valid_to]


def abbreviation(code: str, day: date) -> str:
    """Return a kind's abbreviation on a day; "" where it has none (official letters).

    Raises KeyError for an unknown code.
    Source: Decree 30/2020/NĐ-CP, Appendix III; before 05/03/2020 Circular 01/2011/TT-BNV.
    """
    return next((each.text for each in kinds()[code].abbreviations if each.holds_on(day)), "")


def kind_by_name(name: str) -> Kind | None:
    """Return the kind that a name means, in any Unicode form, case and tones; None if unknown.

    "Quyết định" alone is the administrative one; packages do not tell them apart by name.
    """
    return _by_folded_name().get(fold(clean_line(name)))


def kind_called(said: str) -> tuple[str, str] | None:
    """Return code and name of the kind that somebody calls by either; None if unknown."""
    found = kind(said) or kind_by_name(said)
    return (found.code, found.name) if found else None


def kind_by_abbreviation(text: str) -> Kind | None:
    """Return the kind that an abbreviation in a notation means, of whichever time; None if unknown.

    HĐ, QĐ and their like are told from HD and QD by their letters, so tones are not folded.
    """
    return _by_abbreviation().get(clean_line(text).casefold())


def kind_meant(name: str, notation: str = "") -> Kind:
    """Return the kind that a sender means by a name and a notation; "khac" when neither tells.

    A year in the notation makes it a legal text: "Quyết định" with "2010/QĐ-UBND" is that of a
    committee. The notation decides where the name does not, and never against it otherwise.
    """
    year, _mark, rest = nfc(notation).partition("/")
    short, _dash, agency = (rest if _is_year(year) else nfc(notation)).strip("-").partition("-")
    legal = LEGAL_BY_NOTATION.get((short, agency)) if _is_year(year) else None
    if legal:
        return kinds()[legal]
    return kind_by_name(name) or kind_by_abbreviation(short) or kinds()[OTHER]


def _is_year(text: str) -> bool:
    return len(text) == 4 and text.isdecimal()


@cache
def _by_folded_name() -> dict[str, Kind]:
    named: dict[str, Kind] = {}
    for each in kinds().values():
        named.setdefault(fold(each.name), each)
        named.setdefault(fold(each.name.partition(" (")[0]), each)
    return named


@cache
def _by_abbreviation() -> dict[str, Kind]:
    named: dict[str, Kind] = {}
    for each in kinds().values():
        for abbreviated in each.abbreviations:
            named.setdefault(abbreviated.text.casefold(), each)
    return named


def _dated(code: str, name: str, text: str, until_2020: str, kind_class: KindClass) -> Kind:
    if not text:
        return Kind(code, name, kind_class)
    if not until_2020:
        return Kind(code, name, kind_class, (Abbreviation(text),))
    old = Abbreviation(until_2020, valid_to=NEW_LIST_FROM - timedelta(days=1))
    new = Abbreviation(text, valid_from=NEW_LIST_FROM)
    return Kind(code, name, kind_class, (old, new))

"""Agencies by id, by any code ever given, by words, by their place in the hierarchy."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Case, Exists, F, FilteredRelation, OuterRef, Q, QuerySet, When

from lienthong.directory import rules
from lienthong.directory.errors import UnknownAgency
from lienthong.directory.models import Agency, AgencyCode, FormerName, Succession
from lienthong.directory.types import AgencyCard, AgencyClass, AgencyLevel
from lienthong.kernel.text import clean_line, fold, nfc
from lienthong.tables.names import by_name
from lienthong.tables.places import place, places
from lienthong.tables.questions import question

# Matches that are read to choose the best of; more are not told apart by ranking.
_RANKED = 200
# The one short form that every letter uses, folded as names are.
_COMMITTEE, _COMMITTEE_SHORT = "uy ban nhan dan", "ubnd"
# A commune's school lies four levels under its province; one more for what is to come.
_DEEPEST = 5
_STEPS = range(1, _DEEPEST + 1)
# Kinds of areas of two words, folded; all others have one (tỉnh, huyện, quận, xã, phường).
_AREAS = {"thanh pho", "thi xa", "thi tran", "dac khu"}


# The columns of a card, in its order.
_CARD = (
    *("id", "name", "abbreviation", "current__code", "agency_class", "level", "parent_id"),
    *("valid_from", "valid_to", "place", "email", "telephone", "address", "books_here"),
    "is_outside",
)


def cards(rows: "QuerySet[Agency]") -> list[AgencyCard]:
    """Return the cards of the agencies of a query, in its order: one statement."""
    return [_card(row) for row in _with_code(rows).values_list(*_CARD)]


def _with_code(rows: "QuerySet[Agency]") -> "QuerySet[Agency]":
    current = FilteredRelation("codes", condition=Q(codes__is_current=True))
    return rows.annotate(current=current)


def _card(row: Sequence[Any]) -> AgencyCard:
    agency_id, name, abbreviation, code, agency_class, level, *others = row
    kind, place_in_state = AgencyClass(agency_class), AgencyLevel(level)
    return AgencyCard(agency_id, name, abbreviation, code or "", kind, place_in_state, *others)


@question
def _of_id() -> "QuerySet[Agency, tuple[Any, ...]]":
    return _with_code(Agency.objects.filter(pk=place("id"))).values_list(*_CARD)


@question
def _of_ids() -> "QuerySet[Agency, tuple[Any, ...]]":
    return _with_code(Agency.objects.filter(pk__in=places("ids", UUID))).values_list(*_CARD)


@question
def _of_codes() -> "QuerySet[Agency, tuple[Any, ...]]":
    rows = Agency.objects.filter(codes__code__in=places("codes", str))
    return _with_code(rows).values_list(*_CARD, "codes__code")


def living(on: date) -> Q:
    """Return the condition of rows with `valid_from` and `valid_to` that hold on a day."""
    begun = Q(valid_from__isnull=True) | Q(valid_from__lte=on)
    return begun & (Q(valid_to__isnull=True) | Q(valid_to__gte=on))


def agency(agency_id: UUID) -> AgencyCard:
    """Return one agency. Raises UnknownAgency. One statement."""
    found = _of_id.first(id=agency_id)
    if found is None:
        raise UnknownAgency(agency=agency_id)
    return _card(found)


def agencies(agency_ids: Iterable[UUID]) -> dict[UUID, AgencyCard]:
    """Return the agencies that exist among the ids. One statement."""
    found = (_card(row) for row in _of_ids.all(ids=set(agency_ids)))
    return {card.id: card for card in found}


def agency_ids() -> list[UUID]:
    """Return the ids of all agencies that there are or were. One statement."""
    return list(Agency.objects.order_by().values_list("pk", flat=True))


def agency_by_code(code: str) -> AgencyCard | None:
    """Return the agency to which a code was ever given, in either form. One statement."""
    return agencies_by_codes([code]).get(code)


def agencies_by_codes(codes: Iterable[str]) -> dict[str, AgencyCard]:
    """Return agencies by codes as the caller wrote them; unknown codes are absent.

    Old codes count, and old codes without their leading zero groups. One statement.
    """
    written = {code: rules.whole_code(code) for code in codes}
    rows = _of_codes.all(codes=set(written.values()))
    known = {given: _card(row) for *row, given in rows}
    return {code: known[whole] for code, whole in written.items() if whole in known}


def agencies_with_mailbox(address: str, *, on: date) -> list[AgencyCard]:
    """Return the agencies of a day whose official mailbox this is, however it is written.

    One statement.
    """
    return cards(Agency.objects.filter(living(on), email__iexact=address).order_by("name"))


def codes_of(agency_id: UUID) -> list[str]:
    """Return every code ever given to an agency, the current one first. One statement."""
    rows = AgencyCode.objects.filter(agency_id=agency_id).order_by("-is_current", "code")
    return list(rows.values_list("code", flat=True))


def search_agencies(text: str, *, on: date, limit: int = 20) -> list[AgencyCard]:
    """Return agencies of a day that match what was typed, the best first. One statement.

    Every word must stand in the name or the abbreviation ("ubnd bien hoa"), with or without tones,
    or all of them in a former name; or the text begins a code. Typed tones decide the order, not
    the finding.
    """
    words = fold(clean_line(text)).split()[:12]
    if not words:
        return []
    matches = Agency.objects.filter(living(on)).filter(_matches(words, text))
    found = cards(matches.order_by(by_name("name"), "pk")[:_RANKED])
    return sorted(found, key=lambda card: _rank(card, text, " ".join(words)))[:limit]


def _matches(words: list[str], text: str) -> Q:
    in_name, in_former = Q(), Q(agency_id=OuterRef("pk"))
    for word in words:
        in_name &= Q(name_folded__contains=word) | Q(abbreviation_folded__contains=word)
        in_former &= Q(name_folded__contains=word)
    begins = Q(code__startswith=rules.clean_code(text)) | Q(code=rules.whole_code(text))
    coded = AgencyCode.objects.filter(begins, agency_id=OuterRef("pk"))
    return in_name | Exists(FormerName.objects.filter(in_former)) | Exists(coded)


def _rank(card: AgencyCard, text: str, folded: str) -> tuple[bool, bool, bool, bool]:
    name, abbreviation = fold(card.name), fold(card.abbreviation)
    return (
        folded not in {abbreviation, name, fold(card.code)},
        nfc(text).strip().casefold() not in card.name.casefold(),
        not abbreviation.startswith(folded),
        not name.startswith(folded),
    )


def agencies_named(names: Iterable[str], *, on: date, writer: UUID) -> dict[str, list[AgencyCard]]:
    """Return for each name, as written, the agencies of a day that are called so.

    By name, with or without tones, "UBND" for its whole words, and as one writes at home: without
    the name of the writer's own province, district or commune ("UBND tỉnh", "Sở Nội vụ"); else by
    any code ever given; else by abbreviation. Several where the name does not tell them apart and
    typed tones do not either; a name that nobody bears is absent. Three statements.
    """
    written = [name for name in names if fold(clean_line(name))]
    if not written:
        return {}
    here = _places_above(writer)
    whole = {form for name in written for form in _whole_forms(name, here)}
    folded = {fold(clean_line(name)) for name in written}
    short = {name.replace(_COMMITTEE, _COMMITTEE_SHORT) for name in whole}
    called = Q(name_folded__in=whole | folded | short) | Q(abbreviation_folded__in=folded)
    rows = Agency.objects.filter(living(on)).filter(called).order_by(by_name("name"), "pk")
    found, coded = _Found(cards(rows)), agencies_by_codes(written)
    meant = {name: found.called(name, here, coded.get(name)) for name in written}
    return {name: bearers for name, bearers in meant.items() if bearers}


class _Found:
    """Agencies by what they may be called, so that each name costs a look and no walk."""

    def __init__(self, found: Sequence[AgencyCard]) -> None:
        self._typed: dict[str, list[AgencyCard]] = {}
        self._whole: dict[str, list[AgencyCard]] = {}
        self._short: dict[str, list[AgencyCard]] = {}
        for card in found:
            self._typed.setdefault(card.name.casefold(), []).append(card)
            self._whole.setdefault(_written_out(card.name), []).append(card)
            self._short.setdefault(fold(card.abbreviation), []).append(card)

    def called(self, name: str, here: Sequence[str], coded: AgencyCard | None) -> list[AgencyCard]:
        """Return whom the first way that leads to somebody leads to.

        One of elsewhere may bear the name that is short for one of here: then both.
        """
        line, (itself, *at_home) = clean_line(name), _whole_forms(name, here)
        by_name = self._typed.get(line.casefold()) or self._whole.get(itself, [])
        of_here = [card for form in at_home for card in self._whole.get(form, ())]
        if by_name or of_here:
            return [*by_name, *of_here]
        return [coded] if coded else self._short.get(fold(line), [])


def _places_above(agency_id: UUID) -> list[str]:
    """Return the places whose committees an agency is or stands under, with and without their kind.

    Folded, the nearest first: "tinh dong nai", "dong nai". One statement.
    """
    steps = ["name_folded", *("__".join(["parent"] * n + ["name_folded"]) for n in _STEPS)]
    names = Agency.objects.filter(pk=agency_id).values_list(*steps).first() or ()
    areas = [
        _written_out(name).removeprefix(_COMMITTEE).split()
        for name in names
        if name and _written_out(name).startswith(_COMMITTEE + " ")
    ]
    both = [(" ".join(words), " ".join(words[_area_words(words) :])) for words in areas]
    return list(dict.fromkeys(place for pair in both for place in pair if place))


def _area_words(words: Sequence[str]) -> int:
    """How many words say what kind of area it is."""
    return 2 if " ".join(words[:2]) in _AREAS else 1


def _whole_forms(name: str, here: Sequence[str]) -> list[str]:
    """A name written out, then with each place behind it that is left out where all know it."""
    itself = _written_out(name)
    return [itself, *(f"{itself} {each}" for each in here if not itself.endswith(each))]


def _written_out(name: str) -> str:
    """A name for comparing: folded, with the one short form that every letter uses written out."""
    return fold(clean_line(name)).replace(_COMMITTEE_SHORT, _COMMITTEE)


def children(
    agency_id: UUID, *, on: date, skipped: int = 0, limit: int | None = None
) -> list[AgencyCard]:
    """Return the agencies directly under one on a day, by name. One statement."""
    rows = Agency.objects.filter(living(on), parent_id=agency_id).order_by(by_name("name"), "pk")
    return cards(rows[skipped : None if limit is None else skipped + limit])


def count_children(agency_id: UUID, *, on: date) -> int:
    """Return how many agencies stand directly under one on a day. One statement."""
    return Agency.objects.filter(living(on), parent_id=agency_id).count()


def committee(agency_id: UUID) -> AgencyCard | None:
    """Return the provincial committee of an agency: itself, or the nearest above it.

    Two statements.
    """
    found = committee_ids([agency_id]).get(agency_id)
    return agency(found) if found else None


def committee_ids(agency_ids: Iterable[UUID]) -> dict[UUID, UUID | None]:
    """Return for each agency the id of its provincial committee. One statement."""
    steps = ["__".join(["parent"] * depth) for depth in _STEPS]
    nearest = Case(
        When(level=AgencyLevel.PROVINCE, then=F("pk")),
        *[
            When(**{f"{step}__level": AgencyLevel.PROVINCE}, then=F(f"{step}__pk"))
            for step in steps
        ],
    )
    rows = Agency.objects.filter(pk__in=set(agency_ids)).annotate(committee_pk=nearest)
    return dict(rows.values_list("pk", "committee_pk"))


def successors(agency_ids: Iterable[UUID], *, on: date) -> dict[UUID, tuple[AgencyCard, ...]]:
    """Return for each agency those that took over and exist on a day, through all mergers.

    Two statements: mergers and splits are few, so their whole list is read.
    """
    after: dict[UUID, list[UUID]] = {}
    rows = Succession.objects.filter(happened_on__lte=on).order_by("happened_on", "pk")
    for predecessor, successor in rows.values_list("predecessor_id", "successor_id"):
        after.setdefault(predecessor, []).append(successor)
    ends = {start: _ends(start, after) for start in set(agency_ids)}
    known = {
        card.id: card
        for card in cards(Agency.objects.filter(living(on), pk__in=set().union(*ends.values())))
    }
    return {start: tuple(known[i] for i in found if i in known) for start, found in ends.items()}


def _ends(start: UUID, after: dict[UUID, list[UUID]]) -> dict[UUID, None]:
    """The last agencies of all paths from `start`, each once, in the order of the decisions."""
    ends: dict[UUID, None] = {}
    open_, seen = list(after.get(start, [])), {start}
    while open_:
        here = open_.pop(0)
        if here in seen:
            continue
        seen.add(here)
        if here in after:
            open_.extend(after[here])
        else:
            ends[here] = None
    return ends

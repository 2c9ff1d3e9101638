"""The directory follows the other side: who lies behind a route, who of ours is entered there."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from lienthong.directory import queries as directory
from lienthong.directory import services as directory_services
from lienthong.directory.queries.listing import ListedAgency
from lienthong.directory.rules.codes import whole_code
from lienthong.directory.types import AgencyCard, AgencyLevel
from lienthong.kernel.clock import local_day
from lienthong.kernel.refusals import Refusal
from lienthong.kernel.text import clean_line
from lienthong.routes import queries, rules
from lienthong.routes.models import Difference, Reached, Route
from lienthong.routes.ports import TurnedDown
from lienthong.routes.types import DifferenceKind, TheirAgency
from lienthong.vxp.queries import partners, takes_part
from lienthong.vxp.rules import abbreviation_of
from lienthong.webkit.wording import fill

# Agencies entered or changed in a row; a whole country comes in several turns.
MOST_AT_ONCE = 300


def synchronise(
    row: Route,
    agencies: Iterable[TheirAgency],
    register: Callable[[TheirAgency], None] | None,
    *,
    now: datetime,
) -> bool:
    """Enter whom the other side lists behind this route, follow names and ends; True for more.

    An agency of ours is never changed; what does not fit is left to an operator, with the reason.
    Then ours are entered there, where they are missing. An empty list says nothing.
    register: enters an agency there, None where nobody can. Raises Away.
    """
    listed = {}
    for one in agencies:
        code = whole_code(one.code.strip())
        if code and clean_line(one.name):
            listed[code] = one
    behind = {code: one for code, one in listed.items() if rules.covers(row.leads_to.split(), code)}
    differences: list[Difference] = []
    left = _enter_all(row, behind, differences, now=now)
    if listed and not left:
        _end_missing(row, behind, now=now)
    if register is not None:
        _register_ours(row, register, listed, differences, now=now)
    with transaction.atomic():
        Difference.objects.filter(route=row).delete()
        Difference.objects.bulk_create(differences[:500], batch_size=100)
    return left


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known here before a list is read, in a few statements for all of it.

    by_code: by every code in the list. settled: agencies that lie behind this route already and
    take part beyond today. named_by: which route says what an agency is called.
    """

    by_code: Mapping[str, AgencyCard]
    settled: frozenset[UUID]
    named_by: Mapping[UUID, UUID]

    @classmethod
    def of(cls, row: Route, behind: Mapping[str, TheirAgency], *, now: datetime) -> "_Known":
        codes = [*behind, *(old for one in behind.values() for old in one.old_codes)]
        by_code = directory.agencies_by_codes(codes)
        cards = {card.id: card for card in by_code.values()}
        here = Reached.objects.filter(route=row, is_gone=False)
        behind_it = set(here.values_list("agency_id", flat=True))
        tomorrow = local_day(now) + timedelta(days=1)
        listed = directory.listed(card for card in cards.values() if card.id in behind_it)
        staying = frozenset(one.card.id for one in listed if takes_part(one, on=tomorrow))
        return cls(by_code, staying, queries.cheapest(cards))

    def find(self, code: str, one: TheirAgency) -> AgencyCard | None:
        olds = (self.by_code[old] for old in one.old_codes if old in self.by_code)
        return self.by_code.get(code) or next(olds, None)

    def is_named_by(self, row: Route, found: AgencyCard) -> bool:
        return self.named_by.get(found.id, row.pk) == row.pk

    def is_so(self, row: Route, code: str, one: TheirAgency, found: AgencyCard) -> bool:
        """Nothing is to be done: it is known behind this route as the list has it."""
        is_same = (found.code, found.name) == (code, clean_line(one.name)[:200])
        return found.id in self.settled and (is_same or not self.is_named_by(row, found))


def _enter_all(
    row: Route,
    behind: dict[str, TheirAgency],
    differences: list[Difference],
    *,
    now: datetime,
) -> bool:
    """Enter everybody who is new and follow everybody who is known; True when some are left.

    Six statements for those of whom nothing changed.
    """
    known, count = _Known.of(row, behind, now=now), 0
    for code, one in behind.items():
        found = known.find(code, one)
        if found is not None and not found.is_outside:
            if not rules.covers(row.stands_for.split(), found.code):
                differences.append(_difference(row, DifferenceKind.OURS, code, one.name, now=now))
            continue
        if found is not None and known.is_so(row, code, one, found):
            continue
        count += 1
        if count > MOST_AT_ONCE:
            return True
        try:
            with transaction.atomic():
                _enter(row, code, one, found, follows=known.is_named_by, now=now)
        except Refusal as refusal:
            said = fill(refusal.sentence, refusal.facts)
            differences.append(
                _difference(row, DifferenceKind.ODD, code, one.name, said=said, now=now)
            )
    return False


def _enter(
    row: Route,
    code: str,
    one: TheirAgency,
    found: AgencyCard | None,
    *,
    follows: Callable[[Route, AgencyCard], bool],
    now: datetime,
) -> None:
    today, name = local_day(now), clean_line(one.name)[:200]
    if found is None:
        found = directory_services.found_agency(
            code=code,
            name=name,
            abbreviation=abbreviation_of(name) or code[:20],
            level=AgencyLevel.UNDER,
            email=one.email,
            valid_from=today,
            books_here=False,
            is_outside=True,
        )
    elif follows(row, found):
        _follow(found, code, name, now=now)
    Reached.objects.update_or_create(
        route=row, agency_id=found.id, defaults={"is_gone": False, "seen_at": now}
    )
    _let_take_part(found, now=now)


def _follow(found: AgencyCard, code: str, name: str, *, now: datetime) -> None:
    """Only the cheapest route to an agency says what it is called."""
    today = local_day(now)
    if found.code != code:
        directory_services.give_code(agency_id=found.id, code=code, valid_from=today)
    if found.name != name:
        directory_services.rename_agency(
            agency_id=found.id, name=name, abbreviation=found.abbreviation, on=today
        )


def _let_take_part(card: AgencyCard, *, now: datetime) -> None:
    today = local_day(now)
    (listed,) = directory.listed([card])
    if not takes_part(listed, on=today):
        directory_services.join(agency_id=card.id, starts_on=today)
    elif not takes_part(listed, on=today + timedelta(days=1)):
        directory_services.stay(agency_id=card.id, on=today)


def _end_missing(row: Route, behind: dict[str, TheirAgency], *, now: datetime) -> None:
    """Who is listed no more takes part no longer, unless another route still leads there."""
    known = {card.id for card in directory.agencies_by_codes(behind).values()}
    gone = Reached.objects.filter(route=row, is_gone=False).exclude(agency_id__in=known)
    for one in list(gone):
        with transaction.atomic():
            one.is_gone = True
            one.save(update_fields=["is_gone"])
            others = Reached.objects.filter(agency_id=one.agency_id, is_gone=False)
            if not others.exists():
                directory_services.leave(agency_id=one.agency_id, on=local_day(now))


def _register_ours(
    row: Route,
    register: Callable[[TheirAgency], None],
    listed: dict[str, TheirAgency],
    differences: list[Difference],
    *,
    now: datetime,
) -> None:
    for ours in our_agencies(row, now=now):
        there = listed.get(ours.card.code)
        if there is not None and clean_line(there.name) == ours.card.name:
            continue
        mine = TheirAgency(ours.card.code, ours.card.name)
        try:
            register(mine)
        except TurnedDown as said:
            differences.append(
                _difference(
                    row,
                    DifferenceKind.NOT_REGISTERED,
                    mine.code,
                    mine.name,
                    said=said.said,
                    now=now,
                )
            )


def our_agencies(row: Route, *, now: datetime) -> Iterator[ListedAgency]:
    """Walk those of ours that use a route and take part today. Three statements for 200."""
    trees: Sequence[str] = row.stands_for.split()
    for one in partners(on=local_day(now)):
        if not one.card.is_outside and one.card.code and rules.covers(trees, one.card.code):
            yield one


def _difference(
    row: Route, kind: DifferenceKind, code: str, name: str, *, now: datetime, said: str = ""
) -> Difference:
    return Difference(
        route=row,
        kind=kind,
        code=clean_line(code)[:60],
        name=clean_line(name)[:200],
        said=said[:300],
        seen_at=now,
    )

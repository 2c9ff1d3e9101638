"""The directory follows the other side: who lies behind a route, who of ours is entered there."""

import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
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
from lienthong.kernel.wording import noop as _
from lienthong.routes import queries, rules
from lienthong.routes.models import Difference, Reached, Route
from lienthong.routes.ports import TurnedDown
from lienthong.routes.types import DifferenceKind, RouteState, TheirAgency
from lienthong.vxp.queries import partners, takes_part
from lienthong.vxp.rules import abbreviation_of
from lienthong.webkit.wording import fill

# Agencies entered or changed in a row; a whole country comes in several turns.
MOST_AT_ONCE = 300
# Ours that are entered there for one list; the next list goes on with others.
MOST_REGISTERED = 500
_LISTS_APART = int(rules.LIST.total_seconds())
# A list that lacks more than this part of those behind the route, and more than so many, ends
# nobody before it has said the same for a day.
_SMALL_PART, _SMALL_NUMBER, _SHRUNK_FOR = 10, 3, timedelta(days=1)
_TWICE = _("Danh sách có cơ quan này ở hai dòng; tuyến theo dòng mang mã %(code)s.")
_ELSEWHERE = _("Mã cũ %(code)s là của một cơ quan không thuộc tuyến này.")


def synchronise(
    row: Route,
    agencies: Iterable[TheirAgency],
    register: Callable[[TheirAgency], None] | None,
    *,
    now: datetime,
) -> bool:
    """Enter whom the other side lists behind this route, follow names and ends; True for more.

    An agency of ours is never changed, and none is made of a code in our own trees; what does not
    fit is left to an operator, with the reason. When nobody is left, ours are entered there, where
    they are missing. An empty list says nothing.
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
        _end_missing(row, behind, differences, now=now)
    if register is not None and not left:
        _register_ours(row, register, listed, differences, now=now)
    with transaction.atomic():
        Difference.objects.filter(route=row).delete()
        Difference.objects.bulk_create(differences[:500], batch_size=100)
    return left


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known here before a list is read, in a few statements for all of it.

    by_code: by every code in the list. settled: agencies that lie behind this route already and
    take part beyond today. elsewhere: those that lie behind other routes only. named_by: which
    route says what an agency is called.
    """

    by_code: Mapping[str, AgencyCard]
    settled: frozenset[UUID]
    elsewhere: frozenset[UUID]
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
        others = Reached.objects.filter(is_gone=False).exclude(route__state=RouteState.ENDED)
        reached = set(others.values_list("agency_id", flat=True))
        elsewhere = frozenset(reached & cards.keys() - behind_it)
        return cls(by_code, staying, elsewhere, queries.cheapest(cards))

    def find(self, code: str, one: TheirAgency) -> AgencyCard | None:
        olds = (self.by_code[old] for old in one.old_codes if old in self.by_code)
        return self.by_code.get(code) or next(olds, None)

    def lines(self, behind: Mapping[str, TheirAgency]) -> dict[UUID, str]:
        """Return by which line each known agency is followed, where a list has several of it:
        that of its code of today, else the first. Else it would get another code with each list.
        """
        followed: dict[UUID, str] = {}
        for code, one in behind.items():
            found = self.find(code, one)
            if found is not None and (found.code == code or found.id not in followed):
                followed[found.id] = code
        return followed

    def may_follow(self, row: Route, code: str, found: AgencyCard) -> bool:
        """Whether a list may say that an agency has this code: who is known by another one has to
        lie behind this route, by its code of today, and behind no other route alone."""
        if found.code == code:
            return True
        return found.id not in self.elsewhere and rules.covers(row.leads_to.split(), found.code)

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
    lines = known.lines(behind)
    for code, one in behind.items():
        found = known.find(code, one)
        odd = _odd(row, known, code, one, found, now=now)
        if odd is None and found and found.is_outside and lines[found.id] != code:
            said = fill(_TWICE, {"code": lines[found.id]})
            odd = _difference(row, DifferenceKind.ODD, code, one.name, said=said, now=now)
        if odd is not None:
            differences.append(odd)
            continue
        if found is not None and (not found.is_outside or known.is_so(row, code, one, found)):
            continue
        if count >= MOST_AT_ONCE:
            return True
        try:
            with transaction.atomic():
                _enter(row, code, one, found, follows=known.is_named_by, now=now)
        except Refusal as refusal:
            said = fill(refusal.sentence, refusal.facts)
            differences.append(
                _difference(row, DifferenceKind.ODD, code, one.name, said=said, now=now)
            )
        else:
            count += 1
    return False


def _odd(
    row: Route,
    known: _Known,
    code: str,
    one: TheirAgency,
    found: AgencyCard | None,
    *,
    now: datetime,
) -> Difference | None:
    """Return why an operator has to look at an agency before anything is done; None for fine."""
    ours, theirs = row.stands_for.split(), row.leads_to.split()
    if found is not None and not found.is_outside:
        if rules.covers(ours, found.code) and (found.code == code or rules.covers(ours, code)):
            return None
        return _difference(row, DifferenceKind.OURS, code, one.name, now=now)
    if rules.is_ours(ours, theirs, code):
        return _difference(row, DifferenceKind.OURS, code, one.name, now=now)
    if found is not None and not known.may_follow(row, code, found):
        said = fill(_ELSEWHERE, {"code": found.code})
        return _difference(row, DifferenceKind.ODD, code, one.name, said=said, now=now)
    return None


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
            email=directory_services.official_or_none(one.email),
            valid_from=today,
            books_here=False,
            is_outside=True,
        )
    elif follows(row, found):
        _follow(found, code, name, now=now)
    Reached.objects.update_or_create(
        route=row, agency_id=found.id, defaults={"is_gone": False, "seen_at": now}
    )
    let_take_part(found, now=now)


def _follow(found: AgencyCard, code: str, name: str, *, now: datetime) -> None:
    """Only the cheapest route to an agency says what it is called."""
    today = local_day(now)
    if found.code != code:
        directory_services.give_code(agency_id=found.id, code=code, valid_from=today)
    if found.name != name:
        directory_services.rename_agency(
            agency_id=found.id, name=name, abbreviation=found.abbreviation, on=today
        )


def let_take_part(card: AgencyCard, *, now: datetime) -> None:
    """Let an agency behind a route take part from today on, and beyond."""
    today = local_day(now)
    (listed,) = directory.listed([card])
    if not takes_part(listed, on=today):
        directory_services.join(agency_id=card.id, starts_on=today)
    elif not takes_part(listed, on=today + timedelta(days=1)):
        directory_services.stay(agency_id=card.id, on=today)


def _end_missing(
    row: Route, behind: dict[str, TheirAgency], differences: list[Difference], *, now: datetime
) -> None:
    """Who is listed no more takes part no longer, unless another route still leads there.

    A list that lacks many may be half a list: it counts when it has lacked the same for a day.
    """
    known = {card.id for card in directory.agencies_by_codes(behind).values()}
    reached = Reached.objects.filter(route=row, is_gone=False)
    gone = list(reached.exclude(agency_id__in=known).order_by("agency_id"))
    if _has_shrunk(row, gone, reached.count(), now=now):
        cards = directory.agencies(one.agency_id for one in gone)
        differences += [
            _difference(row, DifferenceKind.MISSING, card.code, card.name, now=now)
            for card in cards.values()
        ]
        return
    for one in gone:
        with transaction.atomic():
            one.is_gone = True
            one.save(update_fields=["is_gone"])
            others = Reached.objects.filter(agency_id=one.agency_id, is_gone=False)
            if not others.exclude(route__state=RouteState.ENDED).exists():
                directory_services.leave(agency_id=one.agency_id, on=local_day(now))


def _has_shrunk(row: Route, gone: Collection[Reached], of: int, *, now: datetime) -> bool:
    """Whether too many are missing to be believed yet; keeps since when the same are missing."""
    is_much = len(gone) > max(_SMALL_NUMBER, of // _SMALL_PART)
    lacking = b"".join(one.agency_id.bytes for one in gone)
    digest = hashlib.sha256(lacking).hexdigest() if is_much else ""
    if row.lacking != digest:
        row.lacking, row.lacking_since = digest, now if digest else None
        row.save(update_fields=["lacking", "lacking_since"])
    since = row.lacking_since
    return is_much and (since is None or now < since + _SHRUNK_FOR)


def _register_ours(
    row: Route,
    register: Callable[[TheirAgency], None],
    listed: dict[str, TheirAgency],
    differences: list[Difference],
    *,
    now: datetime,
) -> None:
    """Enter those of ours that are missing there; of very many, others with each list."""
    missing = [one.card for one in our_agencies(row, now=now) if _is_missing(one.card, listed)]
    nth = int(now.timestamp()) // _LISTS_APART
    first = nth * MOST_REGISTERED % len(missing) if len(missing) > MOST_REGISTERED else 0
    for ours in (missing[first:] + missing[:first])[:MOST_REGISTERED]:
        try:
            register(TheirAgency(ours.code, ours.name))
        except TurnedDown as said:
            kind = DifferenceKind.NOT_REGISTERED
            differences.append(
                _difference(row, kind, ours.code, ours.name, said=said.said, now=now)
            )


def _is_missing(ours: AgencyCard, listed: Mapping[str, TheirAgency]) -> bool:
    there = listed.get(ours.code)
    return there is None or clean_line(there.name) != ours.name


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

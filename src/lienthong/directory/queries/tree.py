"""Who stands below whom."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import itemgetter
from uuid import UUID

from lienthong.directory.models import Agency
from lienthong.directory.queries.agencies import cards, living
from lienthong.directory.types import AgencyCard
from lienthong.tables.names import by_name

# Parents are followed in memory: the pairs of a whole province are some hundred.


def below(agency_id: UUID, *, among: Collection[UUID] | None = None) -> set[UUID]:
    """Return the agencies below one, at any depth, living or closed, without itself.

    among: only these are asked about. One statement.
    """
    parents = dict(Agency.objects.values_list("pk", "parent_id"))
    wanted = parents.keys() if among is None else set(among) & parents.keys()
    return {one for one in wanted if agency_id in _above(one, parents)}


def above(agency_id: UUID) -> list[UUID]:
    """Return the agencies above one, the nearest first. One statement."""
    parents = dict(Agency.objects.values_list("pk", "parent_id"))
    found: list[UUID] = []
    here = parents.get(agency_id)
    while here is not None and here not in found:
        found.append(here)
        here = parents.get(here)
    return found


def _above(one: UUID, parents: Mapping[UUID, UUID | None]) -> set[UUID]:
    seen: set[UUID] = set()
    here = parents.get(one)
    while here is not None and here not in seen:
        seen.add(here)
        here = parents.get(here)
    return seen


@dataclass(frozen=True, slots=True)
class Branch:
    """An agency under no other, and those directly below it that stand on a page.

    opens: its own line stands on this page, else on an earlier one. below: how many there are.
    """

    top: AgencyCard
    opens: bool
    below: int
    under: tuple[AgencyCard, ...]


@dataclass(frozen=True, slots=True)
class TreePage:
    """A page of the list of agencies. skipped: lines on pages before it; total: on all pages."""

    branches: tuple[Branch, ...]
    skipped: int
    total: int


def tree_page(*, on: date, number: int, size: int) -> TreePage:
    """Return the living agencies under no other, each with those directly below, page by page.

    number: counted from 1; one beyond the last is the last. Two statements.
    """
    order = _in_order(on)
    number = max(1, min(number, -(-len(order) // size)))
    lines = order[(number - 1) * size : number * size]
    known = {card.id: card for card in cards(Agency.objects.filter(pk__in=_ids(lines)))}
    sizes = Counter(top for top, below_it in order if below_it is not None)
    branches = []
    for top, group in groupby(lines, key=itemgetter(0)):
        found = [below_it for _top, below_it in group]
        under = tuple(known[one] for one in found if one is not None)
        branches.append(Branch(known[top], found[0] is None, sizes[top], under))
    return TreePage(tuple(branches), (number - 1) * size, len(order))


def _in_order(on: date) -> list[tuple[UUID, UUID | None]]:
    """The lines of the tree, by name: (top, None), then (top, one directly below it)."""
    rows = Agency.objects.filter(living(on)).order_by(by_name("name"), "pk")
    under: dict[UUID | None, list[UUID]] = {}
    for one, parent in rows.values_list("pk", "parent_id"):
        under.setdefault(parent, []).append(one)
    tops = under.get(None, [])
    return [(top, one) for top in tops for one in (None, *under.get(top, ()))]


def _ids(lines: Iterable[tuple[UUID, UUID | None]]) -> set[UUID]:
    return {one for line in lines for one in line if one is not None}

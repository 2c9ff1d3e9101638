"""Who stands below whom."""

from collections.abc import Collection, Mapping
from datetime import date
from uuid import UUID

from lienthong.directory.models import Agency
from lienthong.directory.queries.agencies import cards, living
from lienthong.directory.types import AgencyCard

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


def tops(*, on: date) -> list[tuple[AgencyCard, list[AgencyCard]]]:
    """Return the living agencies under no other, each with those directly below. Two statements."""
    first = cards(Agency.objects.filter(living(on), parent=None).order_by("name", "pk"))
    under: dict[UUID, list[AgencyCard]] = {card.id: [] for card in first}
    rows = Agency.objects.filter(living(on), parent__in=under).order_by("name", "pk")
    for card in cards(rows):
        if card.parent_id is not None:
            under[card.parent_id].append(card)
    return [(card, under[card.id]) for card in first]

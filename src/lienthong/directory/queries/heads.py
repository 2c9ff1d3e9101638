"""Where somebody leads or administers: agencies that answer for themselves."""

from collections.abc import Iterable, Mapping
from datetime import date
from uuid import UUID

from lienthong.directory.models import Agency, Post, Succession
from lienthong.directory.types import HEADS


def led_agencies(*, on: date) -> set[UUID]:
    """Return the agencies that are past being set up on a day, closed ones too.

    In each of them somebody leads or administers or once did; or in one below it, or in one that
    it took over: who heads it has a say in those too. Three statements.
    """
    posts = Post.objects.filter(role__in=HEADS, valid_from__lte=on)
    found = set(posts.values_list("agency_id", flat=True).distinct())
    parents = dict(Agency.objects.values_list("pk", "parent_id"))
    heirs: dict[UUID, list[UUID]] = {}
    for before, after in Succession.objects.values_list("predecessor_id", "successor_id"):
        heirs.setdefault(before, []).append(after)
    return _closure(found, parents, heirs)


def _closure(
    found: Iterable[UUID],
    parents: Mapping[UUID, UUID | None],
    heirs: Mapping[UUID, list[UUID]],
) -> set[UUID]:
    """All that is reached from these upwards and forwards."""
    reached: set[UUID] = set()
    left = list(found)
    while left:
        here = left.pop()
        if here in reached:
            continue
        reached.add(here)
        above = parents.get(here)
        left += [*([above] if above else []), *heirs.get(here, [])]
    return reached

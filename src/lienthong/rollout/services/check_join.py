"""What the directory asks before agencies join (`LIENTHONG_JOIN_GUARD`)."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from lienthong.directory import queries as directory
from lienthong.kernel.clock import local_day
from lienthong.kernel.sorting import name_key
from lienthong.rollout import queries
from lienthong.rollout.errors import NotReady
from lienthong.rollout.types import AgencyState, Joining

_NAMED = 5


def check_join(agency_ids: Collection[UUID], *, despite: str, now: datetime) -> list[str]:
    """Return the names of those that lack something obligatory, by name; others are ready.

    despite: the reason for which they join all the same. Raises NotReady without one, where the
    rule of today refuses. The same number of statements whatever their number.
    """
    cards = [one for one in directory.agencies(agency_ids).values() if not one.is_outside]
    states = queries.states_of(cards, now=now).values()
    lacking = sorted(
        (one for one in states if not one.is_ready), key=lambda one: name_key(one.agency.name)
    )
    refuses = queries.joining_now(on=local_day(now)) == Joining.REFUSE
    if lacking and refuses and not despite:
        names = "; ".join(_told(one) for one in lacking[:_NAMED])
        raise NotReady(count=len(lacking), names=names)
    return [one.agency.name for one in lacking]


def _told(state: AgencyState) -> str:
    missing = ", ".join(_(one.line.label) for one in state.missing)
    return f"{state.agency.name}: {missing}"

"""The homes of those who watch over the province: figures and states, never content."""

from dataclasses import dataclass
from datetime import datetime, time

from django.urls import reverse
from django.utils.translation import gettext as _

from lienthong.directory import queries as directory
from lienthong.directory.queries import ReorganisationCard
from lienthong.exchange import queries as exchange
from lienthong.kernel import clock
from lienthong.kernel.actor import Actor
from lienthong.webkit.types import Fact


@dataclass(frozen=True, slots=True)
class LateLine:
    """An agency that lets documents lie, with the page that says whom to call."""

    name: str
    url: str
    count: int
    since: datetime


@dataclass(frozen=True, slots=True)
class Watched:
    """Today over all agencies, and who is late; more: there are further agencies that are late."""

    today: list[Fact]
    late: list[LateLine]
    more: bool


@dataclass(frozen=True, slots=True)
class Reviewed:
    """Plans that wait for an answer, the oldest first, and what was answered lately."""

    waiting: list[ReorganisationCard]
    answered: list[ReorganisationCard]


_SHOWN = 30


def watched(actor: Actor, *, now: datetime) -> Watched | None:
    """Return the figures of the day for who reads those of the province. Five statements."""
    if "statistics.read-province" not in actor.rights:
        return None
    everyone = directory.agency_ids()
    midnight = clock.at_local(clock.local_day(now), time.min)
    moved = exchange.movement(since=midnight, senders=everyone)
    late = exchange.late_agencies(at=now, recipients=everyone, limit=_SHOWN + 1)
    names = directory.agencies(one.agency_id for one in late)
    facts = [
        Fact(_("Văn bản đã gửi"), str(moved.dispatches)),
        Fact(_("Lượt gửi"), str(moved.sent)),
        Fact(_("Đang chờ tiếp nhận"), str(moved.waiting)),
        Fact(_("Bị từ chối tiếp nhận"), str(moved.refused)),
    ]
    lines = [
        LateLine(
            names[one.agency_id].name,
            reverse("directory:agency", args=[one.agency_id]),
            one.count,
            one.since,
        )
        for one in late[:_SHOWN]
    ]
    return Watched(facts, lines, len(late) > _SHOWN)


def reviewed(actor: Actor) -> Reviewed | None:
    """Return what a second person answers, for who may be one. Two statements."""
    if "directory.agree-reorganisation" not in actor.rights:
        return None
    return Reviewed(directory.reorganisations_to_answer(), directory.reorganisations_answered())

"""The homes of those who watch over the province: figures and states, never content."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from lienthong.directory import queries as directory
from lienthong.directory.queries import ReorganisationCard
from lienthong.directory.types import AgencyCard
from lienthong.exchange import queries as exchange
from lienthong.exchange.queries import LateAgency, Reminded
from lienthong.exchange.types import UrgedAbout
from lienthong.kernel import clock
from lienthong.kernel.actor import Actor
from lienthong.registers import queries as registers
from lienthong.registers.queries import LateWork
from lienthong.webkit.numbers import count as grouped
from lienthong.webkit.types import Fact


@dataclass(frozen=True, slots=True)
class LateLine:
    """An agency that is late, with the page that says whom to call.

    since: a moment (the limit of acceptance) or a day (that of the work), the first that passed.
    urged_at: when somebody reminded it today; urge_url: empty where nothing more is to remind of.
    """

    name: str
    url: str
    count: int
    since: datetime | date
    urge_url: str
    urged_at: datetime | None


@dataclass(frozen=True, slots=True)
class Watched:
    """Today over all agencies, and who is late with what; no content.

    can_urge: the viewer may remind them.
    """

    today: list[Fact]
    late: "LateTable"
    late_work: "LateTable"
    can_urge: bool


@dataclass(frozen=True, slots=True)
class LateTable:
    """The agencies that are the longest late; more: there are others."""

    lines: list[LateLine]
    more: bool


@dataclass(frozen=True, slots=True)
class Reviewed:
    """Plans that wait for an answer, the oldest first, and what was answered lately."""

    waiting: list[ReorganisationCard]
    answered: list[ReorganisationCard]


_SHOWN = 30


def watched(actor: Actor, *, now: datetime) -> Watched | None:
    """Return the figures of the day for who reads those of the province. Ten to 14 statements."""
    if "statistics.read-province" not in actor.rights:
        return None
    everyone = directory.agency_ids()
    midnight = clock.at_local(clock.local_day(now), time.min)
    moved = exchange.movement(since=midnight, senders=everyone)
    late = exchange.late_agencies(at=now, recipients=everyone, limit=_SHOWN + 1)
    today = clock.local_day(now)
    work = registers.agencies_with_late_work(today=today, agencies=everyone, limit=_SHOWN + 1)
    names = directory.agencies({one.agency_id for one in late} | {one.agency_id for one in work})
    return Watched(
        [
            Fact(_("Văn bản đã gửi"), grouped(moved.dispatches)),
            Fact(_("Cùng thứ, đến giờ này, các tuần trước"), _usual(everyone, now)),
            Fact(_("Lượt gửi"), grouped(moved.sent)),
            Fact(_("Đang chờ tiếp nhận"), grouped(moved.waiting)),
            Fact(_("Bị từ chối tiếp nhận"), grouped(moved.refused)),
        ],
        _table(late, names, _reminded(late, UrgedAbout.ACCEPTANCE, today), "exchange:urge-agency"),
        _table(work, names, _reminded(work, UrgedAbout.WORK, today), "registers:urge-agency"),
        "exchange.urge" in actor.rights,
    )


def _usual(everyone: Collection[UUID], now: datetime) -> str:
    """Say between which numbers the day usually is by now."""
    today = clock.local_day(now)
    is_working_day = directory.working_day_checker(today, today)
    found = exchange.usual_dispatches(now=now, senders=everyone, is_working_day=is_working_day)
    if not found:
        return _("chưa có tuần nào để so sánh")
    least, most = grouped(min(found)), grouped(max(found))
    if least == most:
        return least
    return _("từ %(least)s đến %(most)s") % {"least": least, "most": most}


Late = Sequence[LateAgency | LateWork]


def _reminded(late: Late, about: UrgedAbout, today: date) -> Mapping[UUID, Reminded]:
    return exchange.reminded([one.agency_id for one in late], about=about, on=today)


def _table(
    found: Late, names: Mapping[UUID, AgencyCard], told: Mapping[UUID, Reminded], urge: str
) -> LateTable:
    lines = [_line(one, names[one.agency_id], told.get(one.agency_id), urge) for one in found]
    return LateTable(lines[:_SHOWN], len(found) > _SHOWN)


def _line(
    one: LateAgency | LateWork, agency: AgencyCard, told: Reminded | None, urge: str
) -> LateLine:
    """Work is late by the day: who was reminded of it today was reminded of all."""
    is_done = told is not None and (isinstance(one, LateWork) or told.count >= one.count)
    return LateLine(
        agency.name,
        reverse("directory:agency", args=[one.agency_id]),
        one.count,
        one.since,
        "" if is_done else reverse(urge, args=[one.agency_id]),
        told.at if told else None,
    )


def reviewed(actor: Actor) -> Reviewed | None:
    """Return what a second person answers, for who may be one. Two statements."""
    if "directory.agree-reorganisation" not in actor.rights:
        return None
    return Reviewed(directory.reorganisations_to_answer(), directory.reorganisations_answered())

"""The figures of one month of an agency, from what its books and its sendings say today."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from lienthong.exchange import queries as exchange
from lienthong.kernel import clock
from lienthong.registers import queries
from lienthong.registers.types import Direction, EntryState
from lienthong.webkit.numbers import count
from lienthong.webkit.types import Fact

_FIRST_YEAR = 2000


@dataclass(frozen=True, slots=True)
class Month:
    """name: "11/2026"; the others as the address says them, "2026-11", "" where there is none.

    at: what was sent stood so at this moment; the month may still go on.
    """

    name: str
    before: str
    after: str
    facts: list[Fact]
    at: datetime


def month_of(agency_id: UUID, asked: str, *, now: datetime) -> Month:
    """Return a month's figures; of this month when none, or none that can be, is asked for.

    Three statements.
    """
    this = clock.local_day(now).replace(day=1)
    first = _read(asked, latest=this)
    following = (first + timedelta(days=31)).replace(day=1)
    since, until = (clock.at_local(day, time.min) for day in (first, following))
    lines = queries.entered_between(agency_id, since, until)
    sent = exchange.movement(since=since, until=until, senders=[agency_id])
    voided = sum(n for (_direction, state), n in lines.items() if state == EntryState.VOIDED)
    return Month(
        name=f"{first:%m/%Y}",
        before=_address(first - timedelta(days=1)),
        after=_address(following) if following <= this else "",
        facts=[
            Fact(
                _("Văn bản đến vào sổ"),
                count(lines.get((Direction.INCOMING, EntryState.ENTERED), 0)),
            ),
            Fact(
                _("Văn bản đi vào sổ, kể cả bản sao"),
                count(lines.get((Direction.OUTGOING, EntryState.ENTERED), 0)),
            ),
            Fact(_("Số đã hủy"), count(voided)),
            Fact(_("Lần gửi điện tử"), count(sent.dispatches)),
            Fact(_("Lượt đến nơi nhận"), count(sent.sent)),
            Fact(_("Trong đó đang chờ tiếp nhận"), count(sent.waiting)),
            Fact(_("Trong đó bị từ chối"), count(sent.refused)),
        ],
        at=now,
    )


def _read(asked: str, *, latest: date) -> date:
    try:
        first = datetime.strptime(asked, "%Y-%m").date()  # noqa: DTZ007  # a month has no zone
    except ValueError:
        return latest
    return first if first.year >= _FIRST_YEAR and first <= latest else latest


def _address(day: date) -> str:
    return f"{day:%Y-%m}" if day.year >= _FIRST_YEAR else ""

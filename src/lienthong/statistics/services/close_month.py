"""Closing a month: its figures are counted, kept and recorded once, and the agencies are told."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256
from uuid import UUID

from django.db import IntegrityError, transaction

from lienthong.directory import queries as directory
from lienthong.directory.types import AgencyCard, Role
from lienthong.kernel.actor import Actor
from lienthong.kernel.clock import local_day
from lienthong.kernel.ids import uuid7
from lienthong.kernel.text import clean_line, nfc
from lienthong.kernel.wording import noop as _
from lienthong.ledger import queries as ledger_queries
from lienthong.ledger import services as ledger
from lienthong.ledger.rules.canonical import canonical_bytes
from lienthong.ledger.types import Act, ActItem, Head, RecordRef
from lienthong.notices import services as notices
from lienthong.notices.sentences import declare
from lienthong.notices.types import NewNotice
from lienthong.statistics import errors, queries, rules
from lienthong.statistics.models import AgencyFigures, Closing
from lienthong.statistics.queries.closings import written_counts
from lienthong.statistics.types import ClosingCard, Figures, Period

CLOSED = declare(
    "statistics.month-closed",
    _("Đã chốt số liệu tháng %(month)s. Xem và xác nhận trước hết ngày %(answer_on)s."),
)
# Two processes of one installation may differ so much in what time it is.
_APART = timedelta(minutes=5)
_LONGEST = 500


def close_due(*, now: datetime) -> list[ClosingCard]:
    """Close every month that is over and not closed, the earliest first. Safe to repeat.

    Raises ClockBehind.
    """
    closed = []
    while (period := queries.closing_to_come(now=now)) is not None:
        closed.append(close_month(month=period.month, now=now))
    return closed


def close_month(*, month: date, now: datetime, clock_is_right: bool = False) -> ClosingCard:
    """Close a month: count, keep and record the figures of every agency that took part in it.

    Closing it again, or two at the same moment, gives the same closing and changes nothing.
    clock_is_right: an operator says so, after it was ahead. Raises MonthNotOver, MonthBeforeFirst,
    EarlierMonthOpen, ClockBehind.
    Source: the letter of Sở Nội vụ Đồng Nai of 2017, point 1.
    """
    period = queries.period_called(month)
    if (known := queries.closing_called(period.month)) is not None:
        return known
    _require_turn(period, now=now, clock_is_right=clock_is_right)
    return _close(_Turn(period), now=now)


def close_again(*, month: date, reason: str, now: datetime) -> ClosingCard:
    """Close a month anew that a clock which was ahead had closed too early.

    The closing before stays, with its record and answers; the new one holds. Repeating it raises
    ClosedInTime. Raises MonthNotClosed, AgainReasonMissing, MonthNotOver.
    """
    known, said = queries.closing_of(month), clean_line(reason)[:_LONGEST]
    if not said:
        raise errors.AgainReasonMissing()
    was_ahead = known.closed_at > now + _APART or ledger_queries.went_back_after(
        known.record_id, at=known.closed_at - _APART
    )
    if not was_ahead:
        raise errors.ClosedInTime(month=known.period.name)
    _require_over(known.period, now=now)
    return _close(_Turn(known.period, known, said), now=now)


@dataclass(frozen=True, slots=True)
class _Turn:
    """One closing of a period; before: the one that it replaces, and why."""

    period: Period
    before: ClosingCard | None = None
    reason: str = ""

    @property
    def edition(self) -> int:
        return self.before.edition + 1 if self.before else 1


def _close(turn: _Turn, *, now: datetime) -> ClosingCard:
    period = turn.period
    agencies = directory.participants(period.first_on, period.last_on)
    counted = queries.count_figures(period, agencies, at=now, every=True)
    try:
        with transaction.atomic():
            _write(turn, agencies, counted, now=now)
    except IntegrityError:
        # Unless another process was there first.
        found = queries.closing_called(period.month)
        if found is None or found.edition < turn.edition:
            raise
    return queries.closing_of(period.month)


def _require_over(period: Period, *, now: datetime) -> None:
    if now < period.until:
        raise errors.MonthNotOver(month=period.name, last_on=f"{period.last_on:%d/%m/%Y}")


def _require_turn(period: Period, *, now: datetime, clock_is_right: bool) -> None:
    _require_over(period, now=now)
    begun = ledger_queries.recorded_within()
    first = queries.first_month()
    if begun is None or first is None or period.month < first:
        on = local_day(begun[0] if begun else now)
        raise errors.MonthBeforeFirst(month=period.name, begun_on=f"{on:%d/%m/%Y}")
    if begun[1] > now + _APART and not clock_is_right:
        raise errors.ClockBehind(latest=f"{begun[1]:%d/%m/%Y %H:%M} UTC")
    due = queries.closing_to_come(now=now)
    if due is not None and due.month < period.month:
        raise errors.EarlierMonthOpen(month=period.name, earlier=due.name)


def _write(
    turn: _Turn,
    agencies: list[AgencyCard],
    counted: Mapping[UUID, Figures],
    *,
    now: datetime,
) -> None:
    """Write the closing, a row for each agency, the record and the notices: all or nothing."""
    period = turn.period
    after = rules.answers_count_after(period, now)
    calendar = directory.working_day_checker(after, after)
    answer_by = rules.answer_until(after, is_working_day=calendar)
    head = ledger_queries.head_latest()
    closing_id = uuid7()
    record = _record(closing_id, turn, agencies, counted, head, now=now)
    closing = Closing.objects.create(
        id=closing_id,
        month=period.month,
        edition=turn.edition,
        reason=turn.reason,
        first_on=period.first_on,
        last_on=period.last_on,
        closed_at=now,
        answer_by=answer_by,
        definitions=rules.DEFINITIONS,
        head_epoch=head.epoch if head else 0,
        head_size=head.size if head else 0,
        head_root=head.root.hex() if head else "",
        record_id=record.id,
    )
    AgencyFigures.objects.bulk_create(
        (_row(closing, one, counted[one.id]) for one in agencies), batch_size=90
    )
    _tell(closing_id, period, agencies, answer_by, now=now)


def _row(closing: Closing, agency: AgencyCard, figures: Figures) -> AgencyFigures:
    return AgencyFigures(
        closing=closing,
        agency_id=agency.id,
        agency_name=agency.name,
        agency_code=agency.code,
        agency_class=agency.agency_class,
        level=agency.level,
        basis=figures.basis,
        counts=written_counts(figures.counts),
        kinds=_written_kinds(figures),
    )


def _written_kinds(figures: Figures) -> list[list[object]]:
    return [[nfc(one.kind), written_counts(one.counts)] for one in figures.kinds]


def _record(
    closing_id: UUID,
    turn: _Turn,
    agencies: list[AgencyCard],
    counted: Mapping[UUID, Figures],
    head: Head | None,
    *,
    now: datetime,
) -> RecordRef:
    """Record the numbers themselves, in the clear: they name nobody and are public."""
    period, before = turn.period, turn.before
    act = Act(
        name="figures.closed",
        subjects={"closing": str(closing_id), **({"instead": str(before.id)} if before else {})},
        dimensions={
            "month": period.slug,
            "edition": turn.edition,
            "first_on": period.first_on.isoformat(),
            "last_on": period.last_on.isoformat(),
            "definitions": rules.DEFINITIONS,
            "agencies": len(agencies),
            "head_epoch": head.epoch if head else 0,
            "head_size": head.size if head else 0,
            "head_root": head.root.hex() if head else "",
        },
        private={"reason": turn.reason} if turn.reason else {},
        items=[_item(one, counted[one.id]) for one in agencies],
    )
    return ledger.record(act, actor=Actor.installation(), at=now)


def _item(agency: AgencyCard, figures: Figures) -> ActItem:
    kinds = canonical_bytes(_written_kinds(figures))
    return ActItem(
        key=str(agency.id),
        dimensions={
            "agency": str(agency.id),
            "basis": str(figures.basis),
            **written_counts(figures.counts),
            "kinds_sha256": sha256(kinds).hexdigest(),
        },
    )


def _tell(
    closing_id: UUID,
    period: Period,
    agencies: list[AgencyCard],
    answer_by: datetime,
    *,
    now: datetime,
) -> None:
    """Clerks and leaders hear it; those of an agency that ended are told at its heir."""
    holders = directory.holders_of([one.id for one in agencies])
    answer_on = local_day(answer_by - timedelta(seconds=1))
    notices.tell(
        (
            NewNotice(
                agency_id=holder,
                role=role,
                code=CLOSED,
                facts={"month": period.name, "answer_on": f"{answer_on:%d/%m/%Y}"},
                subject_kind="closing",
                subject_id=closing_id,
            )
            for holder in sorted({holders[one.id] for one in agencies})
            for role in (Role.CLERK, Role.LEADER)
        ),
        now=now,
    )

"""Figures of a time counted from the books and from the log of the exchange.

A fixed number of statements whatever the agencies and their documents: one for the lines, one for
what arrived, one for what was sent, and as many for the moments; memory grows with the agencies
and their kinds of documents, not with the documents.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable
from datetime import datetime
from uuid import UUID

from lienthong.directory.types import AgencyCard
from lienthong.documents import queries as documents
from lienthong.documents.rules.kinds import kind_name
from lienthong.documents.types import LegalValue, Urgency
from lienthong.exchange.queries import tallies as exchange
from lienthong.exchange.queries.tallies import Promptness, SentAt
from lienthong.kernel.clock import local_day
from lienthong.registers.queries import tallies as registers
from lienthong.registers.queries.tallies import LineCount
from lienthong.registers.types import Direction, EntryState
from lienthong.statistics import rules
from lienthong.statistics.types import (
    OF_BOOKS,
    OF_KINDS,
    Basis,
    Figures,
    KindCounts,
    Measure,
    Period,
)

WORTHS: dict[Measure, tuple[str, ...]] = {
    Measure.SIGNED: (LegalValue.ORIGINAL, LegalValue.COPY),
    Measure.PART_SIGNED: (LegalValue.INCOMPLETE,),
    Measure.SCANNED: (LegalValue.SCAN,),
    Measure.UNSIGNED: (
        *(LegalValue.INFORMATION, LegalValue.INVALID, LegalValue.UNDETERMINED),
        "",
    ),
}
_MEASURE_OF_WORTH = {str(word): measure for measure, words in WORTHS.items() for word in words}
PROMPTNESS = {
    Measure.DECIDED_IN_TIME: Promptness.IN_TIME,
    Measure.DECIDED_LATE: Promptness.LATE,
    Measure.UNDECIDED: Promptness.WAITING,
}
_MEASURE_OF_PROMPTNESS = {word: measure for measure, word in PROMPTNESS.items()}
# How far back what is entered may have been signed, and how long it may wait to be sent.
_LONG_BEFORE, _LONG_AFTER = rules.ONE_DAY * 3660, rules.ONE_DAY * 400
_Limit = Callable[[datetime, bool], datetime]


def count_figures(
    period: Period, agencies: Collection[AgencyCard], *, at: datetime, every: bool = False
) -> dict[UUID, Figures]:
    """Return the figures of these agencies in a period, as the records say now.

    at: what is not decided is judged at this moment. every: they are (almost) all that there are,
    so that the tables are read once and what is of others is passed over.
    """
    counted = _Counted(period, agencies, at=at, every=every)
    counted.lines()
    counted.arrivals()
    counted.taken()
    counted.deliveries()
    counted.versions()
    counted.times()
    return counted.figures()


class _Counted:
    """The counters of some agencies, filled one source after the other."""

    def __init__(
        self, period: Period, agencies: Collection[AgencyCard], *, at: datetime, every: bool
    ) -> None:
        self._since, self._until, self._at = period.since, period.until, at
        self._basis = {one.id: rules.basis_of(books_here=one.books_here) for one in agencies}
        self._asked = None if every else list(self._basis)
        self._elsewhere = [one for one, told in self._basis.items() if told == Basis.EXCHANGE]
        self._counts: dict[UUID, Counter[Measure]] = {one: Counter() for one in self._basis}
        self._kinds: dict[UUID, dict[str, Counter[Measure]]] = {one: {} for one in self._basis}

    def lines(self) -> None:
        """What the books say; of agencies whose books are elsewhere nothing is taken from here."""
        for row in registers.line_counts(self._since, self._until, agency_ids=self._asked):
            if self._basis.get(row.agency_id) == Basis.BOOKS:
                for measure in _of_line(row):
                    self._add(row.agency_id, measure, row.count, row.kind)

    def arrivals(self) -> None:
        """What came by the exchange, and whether it was decided in time."""
        rows = exchange.arrival_counts(
            self._since, self._until, at=self._at, recipients=self._asked
        )
        for row in rows:
            if row.recipient_id not in self._basis:
                continue
            self._add(row.recipient_id, Measure.ARRIVED, row.count)
            self._add(row.recipient_id, _MEASURE_OF_PROMPTNESS[row.promptness], row.count)
            if row.is_refused:
                self._add(row.recipient_id, Measure.REFUSED, row.count)

    def taken(self) -> None:
        """What those took in whose books are elsewhere."""
        if not self._elsewhere:
            return
        rows = exchange.taken_counts(self._since, self._until, recipients=self._elsewhere)
        for row in rows:
            kind = kind_name(row.kind)
            self._add(row.recipient_id, Measure.INCOMING_ELECTRONIC, row.count, kind)

    def deliveries(self) -> None:
        """The other side of the same deliveries."""
        for row in exchange.sent_counts(self._since, self._until, senders=self._asked):
            if row.sender_id in self._basis:
                self._add(row.sender_id, Measure.DELIVERIES, row.count)
                if row.is_refused:
                    self._add(row.sender_id, Measure.DELIVERIES_REFUSED, row.count)

    def versions(self) -> None:
        """What those sent whose books are elsewhere."""
        if not self._elsewhere:
            return
        rows = exchange.sent_version_counts(self._since, self._until, senders=self._elsewhere)
        for row in rows:
            kind = kind_name(row.kind)
            self._add(row.sender_id, Measure.OUTGOING_ELECTRONIC, row.count, kind)
            self._add(row.sender_id, _MEASURE_OF_WORTH[row.worth], row.count)
            if row.with_paper:
                self._add(row.sender_id, Measure.WITH_PAPER, row.count)

    def times(self) -> None:
        """Whether what was sent went out in time after its signature (A10)."""
        limit = issue_limits(self._since, self._until)
        of_lines = registers.sent_line_times(self._since, self._until, agency_ids=self._asked)
        self._time((one for one in of_lines if self._is_booked(one.agency_id)), limit)
        if self._elsewhere:
            self._time(
                exchange.sent_version_times(self._since, self._until, senders=self._elsewhere),
                limit,
            )

    def _is_booked(self, agency_id: UUID) -> bool:
        return self._basis.get(agency_id) == Basis.BOOKS

    def _time(self, rows: Iterable[SentAt], limit: _Limit) -> None:
        for row in rows:
            self._add(row.agency_id, promptness_of(row, limit), 1)

    def figures(self) -> dict[UUID, Figures]:
        """Return what was counted; what nothing was found of is 0 where it can be known."""
        return {
            agency_id: Figures(
                basis=basis,
                counts={
                    measure: self._counts[agency_id][measure]
                    for measure in Measure
                    if _is_known(measure, basis)
                },
                kinds=self._kinds_of(agency_id, basis),
            )
            for agency_id, basis in self._basis.items()
        }

    def _kinds_of(self, agency_id: UUID, basis: Basis) -> tuple[KindCounts, ...]:
        found = sorted(
            self._kinds[agency_id].items(), key=lambda item: (-sum(item[1].values()), item[0])
        )
        known = [measure for measure in OF_KINDS if _is_known(measure, basis)]
        return tuple(
            KindCounts(kind, {measure: counts[measure] for measure in known})
            for kind, counts in found
        )

    def _add(self, agency_id: UUID, measure: Measure, count: int, kind: str = "") -> None:
        self._counts[agency_id][measure] += count
        if kind and measure in OF_KINDS:
            self._kinds[agency_id].setdefault(kind, Counter())[measure] += count


def _is_known(measure: Measure, basis: Basis) -> bool:
    return basis == Basis.BOOKS or measure not in OF_BOOKS


def _of_line(row: LineCount) -> list[Measure]:
    """Which measures a line counts for."""
    if row.direction == Direction.INCOMING:
        road = Measure.INCOMING_ELECTRONIC if row.by_exchange else Measure.INCOMING_PAPER
        return [Measure.INCOMING, road] if row.state == EntryState.ENTERED else []
    if row.state == EntryState.VOIDED:
        return [Measure.VOIDED]
    if row.inside:
        return [Measure.INSIDE]
    if not row.by_exchange:
        return [Measure.OUTGOING, Measure.OUTGOING_PAPER]
    paper = [Measure.WITH_PAPER] if row.with_paper else []
    sent = [Measure.OUTGOING, Measure.OUTGOING_ELECTRONIC]
    return [*sent, _MEASURE_OF_WORTH[row.worth], *paper]


def promptness_of(row: SentAt, limit: _Limit) -> Measure:
    """Return whether a version went out in time after its signature.

    What was signed on a day that no calendar reaches, or after it was sent, is not judged.
    """
    if row.signed_at is None or row.sent_at < row.signed_at:
        return Measure.SENT_UNTIMED
    try:
        latest = limit(row.signed_at, row.urgency != Urgency.NORMAL)
    except ValueError:
        return Measure.SENT_UNTIMED
    return Measure.SENT_IN_TIME if row.sent_at <= latest else Measure.SENT_LATE


def issue_limits(since: datetime, until: datetime) -> _Limit:
    """Return the limits by which `promptness_of` judges what is of a time. Two statements."""
    return documents.issue_limits(local_day(since) - _LONG_BEFORE, local_day(until) + _LONG_AFTER)

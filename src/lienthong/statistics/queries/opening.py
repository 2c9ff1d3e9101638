"""The documents behind a number, and for who may not see them the days on which they came."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Protocol
from uuid import UUID

from lienthong.directory.types import AgencyCard
from lienthong.documents import queries as documents
from lienthong.documents.types import VersionCard
from lienthong.exchange.queries import tallies as exchange
from lienthong.exchange.queries.tallies import SentAt, TalliedDelivery
from lienthong.kernel.clock import local_day
from lienthong.registers.queries import tallies as registers
from lienthong.registers.queries.tallies import LinesWanted
from lienthong.registers.types import Direction, EntryCard, EntryState
from lienthong.statistics.queries.counting import (
    PROMPTNESS,
    WORTHS,
    issue_limits,
    promptness_of,
)
from lienthong.statistics.rules import basis_of
from lienthong.statistics.types import OF_BOOKS, Basis, Measure, Period

PAGE = 50


@dataclass(frozen=True, slots=True)
class OpenedLine:
    """One document behind a number.

    number: in the book; "" where it stands in none here. at: when it was entered, issued, sent or
    taken in. version_id: None for what is on paper alone. other: the issuer of what came, the
    recipient of what went.
    """

    at: datetime
    number: str
    reference: str
    subject: str
    other: str
    version_id: UUID | None


_Sent = tuple[UUID, datetime]  # a version, and when it was first sent
_Row = EntryCard | TalliedDelivery | _Sent


class _Rows(Protocol):
    """What a measure counts; `Tallied` is one."""

    def count(self) -> int: ...
    def page(self, skipped: int, limit: int) -> Sequence[_Row]: ...
    def moments(self) -> Iterator[datetime]: ...


_LINES = {
    Measure.OUTGOING: LinesWanted(Direction.OUTGOING, inside=False),
    Measure.OUTGOING_ELECTRONIC: LinesWanted(Direction.OUTGOING, by_exchange=True),
    Measure.WITH_PAPER: LinesWanted(Direction.OUTGOING, by_exchange=True, with_paper=True),
    Measure.OUTGOING_PAPER: LinesWanted(Direction.OUTGOING, by_exchange=False, inside=False),
    Measure.INSIDE: LinesWanted(Direction.OUTGOING, inside=True),
    **{
        measure: LinesWanted(Direction.OUTGOING, by_exchange=True, worth=worth)
        for measure, worth in WORTHS.items()
    },
    Measure.VOIDED: LinesWanted(Direction.OUTGOING, EntryState.VOIDED),
    Measure.INCOMING: LinesWanted(Direction.INCOMING),
    Measure.INCOMING_ELECTRONIC: LinesWanted(Direction.INCOMING, by_exchange=True),
    Measure.INCOMING_PAPER: LinesWanted(Direction.INCOMING, by_exchange=False),
}
_TIMED = {Measure.SENT_IN_TIME, Measure.SENT_LATE, Measure.SENT_UNTIMED}
_ARRIVED = {Measure.ARRIVED, Measure.REFUSED, *PROMPTNESS}
_SENT = {Measure.DELIVERIES: None, Measure.DELIVERIES_REFUSED: True}


@dataclass(frozen=True, slots=True)
class Opened:
    """What a measure counts of an agency, as the records say when a method is called."""

    _rows: _Rows
    _agency: AgencyCard

    def count(self) -> int:
        """Return how many there are. One statement, three where each moment is judged."""
        return self._rows.count()

    def page(self, *, skipped: int = 0, limit: int = PAGE) -> list[OpenedLine]:
        """Return some of the documents, the oldest first. Two statements more at most."""
        return _shown(self._rows.page(skipped, limit), self._agency)

    def days(self) -> list[tuple[date, int]]:
        """Return on which days how many counted: numbers alone."""
        return sorted(Counter(map(local_day, self._rows.moments())).items())


def opened(measure: Measure, period: Period, agency: AgencyCard, *, at: datetime) -> Opened:
    """Return what a measure counts in a period; at: by when it is judged what is not decided.

    Nothing for a measure that cannot be known of this agency.
    """
    return Opened(_behind(measure, period, agency, at), agency)


def _behind(measure: Measure, period: Period, agency: AgencyCard, at: datetime) -> _Rows:
    """Return what a measure counts: lines of books, deliveries, or versions and when they went."""
    basis, of = basis_of(books_here=agency.books_here), agency.id
    if basis == Basis.EXCHANGE and measure in OF_BOOKS:
        return _Judged(lambda: iter(()), lambda rows: [])
    if basis == Basis.EXCHANGE and measure == Measure.INCOMING_ELECTRONIC:
        return exchange.tallied_taken(period.since, period.until, recipient_id=of)
    if measure in _ARRIVED:
        return exchange.tallied_arrivals(
            period.since,
            period.until,
            at=at,
            recipient_id=of,
            wanted=PROMPTNESS.get(measure),
            refused=True if measure == Measure.REFUSED else None,
        )
    if measure in _SENT:
        return exchange.tallied_sent(
            period.since, period.until, sender_id=of, refused=_SENT[measure]
        )
    return (_versions if basis == Basis.EXCHANGE else _lines)(measure, period, of)


def _lines(measure: Measure, period: Period, agency_id: UUID) -> _Rows:
    def lines(wanted: LinesWanted) -> _Rows:
        return registers.tallied_lines(
            period.since, period.until, agency_id=agency_id, wanted=wanted
        )

    if measure not in _TIMED:
        return lines(_LINES[measure])

    def shown(rows: Sequence[SentAt]) -> Sequence[_Row]:
        ids = tuple(row.row_id for row in rows)
        return lines(LinesWanted(Direction.OUTGOING, line_ids=ids)).page(0, len(ids))

    times = registers.sent_line_times(period.since, period.until, agency_ids=[agency_id])
    return _Judged(_of_promptness(measure, period, times), shown)


def _versions(measure: Measure, period: Period, agency_id: UUID) -> _Rows:
    if measure not in _TIMED:
        return exchange.tallied_versions(
            period.since,
            period.until,
            sender_id=agency_id,
            worth=WORTHS.get(measure),
            with_paper=True if measure == Measure.WITH_PAPER else None,
        )
    times = exchange.sent_version_times(period.since, period.until, senders=[agency_id])
    return _Judged(
        _of_promptness(measure, period, times),
        lambda rows: [(row.row_id, row.sent_at) for row in rows],
    )


def _of_promptness(
    measure: Measure, period: Period, times: Iterator[SentAt]
) -> Callable[[], Iterator[SentAt]]:
    def found() -> Iterator[SentAt]:
        limit = issue_limits(period.since, period.until)
        return (row for row in times if promptness_of(row, limit) == measure)

    return found


class _Judged:
    """What can only be told by looking at each moment; looked at once, when it is first asked."""

    def __init__(
        self,
        found: Callable[[], Iterator[SentAt]],
        shown: Callable[[Sequence[SentAt]], Sequence[_Row]],
    ) -> None:
        self._find, self._shown = found, shown

    @cached_property
    def _found(self) -> list[SentAt]:
        return sorted(self._find(), key=lambda row: (row.counted_at, row.row_id))

    def count(self) -> int:
        return len(self._found)

    def page(self, skipped: int, limit: int) -> Sequence[_Row]:
        some = self._found[skipped : skipped + limit]
        return self._shown(some) if some else []

    def moments(self) -> Iterator[datetime]:
        return (row.counted_at for row in self._found)


def _shown(found: Sequence[_Row], agency: AgencyCard) -> list[OpenedLine]:
    """One statement for the documents of what has no line here."""
    ids = {
        one.version_id if isinstance(one, TalliedDelivery) else one[0]
        for one in found
        if not isinstance(one, EntryCard)
    }
    cards = documents.version_cards(ids) if ids else {}
    return [_line(one, cards, agency) for one in found]


def _line(one: _Row, cards: Mapping[UUID, VersionCard], agency: AgencyCard) -> OpenedLine:
    if isinstance(one, EntryCard):
        return _of_line(one)
    if isinstance(one, TalliedDelivery):
        card = cards[one.version_id]
        is_ours = one.sender_id == agency.id
        other = one.recipient_name if is_ours else card.issuer_name
        return _of_version(card, one.counted_at, other)
    return _of_version(cards[one[0]], one[1], "")


def _of_line(line: EntryCard) -> OpenedLine:
    facts = line.facts
    is_out = line.direction == Direction.OUTGOING
    return OpenedLine(
        at=line.settled_at or line.entered_at,
        number=line.number_text,
        reference=facts.reference_code,
        subject=facts.subject,
        other=facts.recipients if is_out else facts.author,
        version_id=line.version_id,
    )


def _of_version(card: VersionCard, at: datetime, other: str) -> OpenedLine:
    return OpenedLine(at, "", card.reference_code, card.subject, other, card.id)

"""The documents behind a number, and for who may not see them the days on which they came."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
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
# Of one agency in one period; more lines than a book gets in a month.
_MOST = 100_000


@dataclass(frozen=True, slots=True)
class OpenedLine:
    """One document behind a number.

    number: in the book; "" where it stands in none here. at: when it was entered, sent or arrived.
    version_id: None for what is on paper alone. other: the issuer of what came, the recipient of
    what went.
    """

    at: datetime
    number: str
    reference: str
    subject: str
    other: str
    version_id: UUID | None


_LINES = {
    Measure.OUTGOING: LinesWanted(Direction.OUTGOING),
    Measure.OUTGOING_ELECTRONIC: LinesWanted(Direction.OUTGOING, by_exchange=True),
    Measure.WITH_PAPER: LinesWanted(Direction.OUTGOING, by_exchange=True, with_paper=True),
    Measure.OUTGOING_PAPER: LinesWanted(Direction.OUTGOING, by_exchange=False),
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
class _Asked:
    """Of whom, of which days, and which page."""

    agency_id: UUID
    period: Period
    at: datetime
    skipped: int
    limit: int

    @property
    def page(self) -> dict[str, Any]:
        return {"skipped": self.skipped, "limit": self.limit}

    @property
    def time(self) -> tuple[datetime, datetime]:
        return self.period.since, self.period.until


_Found = Sequence[EntryCard | TalliedDelivery | tuple[UUID, datetime]]


def opened(
    measure: Measure,
    period: Period,
    agency: AgencyCard,
    *,
    at: datetime,
    skipped: int = 0,
    limit: int = PAGE,
) -> list[OpenedLine]:
    """Return a page of what a measure counts now, the oldest first. At most four statements.

    Nothing for a measure that cannot be known of this agency.
    """
    asked = _Asked(agency.id, period, at, skipped, limit)
    found = _behind(measure, asked, basis_of(books_here=agency.books_here))
    return _shown(found, agency)


def days_behind(
    measure: Measure, period: Period, agency: AgencyCard, *, at: datetime
) -> list[tuple[date, int]]:
    """Return on how many days how many of what a measure counts came: numbers alone."""
    asked = _Asked(agency.id, period, at, 0, _MOST)
    found = _behind(measure, asked, basis_of(books_here=agency.books_here))
    return sorted(Counter(local_day(_moment(one)) for one in found).items())


def _behind(measure: Measure, asked: _Asked, basis: Basis) -> _Found:
    """Return what a measure counts: lines of books, deliveries, or versions and when they went."""
    if basis == Basis.EXCHANGE and measure in OF_BOOKS:
        return []
    if measure in _ARRIVED or (basis == Basis.EXCHANGE and measure == Measure.INCOMING_ELECTRONIC):
        return _arrivals(measure, asked)
    if measure in _SENT:
        return exchange.tallied_sent(
            *asked.time, sender_id=asked.agency_id, refused=_SENT[measure], **asked.page
        )
    return _versions(measure, asked) if basis == Basis.EXCHANGE else _lines(measure, asked)


def _lines(measure: Measure, asked: _Asked) -> list[EntryCard]:
    wanted, page = _LINES.get(measure), asked.page
    if wanted is None:
        times = registers.sent_line_times(*asked.time, agency_ids=[asked.agency_id])
        ids = [row.row_id for row in _of_promptness(measure, asked, times)]
        shown = ids[asked.skipped : asked.skipped + asked.limit]
        wanted, page = (
            LinesWanted(Direction.OUTGOING, line_ids=tuple(shown)),
            {"limit": asked.limit},
        )
    return registers.tallied_lines(*asked.time, agency_id=asked.agency_id, wanted=wanted, **page)


def _arrivals(measure: Measure, asked: _Asked) -> list[TalliedDelivery]:
    is_taken = measure == Measure.INCOMING_ELECTRONIC
    return exchange.tallied_arrivals(
        *asked.time,
        at=asked.at,
        recipient_id=asked.agency_id,
        wanted=PROMPTNESS.get(measure),
        refused={Measure.REFUSED: True, Measure.INCOMING_ELECTRONIC: False}.get(measure),
        decided=True if is_taken else None,
        **asked.page,
    )


def _versions(measure: Measure, asked: _Asked) -> list[tuple[UUID, datetime]]:
    if measure not in _TIMED:
        return exchange.tallied_versions(
            *asked.time,
            sender_id=asked.agency_id,
            worth=WORTHS.get(measure),
            with_paper=True if measure == Measure.WITH_PAPER else None,
            **asked.page,
        )
    times = exchange.sent_version_times(*asked.time, senders=[asked.agency_id])
    found = sorted((row.sent_at, row.row_id) for row in _of_promptness(measure, asked, times))
    shown = found[asked.skipped : asked.skipped + asked.limit]
    return [(version_id, sent_at) for sent_at, version_id in shown]


def _of_promptness(measure: Measure, asked: _Asked, times: Iterator[SentAt]) -> Iterator[SentAt]:
    limit = issue_limits(*asked.time)
    return (row for row in times if promptness_of(row, limit) == measure)


def _moment(one: EntryCard | TalliedDelivery | tuple[UUID, datetime]) -> datetime:
    if isinstance(one, EntryCard):
        return one.entered_at
    return one.admitted_at if isinstance(one, TalliedDelivery) else one[1]


def _shown(found: _Found, agency: AgencyCard) -> list[OpenedLine]:
    """One statement for the documents of what has no line here."""
    ids = {
        one.version_id if isinstance(one, TalliedDelivery) else one[0]
        for one in found
        if not isinstance(one, EntryCard)
    }
    cards = documents.version_cards(ids) if ids else {}
    return [_line(one, cards, agency) for one in found]


def _line(
    one: EntryCard | TalliedDelivery | tuple[UUID, datetime],
    cards: Mapping[UUID, VersionCard],
    agency: AgencyCard,
) -> OpenedLine:
    if isinstance(one, EntryCard):
        return _of_line(one)
    if isinstance(one, TalliedDelivery):
        card = cards[one.version_id]
        is_ours = one.sender_id == agency.id
        other = one.recipient_name if is_ours else card.issuer_name
        return _of_version(card, one.admitted_at, other)
    return _of_version(cards[one[0]], one[1], "")


def _of_line(line: EntryCard) -> OpenedLine:
    facts = line.facts
    is_out = line.direction == Direction.OUTGOING
    return OpenedLine(
        at=line.entered_at,
        number=line.number_text,
        reference=facts.reference_code,
        subject=facts.subject,
        other=facts.recipients if is_out else facts.author,
        version_id=line.version_id,
    )


def _of_version(card: VersionCard, at: datetime, other: str) -> OpenedLine:
    return OpenedLine(at, "", card.reference_code, card.subject, other, card.id)

"""The lines of the books in a time, counted for figures.

A line belongs to the time in which it became what it is: a number that was taken earlier counts
when its document is issued, or it is voided. So no line falls between two months.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Case, CharField, Count, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce

from lienthong.documents.queries import issued_worth
from lienthong.exchange.queries.tallies import SentAt, first_sent_at, paper_went, was_sent
from lienthong.inside.queries import at_units
from lienthong.registers.models import Entry
from lienthong.registers.queries.books import card_of
from lienthong.registers.types import Direction, EntryCard, EntryState
from lienthong.tables.tallied import Tallied

_COUNTED = (EntryState.ENTERED, EntryState.VOIDED)
_CHUNK = 2000
_MOMENT = Coalesce("settled_at", "entered_at")


@dataclass(frozen=True, slots=True)
class LineCount:
    """Lines of one agency's books that are alike.

    kind: as the book has it. by_exchange: the document came by the exchange, or was sent by it.
    worth: a `LegalValue`, of what was issued here; "" for everything else. with_paper: the paper
    of what was sent went beside it. inside: it went to units of the agency, and was never sent.
    """

    agency_id: UUID
    direction: Direction
    state: EntryState
    kind: str
    by_exchange: bool
    worth: str
    with_paper: bool
    inside: bool
    count: int


@dataclass(frozen=True, slots=True)
class LinesWanted:
    """Which lines of an agency are meant; None narrows nothing."""

    direction: Direction
    state: EntryState = EntryState.ENTERED
    by_exchange: bool | None = None
    worth: tuple[str, ...] | None = None
    with_paper: bool | None = None
    inside: bool | None = None
    line_ids: tuple[UUID, ...] | None = None


def line_counts(
    since: datetime, until: datetime, *, agency_ids: Collection[UUID] | None = None
) -> list[LineCount]:
    """Count the lines of agencies in a time; None: all agencies. One statement."""
    found = (
        _lines(since, until, agency_ids)
        .values_list(
            "register__agency_id",
            "register__direction",
            "state",
            "kind",
            "by_exchange",
            "worth",
            "with_paper",
            "inside",
        )
        .annotate(count=Count("pk"))
        .order_by()
    )
    return [
        LineCount(
            *(agency, Direction(side), EntryState(state), kind, bool(by)),
            *(worth, bool(paper), bool(inside), count),
        )
        for agency, side, state, kind, by, worth, paper, inside, count in found
    ]


def sent_line_times(
    since: datetime, until: datetime, *, agency_ids: Collection[UUID] | None = None
) -> Iterator[SentAt]:
    """Yield the outgoing lines of a time that were sent, with their moments. One statement."""
    rows = _lines(since, until, agency_ids).filter(
        register__direction=Direction.OUTGOING, state=EntryState.ENTERED, by_exchange=True
    )
    rows = rows.annotate(sent_at=first_sent_at("version_id"))
    found = rows.order_by().values_list(
        *("register__agency_id", "pk", "version__signed_at", "version__urgency", "sent_at"),
        _MOMENT,
    )
    for row in found.iterator(chunk_size=_CHUNK):
        yield SentAt(*row)


def tallied_lines(
    since: datetime, until: datetime, *, agency_id: UUID, wanted: LinesWanted
) -> Tallied[EntryCard]:
    """Return the lines behind a number of `line_counts`."""
    rows = _lines(since, until, [agency_id]).filter(
        register__direction=wanted.direction, state=wanted.state
    )
    if wanted.by_exchange is not None:
        rows = rows.filter(by_exchange=wanted.by_exchange)
    if wanted.worth is not None:
        rows = rows.filter(worth__in=wanted.worth)
    if wanted.with_paper is not None:
        rows = rows.filter(with_paper=wanted.with_paper)
    if wanted.inside is not None:
        rows = rows.filter(inside=wanted.inside)
    if wanted.line_ids is not None:
        rows = rows.filter(pk__in=wanted.line_ids)
    return Tallied(rows.select_related("register"), _MOMENT, card_of)


def _lines(
    since: datetime, until: datetime, agency_ids: Collection[UUID] | None
) -> "QuerySet[Any]":
    at_once = Q(settled_at__isnull=True, entered_at__gte=since, entered_at__lt=until)
    later = Q(settled_at__gte=since, settled_at__lt=until)
    rows = Entry.objects.filter(at_once | later, state__in=_COUNTED)
    if agency_ids is not None:
        rows = rows.filter(register__agency_id__in=agency_ids)
    is_ours = Q(register__direction=Direction.OUTGOING, version__isnull=False)
    is_sent, at_own_units = Q(was_sent("version_id")), Q(at_units("version_id"))
    worth = issued_worth("version_id", issuer="register__agency_id")
    # What began on paper counts as paper, also when its electronic document comes later: a month
    # that was told stays true.
    came = Q(register__direction=Direction.INCOMING, key__startswith="delivery:")
    return rows.annotate(
        by_exchange=Case(
            When(came, then=Value(True)),
            When(is_ours & is_sent, then=Value(True)),
            default=Value(False),
        ),
        with_paper=Case(
            When(is_ours & Q(paper_went("version_id")), then=Value(True)), default=Value(False)
        ),
        inside=Case(
            When(is_ours & at_own_units & ~is_sent, then=Value(True)), default=Value(False)
        ),
        worth=Case(
            When(is_ours, then=Coalesce(worth, Value(""))),
            default=Value(""),
            output_field=CharField(),
        ),
    )

"""Closed months and what was counted and answered in them."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from lienthong.directory import queries as directory
from lienthong.directory.types import AgencyClass, AgencyLevel
from lienthong.kernel.clock import VIETNAM
from lienthong.statistics import errors, rules
from lienthong.statistics.models import AgencyFigures, Closing, FiguresAnswer
from lienthong.statistics.types import (
    Answer,
    AnswerCard,
    Basis,
    ClosingCard,
    Counts,
    Figures,
    FrozenFigures,
    KindCounts,
    Measure,
)

PAGE = 50
_MONTHS = 24


def current_closings() -> "QuerySet[Closing]":
    """Return the closings that hold: of each month the latest edition."""
    later = Closing.objects.filter(month=OuterRef("month"), edition__gt=OuterRef("edition"))
    return Closing.objects.filter(~Exists(later))


def closings(*, limit: int = _MONTHS) -> list[ClosingCard]:
    """Return the closed months, the newest first. One statement."""
    return [_closing(row) for row in current_closings().order_by("-month")[:limit]]


def latest_closing() -> ClosingCard | None:
    """Return the newest closed month. One statement."""
    found = closings(limit=1)
    return found[0] if found else None


def closing_called(month: date) -> ClosingCard | None:
    """Return the closing of a month; None where it is not closed. One statement."""
    row = current_closings().filter(month=month).first()
    return _closing(row) if row else None


def closing_of(month: date) -> ClosingCard:
    """Return the closing of a month. Raises MonthNotClosed. One statement."""
    found = closing_called(month)
    if found is None:
        raise errors.MonthNotClosed(month=f"{month:%m/%Y}")
    return found


def published_closings(*, now: datetime, limit: int = _MONTHS) -> list[ClosingCard]:
    """Return the months that everybody may see, the newest first: nobody answers in time any more.

    One statement.
    """
    rows = current_closings().filter(answer_by__lte=now, closed_at__lte=now)
    return [_closing(row) for row in rows.order_by("-month")[:limit]]


def published_closing(month: date, *, now: datetime) -> ClosingCard:
    """Return a month that everybody may see. Raises MonthNotClosed, MonthNotPublished."""
    found = closing_of(month)
    if found.answer_by > now or found.closed_at > now:
        raise errors.MonthNotPublished(
            month=found.period.name, until=f"{found.answer_by.astimezone(VIETNAM):%H:%M %d/%m/%Y}"
        )
    return found


def closing_with(closing_id: UUID) -> ClosingCard:
    """Return a closing by its id. Raises FiguresNotFound. One statement."""
    row = Closing.objects.filter(pk=closing_id).first()
    if row is None:
        raise errors.FiguresNotFound()
    return _closing(row)


def closing_of_figures(figures_id: UUID) -> ClosingCard:
    """Return the closing of some agency's figures. Raises FiguresNotFound. One statement."""
    row = Closing.objects.filter(agencies=figures_id).first()
    if row is None:
        raise errors.FiguresNotFound()
    return _closing(row)


def figures_of(closing: ClosingCard) -> list[FrozenFigures]:
    """Return the figures of all agencies in a closed month, by name. Two statements.

    A province has some hundred agencies: a row of each is held in memory.
    """
    rows = _figures().filter(closing_id=closing.id)
    return [_frozen(row, closing) for row in rows.order_by("agency_name", "pk")]


def figures_of_agency(closing: ClosingCard, agency_id: UUID) -> FrozenFigures | None:
    """Return an agency's own figures in a closed month; None where it did not take part then.

    Two statements.
    """
    row = _figures().filter(closing_id=closing.id, agency_id=agency_id).first()
    return _frozen(row, closing) if row else None


def months_of(
    agency_id: UUID, *, until: date, limit: int = 12
) -> list[tuple[ClosingCard, FrozenFigures]]:
    """Return an agency's closed months up to one, the newest first. Two statements."""
    rows = _figures().filter(
        agency_id=agency_id, closing__month__lte=until, closing__in=current_closings()
    )
    found = rows.select_related("closing").order_by("-closing__month")[:limit]
    cards = [(row, _closing(row.closing)) for row in found]
    return [(card, _frozen(row, card)) for row, card in cards]


def answerable_by(closing: ClosingCard, agency_id: UUID) -> list[FrozenFigures]:
    """Return the figures for which an agency answers: its own, and of those that it inherited from.

    Three statements.
    """
    held = directory.with_inherited(agency_id)
    rows = _figures().filter(closing_id=closing.id, agency_id__in=held)
    return [_frozen(row, closing) for row in rows.order_by("agency_name", "pk")]


def read_figures(basis: str, counts: dict[str, int], kinds: Iterable[Sequence[object]]) -> Figures:
    """Return figures as they are kept; a measure of a newer program is passed over."""
    return Figures(
        Basis(basis),
        _counts(counts),
        tuple(KindCounts(str(kind), _counts(told)) for kind, told in kinds),  # type: ignore[arg-type]
    )


def written_counts(counts: Counts) -> dict[str, int]:
    """Return counts as they are kept and recorded."""
    return {str(measure): number for measure, number in counts.items()}


def _counts(told: dict[str, int]) -> dict[Measure, int]:
    known = set(Measure)
    return {Measure(word): number for word, number in told.items() if word in known}


def _figures() -> "QuerySet[AgencyFigures]":
    answers = FiguresAnswer.objects.order_by("answered_at", "pk")
    return AgencyFigures.objects.prefetch_related(Prefetch("answers", answers))


def _frozen(row: AgencyFigures, closing: ClosingCard) -> FrozenFigures:
    return FrozenFigures(
        id=row.pk,
        agency_id=row.agency_id,
        agency_name=row.agency_name,
        agency_code=row.agency_code,
        agency_class=AgencyClass(row.agency_class),
        level=AgencyLevel(row.level),
        figures=read_figures(row.basis, row.counts, row.kinds),
        answers=tuple(answer_card(one, closing) for one in row.answers.all()),
    )


def answer_card(row: FiguresAnswer, closing: ClosingCard) -> AnswerCard:
    """Return an answer as pages show it."""
    return AnswerCard(
        answer=Answer(row.answer),
        sentence=row.sentence,
        outgoing_total=row.outgoing_total,
        incoming_total=row.incoming_total,
        answered_by=row.answered_by,
        answered_at=row.answered_at,
        record_id=row.record_id,
        is_in_time=row.answered_at < closing.answer_by,
    )


def _closing(row: Closing) -> ClosingCard:
    return ClosingCard(
        id=row.pk,
        period=rules.period_between(row.month, row.first_on, row.last_on),
        closed_at=row.closed_at,
        answer_by=row.answer_by,
        definitions=row.definitions,
        epoch=row.head_epoch,
        size=row.head_size,
        root=row.head_root,
        record_id=row.record_id,
        edition=row.edition,
        reason=row.reason,
    )

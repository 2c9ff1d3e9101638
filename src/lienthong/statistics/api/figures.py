"""Figures for programs: those of the agency that a system acts for, and the public summary."""

from datetime import date, datetime
from typing import Annotated

from django.http import HttpRequest
from ninja import Path, Router

from lienthong.access import services as access
from lienthong.access.errors import RightMissing
from lienthong.apikit.operations import answers
from lienthong.apikit.schemas import Told
from lienthong.directory import queries as directory
from lienthong.kernel import clock
from lienthong.ledger.services.limit_questions import count_question
from lienthong.statistics import errors, queries, rules
from lienthong.statistics.types import (
    ClosingCard,
    Counts,
    Figures,
    FrozenFigures,
    Period,
    Totals,
)
from lienthong.systems.errors import AgencyNotNamed
from lienthong.systems.types import SystemRequest
from lienthong.webkit.client_address import client_address, counted_as

router = Router(tags=["Số liệu · Figures"])
public = Router(auth=None, tags=["Số liệu · Figures"])
Month = Annotated[str, Path(pattern=r"^[0-9]{4}-[0-9]{2}$", description="2026-11")]


class KindOut(Told):
    """The figures of one kind of document, as the books name it."""

    kind: str
    counts: dict[str, int]


class FiguresOut(Told):
    """A measure that cannot be known is absent, never 0. Shares: in a hundred, "75.00"; null where
    they cannot be told. Measures: docs/reference/figures.md.
    """

    basis: str
    counts: dict[str, int]
    outgoing_share: str | None
    incoming_share: str | None
    signed_share: str | None
    kinds: list[KindOut]

    @classmethod
    def of(cls, figures: Figures, totals: Totals) -> "FiguresOut":
        return cls(
            basis=str(figures.basis),
            counts=_written(figures.counts),
            outgoing_share=_share(rules.outgoing_share(figures.counts, totals)),
            incoming_share=_share(rules.incoming_share(figures.counts, totals)),
            signed_share=_share(rules.signed_share(figures.counts)),
            kinds=[KindOut(kind=one.kind, counts=_written(one.counts)) for one in figures.kinds],
        )


class MonthOut(Told):
    """closed: as they were closed, null before; now: as the records say at `at`."""

    month: str
    first_on: date
    last_on: date
    closed_at: datetime | None
    answer_by: datetime | None
    standing: str | None
    closed: FiguresOut | None
    now: FiguresOut
    at: datetime


class SummaryAgencyOut(Told):
    """counted_share: as the summary counts it, "0" for who said nothing in time."""

    code: str
    name: str
    level: str
    standing: str
    counted_share: str | None
    figures: FiguresOut


class SummaryOut(Told):
    """A closed month over all agencies, with the ledger's head at that moment."""

    month: str
    first_on: date
    last_on: date
    closed_at: datetime
    definitions: int
    record: str
    head_epoch: int
    head_size: int
    head_root: str
    agencies: list[SummaryAgencyOut]


@router.get(
    "/figures/{month}",
    summary="Số liệu một tháng của cơ quan",
    **answers({200: MonthOut}, RightMissing, AgencyNotNamed, errors.MonthUnknown),
)
def month_figures(request: SystemRequest, month: Month) -> MonthOut:
    """The figures of your agency in a month ("2026-11"): closed, and as counted now."""
    actor, at = request.auth.actor, clock.now()
    access.require(actor, "statistics.read")
    period = queries.period_asked(month, now=at)
    agency = directory.agency(actor.own_agency)
    closing = queries.closing_called(period.month)
    frozen = queries.figures_of_agency(closing, agency.id) if closing else None
    live = queries.count_figures(period, [agency], at=at)[agency.id]
    return _month(period, closing, frozen, live, at)


@public.get(
    "/figures/{month}/province",
    summary="Số liệu toàn tỉnh đã công bố",
    **answers(
        {200: SummaryOut}, errors.MonthUnknown, errors.MonthNotClosed, errors.MonthNotPublished
    ),
)
def province_figures(request: HttpRequest, month: Month) -> SummaryOut:
    """The summary of a closed month, for anybody, once the time to answer is over: no content."""
    count_question(counted_as(client_address(request)), now=clock.now())
    closing = queries.published_closing(queries.read_month(month), now=clock.now())
    return SummaryOut(
        month=closing.period.slug,
        first_on=closing.period.first_on,
        last_on=closing.period.last_on,
        closed_at=closing.closed_at,
        definitions=closing.definitions,
        record=str(closing.record_id),
        head_epoch=closing.epoch,
        head_size=closing.size,
        head_root=closing.root,
        agencies=[_of_summary(closing, one) for one in queries.figures_of(closing)],
    )


def _month(
    period: Period,
    closing: ClosingCard | None,
    frozen: FrozenFigures | None,
    live: Figures,
    at: datetime,
) -> MonthOut:
    stands = (
        rules.standing(frozen.answers, answer_by=closing.answer_by, at=at)
        if closing and frozen
        else None
    )
    totals = frozen.totals if frozen else Totals()
    return MonthOut(
        month=period.slug,
        first_on=period.first_on,
        last_on=period.last_on,
        closed_at=closing.closed_at if closing else None,
        answer_by=closing.answer_by if closing else None,
        standing=str(stands) if stands else None,
        closed=FiguresOut.of(frozen.figures, totals) if frozen else None,
        now=FiguresOut.of(live, totals),
        at=at,
    )


def _of_summary(closing: ClosingCard, one: FrozenFigures) -> SummaryAgencyOut:
    stands = rules.standing(one.answers, answer_by=closing.answer_by, at=clock.now())
    share = rules.outgoing_share(one.figures.counts, one.totals)
    return SummaryAgencyOut(
        code=one.agency_code,
        name=one.agency_name,
        level=str(one.level),
        standing=str(stands),
        counted_share=_share(rules.counted_share(share, stands)),
        figures=FiguresOut.of(one.figures, one.totals),
    )


def _written(counts: Counts) -> dict[str, int]:
    return {str(measure): number for measure, number in counts.items()}


def _share(found: object | None) -> str | None:
    return None if found is None else str(found)

"""A month is closed once, answered for by the agencies, and never written over (G2)."""

from datetime import date
from decimal import Decimal

import pytest
from tests.directory.builders import merge
from tests.exchange.builders import a_dispatch
from tests.statistics.builders import (
    CLOSED,
    NOVEMBER,
    a_november,
    a_province,
    accept,
    counted,
    on,
    some,
)

from lienthong.ledger import queries as ledger
from lienthong.ledger.queries import item_dimensions
from lienthong.ledger.services import sequence
from lienthong.notices import queries as notices
from lienthong.statistics import errors, queries, rules, services
from lienthong.statistics.models import AgencyFigures, Closing
from lienthong.statistics.types import Answer, Measure, Standing, Totals

pytestmark = pytest.mark.django_db
OCTOBER = date(2026, 10, 1)


@pytest.fixture
def province():
    return a_province()


def closed(province):
    """October, in which the first document went, and November."""
    a_november(province)
    return services.close_due(now=CLOSED)[-1]


def figures(province, who, closing):
    return next(one for one in queries.figures_of(closing) if one.agency_id == who.agency.id)


def answer(frozen, office, said=Answer.CONFIRMED, *, now=None, key="k", sentence="", totals=None):
    return services.answer_figures(
        figures_id=frozen.id,
        answer=said,
        sentence=sentence,
        totals=totals or Totals(),
        key=key,
        actor=office.clerk,
        now=now or on(1, 10, month=12),
    )


def test_what_is_due_is_closed_in_its_order_and_once(province):
    a_november(province)
    assert [one.period.slug for one in services.close_due(now=CLOSED)] == ["2026-10", "2026-11"]
    again = services.close_due(now=on(20, month=12))
    assert again == []
    assert Closing.objects.count() == 2
    same = services.close_month(month=NOVEMBER, now=on(20, month=12))
    assert same.closed_at == CLOSED
    assert AgencyFigures.objects.filter(closing=same.id).count() == 3


def test_what_is_frozen_is_what_was_counted_then(province):
    waiting = a_november(province)
    closing = services.close_due(now=CLOSED)[-1]
    before = counted(province, CLOSED)[1]
    accept(waiting, province.department, on(1, 9, month=12))

    frozen = figures(province, province.department, closing).figures.counts
    assert frozen == before
    now = counted(province, on(2, month=12))[1]
    late = (Measure.UNDECIDED, Measure.DECIDED_LATE)
    assert some(frozen, *late) == [1, 1]
    assert some(now, *late) == [0, 2]


def test_the_ledger_has_the_numbers_and_the_closing_its_head(province):
    closing = closed(province)
    frozen = figures(province, province.committee, closing)

    said = item_dimensions(closing.record_id, str(frozen.agency_id))
    assert said["outgoing"] == 4
    assert said["outgoing-electronic"] == 3
    act = ledger.acts_of([closing.record_id])[0]
    assert act.act == "figures.closed"
    assert act.dimensions["month"] == "2026-11"
    assert act.dimensions["agencies"] == 3


def test_two_that_close_at_once_make_one_closing(province, monkeypatch):
    a_november(province)
    services.close_month(month=OCTOBER, now=CLOSED)
    count = queries.count_figures

    def when_another_was_there(*facts, **more):
        monkeypatch.setattr(queries, "count_figures", count)
        services.close_month(month=NOVEMBER, now=CLOSED)
        return count(*facts, **more)

    monkeypatch.setattr(queries, "count_figures", when_another_was_there)
    services.close_month(month=NOVEMBER, now=CLOSED)
    assert Closing.objects.filter(month=NOVEMBER).count() == 1


def test_a_month_is_not_closed_before_it_is_over_nor_before_there_was_anything(province):
    a_november(province)
    with pytest.raises(errors.EarlierMonthOpen) as open_before:
        services.close_month(month=NOVEMBER, now=CLOSED)
    assert open_before.value.code == "statistics.earlier-month-open"
    services.close_month(month=OCTOBER, now=CLOSED)
    with pytest.raises(errors.MonthNotOver) as not_over:
        services.close_month(month=NOVEMBER, now=on(30, 23))
    assert not_over.value.code == "statistics.month-not-over"
    with pytest.raises(errors.MonthBeforeFirst) as before:
        services.close_month(month=date(2026, 9, 1), now=CLOSED)
    assert before.value.code == "statistics.month-before-first"
    with pytest.raises(errors.MonthNotClosed) as not_closed:
        queries.closing_of(NOVEMBER)
    assert not_closed.value.code == "statistics.month-not-closed"


def test_a_clock_that_is_behind_closes_nothing(province):
    a_november(province)
    with pytest.raises(errors.ClockBehind) as behind:
        services.close_due(now=on(31, month=10))
    assert behind.value.code == "statistics.clock-behind"


def test_an_agency_that_said_nothing_in_time_counts_as_nothing(province):
    closing = closed(province)
    frozen = figures(province, province.committee, closing)
    at = on(5, month=12)

    def stands(when=at):
        one = figures(province, province.committee, closing)
        return rules.standing(one.answers, answer_by=closing.answer_by, at=when)

    assert (stands(CLOSED), stands()) == (Standing.AWAITED, Standing.UNCONFIRMED)
    share = rules.outgoing_share(frozen.figures.counts)
    assert (share, rules.counted_share(share, stands())) == (Decimal("75.00"), Decimal(0))
    answer(frozen, province.committee, now=closing.answer_by)
    assert stands() == Standing.UNCONFIRMED  # too late, and kept
    answer(frozen, province.committee, now=on(1, 23, month=12), key="in time")
    assert stands() == Standing.CONFIRMED


def test_who_objects_says_why_and_the_latest_in_time_counts(province):
    closing = closed(province)
    frozen = figures(province, province.committee, closing)
    with pytest.raises(errors.ReasonMissing) as silent:
        answer(frozen, province.committee, Answer.OBJECTED)
    assert silent.value.code == "statistics.reason-missing"
    answer(frozen, province.committee, Answer.OBJECTED, sentence="Thiếu một văn bản.")
    again = answer(frozen, province.committee, Answer.OBJECTED, sentence="Thiếu một văn bản.")
    with pytest.raises(errors.AnswerKeyDiffers) as differs:
        answer(frozen, province.committee)
    assert differs.value.code == "statistics.answer-key-differs"
    told = figures(province, province.committee, closing)
    assert [one.record_id for one in told.answers] == [again.record_id]
    assert ledger.acts_of([again.record_id])[0].act == "figures.objected"
    answer(frozen, province.committee, key="2")
    assert figures(province, province.committee, closing).told.answer == Answer.CONFIRMED


def test_totals_are_asked_of_those_whose_books_are_elsewhere(province):
    closing = closed(province)
    district = figures(province, province.district, closing)
    with pytest.raises(errors.TotalTooLow) as low:
        answer(district, province.district, totals=Totals(outgoing=0))
    assert low.value.code == "statistics.total-too-low"
    answer(district, province.district, totals=Totals(outgoing=4))
    told = figures(province, province.district, closing)
    totals = Totals(told.told.outgoing_total, told.told.incoming_total)
    assert rules.outgoing_share(told.figures.counts, totals) == Decimal("25.00")
    with pytest.raises(errors.TotalsNotAsked) as asked:
        answer(
            figures(province, province.committee, closing),
            province.committee,
            totals=Totals(outgoing=9),
        )
    assert asked.value.code == "statistics.totals-not-asked"


def test_nobody_answers_for_another_agency(province):
    closing = closed(province)
    with pytest.raises(errors.FiguresNotFound) as foreign:
        answer(figures(province, province.committee, closing), province.department)
    assert foreign.value.code == "statistics.figures-not-found"


def test_the_heir_answers_for_an_agency_that_ended_in_the_month(province):
    a_november(province)
    merge(province.department.agency, province.committee.agency, now=on(23))
    closing = services.close_due(now=CLOSED)[-1]
    ended = figures(province, province.department, closing)
    assert ended.figures.counts[Measure.INCOMING] == 2
    answer(ended, province.committee)
    assert figures(province, province.department, closing).told.answer == Answer.CONFIRMED


@pytest.mark.parametrize(
    ("closed_at", "until"),
    [
        (on(1, 0, month=12), on(2, 0, month=12)),
        (on(1, 7, month=12), on(2, 0, month=12)),
        (on(1, 9, month=12), on(3, 0, month=12)),
        (on(5, 10, month=12), on(8, 0, month=12)),  # a Saturday
    ],
)
def test_who_is_told_late_has_a_whole_working_day_to_answer(province, closed_at, until):
    a_dispatch(province.committee, province.department, now=on(2))
    closing = services.close_month(month=NOVEMBER, now=closed_at)
    assert closing.answer_by == until
    frozen = figures(province, province.committee, closing)
    assert answer(frozen, province.committee, now=closed_at).is_in_time


def test_the_month_that_goes_on_holds_today_after_the_day_of_closing_was_moved_back(
    province, settings
):
    settings.LIENTHONG_FIGURES_DAY = 14
    a_dispatch(province.committee, province.department, now=on(2))
    services.close_month(month=NOVEMBER, now=on(15))
    settings.LIENTHONG_FIGURES_DAY = 30
    period = queries.period_now(now=on(20))
    assert (period.first_on, period.last_on) == (date(2026, 11, 15), date(2026, 12, 30))


def test_clerks_and_leaders_are_told(province):
    closed(province)
    told = [one.text() for one in notices.unread(province.department.clerk, limit=9)]
    assert any("Đã chốt số liệu tháng 11/2026" in one and "01/12/2026" in one for one in told)


def test_a_changed_day_of_closing_loses_no_day(province, settings):
    closing = closed(province)
    settings.LIENTHONG_FIGURES_DAY = 14
    december = queries.period_called(date(2026, 12, 1))
    assert december.since == closing.period.until
    assert december.last_on == date(2026, 12, 14)


@pytest.mark.parametrize("text", ["", "2026", "2026-13", "2026-1", "1999-12", "9999-12", "x"])
def test_what_names_no_month_is_refused(text):
    with pytest.raises(errors.MonthUnknown) as unknown:
        queries.read_month(text)
    assert unknown.value.code == "statistics.month-unknown"


def test_what_a_clock_that_was_ahead_closed_is_closed_again(province):
    """On the 20th the clock says the 5th of December; then it is put right."""
    ahead, later = on(5, month=12), on(2, month=12)
    a_dispatch(province.committee, province.department, now=on(2))
    early = services.close_month(month=NOVEMBER, now=ahead)
    sequence(now=ahead, limit=100)
    a_dispatch(province.committee, province.department, now=on(21))
    with pytest.raises(errors.MonthNotOver):
        services.close_again(month=NOVEMBER, reason="Đồng hồ chạy nhanh", now=on(21))
    with pytest.raises(errors.AgainReasonMissing) as wordless:
        services.close_again(month=NOVEMBER, reason=" ", now=later)
    assert wordless.value.code == "statistics.again-reason-missing"

    again = services.close_again(month=NOVEMBER, reason="Đồng hồ chạy nhanh", now=later)
    assert (again.edition, again.closed_at, again.reason) == (2, later, "Đồng hồ chạy nhanh")
    old, new = (
        queries.figures_of_agency(one, province.committee.agency.id) for one in (early, again)
    )
    assert [one.figures.counts[Measure.OUTGOING] for one in (old, new)] == [1, 2]
    assert queries.closing_of(NOVEMBER) == again
    assert [one.id for one in queries.closings()] == [again.id]
    with pytest.raises(errors.FiguresNotFound):
        answer(old, province.committee, now=later)


def test_a_month_closed_in_time_is_never_closed_again(province):
    closing = closed(province)
    sequence(now=CLOSED, limit=100)
    accept_late = on(3, month=12)
    a_dispatch(province.committee, province.department, now=accept_late)
    sequence(now=accept_late, limit=100)
    with pytest.raises(errors.ClosedInTime) as in_time:
        services.close_again(month=NOVEMBER, reason="Muốn đẹp hơn", now=on(4, month=12))
    assert in_time.value.code == "statistics.closed-in-time"
    assert queries.closing_of(NOVEMBER) == closing


def test_the_trace_of_a_clock_that_was_ahead_outlasts_it(province):
    """The ledger shows it when the day of the early closing has long come."""
    ahead = on(2, month=12)
    a_dispatch(province.committee, province.department, now=on(2))
    services.close_month(month=NOVEMBER, now=ahead)
    sequence(now=ahead, limit=100)
    a_dispatch(province.committee, province.department, now=on(21))
    sequence(now=on(21), limit=100)

    again = services.close_again(month=NOVEMBER, reason="Đồng hồ", now=on(20, month=12))
    assert again.edition == 2
    with pytest.raises(errors.ClosedInTime):
        services.close_again(month=NOVEMBER, reason="Đồng hồ", now=on(20, month=12))


def test_an_operator_says_that_the_clock_is_right(province):
    a_november(province)
    at = on(31, month=10)
    closing = services.close_month(month=OCTOBER, now=at, clock_is_right=True)
    assert closing.closed_at == at

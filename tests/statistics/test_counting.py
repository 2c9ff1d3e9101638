"""Figures are counted from the books and the log, and every number opens (G1)."""

from datetime import date
from decimal import Decimal

import pytest
from tests.exchange.builders import a_dispatch, an_office, the_delivery
from tests.exchange.test_paper import a_rule, mark_sent
from tests.statistics.builders import (
    CLOSED,
    NOVEMBER,
    a_november,
    a_province,
    counted,
    inside,
    numbered,
    on,
    on_paper,
    some,
)

from lienthong.exchange import services as exchange
from lienthong.exchange.types import PaperSent, PaperWay, Recipient, Submission
from lienthong.inside import services as units
from lienthong.registers import services as registers
from lienthong.statistics import queries, rules
from lienthong.statistics.types import Basis, Measure

pytestmark = pytest.mark.django_db
PERIOD = rules.period_of(NOVEMBER, day=30)


def test_books_and_log_give_each_number():
    province = a_province()
    a_november(province)
    committee, department, _district = counted(province, CLOSED)

    # Three were sent and one is on paper alone; what was voided is no document.
    assert some(committee, Measure.OUTGOING, Measure.OUTGOING_ELECTRONIC) == [4, 3]
    assert some(committee, Measure.OUTGOING_PAPER, Measure.VOIDED) == [1, 1]
    assert rules.outgoing_share(committee) == Decimal("75.00")
    assert some(committee, Measure.SIGNED, Measure.SCANNED, Measure.UNSIGNED) == [2, 1, 0]
    # Signed at eight and sent at nine; signed on the 4th and sent on the 12th; no time of signing.
    timed = (Measure.SENT_IN_TIME, Measure.SENT_LATE, Measure.SENT_UNTIMED)
    assert some(committee, *timed) == [1, 1, 1]
    assert some(department, Measure.INCOMING, Measure.INCOMING_ELECTRONIC) == [2, 2]
    arrived = (Measure.ARRIVED, Measure.DECIDED_IN_TIME, Measure.DECIDED_LATE, Measure.UNDECIDED)
    assert some(department, *arrived) == [3, 1, 1, 1]


def test_a_number_of_one_month_that_is_used_in_the_next_counts_there_and_only_there():
    province = a_province()
    committee = province.committee
    on_paper(committee, on(30, 16), issued=on(1, 9, month=12))
    void = numbered(committee, on(30, 17))
    registers.void_number(
        entry_id=void.id, reason="Sai", actor=committee.clerk, now=on(2, month=12)
    )
    told = (Measure.OUTGOING, Measure.OUTGOING_PAPER, Measure.VOIDED)
    december = rules.period_of(date(2026, 12, 1), day=30)

    assert some(counted(province, on(20, month=12))[0], *told) == [0, 0, 0]
    agency = committee.agency
    later = queries.count_figures(december, [agency], at=on(30, month=12))[agency.id]
    assert some(later.counts, *told) == [1, 1, 1]
    for measure in told:
        lines = queries.opened(measure, december, agency, at=on(30, month=12)).page()
        assert [one.at >= december.since for one in lines] == [True]


def test_B9_what_went_to_own_units_alone_is_counted_by_itself():
    province = a_province()
    committee = province.committee
    given = inside(committee, on(5))
    inside_and_sent = inside(committee, on(6))
    units.withdraw(
        unit_delivery_id=inside(committee, on(7)).id,
        reason="Nhầm",
        actor=committee.clerk,
        now=on(7),
    )
    exchange.submit_dispatch(
        submission=Submission(
            committee.agency.id,
            inside_and_sent.version_id,
            (Recipient(province.department.agency.id),),
            "k",
        ),
        actor=committee.clerk,
        now=on(8),
    )
    counts = counted(province, CLOSED)[0]
    told = (Measure.INSIDE, Measure.OUTGOING, Measure.OUTGOING_ELECTRONIC, Measure.OUTGOING_PAPER)
    assert some(counts, *told) == [1, 2, 1, 1]
    for measure, count in zip(told, (1, 2, 1, 1), strict=True):
        lines = queries.opened(measure, PERIOD, committee.agency, at=CLOSED).page()
        assert len(lines) == count
    (line,) = queries.opened(Measure.INSIDE, PERIOD, committee.agency, at=CLOSED).page()
    assert line.version_id == given.version_id


def test_what_is_sent_is_what_is_received():
    province = a_province()
    a_november(province)
    found = counted(province, CLOSED)

    sent = sum(one[Measure.DELIVERIES] for one in found)
    assert sent == sum(one[Measure.ARRIVED] for one in found) == 5


def test_of_books_elsewhere_no_whole_is_made_up():
    province = a_province()
    a_november(province)
    figures = queries.count_figures(PERIOD, province.agencies, at=CLOSED)[
        province.district.agency.id
    ]

    assert figures.basis == Basis.EXCHANGE
    assert some(figures.counts, Measure.OUTGOING_ELECTRONIC, Measure.ARRIVED) == [1, 1]
    assert Measure.OUTGOING not in figures.counts
    assert Measure.INCOMING not in figures.counts
    assert rules.outgoing_share(figures.counts) is None


def test_kinds_add_up_to_the_whole():
    province = a_province()
    a_november(province)
    figures = queries.count_figures(PERIOD, province.agencies, at=CLOSED)[
        province.committee.agency.id
    ]

    told = {one.kind: some(one.counts, Measure.OUTGOING) for one in figures.kinds}
    assert told["Công văn"] == [3]
    assert told["Quyết định"] == [1]


@pytest.mark.parametrize("who", range(3))
def test_every_number_opens_to_as_many_documents(who):
    province = a_province()
    a_november(province)
    agency, counts = province.agencies[who], counted(province, CLOSED)[who]

    opened = {
        measure: len(queries.opened(measure, PERIOD, agency, at=CLOSED).page())
        for measure in counts
    }
    assert opened == counts
    days = queries.opened(Measure.ARRIVED, PERIOD, agency, at=CLOSED).days()
    assert sum(number for _day, number in days) == counts[Measure.ARRIVED]


def test_a_page_of_what_is_behind_a_number_follows_the_one_before():
    province = a_province()
    a_november(province)
    agency = province.department.agency

    found = queries.opened(Measure.ARRIVED, PERIOD, agency, at=CLOSED)
    first, second = (found.page(skipped=skipped, limit=2) for skipped in (0, 2))
    assert first + second == found.page()
    assert len(found.page()) == found.count() == 3


def test_counting_takes_as_many_statements_for_many(count_statements):
    province = a_province()
    a_november(province)
    few = count_statements(lambda: counted(province, CLOSED))
    other = an_office("Sở Tài chính", parent=province.committee.agency)
    for _each in range(4):
        a_dispatch(other, province.department, now=on(10))
        on_paper(other, on(11))

    assert count_statements(lambda: counted(province, CLOSED)) == few


@pytest.mark.parametrize(
    ("month", "day", "first", "last"),
    [
        (date(2026, 11, 1), 30, date(2026, 10, 31), date(2026, 11, 30)),
        (date(2026, 2, 1), 30, date(2026, 1, 31), date(2026, 2, 28)),
        (date(2028, 3, 1), 30, date(2028, 3, 1), date(2028, 3, 30)),
        (date(2026, 1, 1), 14, date(2025, 12, 15), date(2026, 1, 14)),
        (date(2026, 12, 1), 31, date(2026, 12, 1), date(2026, 12, 31)),
    ],
)
def test_no_day_is_left_out_between_months(month, day, first, last):
    period = rules.period_of(month, day=day)

    assert (period.first_on, period.last_on) == (first, last)
    assert rules.period_of(rules.next_month(month), day=day).since == period.until
    assert rules.month_of(last, closes=day) == month
    assert rules.month_of(first, closes=day) == month
    assert rules.month_of(last + rules.ONE_DAY, closes=day) == rules.next_month(month)


@pytest.mark.parametrize("books_here", [True, False])
def test_paper_that_went_beside_is_counted_and_opens(books_here):
    province = a_province()
    sender = province.committee if books_here else province.district
    a_rule(sender)
    with_paper = a_dispatch(sender, province.department, now=on(9))
    a_dispatch(sender, province.department, now=on(9))
    sent = PaperSent(date(2026, 11, 10), PaperWay.BY_HAND)
    mark_sent(sender, the_delivery(with_paper, province.department), sent=sent, now=on(10))

    counts = queries.count_figures(PERIOD, [sender.agency], at=CLOSED)[sender.agency.id].counts
    assert some(counts, Measure.OUTGOING_ELECTRONIC, Measure.WITH_PAPER) == [2, 1]
    opened = queries.opened(Measure.WITH_PAPER, PERIOD, sender.agency, at=CLOSED).page()
    assert [one.version_id for one in opened] == [with_paper.version_id]

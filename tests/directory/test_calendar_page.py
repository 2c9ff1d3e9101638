"""Operators say which days are worked on; deadlines move with it, so it is recorded (A10)."""

from datetime import date

import pytest
from django.urls import reverse
from tests.directory.builders import an_administrator, an_operator
from tests.issuing.builders import a_client

from lienthong.directory import queries, services
from lienthong.ledger.models import Record

pytestmark = [pytest.mark.django_db, pytest.mark.once]
ADDRESS = "directory:calendar"
TOLD = {"day": "2026-11-17", "kind": "off", "name": "Nghỉ bù", "source": "15/QĐ-UBND"}


@pytest.fixture
def operator(committee):
    return a_client(an_operator(committee))


def works_on(day):
    return queries.working_day_checker(day, day)(day)


def recorded():
    return Record.objects.filter(act="directory.day-decided").count()


def test_A10_a_day_by_decision_counts_and_is_recorded_once(operator):
    tuesday = date(2026, 11, 17)
    assert works_on(tuesday)
    for _time in range(2):
        answer = operator.post(reverse(ADDRESS), TOLD)
        assert answer.headers["Location"] == f"{reverse(ADDRESS)}?nam=2026"
    assert not works_on(tuesday)
    assert recorded() == 1
    page = operator.get(reverse(ADDRESS), {"nam": "2026"}).content.decode()
    assert all(one in page for one in ("17/11/2026", "Nghỉ bù", "15/QĐ-UBND"))
    operator.post(reverse(ADDRESS), {**TOLD, "kind": "working"})
    assert works_on(tuesday)


def test_years_are_shown_one_by_one_and_an_odd_one_is_this_one(operator):
    services.load_holidays([2025])
    assert "01/01/2025" in operator.get(reverse(ADDRESS), {"nam": "2025"}).content.decode()
    for odd in ("", "9999", "x", "²⁰²⁵"):
        assert operator.get(reverse(ADDRESS), {"nam": odd}).status_code == 200


def test_what_the_law_says_of_a_year_is_entered_and_days_by_decision_stay(operator):
    operator.post(reverse(ADDRESS), {**TOLD, "day": "2026-01-01", "kind": "working"})
    for _time in range(2):
        answer = operator.post(reverse(ADDRESS), {"load": "2026"})
        assert answer.headers["Location"] == f"{reverse(ADDRESS)}?nam=2026"
    assert works_on(date(2026, 1, 1))
    assert not works_on(date(2026, 9, 2))


@pytest.mark.parametrize("lacks", ["day", "name", "source", "kind"])
def test_what_is_missing_is_said_and_nothing_is_kept(operator, lacks):
    assert operator.post(reverse(ADDRESS), {**TOLD, lacks: " "}).status_code == 422
    assert queries.exceptions_of(2026) == []
    assert recorded() == 0


def test_everybody_reads_it_and_only_operators_decide(committee):
    client = a_client(an_administrator(committee))
    assert client.get(reverse(ADDRESS)).status_code == 200
    assert client.post(reverse(ADDRESS), TOLD).status_code == 403
    assert queries.exceptions_of(2026) == []

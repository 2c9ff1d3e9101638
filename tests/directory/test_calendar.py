from datetime import UTC, date, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from lienthong.directory import queries, services
from lienthong.directory.errors import NameMissing, SourceMissing, YearNotKnown
from lienthong.directory.models import DayException
from lienthong.kernel.actor import Actor
from lienthong.kernel.working_days import add_working_days
from lienthong.ledger.models import Record

pytestmark = pytest.mark.django_db


def works(day: date) -> bool:
    return queries.working_day_checker(day, day)(day)


def decide(day: date, *, is_working: bool, name: str, source: str = "12/QĐ-UBND") -> None:
    services.decide_day(
        day=day,
        is_working=is_working,
        name=name,
        source=source,
        actor=Actor.installation(),
        now=datetime(2026, 11, 2, 1, tzinfo=UTC),
    )


def test_A10_without_exceptions_monday_to_friday_are_working_days():
    monday = date(2010, 11, 15)
    week = [works(monday + timedelta(days=n)) for n in range(7)]
    assert week == [True] * 5 + [False] * 2


@pytest.mark.parametrize(
    "day",
    [
        date(2010, 2, 15),  # Tết Canh Dần
        date(2010, 4, 23),  # Giỗ Tổ
        date(2010, 5, 3),  # for 1 May, a Saturday
        date(2024, 2, 12),  # Tết Giáp Thìn
        date(2024, 9, 3),  # second day of Quốc khánh since 2021
        date(2026, 2, 17),  # Tết Bính Ngọ
    ],
)
def test_A10_holidays_of_the_law_are_no_working_days(day):
    services.load_holidays([day.year])
    assert not works(day)


def test_A10_a_make_up_saturday_is_a_working_day():
    services.load_holidays([2024])
    assert works(date(2024, 5, 4))
    assert not works(date(2024, 4, 29))
    assert not works(date(2024, 5, 11))


def test_A10_a_limit_over_tet_falls_on_the_first_working_day_after_it():
    services.load_holidays([2010])
    signed = date(2010, 2, 12)
    checker = queries.working_day_checker(signed, signed)
    assert add_working_days(signed, 1, is_working_day=checker) == date(2010, 2, 22)


def test_a_day_set_by_decision_stays_when_the_holidays_are_loaded_again():
    decide(date(2024, 9, 3), is_working=True, name="Trực cả ngày")
    services.load_holidays([2024])
    assert works(date(2024, 9, 3))
    assert DayException.objects.get(day=date(2024, 9, 3)).source == "12/QĐ-UBND"


def test_a_day_may_be_decided_again_and_needs_a_name_and_a_decision():
    for is_working in (False, True):
        decide(date(2010, 12, 4), is_working=is_working, name="Làm bù")
    services.load_holidays([2010])
    assert works(date(2010, 12, 4))
    with pytest.raises(NameMissing):
        decide(date(2010, 12, 4), is_working=False, name=" ")
    with pytest.raises(SourceMissing):
        decide(date(2010, 12, 4), is_working=False, name="Làm bù", source=" ")
    assert works(date(2010, 12, 4))


def test_the_command_decides_a_day_and_the_ledger_has_it():
    told = ["--off", "2026-11-17", "--name", "Nghỉ bù", "--source", "15/QĐ-UBND"]
    for _once_more in range(2):
        call_command("holidays", *told)
    assert not works(date(2026, 11, 17))
    assert Record.objects.filter(act="directory.day-decided").count() == 1


def test_loading_twice_leaves_the_same_days():
    first = services.load_holidays([2024, 2025, 2024])
    days = list(DayException.objects.values_list())
    assert services.load_holidays([2024, 2025]) == first == len(days)
    assert list(DayException.objects.values_list()) == days


def test_a_year_that_nobody_knows_is_refused():
    with pytest.raises(YearNotKnown):
        services.load_holidays([2024, 2101])
    assert not DayException.objects.exists()


def test_many_days_are_asked_with_one_statement(django_assert_num_queries):
    services.load_holidays(range(2010, 2014))
    with django_assert_num_queries(1):
        checker = queries.working_day_checker(date(2010, 1, 1), date(2013, 12, 31))
        days = [date(2010, 1, 1) + timedelta(days=n) for n in range(1461)]
        assert 1000 < sum(map(checker, days)) < 1044


def test_a_day_outside_the_range_read_is_an_error_and_no_guess():
    checker = queries.working_day_checker(date(2010, 1, 1), date(2010, 1, 1))
    with pytest.raises(ValueError, match="outside"):
        checker(date(2010, 4, 1))


def test_the_calendar_is_brought_up_to_date_from_the_command_line():
    out = StringIO()
    call_command("holidays", "2024", "2025", stdout=out)
    assert out.getvalue() == f"{DayException.objects.count()}\tdays\n"
    with pytest.raises(CommandError, match=r"directory\.year-not-known: .* 1900"):
        call_command("holidays", "2024", "1900")


def test_a_day_is_set_by_decision_from_the_command_line():
    out = StringIO()
    decision = {"name": "Nghỉ bù bão", "source": "15/QĐ-UBND", "stdout": out}
    call_command("holidays", off=date(2024, 9, 10), **decision)
    call_command("holidays", working=date(2024, 9, 14), **decision)
    assert out.getvalue() == "2024-09-10\toff\n2024-09-14\tworking\n"
    assert not works(date(2024, 9, 10))
    assert works(date(2024, 9, 14))
    assert DayException.objects.get(day=date(2024, 9, 10)).source == "15/QĐ-UBND"
    for wrong in ({}, {"off": date(2024, 9, 11)}):
        with pytest.raises(CommandError) as told:
            call_command("holidays", **wrong)
        assert told.value.returncode == 2

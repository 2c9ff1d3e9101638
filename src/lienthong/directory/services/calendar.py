"""The province's calendar: holidays of the law, and days set by decision."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction

from lienthong.directory.errors import SourceMissing, YearNotKnown
from lienthong.directory.models import DayException
from lienthong.directory.services.fields import a_line, a_name
from lienthong.directory.services.rights import MANAGE, demand
from lienthong.directory.types import LIST_OF_DAYS
from lienthong.kernel.actor import Actor
from lienthong.ledger import services as ledger
from lienthong.ledger.types import Act

_FIRST_YEAR, _LAST_YEAR = 1976, 2100
_MAKE_UP = "Ngày làm bù"


def decide_day(
    *, day: date, is_working: bool, name: str, source: str, actor: Actor, now: datetime
) -> None:
    """Say by decision that nobody works on a day, or that it is a working day.

    Recorded, because deadlines move with it. The same again changes nothing.
    Raises NotAllowed, NameMissing, NameTooLong, SourceMissing.
    """
    demand(actor, MANAGE)
    told = a_line(DayException, "source", source)
    if not told:
        raise SourceMissing
    with transaction.atomic():
        facts = {"is_working": is_working, "name": a_name(DayException, "name", name)}
        if DayException.objects.filter(day=day, source=told, **facts).exists():
            return
        DayException.objects.update_or_create(day=day, defaults={**facts, "source": told})
        act = Act(
            name="directory.day-decided",
            subjects={},
            dimensions={"day": str(day), "working": "yes" if is_working else "no"},
            private={"name": name, "source": told},
        )
        ledger.record(act, actor=actor, at=now)


def load_holidays(years: Iterable[int]) -> int:
    """Enter the known holidays and make-up days of some years; return how many days stand.

    Days that a person has set are left alone. Repeating it brings what a newer list knows. Make-up
    days of years to come are known only once the government has announced them.
    Raises YearNotKnown. Two statements. Source: Labour Code 2019, Article 112.
    """
    wanted = sorted(set(years))
    for year in wanted:
        if not _FIRST_YEAR <= year <= _LAST_YEAR:
            raise YearNotKnown(year=year)
    rows = {row.day: row for row in _known_days(wanted)}
    with transaction.atomic():
        own = DayException.objects.filter(day__in=rows).exclude(source__startswith=LIST_OF_DAYS)
        for day in own.values_list("day", flat=True):
            del rows[day]
        DayException.objects.bulk_create(
            rows.values(),
            batch_size=200,
            update_conflicts=True,
            unique_fields=["day"],
            update_fields=["is_working", "name", "source"],
        )
    return len(rows)


def _known_days(years: list[int]) -> list[DayException]:
    import holidays  # noqa: PLC0415  # 5 MB of every process, for an act of once a year

    # How the rows that came with the product are told from those that people wrote.
    source = f"{LIST_OF_DAYS}{holidays.__version__}"
    known = holidays.country_holidays("VN", years=years, language="vi")
    days = [
        DayException(day=day, is_working=False, name=name[:100], source=source)
        for day, name in known.items()
    ]
    return days + [
        DayException(day=day, is_working=True, name=_MAKE_UP, source=source)
        for day in known.weekend_workdays
        if day.year in years
    ]

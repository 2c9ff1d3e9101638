"""The time of the province. Only faces, commands and workers read the clock; all else is told."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


def now() -> datetime:
    """Return the present moment, aware, in UTC."""
    return datetime.now(UTC)


def local_day(moment: datetime) -> date:
    """Return the day in Vietnam on which an aware moment falls."""
    return moment.astimezone(VIETNAM).date()


def at_local(day: date, at: time) -> datetime:
    """Return the aware moment of a local wall-clock time; `time.max` is the end of the day."""
    return datetime.combine(day, at, tzinfo=VIETNAM)


def end_of_day(day: date) -> datetime:
    """Return the first moment after a local day: limits that run to 24:00 end here.

    The last days that a calendar can name end a little early, so that no date is too much.
    """
    return at_local(min(day, date.max - timedelta(days=2)) + timedelta(days=1), time.min)


def moment_in(text: str) -> datetime | None:
    """Return the moment that a form or an address of ours carries (ISO 8601 with its zone).

    None for what is none, whatever somebody wrote there.
    """
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo is not None else None

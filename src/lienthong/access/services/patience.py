"""How long what one asks of another waits for its answer."""

from datetime import date, datetime, timedelta

from django.conf import settings

from lienthong.kernel.clock import local_day


def answer_until(asked_at: datetime) -> date:
    """Return the last day for answering what was asked then (`LIENTHONG_ANSWER_DAYS`)."""
    return local_day(asked_at) + timedelta(days=settings.LIENTHONG_ANSWER_DAYS)


def unanswered_since(now: datetime) -> datetime:
    """Return the moment before which what was asked, and waits, is over now."""
    return now - timedelta(days=settings.LIENTHONG_ANSWER_DAYS + 1)

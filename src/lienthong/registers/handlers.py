"""Background work: prints of a whole year, the stock of lines, work of those who have left."""

from datetime import timedelta
from uuid import UUID

from django_tasks import task

from lienthong.jobs import services as jobs
from lienthong.jobs.rules import RetryPolicy, retrying
from lienthong.jobs.schedules import every
from lienthong.kernel import clock
from lienthong.registers import services
from lienthong.registers.events import BookPrintAsked

# A year of a busy office is laid out in some minutes; the lease is longer than any takes.
_PRINTING = RetryPolicy(first=timedelta(minutes=1), attempts=5, lease=timedelta(minutes=30))


def print_later(event: BookPrintAsked) -> None:
    """Subscriber: the job of a print, in the transaction of its row; it runs once."""
    print_id = str(event.print_id)
    jobs.enqueue_once(make_book_print, print_id, key=f"book:{print_id}", now=event.now)


@task
@retrying(_PRINTING)
def make_book_print(print_id: str) -> None:
    """Lay out a book that somebody asked for."""
    services.make_book_print(print_id=UUID(print_id), now=clock.now())


@task
def end_book_prints() -> int:
    """Let go of prints whose day is over; return how many."""
    return services.end_book_prints(now=clock.now())


@task
def index_entries() -> None:
    """Let a search find the lines that were here before it had an index."""
    services.index_stock()


@task
def give_back_work() -> int:
    """Find somebody for the work of those whose posts have ended; return how many documents."""
    return services.give_back_work(now=clock.now())


every(timedelta(hours=1), end_book_prints)
every(timedelta(hours=1), give_back_work)
every(timedelta(days=1), index_entries)

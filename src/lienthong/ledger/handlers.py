"""Background work of the ledger."""

from datetime import datetime, timedelta

from django_tasks import task

from lienthong.jobs.schedules import every
from lienthong.kernel import clock
from lienthong.kernel.news import announce
from lienthong.ledger import queries
from lienthong.ledger.events import LedgerInTime, LedgerLate
from lienthong.ledger.rules.delays import ADVICE, PROBLEMS
from lienthong.ledger.services.own_heads import kept_head_problem
from lienthong.ledger.services.publish import (
    publish_head,
    stamp_next_head,
    stamper_of_installation,
)
from lienthong.ledger.services.sequence import sequence

BATCH = 1_000


@task()
def sequence_records() -> None:
    """Give every record that waits its place; batches keep the transactions short."""
    while sequence(now=clock.now(), limit=BATCH) == BATCH:
        continue


@task()
def publish_heads() -> None:
    """Publish the newest head when its turn has come."""
    publish_head(now=clock.now())


@task()
def stamp_heads() -> None:
    """Have published heads stamped, the newest first, while the authority answers."""
    stamper = stamper_of_installation()
    while stamper is not None and stamp_next_head(stamper=stamper, now=clock.now()):
        continue


@task()
def watch_ledger() -> None:
    """Tell those above when a promise is not kept."""
    now = clock.now()
    if problems := _problems(now):
        announce(LedgerLate(problems, now))


@task()
def take_warning_back() -> None:
    """Tell those above when every promise is kept, so that they stop warning."""
    now = clock.now()
    if not _problems(now):
        announce(LedgerInTime(now))


def _problems(now: datetime) -> tuple[str, ...]:
    found = {*queries.health(now).problems, kept_head_problem()}
    return tuple(code for code in PROBLEMS if code in found and code not in ADVICE)


every(timedelta(seconds=1), sequence_records)
every(timedelta(minutes=1), publish_heads)
every(timedelta(minutes=1), stamp_heads)
every(timedelta(hours=6), watch_ledger)
every(timedelta(minutes=10), take_warning_back)

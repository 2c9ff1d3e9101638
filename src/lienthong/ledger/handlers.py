"""Background work of the ledger."""

from datetime import timedelta

from django_tasks import task

from lienthong.jobs.schedules import every
from lienthong.kernel import clock
from lienthong.ledger.services import sequence

BATCH = 1_000


@task()
def sequence_records() -> None:
    """Give every record that waits its place; batches keep the transactions short."""
    while sequence(now=clock.now(), limit=BATCH) == BATCH:
        continue


every(timedelta(seconds=1), sequence_records)

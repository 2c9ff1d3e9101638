"""Background work of the ledger."""

from django_tasks import task

from lienthong.kernel import clock
from lienthong.ledger.services import sequence

BATCH = 1_000


@task()  # type: ignore[untyped-decorator]  # django_tasks has no types
def sequence_records() -> None:
    """Give every record that waits its place; batches keep the transactions short."""
    while sequence(now=clock.now(), limit=BATCH) == BATCH:
        continue

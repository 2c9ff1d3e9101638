"""A write that need not survive a power cut by itself: the act that follows it takes it along."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def lightly() -> Iterator[None]:
    """Commit without waiting for the disk, if this is a transaction of its own.

    Both databases write commits into one log in their order. So whatever is committed later, and
    waited for, is durable only together with this; what may be lost is this alone, with nothing
    behind it. Within another's transaction it is a savepoint.
    """
    if connection.in_atomic_block:
        with transaction.atomic():
            yield
    elif connection.vendor == "postgresql":
        with transaction.atomic():
            _say("SET LOCAL synchronous_commit TO OFF")
            yield
    else:
        _say("PRAGMA synchronous=NORMAL")
        try:
            yield
        finally:
            _say("PRAGMA synchronous=FULL")


def _say(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)

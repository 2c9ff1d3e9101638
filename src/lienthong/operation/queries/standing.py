"""How the installation stands, in a fixed number of cheap statements."""

import shutil
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection

from lienthong.blobs import queries as blobs
from lienthong.exchange import queries as exchange
from lienthong.jobs import queries as jobs
from lienthong.ledger import queries as ledger
from lienthong.operation.models import Backup
from lienthong.operation.types import BackupCard, Standing


def standing(*, now: datetime) -> Standing:
    """Return the figures of the installation. Eight statements at most, whatever the stock."""
    queues = jobs.queue_states()
    oldest = [queue.oldest_due_at for queue in queues if queue.oldest_due_at is not None]
    seen, backup = jobs.worker_seen_at(now=now), newest_backup()
    return Standing(
        jobs={
            "waiting": sum(queue.waiting for queue in queues),
            "running": sum(queue.running for queue in queues),
            "dead": sum(queue.dead for queue in queues),
        },
        oldest_job=age(min(oldest), now=now) if oldest else 0,
        worker_seen=None if seen is None else age(seen, now=now),
        unplaced=unplaced_age(now=now),
        deliveries_waiting=exchange.count_unanswered(),
        uploads_waiting=blobs.count_waiting_uploads(),
        disk_free=disk_free(),
        database_size=database_size(),
        backup_age=None if backup is None else age(backup.finished_at, now=now),
    )


def unplaced_age(*, now: datetime) -> float:
    """Return how old the oldest record without a place is, in seconds; 0: none waits."""
    waiting = ledger.overdue(recorded_before=now, limit=1)
    return age(waiting[0].recorded_at, now=now) if waiting else 0


def newest_backup() -> BackupCard | None:
    """Return the backup that was made last; None before the first."""
    row = Backup.objects.order_by("-finished_at").first()
    return None if row is None else row.card()


def disk_free() -> int:
    """Return the bytes that programs may still write to the disk of the folder."""
    return shutil.disk_usage(settings.LIENTHONG_HOME).free


def database_size() -> int | None:
    """Return the bytes of the database; None for one in memory."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_database_size(current_database())")
            return int(cursor.fetchone()[0])
    path = Path(str(connection.settings_dict["NAME"]))
    return path.stat().st_size if path.is_file() else None


def age(moment: datetime, *, now: datetime) -> float:
    """Return the seconds since a moment; never below nought: clocks of hosts differ a little."""
    return max((now - moment).total_seconds(), 0.0)

"""Beat: a worker says that it lives, so that somebody notices when none does."""

import os
import platform
from datetime import datetime, timedelta
from uuid import UUID

from lienthong.jobs.models import WorkerBeat

EVERY = timedelta(seconds=10)
KEPT = timedelta(days=1)


def beat(worker_id: UUID, *, now: datetime) -> None:
    """Say that this worker lives; the first time also clears the rows of the long dead."""
    if WorkerBeat.objects.filter(pk=worker_id).update(seen_at=now):
        return
    WorkerBeat.objects.filter(seen_at__lt=now - KEPT).delete()
    WorkerBeat.objects.create(
        id=worker_id, host=platform.node()[:200], pid=os.getpid(), started_at=now, seen_at=now
    )


def end_beat(worker_id: UUID) -> None:
    """Take the row of a worker that ends in order."""
    WorkerBeat.objects.filter(pk=worker_id).delete()

"""Follow the clock: what was put off by a clock that was ahead does not wait for that day."""

from datetime import datetime, timedelta

from django.db.models import Q
from django.db.models.functions import Least

from lienthong.jobs.models import Job
from lienthong.jobs.types import JobState

SKEW = timedelta(minutes=5)  # by which the clocks of two hosts may differ
LEASE = timedelta(hours=1)  # for what was claimed under the wrong clock and may still be running


def follow_clock(*, now: datetime) -> int:
    """Let jobs that were written or tried later than now be due again; return how many.

    Their times were taken from a clock that has been set back since. Those that were meant for a
    later moment run early, which tasks have to bear; those in hand keep a lease.
    """
    later = now + SKEW
    ahead = Job.objects.filter(state__in=JobState.open_states()).filter(
        Q(enqueued_at__gt=later) | Q(claimed_at__gt=later)
    )
    # Looked at without a lock first, as for a claim.
    if not ahead.exists():
        return 0
    times = {"enqueued_at": Least("enqueued_at", now), "claimed_at": now}
    running = ahead.filter(state=JobState.RUNNING).update(due_at=now + LEASE, **times)
    return running + ahead.filter(state=JobState.WAITING).update(due_at=now, **times)

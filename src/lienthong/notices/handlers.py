"""Background work of notices."""

from datetime import timedelta

from django_tasks import task

from lienthong.jobs.schedules import every
from lienthong.kernel import clock
from lienthong.notices import services


@task
def prune_old_notices() -> None:
    """Delete what was told long ago."""
    services.prune(now=clock.now())


every(timedelta(days=1), prune_old_notices)

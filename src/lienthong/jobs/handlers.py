"""Background work of jobs themselves."""

from datetime import timedelta

from django_tasks import task

from lienthong.jobs import services
from lienthong.jobs.schedules import every
from lienthong.kernel import clock


@task
def prune_done_jobs() -> None:
    """Delete what was done more than a week ago."""
    services.prune(now=clock.now())


every(timedelta(days=1), prune_done_jobs)

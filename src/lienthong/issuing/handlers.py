"""Background work: drafts that wait for those who have left."""

from datetime import timedelta

from django_tasks import task

from lienthong.issuing import services
from lienthong.jobs.schedules import every
from lienthong.kernel import clock


@task
def give_back_drafts() -> int:
    """Find somebody for the drafts of those whose posts have ended; return how many."""
    return services.give_back_drafts(now=clock.now())


every(timedelta(hours=1), give_back_drafts)

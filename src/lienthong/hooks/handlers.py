"""Background work of hooks: calling addresses, and forgetting what is long over."""

from datetime import timedelta

from django_tasks import task

from lienthong.hooks import services
from lienthong.jobs.rules import RetryPolicy, retrying
from lienthong.jobs.schedules import every
from lienthong.kernel import clock


# Far longer than one run ever takes: 10 seconds, and the calls that are under way then.
@task()
@retrying(RetryPolicy(lease=timedelta(minutes=2)))
def carry_notifications() -> None:
    """Tell every hook that is due what waits for it."""
    services.carry_due(clock=clock.now)


@task()
def forget_notifications() -> None:
    """Delete what was delivered or given up a month ago."""
    services.prune_notifications(now=clock.now())


every(timedelta(seconds=2), carry_notifications)
every(timedelta(hours=6), forget_notifications)

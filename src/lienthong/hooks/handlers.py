"""Background work of hooks: calling addresses, and forgetting what is long over."""

from datetime import timedelta

from django_tasks import task

from lienthong.hooks import services
from lienthong.hooks.events import SomethingWaits
from lienthong.jobs import services as jobs
from lienthong.jobs.rules import RetryPolicy, retrying
from lienthong.jobs.schedules import every
from lienthong.kernel import clock


def carry_soon(event: SomethingWaits) -> None:
    """Subscriber: a job for all that happens within a second, in the transaction of the act."""
    jobs.enqueue_gathered(carry_notifications, now=event.now)


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


# For what is tried again, and for what an act that committed late left to nobody.
every(timedelta(seconds=30), carry_notifications)
every(timedelta(hours=6), forget_notifications)

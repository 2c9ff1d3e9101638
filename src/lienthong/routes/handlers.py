"""Background work of routes."""

from datetime import timedelta

from django_tasks import task

from lienthong.jobs.rules import RetryPolicy, retrying
from lienthong.jobs.schedules import every
from lienthong.kernel import clock
from lienthong.routes import services


# As long as a turn may hold its route.
@task()
@retrying(RetryPolicy(lease=timedelta(minutes=30)))
def take_turns() -> None:
    """Carry, fetch and follow on every route that is due."""
    services.take_turns(clock=clock.now)


@task()
@retrying(RetryPolicy(lease=timedelta(minutes=5)))
def give_up_expired() -> None:
    """Tell senders what could not be carried in time."""
    services.give_up_expired(now=clock.now())


every(timedelta(seconds=2), take_turns)
every(timedelta(minutes=1), give_up_expired)

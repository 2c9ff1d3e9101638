"""Background work of the interface: the log of calls has an end, and what waits for an answer."""

from datetime import timedelta

from django_tasks import task

from lienthong.jobs.schedules import every
from lienthong.kernel import clock
from lienthong.vxp import services


@task
def forget_calls() -> None:
    """Forget calls whose time is over."""
    services.forget_calls(now=clock.now())


@task
def expire_requests() -> None:
    """End what systems asked about agencies and nobody answered in time."""
    services.expire_requests(now=clock.now())


every(timedelta(hours=24), forget_calls)
every(timedelta(hours=6), expire_requests)

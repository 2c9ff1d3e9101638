"""Background work of systems: what was remembered, or asked, long enough ago is over."""

from datetime import timedelta

from django_tasks import task

from lienthong.jobs.schedules import every
from lienthong.kernel import clock
from lienthong.systems import services


@task()
def forget_old_calls() -> None:
    """Forget nonces and answers whose time is over."""
    now = clock.now()
    services.forget_nonces(now=now)
    services.forget_answers(now=now)


@task()
def expire_requests() -> None:
    """End requests to agencies that nobody answered in time."""
    services.expire_requests(now=clock.now())


every(timedelta(hours=1), forget_old_calls)
every(timedelta(hours=6), expire_requests)

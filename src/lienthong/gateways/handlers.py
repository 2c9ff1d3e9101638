"""Background work of gateways: what was begun and not finished."""

from datetime import timedelta

from django_tasks import task

from lienthong.gateways import services
from lienthong.jobs.schedules import every
from lienthong.kernel import clock


@task
def expire_parts() -> None:
    """Throw away files of which not all has come within a day."""
    services.expire_parts(now=clock.now())


every(timedelta(hours=1), expire_parts)

"""Background work of blobs: what has expired, what nobody holds, what no row knows."""

from datetime import timedelta

from django_tasks import task

from lienthong.blobs import services
from lienthong.jobs.schedules import every
from lienthong.kernel import clock


@task
def expire_uploads() -> None:
    """Close uploads that nobody admitted in time."""
    services.expire_uploads(now=clock.now())


@task
def destroy_unheld_content() -> None:
    """Destroy content whose last hold has ended."""
    services.destroy_unheld(now=clock.now())


@task
def sweep_strays() -> None:
    """Remove files of transactions that were rolled back and of processes that died."""
    services.sweep_strays(now=clock.now())


every(timedelta(hours=1), expire_uploads)
every(timedelta(hours=1), destroy_unheld_content)
every(timedelta(days=1), sweep_strays)

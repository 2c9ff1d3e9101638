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


@task
def wrap_keys_anew() -> None:
    """Wrap the keys of files with the current master key, after a new one has come."""
    services.rewrap_keys()


@task
def encrypt_clear_content() -> None:
    """Encrypt what was kept in clear before an upgrade; nothing to do once that is over."""
    services.seal_clear_content(now=clock.now())


@task
def scan_waiting_uploads() -> None:
    """Scan for viruses what came while the scanner was away."""
    services.scan_waiting(now=clock.now())


every(timedelta(hours=1), expire_uploads)
every(timedelta(hours=1), destroy_unheld_content)
every(timedelta(days=1), sweep_strays)
every(timedelta(minutes=10), wrap_keys_anew)
every(timedelta(minutes=10), encrypt_clear_content)
every(timedelta(minutes=1), scan_waiting_uploads)

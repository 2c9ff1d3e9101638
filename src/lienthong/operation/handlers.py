"""Background work of operation."""

from datetime import timedelta

from django_tasks import task

from lienthong.jobs.schedules import every
from lienthong.kernel import clock
from lienthong.operation import services


@task
def clear_expired() -> None:
    """Remove expired values of the shared cache."""
    services.clear_expired_values(now=clock.now())


@task
def clear_unfinished_keys() -> None:
    """Remove what killed processes were writing beside the keys."""
    services.clear_unfinished_keys(now=clock.now())


@task
def refresh_statistics() -> bool:
    """Let SQLite see how its tables have grown; PostgreSQL sees it by itself. Safe to repeat."""
    return services.refresh_statistics()


every(timedelta(hours=1), clear_expired)
every(timedelta(days=1), clear_unfinished_keys)
every(timedelta(days=1), refresh_statistics)

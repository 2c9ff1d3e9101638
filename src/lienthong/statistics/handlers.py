"""Background work of figures."""

from datetime import timedelta

from django_tasks import task

from lienthong.jobs.schedules import every
from lienthong.kernel import clock
from lienthong.statistics import services


@task
def close_months() -> None:
    """Close the months that are over; mostly there is nothing to do."""
    services.close_due(now=clock.now())


every(timedelta(hours=1), close_months)

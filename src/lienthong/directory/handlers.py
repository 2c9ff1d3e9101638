"""Background work of the directory."""

from datetime import timedelta

from django_tasks import task

from lienthong.directory.services import take_effect_of_due
from lienthong.jobs.schedules import every
from lienthong.kernel import clock


@task()
def take_effect() -> None:
    """Do the reorganisations whose day has come."""
    take_effect_of_due(now=clock.now())


every(timedelta(minutes=10), take_effect)

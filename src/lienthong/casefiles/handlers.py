"""Background work: files that are soon due for the archive, and those of keepers who left."""

from datetime import timedelta

from django_tasks import task

from lienthong.casefiles import services
from lienthong.jobs.schedules import every
from lienthong.kernel import clock


@task
def remind_of_deposits() -> int:
    """Put what is soon due before its keepers; return how many files wait."""
    return services.remind_of_deposits(now=clock.now())


@task
def give_back_files() -> int:
    """Take files from those whose posts have ended; return how many."""
    return services.give_back_files(now=clock.now())


every(timedelta(hours=12), remind_of_deposits)
every(timedelta(hours=1), give_back_files)

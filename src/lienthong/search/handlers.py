"""Background work of search."""

from datetime import timedelta

from django_tasks import task

from lienthong.jobs.schedules import every
from lienthong.search import services


@task
def index_words() -> None:
    """Take new rows into SQLite's index."""
    services.catch_up()


every(timedelta(seconds=10), index_words)

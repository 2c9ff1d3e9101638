"""Background work of mailboxes."""

from datetime import timedelta

from django_tasks import task

from lienthong.jobs.rules import RetryPolicy, retrying
from lienthong.jobs.schedules import every
from lienthong.kernel import clock
from lienthong.mailboxes import services


# As long as a turn may hold its mailbox.
@task()
@retrying(RetryPolicy(lease=timedelta(minutes=30)))
def read_mailboxes() -> None:
    """Take in what arrived in every mailbox that is due."""
    services.take_turns(clock=clock.now)


every(timedelta(seconds=20), read_mailboxes)

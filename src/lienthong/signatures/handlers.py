"""Background work of signatures."""

from datetime import datetime, timedelta

from django_tasks import task

from lienthong.blobs import queries as blobs
from lienthong.jobs.schedules import every
from lienthong.kernel import clock
from lienthong.kernel.refusals import Refusal
from lienthong.signatures import queries, services


@task
def recheck_undecided() -> int:
    """Check again what could not be told and is due; return how many contents were checked.

    Scheduled every few minutes; repeating it is safe, a content that was checked meanwhile is no
    longer due.
    """
    return recheck_due(now=clock.now())


@task
def expire_signing_requests() -> int:
    """Close signings whose time is over and drop their files; return how many."""
    return services.expire_requests(now=clock.now())


def recheck_due(*, now: datetime) -> int:
    """Check every due content once; one whose content is gone or unreadable waits longer."""
    checked = 0
    for digest in queries.due_for_recheck(now=now):
        try:
            with blobs.open_content(digest) as content:
                services.verify_content(digest=digest, source=content, now=now)
        except Refusal:
            services.postpone_recheck(digest=digest, now=now)
        else:
            checked += 1
    return checked


every(timedelta(minutes=5), recheck_undecided)
every(timedelta(minutes=15), expire_signing_requests)

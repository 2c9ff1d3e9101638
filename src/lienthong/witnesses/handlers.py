"""Background work of witnesses: looking around."""

from datetime import timedelta
from uuid import UUID

from django_tasks import task

from lienthong.jobs import services as jobs
from lienthong.jobs.schedules import every
from lienthong.kernel import clock
from lienthong.ledger.services.publish import anchors_of_installation
from lienthong.witnesses import queries, services
from lienthong.witnesses.services import site_at


@task()
def look_around() -> None:
    """Let every installation that is watched be looked at, the one longest unseen first.

    Each has a job of its own, so that one which is slow or fails keeps nobody from the others.
    """
    for watched_id in queries.watched_ids():
        jobs.enqueue_once(look_at_one, str(watched_id), key=f"look:{watched_id}", now=clock.now())


@task()
def look_at_one(watched_id: str) -> None:
    """Look at one installation, unless it is watched no more."""
    found = UUID(watched_id)
    if address := queries.address_of(found):
        anchors = anchors_of_installation()
        services.look_at(found, site=site_at(address), anchors=anchors, now=clock.now())


every(timedelta(minutes=10), look_around)

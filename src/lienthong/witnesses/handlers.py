"""Background work of witnesses: looking around."""

from datetime import timedelta

from django_tasks import task

from lienthong.jobs.schedules import every
from lienthong.kernel import clock
from lienthong.ledger.services.publish import anchors_of_installation
from lienthong.witnesses import queries, services
from lienthong.witnesses.services import site_at


@task()
def look_around() -> None:
    """Look at every installation that is watched, one after the other."""
    anchors = anchors_of_installation()
    for card in queries.watched():
        services.look_at(card.id, site=site_at(card.address), anchors=anchors, now=clock.now())


every(timedelta(minutes=10), look_around)

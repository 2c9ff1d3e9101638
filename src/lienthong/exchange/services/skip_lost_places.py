"""After a restore: new arrivals come behind every mark that a system may have."""

from datetime import datetime

from lienthong.directory import queries as directory
from lienthong.exchange.models import ArrivalCounter

_AT_A_TIME = 1_000


def skip_lost_places(*, now: datetime) -> None:
    """Let what arrives from now on get places that nothing had before.

    Between a backup and the loss places were given that the tables know nothing of, and systems go
    on from the last one that they read: what came below it they would never be told. The seconds
    since 1970 are more than were ever given, and more after each restore. Safe to repeat.
    """
    counters = (ArrivalCounter(pk=agency_id) for agency_id in directory.agency_ids())
    ArrivalCounter.objects.bulk_create(counters, ignore_conflicts=True, batch_size=_AT_A_TIME)
    begins_after = int(now.timestamp())
    later = ArrivalCounter.objects.filter(begins_after__lt=begins_after)
    later.update(begins_after=begins_after)

"""Whether the ledger keeps what it promises in time."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Count, Min

from lienthong.ledger.models import Head, Publication, ShownHead, StampWanted, Waiting
from lienthong.ledger.rules.delays import problems_of
from lienthong.ledger.types import LedgerHealth


def health(now: datetime) -> LedgerHealth:
    """Return how far the ledger is behind. Six cheap statements, whatever its size."""
    waits = Waiting.objects.aggregate(count=Count("pk"), since=Min("recorded_at"))
    shown = Publication.objects.select_related("head").order_by("-published_at", "-head_id").first()
    unstamped = StampWanted.objects.aggregate(
        count=Count("pk"), since=Min("head__publication__published_at")
    )
    failure = StampWanted.objects.exclude(failure="").order_by("-due_at").first()
    return LedgerHealth(
        waiting=waits["count"],
        unstamped=unstamped["count"],
        stamp_failure="" if failure is None else failure.failure,
        problems=problems_of(
            now=now,
            promise=timedelta(hours=settings.LIENTHONG_PROMISE_HOURS),
            publish_every=timedelta(minutes=settings.LIENTHONG_PUBLISH_MINUTES),
            waiting_since=waits["since"],
            unpublished_since=_unpublished_since(shown),
            unstamped_since=unstamped["since"],
            has_stamper=bool(settings.LIENTHONG_TIME_STAMPER),
            is_held=ShownHead.objects.filter(settled_at__isnull=True).exists(),
        ),
    )


def _unpublished_since(shown: Publication | None) -> datetime | None:
    newer = Head.objects.all()
    if shown is not None:
        same = newer.filter(epoch_id=shown.head.epoch_id, size__gt=shown.head.size)
        newer = same | newer.filter(epoch_id__gt=shown.head.epoch_id)
    since: datetime | None = newer.aggregate(since=Min("signed_at"))["since"]
    return since

"""Whether the ledger keeps what it promises in time."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Count, Min

from lienthong.ledger.models import Epoch, Head, Publication, ShownHead, StampWanted, Waiting
from lienthong.ledger.rules.delays import problems_of
from lienthong.ledger.types import LedgerHealth


def health(now: datetime) -> LedgerHealth:
    """Return how far the ledger is behind. Seven cheap statements, whatever its size."""
    waits = Waiting.objects.aggregate(count=Count("pk"), since=Min("recorded_at"))
    newest = Head.objects.order_by("-epoch_id", "-size").first()
    shown = Publication.objects.select_related("head").order_by("-published_at", "-head_id").first()
    unpublished_since = _unpublished_since(shown)
    unstamped = StampWanted.objects.aggregate(
        count=Count("pk"), since=Min("head__publication__published_at")
    )
    failure = StampWanted.objects.exclude(failure="").order_by("-due_at").first()
    is_held = ShownHead.objects.filter(settled_at__isnull=True).exists()
    size = Epoch.objects.order_by("-number").values_list("size", flat=True).first()
    return LedgerHealth(
        waiting=waits["count"],
        waiting_since=waits["since"],
        size=size or 0,
        signed_at=None if newest is None else newest.signed_at,
        published_at=None if shown is None else shown.published_at,
        unpublished_since=unpublished_since,
        unstamped=unstamped["count"],
        unstamped_since=unstamped["since"],
        stamp_failure="" if failure is None else failure.failure,
        is_held=is_held,
        problems=problems_of(
            now=now,
            promise=timedelta(hours=settings.LIENTHONG_PROMISE_HOURS),
            publish_every=timedelta(minutes=settings.LIENTHONG_PUBLISH_MINUTES),
            waiting_since=waits["since"],
            unpublished_since=unpublished_since,
            unstamped_since=unstamped["since"],
            has_stamper=bool(settings.LIENTHONG_TIME_STAMPER),
            is_held=is_held,
        ),
    )


def _unpublished_since(shown: Publication | None) -> datetime | None:
    newer = Head.objects.all()
    if shown is not None:
        same = newer.filter(epoch_id=shown.head.epoch_id, size__gt=shown.head.size)
        newer = same | newer.filter(epoch_id__gt=shown.head.epoch_id)
    since: datetime | None = newer.aggregate(since=Min("signed_at"))["since"]
    return since

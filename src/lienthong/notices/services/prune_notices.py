"""Prune: notices are messages, not records; after a while they go."""

from datetime import datetime, timedelta

from lienthong.notices.models import Notice

KEPT = timedelta(days=90)
BATCH = 500  # rows in one DELETE


def prune(*, now: datetime) -> int:
    """Delete notices told more than 90 days ago, with their readings; return how many."""
    total = 0
    old = Notice.objects.filter(told_at__lt=now - KEPT).order_by("told_at")
    while ids := list(old.values_list("pk", flat=True)[:BATCH]):
        Notice.objects.filter(pk__in=ids).delete()
        total += len(ids)
    return total

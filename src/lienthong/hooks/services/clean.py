"""What was delivered or given up long ago goes."""

from datetime import datetime, timedelta

from lienthong.hooks.models import Attempt, Notification

KEPT = timedelta(days=30)
# Rows in one DELETE, so that nobody waits long behind it.
BATCH = 500


def prune_notifications(*, now: datetime) -> int:
    """Delete what ended a month ago, with its calls; return how many notifications."""
    total = 0
    old = Notification.objects.filter(ended_at__lt=now - KEPT).order_by("ended_at")
    while ids := list(old.values_list("pk", flat=True)[:BATCH]):
        Attempt.objects.filter(notification_id__in=ids).delete()
        Notification.objects.filter(pk__in=ids).delete()
        total += len(ids)
    return total

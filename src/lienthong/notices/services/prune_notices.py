"""Prune: notices are messages, not records; after a while they go."""

from datetime import datetime, timedelta

from lienthong.notices.models import Notice
from lienthong.tables.pruning import delete_in_pieces

KEPT = timedelta(days=90)


def prune(*, now: datetime) -> int:
    """Delete notices told more than 90 days ago, with their readings; return how many."""
    return delete_in_pieces(Notice.objects.filter(told_at__lt=now - KEPT).order_by("told_at"))

"""Hand on: an agency that ended holds nothing any more, who took over does."""

from datetime import datetime
from uuid import UUID

from lienthong.blobs.models import Custody


def hand_on_custody(agency_id: UUID, *, to_id: UUID, now: datetime) -> int:
    """Let another agency hold every content of one that ended; return how many holds went.

    What it holds already it holds once. The content is never without a holder. Two statements.
    """
    held = Custody.objects.filter(agency_id=agency_id, ended_at__isnull=True)
    there = Custody.objects.filter(agency_id=to_id, ended_at__isnull=True).values("blob_id")
    moved = held.exclude(blob_id__in=there).update(agency_id=to_id)
    held.update(ended_at=now, end_reason="handed-on")
    return moved

"""Hand on: an agency that ended holds nothing any more, who took over does."""

from datetime import datetime
from uuid import UUID

from django.db.models import Value
from django.db.models.functions import Replace

from lienthong.blobs.models import Custody, Holders


def hand_on_custody(agency_id: UUID, *, to_id: UUID, now: datetime) -> int:
    """Let another agency hold every content of one that ended; return how many holds went.

    What it holds already it holds once. The content is never without a holder. Three statements;
    the lists are read through for it, which a reorganisation may cost.
    """
    lists = Holders.objects.filter(agencies__contains=agency_id.hex)
    named = lists.update(agencies=Replace("agencies", Value(agency_id.hex), Value(to_id.hex)))
    held = Custody.objects.filter(agency_id=agency_id, ended_at__isnull=True)
    there = Custody.objects.filter(agency_id=to_id, ended_at__isnull=True).values("blob_id")
    moved = held.exclude(blob_id__in=there).update(agency_id=to_id)
    held.update(ended_at=now, end_reason="handed-on")
    return moved + named

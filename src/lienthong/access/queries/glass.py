"""Requests to read in an emergency."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from lienthong.access.errors import UnknownGlass
from lienthong.access.models import Glass
from lienthong.access.types import GlassCard, GlassState
from lienthong.kernel.actor import Actor


def glass(glass_id: UUID) -> GlassCard:
    """Return one request, whoever asks. Raises UnknownGlass. One statement."""
    found = _cards(Glass.objects.filter(pk=glass_id))
    if not found:
        raise UnknownGlass
    return found[0]


def glasses_for(actor: Actor, *, limit: int = 100) -> list[GlassCard]:
    """Return the requests that an actor has to do with, newest first. One statement."""
    rows = Glass.objects.all()
    if "access.break-glass" not in actor.rights:
        rows = rows.filter(agency_id=actor.own_agency)
    return _cards(rows.order_by("-pk")[:limit])


def glasses_over(*, now: datetime, asked_before: datetime, limit: int = 100) -> list[GlassCard]:
    """Return what is out of time, or was never answered, oldest first. One statement."""
    over = Q(state=GlassState.AGREED, until__lte=now)
    stale = Q(state=GlassState.ASKED, asked_at__lte=asked_before)
    return _cards(Glass.objects.filter(over | stale).order_by("pk")[:limit])


def _cards(rows: "QuerySet[Glass]") -> list[GlassCard]:
    joined = rows.select_related("agency", "asked_by", "decided_by")
    return [
        GlassCard(
            id=row.pk,
            state=GlassState(row.state),
            agency_id=row.agency_id,
            agency_name=row.agency.name,
            document_id=row.document_id,
            document_text=row.document_text,
            reason=row.reason,
            hours=row.hours,
            asked_by=row.asked_by_id,
            asked_by_name=row.asked_by.name,
            asked_at=row.asked_at,
            decided_by_name=row.decided_by.name if row.decided_by else "",
            decided_at=row.decided_at,
            decision_note=row.decision_note,
            until=row.until,
            ended_at=row.ended_at,
        )
        for row in joined
    ]

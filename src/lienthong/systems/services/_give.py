"""Writing a grant, whoever has said that it may be."""

from datetime import date, datetime
from uuid import UUID

from lienthong.kernel.actor import Actor
from lienthong.systems.models import Grant, System
from lienthong.systems.services._records import recorded


def give(
    system: System,
    *,
    agency_id: UUID,
    code: str,
    valid_from: date,
    actor: Actor,
    now: datetime,
) -> None:
    """Let a system act for an agency from a day on, with the record of it. Once is enough."""
    _grant, is_new = Grant.objects.get_or_create(
        system=system, agency_id=agency_id, valid_to=None, defaults={"valid_from": valid_from}
    )
    if is_new:
        about = {"agency": agency_id}
        recorded("agency-granted", system, about, actor=actor, now=now, code=code)

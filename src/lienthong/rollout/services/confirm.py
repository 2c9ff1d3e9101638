"""What the system cannot know: a person confirms it, with a day and how it was found out."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from lienthong.directory import queries as directory
from lienthong.kernel.actor import Actor
from lienthong.kernel.clock import local_day
from lienthong.kernel.text import clean_line
from lienthong.ledger import services as ledger
from lienthong.ledger.types import Act
from lienthong.rollout.errors import ConfirmationUnknown, DayAhead, NotConfirmable, NoteMissing
from lienthong.rollout.models import Confirmation
from lienthong.rollout.services.rights import require_to_manage
from lienthong.rollout.types import CONFIRMED_BY_HAND

_LONGEST_NOTE = 300


def confirm(
    *, agency_id: UUID, line: str, on: date | None, note: str, actor: Actor, now: datetime
) -> UUID:
    """Say of an agency that a line is so since a day; the one before is withdrawn by it.

    note: who looked, and how. Raises RightMissing, OtherAgency, UnknownAgency, NotConfirmable,
    DayAhead, NoteMissing.
    """
    require_to_manage(actor, agency_id)
    directory.agency(agency_id)
    if line not in CONFIRMED_BY_HAND:
        raise NotConfirmable
    if on is None or on > local_day(now):
        raise DayAhead
    if not (why := clean_line(note)[:_LONGEST_NOTE]):
        raise NoteMissing
    with transaction.atomic():
        _close(agency_id, line, actor, now)
        made = Confirmation.objects.create(
            agency_id=agency_id, line=line, by=actor.name, on=on, note=why, made_at=now
        )
        _record("confirmed", made, actor, now, note=why, on=on.isoformat())
    return made.pk


def withdraw(*, confirmation_id: UUID, actor: Actor, now: datetime) -> UUID:
    """Take a confirmation back; return its agency. Withdrawn twice is withdrawn once.

    Raises RightMissing, OtherAgency, ConfirmationUnknown.
    """
    row = Confirmation.objects.filter(pk=confirmation_id).first()
    if row is None:
        raise ConfirmationUnknown
    require_to_manage(actor, row.agency_id)
    with transaction.atomic():
        if _close(row.agency_id, row.line, actor, now, only=row.pk):
            _record("confirmation-withdrawn", row, actor, now)
    return row.agency_id


def _close(
    agency_id: UUID, line: str, actor: Actor, now: datetime, *, only: UUID | None = None
) -> int:
    held = Confirmation.objects.filter(agency_id=agency_id, line=line, withdrawn_at__isnull=True)
    if only is not None:
        held = held.filter(pk=only)
    return held.update(withdrawn_at=now, withdrawn_by=actor.name)


def _record(what: str, row: Confirmation, actor: Actor, now: datetime, **private: str) -> None:
    act = Act(
        name=f"rollout.{what}",
        subjects={"agency": str(row.agency_id), "confirmation": str(row.pk)},
        dimensions={"line": row.line},
        private=private,
    )
    ledger.record(act, actor=actor, at=now)

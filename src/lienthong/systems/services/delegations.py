"""Codes below which a system enters and ends agencies by itself."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from lienthong.access import services as access
from lienthong.directory import queries as directory
from lienthong.directory.rules.codes import form_of, whole_code
from lienthong.kernel.actor import Actor
from lienthong.systems.models import Delegation
from lienthong.systems.services import _tell
from lienthong.systems.services._records import recorded
from lienthong.systems.services.systems import RIGHT, open_system


def delegate_code(*, system_id: UUID, code: str, actor: Actor, now: datetime) -> None:
    """Let a system enter and end agencies below a code; the same again changes nothing.

    The heads of the agency that has the code are told. Raises CodeShape of directory, RightMissing,
    SystemClosed, UnknownSystem.
    """
    access.require(actor, RIGHT)
    whole = whole_code(code)
    form_of(whole)
    with transaction.atomic():
        row = open_system(system_id)
        _given, is_new = Delegation.objects.get_or_create(
            system=row, code=whole, ended_at=None, defaults={"given_at": now}
        )
        if not is_new:
            return
        recorded("code-delegated", row, actor=actor, now=now, code=whole)
        holder = directory.agency_by_code(whole)
        if holder is not None:
            facts = {"by": actor.name, "system": row.name, "code": whole}
            _tell.tell_agency(
                holder.id, _tell.DELEGATED, facts, kind="system", subject_id=row.pk, now=now
            )


def end_delegation(*, system_id: UUID, code: str, actor: Actor, now: datetime) -> None:
    """Let a system do so no more, from this moment; nothing delegated: nothing changes.

    Raises RightMissing, SystemClosed, UnknownSystem.
    """
    access.require(actor, RIGHT)
    with transaction.atomic():
        row = open_system(system_id)
        open_ones = Delegation.objects.filter(system=row, code=whole_code(code), ended_at=None)
        if open_ones.update(ended_at=now):
            recorded("delegation-ended", row, actor=actor, now=now, code=whole_code(code))

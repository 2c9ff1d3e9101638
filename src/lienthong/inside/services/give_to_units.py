"""Giving a document of the agency's own to its units (B9)."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from lienthong.access import services as access
from lienthong.directory import queries as directory
from lienthong.documents import queries as documents
from lienthong.documents import services as document_services
from lienthong.documents.errors import DueTooFar
from lienthong.documents.types import Grant, RecipientRole, VersionCard
from lienthong.inside import errors, queries
from lienthong.inside.models import UnitDelivery
from lienthong.inside.services import _work
from lienthong.inside.types import UnitDeliveryCard, UnitDeliveryState, UnitRecipient
from lienthong.kernel.actor import Actor
from lienthong.kernel.clock import local_day
from lienthong.kernel.working_days import is_within_reach


def give_to_units(
    *,
    version_id: UUID,
    recipients: Sequence[UnitRecipient],
    due_on: date | None,
    actor: Actor,
    now: datetime,
) -> list[UnitDeliveryCard]:
    """Give a document that the agency issued to some of its units; return all that have it.

    A unit that has it already keeps what it has, so the same again changes nothing. From now on the
    unit's people may read it, and it waits for them: for action until a day, or for information.
    Raises NotAllowed, UnknownDocument, NotIssuedHere, NoUnitChosen, UnitUnknown, DueInThePast,
    DueTooFar. Eight statements, however many units; one when nothing is new.
    """
    access.require(actor, "inside.give", agency_id=actor.agency_id)
    version = documents.version_card(version_id)
    agency = directory.agency(actor.own_agency)
    require_issued_here(version, agency_id=agency.id)
    if not recipients:
        raise errors.NoUnitChosen()
    require_units([one.unit_id for one in recipients], agency_id=agency.id, on=local_day(now))
    _require_due(due_on, today=local_day(now))
    with transaction.atomic():
        rows = _write(version, recipients, due_on, actor=actor, now=now)
        if rows:
            readers = [(agency.id, row.unit_id, None) for row in rows]
            document_services.grant(
                version.document_id, readers, granted_by=Grant.ASSIGNED, now=now
            )
            _work.tell_given(rows, version, actor=actor, now=now)
            _work.let_wait(rows, version, agency, now=now)
        return queries.of_version(version_id, agency_id=agency.id, on=local_day(now))


def require_issued_here(version: VersionCard, *, agency_id: UUID) -> None:
    """Raise NotIssuedHere for what an agency received. One statement."""
    if version.issuer_id not in directory.with_inherited(agency_id):
        raise errors.NotIssuedHere(reference=version.reference_code)


def require_units(unit_ids: Iterable[UUID], *, agency_id: UUID, on: date) -> None:
    """Raise UnitUnknown where some are no units of the agency on a day. One statement."""
    known = {unit.id for unit in directory.units_of(agency_id, on=on)}
    missing = set(unit_ids) - known
    if missing:
        raise errors.UnitUnknown(count=len(missing))


def _require_due(due_on: date | None, *, today: date) -> None:
    if due_on is None:
        return
    if due_on < today:
        raise errors.DueInThePast(due_on=f"{due_on:%d/%m/%Y}")
    if not is_within_reach(due_on, today=today):
        raise DueTooFar(due_on=f"{due_on:%d/%m/%Y}")


def _write(
    version: VersionCard,
    recipients: Sequence[UnitRecipient],
    due_on: date | None,
    *,
    actor: Actor,
    now: datetime,
) -> list[UnitDelivery]:
    """Write a row for every unit that has none; who is second at one moment finds the first's."""
    wanted = {one.unit_id: one.role for one in reversed(recipients)}
    have = _given(version.id, wanted)
    made = [
        UnitDelivery(
            agency_id=actor.own_agency,
            version_id=version.id,
            unit_id=unit_id,
            role=role,
            due_on=due_on if role == RecipientRole.ACTION else None,
            given_at=now,
            given_by=actor.name,
        )
        for unit_id, role in wanted.items()
        if unit_id not in have
    ]
    UnitDelivery.objects.bulk_create(made, ignore_conflicts=True)
    written = set(
        UnitDelivery.objects.filter(pk__in=[row.pk for row in made]).values_list("pk", flat=True)
    )
    return [row for row in made if row.pk in written]


def _given(version_id: UUID, unit_ids: Collection[UUID]) -> set[UUID]:
    rows = UnitDelivery.objects.filter(version_id=version_id, unit_id__in=unit_ids)
    rows = rows.exclude(state=UnitDeliveryState.WITHDRAWN)
    return set(rows.values_list("unit_id", flat=True))

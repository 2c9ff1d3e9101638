"""For which agencies a system may act."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from lienthong.access import services as access
from lienthong.directory import queries as directory
from lienthong.kernel.actor import Actor
from lienthong.systems.models import Grant
from lienthong.systems.services._records import recorded
from lienthong.systems.services.systems import RIGHT, open_system


def grant_agency(
    *, system_id: UUID, agency_id: UUID, valid_from: date, actor: Actor, now: datetime
) -> None:
    """Let a system act for an agency from a day on; granting again changes nothing.

    Raises RightMissing, SystemClosed, UnknownAgency, UnknownSystem.
    """
    access.require(actor, RIGHT)
    agency = directory.agency(agency_id)
    with transaction.atomic():
        row = open_system(system_id)
        _grant, is_new = Grant.objects.get_or_create(
            system=row, agency_id=agency_id, valid_to=None, defaults={"valid_from": valid_from}
        )
        if is_new:
            facts = {"agency": str(agency_id), "code": agency.code}
            recorded("agency-granted", row, actor=actor, now=now, **facts)


def withdraw_agency(
    *, system_id: UUID, agency_id: UUID, last_day: date, actor: Actor, now: datetime
) -> None:
    """Let a system act for an agency up to a day, that one included; later no more.

    A day before the grant began takes it back as if it had never been. Nothing granted: nothing
    changes. Raises RightMissing, SystemClosed, UnknownSystem.
    """
    access.require(actor, RIGHT)
    with transaction.atomic():
        row = open_system(system_id)
        ended = Grant.objects.filter(system=row, agency_id=agency_id, valid_to=None).update(
            valid_to=last_day
        )
        if ended:
            facts = {"agency": str(agency_id), "last-day": last_day.isoformat()}
            recorded("agency-withdrawn", row, actor=actor, now=now, **facts)

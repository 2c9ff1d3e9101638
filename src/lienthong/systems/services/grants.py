"""For which agencies a system may act: the agency agrees, or the server's own command says so."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from lienthong.access import services as access
from lienthong.directory import queries as directory
from lienthong.directory.types import AgencyCard
from lienthong.kernel.actor import Actor, ActorKind
from lienthong.kernel.clock import local_day
from lienthong.systems.models import Grant, System
from lienthong.systems.services import _tell
from lienthong.systems.services._drop import drop_requests
from lienthong.systems.services._give import give
from lienthong.systems.services._records import recorded
from lienthong.systems.services.requests import ask
from lienthong.systems.services.systems import RIGHT, open_system
from lienthong.systems.types import RequestCard

ANSWER = "access.answer-for-agency"


def grant_agency(
    *, system_id: UUID, agency_id: UUID, valid_from: date, actor: Actor, now: datetime
) -> RequestCard | None:
    """Let a system act for an agency from a day on; granting again changes nothing.

    By the installation at once, and its heads are told. What a person asks for waits for a leader
    or administrator of the agency: the request is returned, and the grant begins with the day of
    the answer. None: it is granted. Raises RightMissing, SystemClosed, UnknownAgency,
    UnknownSystem.
    """
    access.require(actor, RIGHT)
    agency = directory.agency(agency_id)
    with transaction.atomic():
        row = open_system(system_id)
        if Grant.objects.filter(system=row, agency_id=agency_id, valid_to=None).exists():
            return None
        if actor.kind == ActorKind.PERSON:
            return ask(row, agency, actor=actor, now=now)
        drop_requests(system_id=row.pk, agency_id=agency_id, actor=actor, now=now)
        give(
            row,
            agency_id=agency_id,
            code=agency.code,
            valid_from=valid_from,
            actor=actor,
            now=now,
        )
        facts = {"by": actor.name, "system": row.name, "agency": agency.name}
        facts["day"] = f"{valid_from:%d/%m/%Y}"
        _tell.tell_agency(
            agency_id, _tell.GRANTED, facts, kind="system", subject_id=row.pk, now=now
        )
    return None


def withdraw_agency(
    *, system_id: UUID, agency_id: UUID, last_day: date, actor: Actor, now: datetime
) -> None:
    """Let a system act for an agency up to a day, that one included; later no more.

    A day before the grant began takes it back as if it had never been. Nothing granted, or not so
    long: nothing changes, but a request that waits for its answer is withdrawn. The heads are told.
    Raises RightMissing, SystemClosed, UnknownAgency, UnknownSystem.
    """
    access.require(actor, RIGHT)
    agency = directory.agency(agency_id)
    with transaction.atomic():
        row = open_system(system_id)
        drop_requests(system_id=row.pk, agency_id=agency_id, actor=actor, now=now)
        _withdraw(row, agency, last_day=last_day, actor=actor, now=now)


def end_for_agency(*, system_id: UUID, actor: Actor, now: datetime) -> None:
    """The agency's own end: from this moment on a system acts for it no more.

    Also where it was to end by itself, later. By a leader or administrator of the agency. Nothing
    granted: nothing changes. The heads and those who asked are told. Raises RightMissing,
    SystemClosed, UnknownSystem.
    """
    access.require(actor, ANSWER)
    agency = directory.agency(actor.own_agency)
    with transaction.atomic():
        row = open_system(system_id)
        yesterday = local_day(now) - timedelta(days=1)
        _withdraw(row, agency, last_day=yesterday, actor=actor, now=now)


def _withdraw(
    system: System, agency: AgencyCard, *, last_day: date, actor: Actor, now: datetime
) -> None:
    lasts = Q(valid_to__isnull=True) | Q(valid_to__gt=last_day)
    grants = Grant.objects.filter(lasts, system=system, agency_id=agency.id)
    if not grants.update(valid_to=last_day):
        return
    facts = {"code": agency.code, "last-day": last_day.isoformat()}
    about = {"agency": agency.id}
    recorded("agency-withdrawn", system, about, actor=actor, now=now, **facts)
    told = {"by": actor.name, "system": system.name, "agency": agency.name}
    told["day"] = f"{last_day:%d/%m/%Y}"
    _tell.tell_agency(
        agency.id, _tell.WITHDRAWN, told, kind="system", subject_id=system.pk, now=now
    )
    _tell.tell_operators(_tell.WITHDRAWN, told, subject_id=system.pk, now=now)

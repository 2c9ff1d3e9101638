"""Asking an agency whether a system may act for it, and the answer."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from lienthong.access import queries as access_queries
from lienthong.access import services as access
from lienthong.directory import queries as directory
from lienthong.directory.types import AgencyCard
from lienthong.kernel.actor import Actor
from lienthong.kernel.clock import local_day
from lienthong.kernel.text import clean_line
from lienthong.systems import queries
from lienthong.systems.errors import (
    OwnRequest,
    RefusalReasonMissing,
    RequestAnswered,
    UnknownRequest,
)
from lienthong.systems.models import GrantRequest, System
from lienthong.systems.services import _tell
from lienthong.systems.services._drop import KIND
from lienthong.systems.services._give import give
from lienthong.systems.services._records import recorded
from lienthong.systems.services.systems import open_system
from lienthong.systems.types import RequestCard, RequestState
from lienthong.worklist import services as worklist
from lienthong.worklist.types import Audience, NewWork, Verb


def ask(system: System, agency: AgencyCard, *, actor: Actor, now: datetime) -> RequestCard:
    """Ask an agency once; the same again gives the request that waits. For this package.

    In the transaction of the caller, who has asked for the right and holds the system's row.
    """
    row, is_new = GrantRequest.objects.get_or_create(
        system=system,
        agency_id=agency.id,
        state=RequestState.ASKED,
        defaults={
            "asked_by_id": directory.post(actor.own_post).person_id,
            "asked_by_post_id": actor.own_post,
            "asked_at": now,
        },
    )
    card = queries.request(row.pk)
    if is_new:
        _leave_asked(card, system, actor=actor, now=now)
    return card


def decide_grant(
    *, request_id: UUID, agrees: bool, note: str, actor: Actor, now: datetime
) -> RequestCard:
    """Agree, and the system acts for the agency from today; or refuse with the reason.

    By a leader or administrator of the agency; where none of them has an account, by those of the
    nearest agency above. Never by the one who asked. Answering the same again changes nothing.
    Raises UnknownRequest, OwnRequest, RequestAnswered, RefusalReasonMissing, SystemClosed.
    """
    note = clean_line(note)[:500]
    if not agrees and not note:
        raise RefusalReasonMissing
    with transaction.atomic():
        found = request_for(request_id, actor=actor, now=now)
        if not _is_asked(found, actor, now=now):
            access.require(actor, "access.answer-for-agency", agency_id=found.agency_id)
        system = open_system(found.system.id)
        row = GrantRequest.objects.select_for_update().get(pk=request_id)
        if row.asked_by_id == actor.person_id:
            raise OwnRequest
        wanted = RequestState.AGREED if agrees else RequestState.REFUSED
        if row.state == wanted and row.decided_by_id == actor.person_id:
            return queries.request(request_id)
        if row.state != RequestState.ASKED:
            raise RequestAnswered(state=RequestState(row.state).label)
        row.state, row.decided_by_id, row.decided_at, row.note = (
            wanted,
            actor.person_id,
            now,
            note,
        )
        row.save()
        card = queries.request(request_id)
        if agrees:
            give(
                system,
                agency_id=card.agency_id,
                code=card.agency_code,
                valid_from=local_day(now),
                actor=actor,
                now=now,
            )
        _leave_decided(card, system, actor=actor, now=now)
    return card


def request_for(request_id: UUID, *, actor: Actor, now: datetime) -> RequestCard:
    """Return a request to those who are asked, and to operators.

    Raises UnknownRequest for everybody else.
    """
    card = queries.request(request_id)
    if "systems.manage" in actor.rights or _is_asked(card, actor, now=now):
        return card
    raise UnknownRequest


def may_answer(card: RequestCard, *, actor: Actor, now: datetime) -> bool:
    """Say whether this actor may answer a request that waits."""
    return (
        card.state == RequestState.ASKED
        and card.asked_by != actor.person_id
        and _is_asked(card, actor, now=now)
    )


def _is_asked(card: RequestCard, actor: Actor, *, now: datetime) -> bool:
    return access_queries.answers_for(actor, card.agency_id, on=local_day(now))


def _leave_asked(card: RequestCard, system: System, *, actor: Actor, now: datetime) -> None:
    _record("agency-asked", card, system, actor=actor, now=now)
    asked = access_queries.deciders(card.agency_id, on=local_day(now))
    facts = {"by": card.asked_by_name, "system": card.system.name, "agency": card.agency_name}
    for agency_id in {card.agency_id, asked.agency_id}:
        _tell.tell_agency(agency_id, _tell.ASKED, facts, kind=KIND, subject_id=card.id, now=now)
    worklist.put(
        NewWork(
            agency_id=asked.agency_id,
            audience=Audience(role=role),
            verb=Verb.AGREE_SYSTEM,
            subject_kind=KIND,
            subject_id=card.id,
            arrived_at=now,
            notation=card.system.name,
            summary=card.agency_name,
            from_whom=card.asked_by_name,
        )
        for role in asked.roles
    )


def _leave_decided(card: RequestCard, system: System, *, actor: Actor, now: datetime) -> None:
    worklist.settle(subject_kind=KIND, subject_ids=[card.id], actor=actor, now=now)
    agreed = card.state == RequestState.AGREED
    name = "agency-agreed" if agreed else "agency-refused"
    _record(name, card, system, actor=actor, now=now, note=card.note)
    facts: dict[str, str | int] = {
        "by": card.decided_by_name,
        "system": card.system.name,
        "agency": card.agency_name,
        "day": f"{local_day(now):%d/%m/%Y}",
        "reason": card.note or "—",
    }
    code = _tell.AGREED if agreed else _tell.REFUSED
    _tell.tell_agency(card.agency_id, code, facts, kind=KIND, subject_id=card.id, now=now)
    access.tell_person(card.asked_by, code, facts, kind=KIND, subject_id=card.id, now=now)


def _record(
    name: str, card: RequestCard, system: System, *, actor: Actor, now: datetime, **private: str
) -> None:
    about = {"agency": card.agency_id, "request": card.id}
    recorded(name, system, about, actor=actor, now=now, code=card.agency_code, **private)

"""`registerAgency` and `deleteAgency`: at once below delegated codes, else by an operator."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from lienthong.access import services as access
from lienthong.directory import queries as directory_queries
from lienthong.directory import services as directory
from lienthong.directory.errors import CodeTaken
from lienthong.directory.rules.codes import form_of, whole_code
from lienthong.directory.types import AgencyCard, AgencyLevel
from lienthong.kernel.actor import Actor, ActorKind
from lienthong.kernel.clock import local_day
from lienthong.kernel.ids import uuid7
from lienthong.kernel.text import clean_line
from lienthong.ledger import services as ledger
from lienthong.ledger.types import Act
from lienthong.systems import queries as system_queries
from lienthong.systems import services as systems
from lienthong.systems.types import SystemCaller
from lienthong.vxp import queries, rules
from lienthong.vxp.errors import (
    AwaitsOperator,
    OperatorRefused,
    ReasonMissing,
    RequestDecided,
    RequestUnknown,
    TooManyAsked,
)
from lienthong.vxp.models import AgencyRequest
from lienthong.vxp.services._tell import ASKED, tell_operators
from lienthong.vxp.types import Registration, RequestCard, RequestKind, RequestState

RIGHT = "systems.manage"


def register_agency(registration: Registration, *, caller: SystemCaller, now: datetime) -> None:
    """Enter an agency, or give it the name and mail of a caller; the same again changes nothing.

    At once below a code that was delegated to the system: a new agency, for which it acts from then
    on, or one for which it acts already. Everything else is kept as a request. No mail leaves the
    one that is known. Of two who enter one code at the same moment one is served.
    Raises AwaitsOperator, OperatorRefused, TooManyAsked, CodeShape, CodeTaken, NameTooLong.
    """
    found = directory_queries.agency_by_code(registration.code)
    if found is not None and _is_so(found, registration, now=now):
        return
    if not _may(registration.code, found, caller):
        _ask(RequestKind.REGISTER, registration, caller, now=now)
    actor = _as_system(caller)
    with transaction.atomic():
        card = _enter(registration, now=now, is_known=found is not None)
        if found is None:
            systems.grant_agency(
                system_id=caller.system.id,
                agency_id=card.id,
                valid_from=local_day(now),
                actor=Actor.installation(),
                now=now,
            )
        _record("agency-registered", card, caller.system.id, actor=actor, now=now)


def delete_agency(code: str, *, caller: SystemCaller, now: datetime) -> None:
    """Take an agency off the exchange; its documents stay. The same again changes nothing.

    At once below a delegated code and where the system acts for it; else kept as a request.
    Raises AwaitsOperator, OperatorRefused, TooManyAsked, CodeShape.
    """
    whole = whole_code(code)
    form_of(whole)
    found = directory_queries.agency_by_code(whole)
    if found is None or not _stays(found, now=now):
        return
    if not _may(whole, found, caller):
        _ask(RequestKind.DELETE, Registration(whole, found.name), caller, now=now)
    with transaction.atomic():
        _take_off(found, now=now)
        _record("agency-deleted", found, caller.system.id, actor=_as_system(caller), now=now)


def decide_request(
    *, request_id: UUID, agrees: bool, note: str, actor: Actor, now: datetime
) -> RequestCard:
    """Do what a system asks about an agency, or refuse with the reason; once.

    A new agency's heads, or those above it, are asked whether the system may act for it.
    Raises RightMissing, RequestUnknown, RequestDecided, ReasonMissing, and of directory CodeTaken,
    NameTooLong.
    """
    access.require(actor, RIGHT)
    said = clean_line(note)[:500]
    if not agrees and not said:
        raise ReasonMissing
    with transaction.atomic():
        row = AgencyRequest.objects.select_for_update().filter(pk=request_id).first()
        if row is None:
            raise RequestUnknown
        wanted = RequestState.DONE if agrees else RequestState.REFUSED
        if row.state != RequestState.ASKED:
            if row.state == wanted:
                return queries.request(request_id)
            raise RequestDecided(state=RequestState(row.state).label)
        row.state, row.note, row.decided_at = wanted, said, now
        row.decided_by = actor.name[:120]
        row.save()
        if agrees:
            _carry_out(queries.request(request_id), row.system_id, actor=actor, now=now)
    return queries.request(request_id)


def _carry_out(card: RequestCard, system_id: UUID, *, actor: Actor, now: datetime) -> None:
    found = directory_queries.agency_by_code(card.registration.code)
    if card.kind == RequestKind.DELETE:
        if found is not None:
            _take_off(found, now=now)
            _record("agency-deleted", found, system_id, actor=actor, now=now)
        return
    entered = _enter(card.registration, now=now, is_known=found is not None)
    _record("agency-registered", entered, system_id, actor=actor, now=now)
    if found is None:
        systems.grant_agency(
            system_id=system_id,
            agency_id=entered.id,
            valid_from=local_day(now),
            actor=actor,
            now=now,
        )


def _may(code: str, found: AgencyCard | None, caller: SystemCaller) -> bool:
    """Below a delegated code, and nobody else's agency. One statement."""
    if found is not None and found.id not in caller.agency_ids:
        return False
    delegations = system_queries.delegations_of(caller.system.id)
    return rules.is_delegated(code, {one.code for one in delegations if one.ended_at is None})


def _ask(
    kind: RequestKind, registration: Registration, caller: SystemCaller, *, now: datetime
) -> None:
    """Keep what is asked, once, and say how it stands. Always raises."""
    asked = AgencyRequest.objects.filter(
        system_id=caller.system.id, kind=kind, code=registration.code
    )
    last = asked.order_by("-id").first()
    told = (registration.name, registration.email)
    if last is not None and last.state == RequestState.REFUSED and told == (last.name, last.email):
        raise OperatorRefused(code=registration.code, note=last.note)
    if last is None or last.state != RequestState.ASKED:
        _require_few(caller.system.id)
    facts = {
        "name": registration.name,
        "email": registration.email,
        "telephone": registration.telephone,
        "parent_code": registration.parent_code,
    }
    with transaction.atomic():
        row, is_new = AgencyRequest.objects.update_or_create(
            system_id=caller.system.id,
            kind=kind,
            code=registration.code,
            state=RequestState.ASKED,
            defaults=facts,
            create_defaults={**facts, "asked_at": now},
        )
        if is_new:
            tell_operators(
                row.id, ASKED, system=caller.system.name, code=registration.code, now=now
            )
    raise AwaitsOperator(code=registration.code)


def _require_few(system_id: UUID) -> None:
    """Raises TooManyAsked. One statement."""
    waiting = AgencyRequest.objects.filter(system_id=system_id, state=RequestState.ASKED)
    if waiting.count() >= rules.MOST_ASKED:
        raise TooManyAsked(most=rules.MOST_ASKED)


def _is_so(found: AgencyCard, registration: Registration, *, now: datetime) -> bool:
    is_named = found.name == registration.name and not _other_mail(found, registration)
    return is_named and _stays(found, now=now)


def _other_mail(found: AgencyCard, registration: Registration) -> bool:
    said = directory.official_or_none(registration.email)
    return bool(said) and said != found.email.lower()


def _stays(card: AgencyCard, *, now: datetime) -> bool:
    """Whether an agency takes part beyond today: one that was taken off is there until midnight."""
    return _takes_part(card, on=local_day(now) + timedelta(days=1))


def _takes_part(card: AgencyCard, *, on: date) -> bool:
    (listed,) = directory_queries.listed([card])
    return queries.takes_part(listed, on=on)


def _enter(registration: Registration, *, now: datetime, is_known: bool) -> AgencyCard:
    """Found or change the agency, and let it take part from today.

    is_known: as it was when it was judged whose agency this is. Raises CodeTaken when somebody
    founded it since.
    """
    found = directory_queries.agency_by_code(registration.code) if is_known else None
    found = _changed(found, registration, now=now) if found else _founded(registration, now=now)
    today = local_day(now)
    if not _takes_part(found, on=today):
        directory.join(agency_id=found.id, starts_on=today)
    elif not _stays(found, now=now):
        directory.stay(agency_id=found.id, on=today)
    return found


def _founded(registration: Registration, *, now: datetime) -> AgencyCard:
    above, made_id = _nearest_above(registration), uuid7()
    card = directory.found_agency(
        agency_id=made_id,
        code=registration.code,
        name=registration.name,
        abbreviation=rules.abbreviation_of(registration.name),
        level=AgencyLevel.UNDER,
        parent_id=above.id if above else None,
        email=directory.official_or_none(registration.email),
        telephone=registration.telephone,
        valid_from=local_day(now),
        books_here=False,
    )
    if card.id != made_id:
        raise CodeTaken(code=registration.code, agency=card.name)
    return card


def _changed(found: AgencyCard, registration: Registration, *, now: datetime) -> AgencyCard:
    if found.name != registration.name:
        found = directory.rename_agency(
            agency_id=found.id,
            name=registration.name,
            abbreviation=found.abbreviation,
            on=local_day(now),
        )
    if _other_mail(found, registration):
        found = directory.change_email(agency_id=found.id, email=registration.email)
    return found


def _nearest_above(registration: Registration) -> AgencyCard | None:
    """By the agency's own code; what a caller writes as its parent may be a name of its own."""
    above = rules.codes_above(registration.code)
    known = directory_queries.agencies_by_codes([*above, *filter(None, [registration.parent_code])])
    return next((known[one] for one in [*above, registration.parent_code] if one in known), None)


def _take_off(card: AgencyCard, *, now: datetime) -> None:
    """From today on; terms that began only today end with it."""
    today = local_day(now)
    directory.leave(agency_id=card.id, on=today - timedelta(days=1))
    directory.leave(agency_id=card.id, on=today)


def _as_system(caller: SystemCaller) -> Actor:
    return Actor(
        kind=ActorKind.SYSTEM,
        name=caller.system.name,
        title=caller.system.name,
        account_id=caller.system.id,
        role=ActorKind.SYSTEM,
    )


def _record(what: str, card: AgencyCard, system_id: UUID, *, actor: Actor, now: datetime) -> None:
    act = Act(
        name=f"vxp.{what}",
        subjects={"agency": str(card.id), "system": str(system_id)},
        private={"code": card.code, "name": card.name},
    )
    ledger.record(act, actor=actor, at=now)

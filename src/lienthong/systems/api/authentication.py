"""The door of our interface for programs: who calls, from where, how often, for whom."""

from datetime import datetime
from uuid import UUID

from django.http import HttpRequest
from ninja.security.base import AuthBase

from lienthong.apikit.bodies import announced_length
from lienthong.apikit.signing import Claim
from lienthong.directory import queries as directory
from lienthong.kernel import clock
from lienthong.kernel.refusals import Refusal
from lienthong.systems import rules, services
from lienthong.systems.api._callers import Actors, note
from lienthong.systems.api.limits import spend
from lienthong.systems.api.proof import Unproven, identity_of
from lienthong.systems.errors import AgencyNotAllowed, NetworkNotAllowed, Paused
from lienthong.systems.queries import Identity
from lienthong.systems.types import SystemCaller, SystemState
from lienthong.webkit.client_address import client_address

_LONGEST_CODE = 60


class SystemAuth(AuthBase):
    """Lets a connected system in: `request.auth` is a SystemCaller.

    Two statements at most, and no write for reading but one a day for each key. Raises the refusals
    of `systems.errors`; what a known system did wrong is counted for its operators.
    """

    openapi_type = "http"
    openapi_scheme = "bearer"
    openapi_name = "SystemAuth"

    def __call__(self, request: HttpRequest) -> SystemCaller:
        now = clock.now()
        try:
            identity, claim = identity_of(request, now=now)
        except Unproven as unproven:
            note(unproven.identity.system, unproven.refusal, request, now=now)
            raise unproven.refusal from unproven
        try:
            return _let_in(request, identity, claim, now=now)
        except Refusal as refusal:
            note(identity.system, refusal, request, now=now)
            raise


def _let_in(
    request: HttpRequest, identity: Identity, claim: Claim | None, *, now: datetime
) -> SystemCaller:
    system, key = identity.system, identity.key
    if system.state != SystemState.ACTIVE:
        raise Paused(system=system.name)
    address = client_address(request)
    if not rules.is_inside(address, system.networks):
        raise NetworkNotAllowed(system=system.name, address=str(address or "?"))
    spend(system, size=announced_length(request), now=now)
    agency_id = _agency(request, identity)
    if claim is not None and rules.needs_nonce(request.method or ""):
        services.take_nonce(key=key.id, nonce=claim.nonce, created=claim.created)
    if key.last_used_on != (today := clock.local_day(now)):
        services.note_use(key=key.id, today=today)
    return SystemCaller(
        system=system,
        key_id=key.key_id,
        agency_ids=identity.agency_ids,
        agency_id=agency_id,
        answers=services.Answers(system.id),
        actor_for=Actors(identity.system, identity.agency_ids),
    )


def _agency(request: HttpRequest, identity: Identity) -> UUID | None:
    """The agency that a request names by any of its codes, or the only one."""
    code = request.headers.get("Lienthong-Agency", "").strip()
    if not code:
        return next(iter(identity.agency_ids)) if len(identity.agency_ids) == 1 else None
    card = directory.agency_by_code(code) if len(code) <= _LONGEST_CODE else None
    if card is None or card.id not in identity.agency_ids:
        raise AgencyNotAllowed(system=identity.system.name, agency=code[:_LONGEST_CODE])
    return card.id

"""The door of the interface of the axis: a shared secret, and a network or a certificate."""

from datetime import datetime

from django.http import HttpRequest

from lienthong.apikit.bodies import announced_length
from lienthong.blobs import services as blobs
from lienthong.formats.vxp.fields import Call, is_signed_with
from lienthong.kernel import clock
from lienthong.kernel.refusals import Refusal
from lienthong.systems import queries, rules, services
from lienthong.systems.api._callers import Actors, note
from lienthong.systems.api.limits import spend
from lienthong.systems.errors import (
    BadSignature,
    CertificateUnknown,
    NetworkNotAllowed,
    NotBound,
    Paused,
    UnknownKey,
)
from lienthong.systems.queries import SharedIdentity
from lienthong.systems.types import KeyCard, SystemCaller, SystemCard, SystemState
from lienthong.webkit.client_address import client_address
from lienthong.webkit.client_certificate import client_certificate


def let_in(request: HttpRequest, call: Call, *, now: datetime) -> SystemCaller:
    """Return who calls the interface of the axis; what a known system did wrong is counted.

    The signature says nothing about address and age, so a system without networks of its own and
    without certificates is never let in. Four or five statements, and a write once a day for each
    secret. Raises UnknownKey for strangers, also for one who names a system and does not know its
    secret, so that nobody learns which there are; Paused, NotBound, NetworkNotAllowed,
    CertificateUnknown, RateLimited.
    """
    found = queries.identify_shared(call.systemid, now=now, today=clock.local_day(now))
    if found is None:
        raise UnknownKey
    try:
        return _checked(request, call, found, now=now)
    except Refusal as refusal:
        note(found.system, refusal, request, now=now)
        if isinstance(refusal, BadSignature):
            raise UnknownKey from refusal
        raise


def _checked(
    request: HttpRequest, call: Call, found: SharedIdentity, *, now: datetime
) -> SystemCaller:
    key, system = _signed_by(call, found), found.system
    if system.state != SystemState.ACTIVE:
        raise Paused(system=system.name)
    _require_bound(request, system)
    spend(system, size=announced_length(request), now=now)
    if key.last_used_on != (today := clock.local_day(now)):
        services.note_use(key=key.id, today=today)
    return SystemCaller(
        system=system,
        key_id=key.key_id,
        agency_ids=found.agency_ids,
        agency_id=None,
        answers=services.Answers(system.id),
        actor_for=Actors(system, found.agency_ids),
    )


def _signed_by(call: Call, found: SharedIdentity) -> KeyCard:
    """The secret that signed a call, the newest first. Raises BadSignature."""
    for key, sealed in zip(found.keys, found.sealed, strict=True):
        if is_signed_with(call, blobs.open_words(sealed, owner_id=key.id)):
            return key
    raise BadSignature


def _require_bound(request: HttpRequest, system: SystemCard) -> None:
    if not rules.is_bound(system.networks, system.certificates):
        raise NotBound(system=system.name)
    address = client_address(request)
    if not rules.is_inside(address, system.networks):
        raise NetworkNotAllowed(system=system.name, address=str(address or "?"))
    if system.certificates and client_certificate(request) not in system.certificates:
        raise CertificateUnknown(system=system.name)

"""Adding, changing, pausing and closing connected systems."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from lienthong.access import services as access
from lienthong.kernel.actor import Actor
from lienthong.kernel.text import clean_line
from lienthong.systems import rules
from lienthong.systems.errors import NameMissing, SlugTaken, SystemClosed, UnknownSystem
from lienthong.systems.models import System
from lienthong.systems.queries import system_card
from lienthong.systems.services._drop import drop_requests
from lienthong.systems.services._records import recorded
from lienthong.systems.services._tell import CERTIFICATES_SET, NETWORKS_SET, tell_agencies_of
from lienthong.systems.types import SystemCard, SystemState

RIGHT = "systems.manage"
REQUESTS_A_MINUTE = 600
BYTES_A_MINUTE = 2 * 10**9


def add_system(
    *,
    slug: str,
    name: str,
    contact: str = "",
    networks: Iterable[str] = (),
    requests_a_minute: int = REQUESTS_A_MINUTE,
    bytes_a_minute: int = BYTES_A_MINUTE,
    actor: Actor,
    now: datetime,
) -> SystemCard:
    """Add a system; without networks nobody can call yet.

    networks: in CIDR, IPv4 and IPv6, or "any" alone. Adding the same name under the same slug
    again changes nothing. Raises LimitShape, NameMissing, NetworkShape, RightMissing, SlugShape,
    SlugTaken.
    """
    access.require(actor, RIGHT)
    kept, called = rules.clean_slug(slug), _name(name)
    allowed = rules.clean_networks(networks)
    rules.check_limits(requests_a_minute=requests_a_minute, bytes_a_minute=bytes_a_minute)
    try:
        with transaction.atomic():
            row = System.objects.create(
                slug=kept,
                name=called,
                contact=clean_line(contact)[:200],
                networks=" ".join(allowed),
                requests_a_minute=requests_a_minute,
                bytes_a_minute=bytes_a_minute,
                created_at=now,
            )
            facts = {"name": called, "networks": row.networks}
            recorded("system-added", row, actor=actor, now=now, **facts)
    except IntegrityError as error:
        found = System.objects.filter(slug=kept).first()
        if found is None or found.name != called:
            raise SlugTaken(slug=kept) from error
        return system_card(found)
    return system_card(row)


def _name(text: str) -> str:
    name = clean_line(text)
    if not name or len(name) > 100:
        raise NameMissing
    return name


def set_networks(
    *, system_id: UUID, networks: Iterable[str], actor: Actor, now: datetime
) -> SystemCard:
    """Say from where a system may call; the heads of its agencies are told.

    Raises NetworkShape, RightMissing, SystemClosed.
    """
    access.require(actor, RIGHT)
    allowed = " ".join(rules.clean_networks(networks))
    with transaction.atomic():
        row = open_system(system_id)
        if row.networks != allowed:
            row.networks = allowed
            row.save(update_fields=["networks"])
            recorded("networks-set", row, actor=actor, now=now, networks=allowed)
            told = {"by": actor.name, "networks": allowed or "—"}
            tell_agencies_of(row, NETWORKS_SET, told, now=now)
    return system_card(row)


def set_certificates(
    *, system_id: UUID, certificates: Iterable[str], actor: Actor, now: datetime
) -> SystemCard:
    """Say with which client certificates a system calls the interface of the axis.

    The heads of its agencies are told.
    certificates: SHA-256 of each, hexadecimal, with or without colons; none: its networks decide.
    Raises CertificateShape, RightMissing, SystemClosed.
    """
    access.require(actor, RIGHT)
    known = " ".join(rules.clean_certificates(certificates))
    with transaction.atomic():
        row = open_system(system_id)
        if row.certificates != known:
            row.certificates = known
            row.save(update_fields=["certificates"])
            recorded("certificates-set", row, actor=actor, now=now, certificates=known)
            tell_agencies_of(row, CERTIFICATES_SET, {"by": actor.name}, now=now)
    return system_card(row)


def set_limits(
    *,
    system_id: UUID,
    requests_a_minute: int,
    bytes_a_minute: int,
    actor: Actor,
    now: datetime,
) -> SystemCard:
    """Say how much a system may ask of us. Raises LimitShape, RightMissing, SystemClosed."""
    access.require(actor, RIGHT)
    rules.check_limits(requests_a_minute=requests_a_minute, bytes_a_minute=bytes_a_minute)
    with transaction.atomic():
        row = open_system(system_id)
        row.requests_a_minute, row.bytes_a_minute = requests_a_minute, bytes_a_minute
        row.save(update_fields=["requests_a_minute", "bytes_a_minute"])
        limits = f"{requests_a_minute} {bytes_a_minute}"
        recorded("limits-set", row, actor=actor, now=now, limits=limits)
    return system_card(row)


def pause_system(*, system_id: UUID, actor: Actor, now: datetime) -> SystemCard:
    """Let a system in no more until it is resumed. Raises RightMissing, SystemClosed."""
    return _turn(system_id, SystemState.PAUSED, "system-paused", actor=actor, now=now)


def resume_system(*, system_id: UUID, actor: Actor, now: datetime) -> SystemCard:
    """Let a paused system in again. Raises RightMissing, SystemClosed."""
    return _turn(system_id, SystemState.ACTIVE, "system-resumed", actor=actor, now=now)


def close_system(*, system_id: UUID, actor: Actor, now: datetime) -> SystemCard:
    """End a system for good; what it did keeps its name. Closing again changes nothing."""
    return _turn(system_id, SystemState.CLOSED, "system-closed", actor=actor, now=now)


def _turn(
    system_id: UUID, state: SystemState, what: str, *, actor: Actor, now: datetime
) -> SystemCard:
    access.require(actor, RIGHT)
    with transaction.atomic():
        row = _locked(system_id)
        if row.state == state:
            return system_card(row)
        _not_closed(row)
        row.state = state
        row.save(update_fields=["state"])
        recorded(what, row, actor=actor, now=now)
        if state == SystemState.CLOSED:
            drop_requests(system_id=row.pk, actor=actor, now=now)
    return system_card(row)


def hold_system(system_id: UUID) -> None:
    """Let whoever counts what belongs to a system come after the other, until the act is over.

    In the transaction of the act. Raises UnknownSystem.
    """
    _locked(system_id)


def open_system(system_id: UUID) -> System:
    """Return the locked row of a system that is not closed; for services of this package.

    Raises SystemClosed, UnknownSystem.
    """
    row = _locked(system_id)
    _not_closed(row)
    return row


def _locked(system_id: UUID) -> System:
    row = System.objects.select_for_update().filter(pk=system_id).first()
    if row is None:
        raise UnknownSystem(system=system_id)
    return row


def _not_closed(row: System) -> None:
    if row.state == SystemState.CLOSED:
        raise SystemClosed(system=row.name)

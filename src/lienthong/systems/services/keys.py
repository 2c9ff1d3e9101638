"""Giving keys to systems: their own public ones, made ones shown once, and trial keys."""

import base64
import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_public_key,
)
from django.db import IntegrityError, transaction

from lienthong.access import services as access
from lienthong.apikit.signing import algorithm_of
from lienthong.blobs import services as blobs
from lienthong.kernel.actor import Actor
from lienthong.systems import rules
from lienthong.systems.errors import AlreadyShown, KeyNotFound, KeyPeriod, KeyShape, KeyTaken
from lienthong.systems.models import Key, System
from lienthong.systems.queries import key_card
from lienthong.systems.services._records import recorded
from lienthong.systems.services._tell import KEY_ADDED, tell_agencies_of
from lienthong.systems.services.systems import RIGHT, open_system
from lienthong.systems.types import KeyCard, KeyKind, MadeKey

BEARER_PREFIX = "lt_"
# Letters that nobody confuses when reading a key's id over the telephone.
_LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"


def add_public_key(
    *,
    system_id: UUID,
    public_pem: str,
    actor: Actor,
    now: datetime,
    valid_from: datetime | None = None,
    valid_to: datetime | None = None,
    form_key: str = "",
) -> KeyCard:
    """Take the public half of a key whose private half never leaves its owner.

    valid_from: now when left out. valid_to: the moment from which it counts no more; None: until
    it is rotated or revoked. The same key again for the same system changes nothing.
    form_key: of the form that asks for it. Raises AlreadyShown, KeyPeriod, KeyShape, KeyTaken,
    RightMissing, SystemClosed, UnknownSystem.
    """
    access.require(actor, RIGHT)
    begins = valid_from or now
    if valid_to is not None and valid_to <= begins:
        raise KeyPeriod(days=rules.LONGEST_TRIAL.days)
    kind, pem, fingerprint = _read(public_pem)
    with transaction.atomic():
        system = open_system(system_id)
        told = _told_already(system, fingerprint)
        if told is not None:
            return key_card(told, now=now)
        facts: dict[str, Any] = {"kind": kind, "public_pem": pem, "form_key": form_key}
        facts |= {"valid_from": begins, "valid_to": valid_to}
        row = add_key(system, fingerprint, actor=actor, now=now, **facts)
    return key_card(row, now=now)


def make_signing_key(
    *,
    system_id: UUID,
    actor: Actor,
    now: datetime,
    valid_to: datetime | None = None,
    form_key: str = "",
) -> MadeKey:
    """Make an Ed25519 key for an owner who cannot; its private half is returned once, kept nowhere.

    Raises KeyPeriod, RightMissing, SystemClosed, UnknownSystem.
    """
    private = Ed25519PrivateKey.generate()
    public = private.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    card = add_public_key(
        system_id=system_id,
        public_pem=public.decode(),
        actor=actor,
        now=now,
        valid_to=valid_to,
        form_key=form_key,
    )
    pem = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return MadeKey(card, pem.decode())


def make_bearer_key(
    *, system_id: UUID, days: int, actor: Actor, now: datetime, form_key: str = ""
) -> MadeKey:
    """Make a trial key of 256 random bits that is sent along; only its hash is kept.

    days: how long it counts, 1 to 90. Raises KeyPeriod, RightMissing, SystemClosed, UnknownSystem.
    """
    access.require(actor, RIGHT)
    if not 1 <= days <= rules.LONGEST_TRIAL.days:
        raise KeyPeriod(days=rules.LONGEST_TRIAL.days)
    secret = base64.urlsafe_b64encode(secrets.token_bytes(32)).rstrip(b"=").decode()
    with transaction.atomic():
        system = open_system(system_id)
        ends = now + timedelta(days=days)
        facts = {"kind": KeyKind.BEARER, "valid_from": now, "valid_to": ends}
        facts["form_key"] = form_key
        row = add_key(system, hash_of(secret), actor=actor, now=now, **facts)
    return MadeKey(key_card(row, now=now), f"{BEARER_PREFIX}{row.key_id}_{secret}")


def hash_of(secret: str) -> str:
    """Return what is kept of a trial key: 256 random bits need no slow hash."""
    return hashlib.sha256(secret.encode()).hexdigest()


def revoke_key(*, system_id: UUID, key_id: str, actor: Actor, now: datetime) -> KeyCard:
    """Let a key count no more from this moment; revoking again changes nothing.

    Works for closed systems too. Raises KeyNotFound, RightMissing.
    """
    access.require(actor, RIGHT)
    with transaction.atomic():
        system = System.objects.select_for_update().filter(pk=system_id).first()
        if system is None:
            raise KeyNotFound(key=key_id[:60])
        row = key_of(system, key_id)
        if row.revoked_at is None:
            row.revoked_at = now
            row.save(update_fields=["revoked_at"])
            if row.kind == KeyKind.SHARED:
                blobs.drop_words(row.pk)
            recorded("key-revoked", system, actor=actor, now=now, key=row.key_id)
    return key_card(row, now=now)


def _read(public_pem: str) -> tuple[KeyKind, str, str]:
    """The kind, the PEM as we write it, and the fingerprint of a public key."""
    try:
        public = load_pem_public_key(public_pem.encode())
        kind = KeyKind(algorithm_of(public))
    except Exception as error:  # the library names no common ancestor of what it may raise
        raise KeyShape from error
    pem = public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
    der = public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return kind, pem, hashlib.sha256(der).hexdigest()


def _told_already(system: System, fingerprint: str) -> Key | None:
    found = Key.objects.filter(fingerprint=fingerprint).first()
    if found is not None and (found.system_id != system.pk or found.revoked_at is not None):
        raise KeyTaken
    return found


def new_key_id(system: System) -> str:
    """Return a name for a new key of a system."""
    return f"{system.slug}.{''.join(secrets.choice(_LETTERS) for _place in range(10))}"


def add_key(system: System, fingerprint: str, *, actor: Actor, now: datetime, **facts: Any) -> Key:
    """Write a key, record it and tell the heads of the system's agencies; for this package.

    Raises AlreadyShown when the form of this key has made one, KeyTaken for a known key.
    """
    form_key = facts["form_key"]
    made = Key.objects.filter(system=system, form_key=form_key).first() if form_key else None
    if made is not None:
        raise AlreadyShown(key=made.key_id)
    facts.setdefault("key_id", new_key_id(system))
    row = Key(system=system, fingerprint=fingerprint, created_at=now, **facts)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise KeyTaken from error
    told = {"key": row.key_id, "kind": row.kind, "fingerprint": fingerprint}
    recorded("key-added", system, actor=actor, now=now, **told)
    named = {"by": actor.name, "key": row.key_id}
    tell_agencies_of(system, KEY_ADDED, named, now=now)
    return row


def key_of(system: System, key_id: str) -> Key:
    """Return the row of a key; for services of this package. Raises KeyNotFound."""
    row = Key.objects.filter(system=system, key_id=key_id).first()
    if row is None:
        raise KeyNotFound(key=key_id[:60])
    return row

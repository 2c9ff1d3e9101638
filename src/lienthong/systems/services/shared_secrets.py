"""Secrets that a system and we both have, for the interface of the axis; kept encrypted."""

import hashlib
import hmac
import secrets
from datetime import datetime
from uuid import UUID

from django.db import transaction

from lienthong.access import services as access
from lienthong.blobs import services as blobs
from lienthong.kernel.actor import Actor
from lienthong.systems import queries, rules
from lienthong.systems.models import Key, System
from lienthong.systems.queries import key_card
from lienthong.systems.services.keys import add_key, new_key_id
from lienthong.systems.services.systems import RIGHT, open_system
from lienthong.systems.types import KeyKind, MadeKey

_RANDOM = 32  # bytes


def make_shared_secret(
    *, system_id: UUID, actor: Actor, now: datetime, given: str = "", form_key: str = ""
) -> MadeKey:
    """Give a system a secret of 256 random bits, or take the one that it has (`given`).

    It is kept encrypted, because signatures are checked with it, and shown this once; `secret` of
    the answer is empty for a given one. The same given one again changes nothing.
    Raises AlreadyShown, RightMissing, SecretShape, SystemClosed, UnknownSystem.
    """
    access.require(actor, RIGHT)
    secret = rules.clean_secret(given) if given else secrets.token_urlsafe(_RANDOM)
    with transaction.atomic():
        system = open_system(system_id)
        told = _told_already(system, secret) if given else None
        row = told or _keep(system, secret, form_key=form_key, actor=actor, now=now)
    return MadeKey(key_card(row, now=now), "" if given else secret)


def _told_already(system: System, secret: str) -> Key | None:
    rows = Key.objects.filter(system=system, kind=KeyKind.SHARED, revoked_at=None, valid_to=None)
    for row in rows.order_by("-created_at")[: queries.MOST_SECRETS]:
        kept = blobs.open_words(bytes(row.sealed), owner_id=row.pk)
        if hmac.compare_digest(kept, secret.encode()):
            return row
    return None


def _keep(system: System, secret: str, *, form_key: str, actor: Actor, now: datetime) -> Key:
    key_id = new_key_id(system)
    row = add_key(
        system,
        hashlib.sha256(key_id.encode()).hexdigest(),
        key_id=key_id,
        kind=KeyKind.SHARED,
        valid_from=now,
        valid_to=None,
        form_key=form_key,
        actor=actor,
        now=now,
    )
    row.sealed = blobs.seal_words(secret.encode(), owner_id=row.pk, now=now)
    row.save(update_fields=["sealed"])
    return row

"""A new key in the place of an old one, which counts on for a while."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from lienthong.access import services as access
from lienthong.kernel.actor import Actor
from lienthong.systems import rules
from lienthong.systems.errors import KeyPeriod
from lienthong.systems.models import Key
from lienthong.systems.services._records import recorded
from lienthong.systems.services.keys import (
    add_public_key,
    key_of,
    make_bearer_key,
    make_signing_key,
)
from lienthong.systems.services.shared_secrets import make_shared_secret
from lienthong.systems.services.systems import RIGHT, open_system
from lienthong.systems.types import KeyKind, MadeKey


def rotate_key(
    *,
    system_id: UUID,
    key_id: str,
    overlap: timedelta,
    public_pem: str = "",
    actor: Actor,
    now: datetime,
    form_key: str = "",
) -> MadeKey:
    """Give a new key in place of an old one, which counts on for `overlap` and then no more.

    public_pem: of the new key; empty: it is made here and its private half returned (`secret` is
    empty otherwise). A trial key is followed by a trial key of the longest kind, a shared secret by
    a shared secret. Raises AlreadyShown, KeyNotFound, KeyPeriod, KeyShape, KeyTaken, RightMissing,
    SystemClosed.
    """
    access.require(actor, RIGHT)
    if overlap < timedelta(0) or overlap > rules.LONGEST_TRIAL:
        raise KeyPeriod(days=rules.LONGEST_TRIAL.days)
    with transaction.atomic():
        system = open_system(system_id)
        old = key_of(system, key_id)
        facts = {"system_id": system_id, "actor": actor, "now": now, "form_key": form_key}
        made = _successor(old, public_pem, facts)
        ends = now + overlap
        old.valid_to = ends if old.valid_to is None else min(old.valid_to, ends)
        old.save(update_fields=["valid_to"])
        keys = {"key": old.key_id, "new-key": made.card.key_id}
        recorded("key-rotated", system, actor=actor, now=now, **keys)
    return made


def _successor(old: Key, public_pem: str, facts: dict[str, Any]) -> MadeKey:
    if public_pem:
        return MadeKey(add_public_key(public_pem=public_pem, **facts), "")
    if old.kind == KeyKind.SHARED:
        return make_shared_secret(**facts)
    if old.kind == KeyKind.BEARER:
        return make_bearer_key(days=rules.LONGEST_TRIAL.days, **facts)
    return make_signing_key(**facts)

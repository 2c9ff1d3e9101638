"""The key that signs notifications, and its published half."""

from datetime import datetime
from pathlib import Path
from typing import cast

from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings
from django.utils.module_loading import import_string

from lienthong.access import services as access
from lienthong.apikit.signing import SigningKey
from lienthong.hooks.models import PublishedKey
from lienthong.hooks.ports import KeyStore
from lienthong.kernel.actor import Actor

RIGHT = "systems.manage"


def signing_key(*, now: datetime) -> SigningKey:
    """Return the key in use, made at the first need; its public half is published before it signs.

    A key that was lost is followed by a new one: receivers look for keys that they do not know.
    """
    store = _store()
    key = store.current() or store.make()
    _publish(key, now=now)
    return key


def rotate_signing_key(*, actor: Actor, now: datetime) -> str:
    """Sign with a new key from now on; return its id. What the old one signed stays checkable."""
    access.require(actor, RIGHT)
    key = _store().make()
    _publish(key, now=now)
    return key.key_id


def _publish(key: SigningKey, *, now: datetime) -> None:
    if PublishedKey.objects.filter(pk=key.key_id).exists():
        return
    public = key.private.public_key()
    pem = public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
    row = PublishedKey(key_id=key.key_id, public_pem=pem, made_at=now)
    PublishedKey.objects.bulk_create([row], ignore_conflicts=True)


def _store() -> KeyStore:
    name = settings.LIENTHONG_HOOK_KEYS
    return cast("KeyStore", import_string(name)(Path(settings.LIENTHONG_HOME)))

"""The key that signs for this installation."""

from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.utils.module_loading import import_string

from lienthong.ledger.errors import KeyLost
from lienthong.ledger.models import Head
from lienthong.ledger.ports import KeyStore
from lienthong.ledger.types import PublicKey

# Where the key lives unless the settings say otherwise; a class called with the home folder.
KEY_FILE = "lienthong.ledger.adapters.keyfile.KeyFile"


def ensure_key() -> PublicKey:
    """Return the public key, making the key when this ledger has never been signed.

    Raises KeyLost when heads exist and the key does not: a new one would not fit old receipts.
    """
    return signer().public_key


def has_key() -> bool:
    """Say whether there is a key to sign with, and never make one."""
    return store_in_use().is_there()


def is_key_lost() -> bool:
    """Say whether heads were signed here and the key that signs the next one is not here."""
    return not has_key() and Head.objects.exists()


def key_at_hand() -> PublicKey:
    """Return the public key, and never make one. Raises KeyLost when there is none."""
    store = store_in_use()
    if not store.is_there():
        raise KeyLost
    return store.public_key


def signer() -> KeyStore:
    """Return the key in use, loaded; makes it like `ensure_key`."""
    store = store_in_use()
    if not store.is_there():
        if is_key_lost():
            raise KeyLost
        store.make()
    return store


def has_lost_keys() -> bool:
    """Say whether other keys signed before the one in use."""
    return bool(store_in_use().retired())


def store_in_use() -> KeyStore:
    """Return where the key is, or would be; for this package."""
    name = getattr(settings, "LIENTHONG_LEDGER_KEY", KEY_FILE)
    return _store(name, Path(settings.LIENTHONG_HOME))


@lru_cache(maxsize=8)
def _store(dotted_name: str, home: Path) -> KeyStore:
    store: KeyStore = import_string(dotted_name)(home)
    return store

"""The key that signs for this installation."""

from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.utils.module_loading import import_string

from lienthong.ledger.errors import KeyLost
from lienthong.ledger.models import Head
from lienthong.ledger.ports import HeadSigner, KeyStore
from lienthong.ledger.types import PublicKey

# Where the key lives unless the settings say otherwise; a class called with the home folder.
KEY_FILE = "lienthong.ledger.adapters.keyfile.KeyFile"


def ensure_key() -> PublicKey:
    """Return the public key, making the key when this ledger has never been signed.

    Raises KeyLost when heads exist and the key does not: a new one would not fit old receipts.
    """
    return signer().public_key


def signer() -> HeadSigner:
    """Return the key in use, loaded; makes it like `ensure_key`."""
    store = _store(
        getattr(settings, "LIENTHONG_LEDGER_KEY", KEY_FILE), Path(settings.LIENTHONG_HOME)
    )
    if not store.is_there():
        if Head.objects.exists():
            raise KeyLost
        store.make()
    return store


@lru_cache(maxsize=8)
def _store(dotted_name: str, home: Path) -> KeyStore:
    store: KeyStore = import_string(dotted_name)(home)
    return store

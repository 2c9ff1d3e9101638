"""When the ledger's key is lost for good: a new one, and the old public keys behind it."""

from django.db import connection

from lienthong.ledger.errors import KeyIsThere, KeyNotPublic, KeyOfAnother
from lienthong.ledger.models import Head
from lienthong.ledger.queries.heads import head_latest
from lienthong.ledger.rules.given.reading import read_head
from lienthong.ledger.rules.signed.keys import load_key
from lienthong.ledger.services.keys import store_in_use
from lienthong.ledger.types import PublicKey


def replace_lost_key(public_pem: bytes) -> PublicKey:
    """Make a new key; return it. Nothing is signed with it before an epoch is declared over a head.

    public_pem: the public keys that signed until now, as they were given to the world. What they
    signed stays believed, so this is for a key that is lost, not for one that was stolen.
    Also in an empty installation, before a restore. Raises KeyIsThere, KeyNotPublic, KeyOfAnother
    where the newest head here was signed by none of them.
    """
    store, keys = store_in_use(), load_key(public_pem)
    if store.is_there():
        raise KeyIsThere
    if keys is None:
        raise KeyNotPublic
    newest = head_latest() if _has_tables() else None
    if newest is not None and not keys.signed(newest.signed, read_head(newest.signed)):
        raise KeyOfAnother
    store.retire(public_pem)
    store.make()
    return store.public_key


def _has_tables() -> bool:
    return Head._meta.db_table in connection.introspection.table_names()

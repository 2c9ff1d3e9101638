"""Master keys: a new one comes, every file's key is wrapped anew, the old one may go."""

from datetime import datetime, timedelta

from django.db import connection, transaction

from lienthong.blobs.errors import MasterKeyInUse, MasterKeyMissing, MasterKeyTooFresh
from lienthong.blobs.keyring import Keyring, made_at, with_new_key
from lienthong.blobs.master_keys import (
    changing_keys,
    keep_keys,
    master_keys,
    new_key_id,
    require_at_hand,
)
from lienthong.blobs.models import Seal
from lienthong.blobs.queries import masters_in_use

BATCH = 200  # keys wrapped anew in one transaction
# No act takes longer from writing its content to keeping it.
PREPARED_FOR = timedelta(hours=1)


def rotate_master_key() -> str:
    """Make a new current master key and return its id; the old ones open what they wrapped.

    Processes that run take it up with their next file. Raises MasterKeysFromElsewhere.
    """
    key_id = new_key_id()
    with changing_keys():
        keep_keys(with_new_key(master_keys(), key_id=key_id))
    return key_id


def rewrap_keys() -> int:
    """Wrap the key of every file with the current master key; return how many were changed.

    In batches that commit by themselves: stopped anywhere, it goes on where it was. Files are
    not touched. Raises MasterKeyMissing, MasterKeyWrong.
    """
    total, ring = 0, master_keys()
    for master in masters_in_use():
        while master != ring.current and (changed := _rewrap_some(ring, master)):
            total += changed
    return total


def _rewrap_some(ring: Keyring, master: str) -> int:
    with transaction.atomic():
        old = Seal.objects.select_for_update(skip_locked=True).filter(master=master)
        seals = list(old.order_by("pk")[:BATCH])
        for seal in seals:
            key = ring.unwrap(bytes(seal.wrapped), master=seal.master, digest=seal.digest)
            seal.master, seal.wrapped = ring.current, ring.wrap(key, digest=seal.digest)
        Seal.objects.bulk_update(seals, ["master", "wrapped"], batch_size=BATCH)
        require_at_hand(ring.current)
    return len(seals)


def forget_master_key(key_id: str, *, now: datetime) -> None:
    """Take an old master key out of the file: whatever it alone can open is destroyed for ever.

    So are the keys in every older copy of the database. Waits for transactions that have brought
    new content, and holds those that want to until the file is in place; they look again then
    (`save_seals`), so that nothing can be kept under a key that is gone. Raises MasterKeyMissing;
    MasterKeyInUse for the current key and for one that still wraps the key of a file;
    MasterKeyTooFresh within an hour of the change of keys, when acts may be under way whose
    content is written and encrypted and not kept yet.
    """
    with changing_keys(), transaction.atomic(durable=True):
        _hold_new_seals()
        ring = master_keys()
        if key_id not in ring.keys:
            raise MasterKeyMissing(key=key_id)
        if key_id == ring.current or key_id in masters_in_use():
            raise MasterKeyInUse(key=key_id)
        changed_at = made_at(ring.current)
        if changed_at is not None and now < changed_at + PREPARED_FOR:
            raise MasterKeyTooFresh(key=key_id)
        left = {each: key for each, key in ring.keys.items() if each != key_id}
        keep_keys(Keyring(ring.current, left))


def _hold_new_seals() -> None:
    """Let nobody else write a seal until this transaction ends; on SQLite nobody can anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE blobs_seal IN SHARE ROW EXCLUSIVE MODE")

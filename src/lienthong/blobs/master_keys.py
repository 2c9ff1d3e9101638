"""The master keys of content, in a file that only the installation's user may read."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from lienthong.blobs import places
from lienthong.blobs.errors import (
    MasterKeyMissing,
    MasterKeysFromElsewhere,
    MasterKeysLost,
)
from lienthong.blobs.keyring import Keyring, parsed, with_new_key, written
from lienthong.blobs.models import Seal
from lienthong.kernel import disk
from lienthong.kernel.ids import uuid7


def master_keys() -> Keyring:
    """Return the master keys of this installation; the first is made when nothing is sealed yet.

    Raises MasterKeysUnreadable, MasterKeysLost.
    """
    if given := _given():
        return parsed(given)
    path = places.master_keys_file()
    try:
        return _read(path, path.stat().st_mtime_ns)
    except FileNotFoundError:
        return _made(path)


def require_at_hand(key_id: str) -> None:
    """Return when a master key is there now. Raises MasterKeyMissing.

    Asked after a row was written that names it: who forgets a key holds those rows back.
    """
    if key_id not in master_keys().keys:
        raise MasterKeyMissing(key=key_id)


def keep_keys(ring: Keyring) -> None:
    """Put these keys in place of those in the file, durably and in one step.

    Raises MasterKeysFromElsewhere when the keys are not kept in a file of ours.
    """
    if _given():
        raise MasterKeysFromElsewhere
    path = places.master_keys_file()
    disk.put_in_place(path, written(ring).encode())
    disk.flush_folder(path.parent)


@contextmanager
def changing_keys() -> Iterator[None]:
    """Let one process of this host change the keys at a time: reading and keeping go together."""
    path = places.master_keys_file()
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with path.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def new_key_id() -> str:
    """Return a name for a master key; names grow with time, and no two hosts give the same."""
    return f"k{uuid7().hex[:31]}"


def _given() -> str:
    return str(getattr(settings, "LIENTHONG_CONTENT_KEYS", ""))


@lru_cache(maxsize=4)
def _read(path: Path, _changed_at: int) -> Keyring:
    return parsed(path.read_text(encoding="ascii", errors="replace"))


def _made(path: Path) -> Keyring:
    """Make the first key; of processes that start at once the first one's key stays."""
    if Seal.objects.exists():
        raise MasterKeysLost
    disk.make_folder(path.parent)
    disk.put_if_new(path, written(with_new_key(None, key_id=new_key_id())).encode())
    disk.flush_folder(path.parent)
    return parsed(path.read_text(encoding="ascii"))

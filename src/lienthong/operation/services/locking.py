"""One at a time, over all hosts of an installation: the database's own lock, or a locked file."""

import fcntl
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from django.conf import settings
from django.db import connection

from lienthong.operation.errors import AlreadyRunning

_PAUSE = 0.2  # seconds between two tries
_SPACE = 0x6C74  # our own first half of PostgreSQL's lock numbers


@contextmanager
def only_one(name: str, *, seconds: float) -> Iterator[None]:
    """Hold the lock of this name; it ends with the process, however that ends.

    PostgreSQL: a lock of the session. SQLite: a file in the folder, since its processes share it.
    Raises AlreadyRunning when another holds it longer than `seconds`.
    """
    if connection.vendor == "postgresql":
        with _in_database(name, seconds):
            yield
    else:
        with _in_folder(name, seconds):
            yield


@contextmanager
def _in_database(name: str, seconds: float) -> Iterator[None]:
    numbers = [_SPACE, zlib.crc32(name.encode()) & 0x7FFFFFFF]
    _wait(name, lambda: _asked("SELECT pg_try_advisory_lock(%s, %s)", numbers), seconds)
    try:
        yield
    finally:
        # A connection that broke has given its locks back already.
        if connection.is_usable():
            _asked("SELECT pg_advisory_unlock(%s, %s)", numbers)


def _asked(statement: str, numbers: list[int]) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(statement, numbers)
        return bool(cursor.fetchone()[0])


@contextmanager
def _in_folder(name: str, seconds: float) -> Iterator[None]:
    folder = Path(settings.LIENTHONG_HOME) / "locks"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (folder / f"{name}.lock").open("w") as file:
        _wait(name, lambda: _locked(file), seconds)
        yield


def _locked(file: IO[str]) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _wait(what: str, has_it: Callable[[], bool], seconds: float) -> None:
    until = time.monotonic() + seconds
    while not has_it():
        if time.monotonic() > until:
            raise AlreadyRunning(what=what, seconds=f"{seconds:.0f}")
        time.sleep(_PAUSE)

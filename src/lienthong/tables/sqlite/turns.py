"""The turn to write into one SQLite file: of all threads and processes, one has it.

SQLite lets in one writer at a time as well, but who finds it locked sleeps, and longer each time
(1, 2, 5, 10 … 100 ms), while others come and pass. Here threads of a process are woken by the one
before, and only the first of them looks, each PAUSE_S, whether another process has gone.
"""

import fcntl
import os
import threading
import time
from contextlib import suppress
from functools import cache

PAUSE_S = 0.0004


class Turn:
    """Taken and given back by who writes; it ends with the process, however that ends.

    One for each file in a process: the kernel gives up a process's lock when any of its
    descriptors of the file is closed.
    """

    def __init__(self, path: str) -> None:
        self._path = path
        self._among_threads = threading.Lock()
        self._file: int | None = None

    def take(self, *, seconds: float) -> bool:
        """Wait for it that long; False when it did not come."""
        until = time.monotonic() + seconds
        if not self._among_threads.acquire(timeout=seconds):
            return False
        try:
            while not self._locked():
                if time.monotonic() > until:
                    self._among_threads.release()
                    return False
                time.sleep(PAUSE_S)
        except BaseException:
            self._among_threads.release()
            raise
        return True

    def give_back(self) -> None:
        """Let the next one have it."""
        if self._file is not None:
            fcntl.lockf(self._file, fcntl.LOCK_UN)
        self._among_threads.release()

    def _locked(self) -> bool:
        """Lock the file against other processes; where none can be made, SQLite's own lock does."""
        if self._file is None:
            with suppress(OSError):
                flags = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC
                self._file = os.open(self._path, flags, mode=0o600)
        if self._file is None:
            return True
        try:
            fcntl.lockf(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


@cache
def turn_of(database: str) -> Turn:
    """Return the turn of this SQLite file: the file beside it whose name ends with "-turn"."""
    return Turn(f"{database}-turn")


os.register_at_fork(after_in_child=turn_of.cache_clear)

"""A folder for passing files of one process: gone with it, or when the next one starts."""

import atexit
import fcntl
import os
import shutil
import tempfile
from pathlib import Path

_LOCK = ".alive"
_held: list[int] = []  # descriptors whose locks say that this process lives


def use_own_folder(root: Path) -> Path:
    """Let everything that this process writes for a while lie in a folder of its own.

    Libraries leave such files behind when their process is killed. Folders below `root` whose
    process has ended are removed first; so is this one when this process ends in order.
    """
    root.mkdir(mode=0o700, parents=True, exist_ok=True)
    for left in root.iterdir():
        if _is_left(left):
            shutil.rmtree(left, ignore_errors=True)
    own = Path(tempfile.mkdtemp(prefix=f"{os.getpid()}-", dir=root))
    _held.append(_locked(own / _LOCK))
    tempfile.tempdir = str(own)
    atexit.register(_remove, own, os.getpid())
    return own


def _locked(path: Path) -> int:
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    return descriptor


def _is_left(folder: Path) -> bool:
    """Say whether nobody lives here; a folder without a lock yet is being made just now."""
    try:
        descriptor = os.open(folder / _LOCK, os.O_RDWR)
    except OSError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    finally:
        os.close(descriptor)
    return True


def _remove(own: Path, pid: int) -> None:
    """A forked child runs this too, and must leave its parent's folder alone."""
    if os.getpid() == pid:
        shutil.rmtree(own, ignore_errors=True)

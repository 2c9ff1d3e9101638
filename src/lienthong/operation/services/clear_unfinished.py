"""Clear: what killed processes were writing beside the keys."""

from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

from lienthong.kernel import disk

# Nobody writes a key for so long; whoever does all the same is told that it failed, and asks again.
AGE = timedelta(days=1)


def clear_unfinished_keys(*, now: datetime) -> int:
    """Remove files with keys in them that never got their name; return how many.

    They hold secrets that nobody knows of: a key that is forgotten later would live on in them.
    """
    removed = 0
    for path in _unfinished():
        try:
            if path.stat().st_mtime < (now - AGE).timestamp():
                path.unlink()
                removed += 1
        except FileNotFoundError:
            continue  # it has got its name just now
    return removed


def _unfinished() -> set[Path]:
    """Where keys are kept: the installation's folder, and that of the master keys of content."""
    keys = Path(settings.LIENTHONG_HOME) / "keys"
    folders = [keys, *(path for path in keys.glob("*") if path.is_dir())]
    if named := getattr(settings, "LIENTHONG_CONTENT_KEYS_FILE", None):
        folders.append(Path(named).parent)
    return {path for folder in folders for path in disk.unfinished(folder)}

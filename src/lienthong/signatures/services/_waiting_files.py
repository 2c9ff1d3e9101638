"""Files of signings under way, beside the database: what waits, and for a while what came of it."""

from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from django.conf import settings

from lienthong.kernel import disk

FORGOTTEN = timedelta(days=1)


def keep(request_id: UUID, digest: str, content: bytes) -> None:
    """Write a file durably; writing the same again changes nothing."""
    path = _path(request_id, digest)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    disk.put_if_new(path, content)


def read(request_id: UUID, digest: str) -> bytes | None:
    """Return what was kept, or None when it is gone."""
    try:
        return _path(request_id, digest).read_bytes()
    except FileNotFoundError:
        return None


def drop(request_id: UUID, *digests: str) -> None:
    for digest in digests:
        if digest:
            _path(request_id, digest).unlink(missing_ok=True)


def drop_forgotten(now: datetime) -> None:
    """Remove what is older than any request: its row never came, or came too late to tell of it."""
    oldest = (now - FORGOTTEN).timestamp()
    for path in _folder().glob("*"):
        with suppress(FileNotFoundError):
            if path.stat().st_mtime < oldest:
                path.unlink()


def _path(request_id: UUID, digest: str) -> Path:
    return _folder() / f"{request_id}-{digest[:32]}.pdf"


def _folder() -> Path:
    return Path(settings.LIENTHONG_HOME) / "signing"

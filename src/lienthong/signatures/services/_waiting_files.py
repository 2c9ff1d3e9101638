"""Files of signings under way, beside the database: what waits, and for a while what came of it."""

import os
from pathlib import Path
from uuid import UUID

from django.conf import settings


def keep(request_id: UUID, digest: str, content: bytes) -> None:
    """Write a file durably; writing the same again changes nothing."""
    path = _path(request_id, digest)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = path.with_suffix(f".{os.getpid()}.part")
    with part.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)


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


def _path(request_id: UUID, digest: str) -> Path:
    return Path(settings.LIENTHONG_HOME) / "signing" / f"{request_id}-{digest[:32]}.pdf"

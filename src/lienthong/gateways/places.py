"""Where files lie that come in parts; the folder is no part of a backup, as quarantine is none."""

from pathlib import Path
from uuid import UUID

from django.conf import settings


def parts() -> Path:
    """Return the folder of files that are not whole yet."""
    folder = Path(settings.LIENTHONG_HOME) / "parts"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def part(part_id: UUID) -> Path:
    """Return the file of what has come so far."""
    return parts() / part_id.hex

"""Where packages lie that may be on the other side; no part of a backup: they can be made anew."""

from pathlib import Path
from uuid import UUID

from django.conf import settings


def on_the_way() -> Path:
    """Return the folder of packages whose carrying was begun."""
    folder = Path(settings.LIENTHONG_HOME) / "on-the-way"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def package(parcel_id: UUID) -> Path:
    """Return the file of one of them."""
    return on_the_way() / parcel_id.hex

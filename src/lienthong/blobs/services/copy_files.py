"""Files of the store as they lie there, for backups: nothing is opened, so no key is needed."""

from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from lienthong.blobs import places


def open_stored(name: str) -> BinaryIO:
    """Return a file of the store for reading; the caller closes it. Raises FileNotFoundError."""
    return places.content_store().open(name)


def put_back(source: Path, name: str, *, now: datetime) -> None:
    """Take a file of a backup into the store under its old name; durable when this returns.

    The source must lie in `places.workshop()`: it may become the file itself.
    """
    places.content_store().take(source, name, now=now)


def is_store_empty(*, now: datetime) -> bool:
    """Say whether the store has nothing yet."""
    return next(iter(places.content_store().untouched(since=now)), None) is None

"""Where kept content lies: a folder now, an object store when the installation grows."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, Protocol


class ContentStore(Protocol):
    """Keeps bytes under their SHA-256 and never changes them."""

    def take(self, source: Path, digest: str, *, now: datetime) -> None:
        """Keep the bytes of a local, flushed file; they survive a power cut when this returns.

        The source stays where it is. Taking what is there already writes nothing, but counts as
        touched at `now`, so that a removal that has begun before leaves it alone.
        """

    def open(self, digest: str) -> BinaryIO:
        """Return the content for reading. Raises FileNotFoundError."""

    def remove(self, digest: str, *, untouched_since: datetime) -> bool:
        """Destroy the bytes unless they were taken at or after this time; say whether they went."""

    def untouched(self, *, since: datetime) -> Iterator[str]:
        """Walk the digests of what was last taken before this time, in no order."""

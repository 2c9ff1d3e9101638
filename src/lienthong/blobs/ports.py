"""Where kept content lies: a folder now, an object store when the installation grows."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, Protocol


class ContentStore(Protocol):
    """Keeps files under names that begin with the SHA-256 of their content; never changes them."""

    def take(self, source: Path, name: str, *, now: datetime) -> None:
        """Keep the bytes of a local, flushed file; they survive a power cut when this returns.

        The source stays where it is. Taking what is there already writes nothing, but counts as
        touched at `now`, so that a removal that has begun before leaves it alone.
        """

    def open(self, name: str) -> BinaryIO:
        """Return the file for reading, as it lies. Raises FileNotFoundError."""

    def remove(self, name: str, *, untouched_since: datetime) -> bool:
        """Destroy the bytes unless they were taken at or after this time; say whether they went."""

    def untouched(self, *, since: datetime) -> Iterator[str]:
        """Walk the names of what was last taken before this time, in no order."""


class ScannerAway(Exception):
    """The scanner could not say whether a file is harmless; that is never 'clean'."""


class VirusScanner(Protocol):
    """Says whether bytes carry something harmful."""

    def scan(self, content: BinaryIO) -> str:
        """Read the content to its end and return the name of what was found, "" for nothing.

        Raises ScannerAway when there is no clear answer in time.
        """

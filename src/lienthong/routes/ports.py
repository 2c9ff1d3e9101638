"""What routes need from outside: somebody at the other end."""

from pathlib import Path
from typing import BinaryIO, Protocol

from lienthong.routes.types import Access, ParcelKind, TheirAgency, Trouble


class Away(Exception):
    """The other side could not be asked: it is about the route, not about what is carried."""

    def __init__(self, trouble: Trouble, said: str = "") -> None:
        self.trouble, self.said = trouble, said
        super().__init__(f"{trouble} {said}")


class TurnedDown(Exception):
    """The other side understood, and does not want this one. code: its own word for why."""

    def __init__(self, code: str, said: str) -> None:
        self.code, self.said = code, said
        super().__init__(f"{code} {said}")


class Parent(Protocol):
    """A parent exchange, which takes packages and keeps them for us until we say `done`.

    Every call is bounded in time and memory, and raises Away or TurnedDown.
    """

    def __init__(self, access: Access) -> None: ...

    def bring(self, package: Path, *, sender_code: str, kind: ParcelKind) -> str:
        """Bring a package and return what the other side calls it; the same again is the same."""

    def waiting(self, kind: ParcelKind) -> list[str]:
        """Return what waits for us, the oldest first, by the other side's ids."""

    def fetch(self, their_id: str, target: BinaryIO) -> None:
        """Write a package that waits."""

    def settle(self, their_id: str, *, is_taken: bool) -> None:
        """Say that a package was taken in for good, or cannot be."""

    def agencies(self) -> list[TheirAgency]:
        """Return everybody who takes part there, ours among them."""

    def register(self, agency: TheirAgency) -> None:
        """Enter an agency of ours there, or give it its new name."""

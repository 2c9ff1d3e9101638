"""What routes need from outside: somebody at the other end."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO, Protocol

from lienthong.formats.mail.write import Letter
from lienthong.kernel.text import clean_line
from lienthong.routes.types import (
    Access,
    CarriedFile,
    CourseThere,
    DeliveryThere,
    ParcelKind,
    SubmittedThere,
    TheirAgency,
    Trouble,
)

# Our word for a package that no limit lets in.
TOO_LARGE = "routes.package-too-large"
# Letters of what the other side says that are kept.
_LONGEST = 500


class Away(Exception):
    """The other side could not be asked: it is about the route, not about what is carried."""

    def __init__(self, trouble: Trouble, said: str = "") -> None:
        self.trouble, self.said = trouble, clean_line(said)[:_LONGEST]
        super().__init__(f"{trouble} {said}")


class TurnedDown(Exception):
    """The other side understood, and does not want this one. code: its own word for why."""

    def __init__(self, code: str, said: str) -> None:
        self.code, self.said = clean_line(code)[:_LONGEST], clean_line(said)[:_LONGEST]
        super().__init__(f"{code} {said}")


class Later(Exception):
    """The other side understood, and asks to come again with this one later."""

    def __init__(self, said: str) -> None:
        self.said = clean_line(said)[:_LONGEST]
        super().__init__(said)


class Relay(Protocol):
    """A mail server that takes letters for others. Every call raises Away, Later or TurnedDown."""

    def __init__(self, access: Access) -> None: ...

    def send(self, letter: Letter) -> None:
        """Bring a letter; afterwards the server has promised to carry it or to say otherwise."""

    def probe(self) -> None:
        """Be let in, and bring nothing."""


class Sister(Protocol):
    """Another installation of this program, called as a system of it by its `/api/v1`.

    speaker: the code of the agency for which a call is made. Every call is bounded in time and
    memory, and raises Away or TurnedDown.
    """

    def __init__(self, access: Access) -> None: ...

    def submit(
        self, document: Mapping[str, Any], files: Sequence[CarriedFile], *, speaker: str
    ) -> SubmittedThere:
        """Submit a document with its files; the same key again gives the same answer."""

    def find(
        self, document_id: str, *, reference_code: str, issued_on: date, speaker: str
    ) -> list[DeliveryThere]:
        """Return its deliveries of a document that came to it by another road.

        document_id: as its issuer names it.
        """

    def course(self, their_delivery: str, *, speaker: str) -> CourseThere:
        """Return what was reported about a delivery, in order."""

    def ask_back(
        self, their_dispatch: str, codes: Sequence[str], *, reason: str, key: str, speaker: str
    ) -> None:
        """Ask recipients to give a document back."""

    def receipt(self, href: str, *, speaker: str) -> str | None:
        """Return a receipt of its ledger as it came; None while it has no place yet."""

    def agencies(self, *, speaker: str) -> list[TheirAgency]:
        """Return everybody in its directory who takes part."""


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

"""The roads by which a document can go: our two interfaces and the official mailbox.

A load knows nothing of them but `Road`, so all are measured by the same program.
"""

from dataclasses import dataclass
from typing import Protocol

from bench.costs import Cost


@dataclass(frozen=True, slots=True)
class Sent:
    """One document that was accepted; both moments in seconds since 1970."""

    number: int
    begun: float
    accepted: float

    @property
    def took_ms(self) -> float:
        return (self.accepted - self.begun) * 1000


class Road(Protocol):
    """A served installation or peer, with the programs that send through it.

    name: as the tables call it. own_bytes: of one document. roots: first processes of its server.
    """

    name: str
    own_bytes: int

    @property
    def roots(self) -> list[int]: ...

    async def prepare(self, *, senders: int, each: int, recipients: int) -> None:
        """Make ready what senders would have ready, outside every clock."""

    async def send(self, sender: int, recipients: int) -> Sent:
        """Send one new document to so many; returns when the server has accepted it."""

    async def readable_at(self, sent: list[Sent], recipients: int) -> list[float]:
        """Return when the last recipient could read each; waits until all can."""

    async def check(self, sent: list[Sent], recipients: int) -> None:
        """Hold outside the clocks that what `readable_at` says is so. Raises RuntimeError."""

    def cost(self) -> Cost: ...

    def settle(self) -> None: ...

    async def close(self) -> None: ...


class ReadRoad(Road, Protocol):
    """A road whose first recipients, the readers, have programs that read."""

    async def catch_up(self) -> None:
        """Let all readers have seen what came until now."""

    async def send_to_reader(self, sender: int, reader: int) -> None:
        """Send one new document to this reader alone."""

    async def delivered(self, reader: int, count: int) -> None:
        """Return when the reader could read so many new documents."""

    async def fetch(self, reader: int, count: int, *, bundle: int, acknowledge: bool) -> int:
        """Fetch so many new documents, acknowledge them durably, and return their number."""

"""What the directory needs from above."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Protocol
from uuid import UUID

from lienthong.directory.types import Move, PostChange, WrongLine
from lienthong.kernel.actor import Actor


class Guard(Protocol):
    """Lets an act go on only if its actor has a right; rights are told by a higher package."""

    def __call__(self, actor: Actor, right: str, *, agency_id: UUID | None = None) -> None:
        """Raise NotAllowed when the actor may not do this in that agency (None: its own)."""


class ImportGuard(Protocol):
    """Says which lines of a table bring rights to where their actor has none to give."""

    def __call__(
        self, posts: Sequence[PostChange], moves: Sequence[Move], *, actor: Actor, on: date
    ) -> tuple[Mapping[int, WrongLine], Mapping[int, WrongLine]]:
        """Return what is wrong with lines of posts and with lines of agencies, by line."""

"""What the directory needs from above."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Protocol
from uuid import UUID

from lienthong.directory.types import Move, PostChange, WrongLine
from lienthong.kernel.actor import Actor


class Guard(Protocol):
    """Lets an act go on only if its actor has a right; rights are told by a higher package."""

    def __call__(self, actor: Actor, right: str, *, agency_id: UUID | None = None) -> None:
        """Raise NotAllowed when the actor may not do this in that agency (None: its own)."""


class JoinGuard(Protocol):
    """Says which agencies lack what must be there before they take part."""

    def __call__(self, agency_ids: Collection[UUID], *, despite: str, now: datetime) -> list[str]:
        """Return the names of those that lack something.

        despite: the reason for which they join all the same. Raises a refusal where the rule of
        the day lets nobody in without one.
        """


class ImportGuard(Protocol):
    """Says which lines of a table bring rights to where their actor has none to give."""

    def __call__(
        self, posts: Sequence[PostChange], moves: Sequence[Move], *, actor: Actor, on: date
    ) -> tuple[Mapping[int, WrongLine], Mapping[int, WrongLine]]:
        """Return what is wrong with lines of posts and with lines of agencies, by line."""

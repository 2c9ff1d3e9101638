"""What the directory needs from above."""

from typing import Protocol
from uuid import UUID

from lienthong.kernel.actor import Actor


class Guard(Protocol):
    """Lets an act go on only if its actor has a right; rights are told by a higher package."""

    def __call__(self, actor: Actor, right: str, *, agency_id: UUID | None = None) -> None:
        """Raise NotAllowed when the actor may not do this in that agency (None: its own)."""

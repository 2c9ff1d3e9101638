"""What the ledger keeps of every change to a system: who did it, when, and what it is now."""

from datetime import datetime

from lienthong.kernel.actor import Actor
from lienthong.ledger import services as ledger
from lienthong.ledger.types import Act
from lienthong.systems.models import System


def recorded(what: str, system: System, *, actor: Actor, now: datetime, **private: str) -> None:
    """Record a change in the transaction that makes it. what: as in "key-added"."""
    act = Act(
        name=f"systems.{what}",
        subjects={"system": str(system.pk)},
        private={"slug": system.slug, **private},
    )
    ledger.record(act, actor=actor, at=now)

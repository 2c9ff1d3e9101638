"""What the ledger keeps of every change to a system: who did it, when, and what it is now."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from lienthong.kernel.actor import Actor
from lienthong.ledger import services as ledger
from lienthong.ledger.types import Act
from lienthong.systems.models import System


def recorded(
    what: str,
    system: System,
    about: Mapping[str, UUID] | None = None,
    /,
    *,
    actor: Actor,
    now: datetime,
    **private: str,
) -> None:
    """Record a change in the transaction that makes it.

    what: as in "key-added". about: what else it is about, as {"agency": …}, to be found by it.
    """
    subjects = {"system": str(system.pk)}
    subjects |= {role: str(value) for role, value in (about or {}).items()}
    act = Act(
        name=f"systems.{what}",
        subjects=subjects,
        private={"slug": system.slug, **private},
    )
    ledger.record(act, actor=actor, at=now)

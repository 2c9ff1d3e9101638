"""What the ledger keeps of every change to a hook."""

from datetime import datetime

from lienthong.hooks.models import Hook
from lienthong.kernel.actor import Actor
from lienthong.ledger import services as ledger
from lienthong.ledger.types import Act


def recorded(what: str, hook: Hook, *, actor: Actor, now: datetime, **private: str) -> None:
    """Record a change in the transaction that makes it. what: as in "hook-added"."""
    act = Act(
        name=f"hooks.{what}",
        subjects={"hook": str(hook.pk), "system": str(hook.system_id)},
        private={"address": hook.address, **private},
    )
    ledger.record(act, actor=actor, at=now)

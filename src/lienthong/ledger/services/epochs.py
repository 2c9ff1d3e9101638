"""Opening an epoch: owning up to a loss, in the ledger itself."""

from datetime import datetime

from django.db import transaction

from lienthong.kernel.actor import Actor
from lienthong.ledger.errors import NothingLost
from lienthong.ledger.models import Epoch
from lienthong.ledger.rules.canonical import to_base64
from lienthong.ledger.services.record import record
from lienthong.ledger.types import Act, RecordRef


def open_epoch(
    *, published_size: int, published_root: bytes, reason: str, actor: Actor, now: datetime
) -> RecordRef:
    """Declare that a restore fell behind a published head of the open epoch; return the record.

    The new epoch starts an empty tree and names that head and the lost range; its first act says
    the same in the ledger. What waited without a place gets one in the new epoch.
    Raises NothingLost when the tree is as long as the published head, or longer.
    """
    with transaction.atomic():
        old = Epoch.objects.select_for_update(no_key=True).get(closed_at__isnull=True)
        if old.size >= published_size:
            raise NothingLost(kept=old.size)
        Epoch.objects.filter(number=old.number).update(closed_at=now)
        Epoch.objects.create(
            number=old.number + 1,
            installation=old.installation,
            opened_at=now,
            reason=reason,
            kept_size=old.size,
            predecessor_size=published_size,
            predecessor_root=published_root,
        )
        return record(_declaration(old, published_size, published_root), actor=actor, at=now)


def _declaration(old: Epoch, published_size: int, published_root: bytes) -> Act:
    return Act(
        name="ledger.epoch-opened",
        dimensions={
            "predecessor_epoch": old.number,
            "predecessor_size": published_size,
            "predecessor_root": to_base64(published_root),
            "lost_from": old.size,
            "lost_until": published_size,
        },
    )

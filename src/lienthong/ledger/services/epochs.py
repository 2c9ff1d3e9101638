"""When a restore fell behind what the world has seen: stopping, and owning up in the ledger."""

from datetime import datetime

from django.db import transaction

from lienthong.kernel.actor import Actor
from lienthong.ledger.errors import HeadNotOurs, LedgerHeld, NothingLost, ReasonMissing
from lienthong.ledger.models import Epoch, Head, ShownHead
from lienthong.ledger.rules.canonical import to_base64
from lienthong.ledger.rules.given.published import ReadHead
from lienthong.ledger.services.own_heads import hold, is_of_lost_key, leads_to, own_head
from lienthong.ledger.services.record import record
from lienthong.ledger.types import Act, RecordRef


def show_head(value: object, *, now: datetime) -> None:
    """Compare a published head, as its JSON form, with the tables; return when they lead to it.

    Otherwise the head is kept and the sequencer stops until an epoch is declared over it: raises
    LedgerHeld. Raises HeadNotOurs for what this installation's key did not sign.
    """
    head = own_head(value)
    with transaction.atomic():
        epoch = _open_epoch()
        if leads_to(epoch, head):
            return
        hold(head, now=now)
    raise LedgerHeld


def open_epoch(value: object, *, reason: str, actor: Actor, now: datetime) -> RecordRef:
    """Declare that a restore fell behind a published head, or that the key was lost; return the
    record that says so.

    value: that head in its JSON form. The new epoch starts an empty tree and names the head and
    the lost range; its first act says the same in the ledger. What waited without a place gets
    one in the new epoch; what was placed keeps its place, and receipts of both epochs hold. Heads
    shown before that were as large or smaller are settled with it.
    Raises NothingLost when the tables lead to the head and our key signed it, HeadNotOurs,
    ReasonMissing.
    """
    if not reason.strip():
        raise ReasonMissing
    head = own_head(value)
    with transaction.atomic():
        old = _open_epoch()
        is_whole = leads_to(old, head)
        if is_whole and not is_of_lost_key(old):
            raise NothingLost(kept=old.size)
        kept = head.says["size"] if is_whole else _kept_size(head)
        number = max(old.number, head.says["epoch"]) + 1
        Epoch.objects.filter(number=old.number).update(closed_at=now)
        Epoch.objects.create(
            number=number,
            installation=old.installation,
            opened_at=now,
            reason=reason.strip()[:500],
            kept_size=kept,
            predecessor_epoch=head.says["epoch"],
            predecessor_size=head.says["size"],
            predecessor_root=head.root,
        )
        ShownHead.objects.filter(settled_at__isnull=True, epoch__lt=number).update(settled_at=now)
        act = _declaration(old, head, kept, reason.strip()[:500])
        return record(act, actor=actor, at=now)


def _open_epoch() -> Epoch:
    epoch = Epoch.objects.select_for_update(no_key=True).filter(closed_at__isnull=True).first()
    # A ledger that never recorded anything signed nothing, so no head can be its own.
    if epoch is None:
        raise HeadNotOurs
    return epoch


def _kept_size(head: ReadHead) -> int:
    """Return how much of the lost tree is surely here: up to our newest head older than it.

    Heads signed after it belong to what was written since the restore, not to the lost tree.
    """
    older = Head.objects.filter(
        epoch_id=head.says["epoch"], size__lt=head.says["size"], signed_at__lte=head.signed_at
    )
    size: int | None = older.order_by("-size").values_list("size", flat=True).first()
    return size or 0


def _declaration(old: Epoch, head: ReadHead, kept: int, reason: str) -> Act:
    return Act(
        name="ledger.epoch-opened",
        dimensions={
            "predecessor_epoch": head.says["epoch"],
            "predecessor_size": head.says["size"],
            "predecessor_root": to_base64(head.root),
            "lost_from": kept,
            "lost_until": head.says["size"],
            "closed_epoch": old.number,
            "closed_size": old.size,
        },
        private={"reason": reason},
    )

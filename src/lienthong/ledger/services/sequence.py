"""Giving records their places, and signing what came of it."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from lienthong.kernel.news import announce
from lienthong.ledger import types
from lienthong.ledger.errors import LedgerBroken, LedgerHeld
from lienthong.ledger.events import LedgerLate
from lienthong.ledger.models import Epoch, Head, Placement, ShownHead, Tile, Waiting
from lienthong.ledger.queries.tree import consistency_path, load_tiles, range_hashes
from lienthong.ledger.rules.canonical import Malformed
from lienthong.ledger.rules.given.published import ReadHead
from lienthong.ledger.rules.signed.statements import sign_head
from lienthong.ledger.rules.tree import merkle, tiles
from lienthong.ledger.services.keys import has_key, signer
from lienthong.ledger.services.own_heads import (
    hold,
    is_of_lost_key,
    keep_head,
    kept_head,
    leads_to,
)


def sequence(*, now: datetime, limit: int = 1000) -> int:
    """Place up to `limit` records that wait, sign the head; return how many were placed.

    Order among those found: time of the act, then id. One sequencer works at a time, others wait
    for it; whoever dies between placing and signing is made good by the next call. Signing
    happens between the two transactions, because a key may live on another machine.
    Nothing is placed or signed when the stored tree contradicts itself (raises LedgerBroken), while
    a head was shown that it does not lead to, and when it does not continue the head that is kept
    beside the key: that one is shown then (LedgerHeld). Raises KeptHeadUnreadable; RuntimeError in
    a transaction.
    """
    kept = kept_head() if has_key() else None
    try:
        placed = _place(kept, limit=limit)
        _sign(kept, now=now)
    except _Differs:
        assert kept is not None
        _hold(kept, now=now)
        raise LedgerHeld from None
    return placed


def _hold(kept: ReadHead, *, now: datetime) -> None:
    """Stop on the kept head, and tell those above at once, once."""
    with transaction.atomic():
        if hold(kept, now=now):
            announce(LedgerLate(("ledger.held",), now))


class _Differs(Exception):
    """The tables do not lead to the head beside the key."""


def _place(kept: ReadHead | None, *, limit: int) -> int:
    # Durable: a head must never be signed over places that may still be rolled back.
    with transaction.atomic(durable=True):
        # On SQLite the immediate transaction is the lock.
        epoch = Epoch.objects.select_for_update(no_key=True).filter(closed_at__isnull=True).first()
        if epoch is None:
            return 0
        waiting = Waiting.objects.order_by("recorded_at", "record_id")
        found = list(waiting.values_list("record_id", "record__leaf_hash")[:limit])
        if not found:
            return 0
        if ShownHead.objects.filter(settled_at__isnull=True).exists() or is_of_lost_key(epoch):
            raise LedgerHeld
        if kept is not None and not leads_to(epoch, kept):
            raise _Differs
        _grow_tiles(epoch, [bytes(leaf_hash) for _id, leaf_hash in found])
        Placement.objects.bulk_create(
            Placement(record_id=record_id, epoch=epoch, index=epoch.size + n)
            for n, (record_id, _hash) in enumerate(found)
        )
        Waiting.objects.filter(record_id__in=[record_id for record_id, _hash in found]).delete()
        Epoch.objects.filter(number=epoch.number).update(size=epoch.size + len(found))
    return len(found)


def _grow_tiles(epoch: Epoch, hashes: Sequence[bytes]) -> None:
    kept = load_tiles(epoch.number, tiles.edge_tiles(epoch.size))
    try:
        grown = tiles.grow(kept, size=epoch.size, hashes=hashes)
    except Malformed as error:
        raise LedgerBroken(what=str(error)) from error
    Tile.objects.bulk_create(
        (
            Tile(epoch=epoch, level=level, index=index, hashes=row)
            for (level, index), row in grown.items()
        ),
        update_conflicts=True,
        unique_fields=["epoch", "level", "index"],
        update_fields=["hashes"],
    )


def _sign(kept: ReadHead | None, *, now: datetime) -> None:
    """Sign the open epoch's tree at its present size, unless that is signed already."""
    epoch = Epoch.objects.filter(closed_at__isnull=True, size__gt=0).first()
    if epoch is None or Head.objects.filter(epoch=epoch, size=epoch.size).exists():
        return
    (root,) = range_hashes(epoch.number, [(0, epoch.size)])
    if kept is not None and not _continues(epoch, root, kept):
        raise _Differs
    signed = sign_head(
        installation=epoch.installation,
        epoch=epoch.number,
        size=epoch.size,
        root=root,
        signed_at=now,
        signer=signer(),
    )
    keep_head(types.Head(epoch.number, epoch.size, root, now, signed))
    # Two sequencers may sign the same tree; the first is kept.
    Head.objects.get_or_create(
        epoch=epoch,
        size=epoch.size,
        defaults={
            "root": root,
            "signed_at": now,
            "statement": signed.statement,
            "signature": signed.signature,
        },
    )


def _continues(epoch: Epoch, root: bytes, kept: ReadHead) -> bool:
    """Prove from the tiles that this tree continues the kept one (RFC 9162, section 2.1.4)."""
    size = kept.says["size"]
    if kept.says["epoch"] != epoch.number or size > epoch.size:
        return leads_to(epoch, kept)
    path = consistency_path(epoch.number, old=size, new=epoch.size)
    return merkle.verify_consistency(
        old=size, new=epoch.size, old_root=kept.root, new_root=root, path=path
    )

"""Keeping heads of a watched installation, and finding those that contradict what is kept."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from lienthong.ledger.rules.given.published import ReadHead, read_published_head
from lienthong.ledger.rules.given.witnessing import bare_head_json, contradict
from lienthong.ledger.types import Signed
from lienthong.witnesses.models import SeenHead, Watched
from lienthong.witnesses.services.contradict import keep_contradiction
from lienthong.witnesses.types import ContradictionKind, HeadState


def keep_heads(
    watched: Watched, heads: Iterable[ReadHead], *, shown_by: Watched | None, now: datetime
) -> None:
    """Keep heads that were not seen yet; their signatures are checked before.

    One that has the size of a kept one and another root proves a fork by itself.
    """
    found = list(heads)
    sizes = {head.says["size"] for head in found}
    with transaction.atomic():
        kept = list(SeenHead.objects.filter(watched=watched, size__in=sizes))
        for head in found:
            place = (head.says["epoch"], head.says["size"])
            same_size = [one for one in kept if (one.epoch, one.size) == place]
            if not any(bytes(one.root) == head.root for one in same_size):
                _keep(watched, head, same_size, shown_by=shown_by, now=now)


def head_of(row: SeenHead) -> ReadHead:
    """Return a kept head as it was read."""
    return read_published_head(bare_head_json(Signed(bytes(row.statement), bytes(row.signature))))


def _keep(
    watched: Watched,
    head: ReadHead,
    same_size: list[SeenHead],
    *,
    shown_by: Watched | None,
    now: datetime,
) -> None:
    others = [one for one in map(head_of, same_size) if contradict(one, head)]
    SeenHead.objects.get_or_create(
        watched=watched,
        epoch=head.says["epoch"],
        size=head.says["size"],
        root=head.root,
        defaults={
            "statement": head.signed.statement,
            "signature": head.signed.signature,
            "seen_at": now,
            "shown_by": shown_by,
            "state": HeadState.CONTRADICTED if others else HeadState.NEW,
        },
    )
    for other in others:
        keep_contradiction(ContradictionKind.FORK, other, head, now=now)

"""Proving that the heads that were seen are of one history, and signing those that are."""

from datetime import datetime

from django.db import transaction

from lienthong.ledger import services as ledger
from lienthong.witnesses.models import SeenHead, Watched
from lienthong.witnesses.ports import Site
from lienthong.witnesses.rules import continues
from lienthong.witnesses.services.contradict import has_contradiction, keep_contradiction
from lienthong.witnesses.services.keep import head_of
from lienthong.witnesses.types import ContradictionKind, HeadState

# Questions of one look; what is left is asked at the next.
MOST = 20


def link_heads(watched: Watched, *, site: Site, now: datetime) -> None:
    """Ask for the proofs between new heads and the nearest that is linked, and judge them.

    The network is asked outside transactions. Raises OSError when away, Malformed for an answer
    that is no proof: the head stays new, and is asked for again.
    """
    new = SeenHead.objects.filter(watched=watched, state=HeadState.NEW)
    for row in new.order_by("epoch", "size", "pk")[:MOST]:
        near = _nearest(watched, row)
        if near is None:
            _link(row, since=None, now=now)
        else:
            _judge(row, near, site=site, now=now)


def _judge(row: SeenHead, near: SeenHead, *, site: Site, now: datetime) -> None:
    older, newer = sorted((row, near), key=lambda one: one.size)
    first, second = head_of(older), head_of(newer)
    answer = site.consistency(epoch=row.epoch, older=older.size, newer=newer.size)
    if answer is not None and continues(answer, older=first, newer=second):
        _link(row, since=older.size if row is newer else None, now=now)
        return
    kind = ContradictionKind.FORGOTTEN if answer is None else ContradictionKind.NOT_CONTINUED
    with transaction.atomic():
        SeenHead.objects.filter(pk=row.pk).update(state=HeadState.CONTRADICTED)
        # Once is enough: every later head of the other history contradicts the same one.
        if not has_contradiction(head_of(near)):
            keep_contradiction(kind, first, second, now=now)


def _nearest(watched: Watched, row: SeenHead) -> SeenHead | None:
    """Return the linked head of this epoch that is next below, else next above."""
    linked = SeenHead.objects.filter(watched=watched, epoch=row.epoch, state=HeadState.LINKED)
    below = linked.filter(size__lt=row.size).order_by("-size").first()
    return below or linked.filter(size__gt=row.size).order_by("size").first()


def _link(row: SeenHead, *, since: int | None, now: datetime) -> None:
    signed = ledger.cosign(head_of(row).says, since=since, now=now)
    SeenHead.objects.filter(pk=row.pk, state=HeadState.NEW).update(
        state=HeadState.LINKED,
        since=since,
        cosigned_at=now,
        cosign_statement=signed.statement,
        cosign_signature=signed.signature,
    )

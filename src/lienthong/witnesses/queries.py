"""What is known of other ledgers, and who has seen ours. Lists are short and bounded."""

from collections.abc import Iterator, Sequence
from uuid import UUID

from django.db.models import F, OuterRef, QuerySet, Subquery

from lienthong.ledger.types import Signed
from lienthong.witnesses.errors import NotWatched
from lienthong.witnesses.models import Contradiction, Cosignature, SeenHead, Watched
from lienthong.witnesses.types import (
    ContradictionCard,
    ContradictionKind,
    HeadState,
    Trouble,
    WatchedCard,
    Witnessed,
)

PAGE = 50


def watched(*, limit: int = 200) -> list[WatchedCard]:
    """Return whom we watch, by name. One statement."""
    linked = SeenHead.objects.filter(watched=OuterRef("pk"), state=HeadState.LINKED)
    newest = linked.order_by("-epoch", "-size")
    rows = Watched.objects.filter(ended_at__isnull=True).annotate(
        epoch=Subquery(newest.values("epoch")[:1]), size=Subquery(newest.values("size")[:1])
    )
    return [_card(row, row.epoch, row.size) for row in rows.order_by("installation")[:limit]]


def watched_ids(installations: Sequence[str] = ()) -> list[UUID]:
    """Return whom to look at: these, or all, longest unseen first. Raises NotWatched. Few rows."""
    rows = Watched.objects.filter(ended_at__isnull=True)
    for name in installations:
        if not rows.filter(installation=name).exists():
            raise NotWatched(installation=name)
    if installations:
        rows = rows.filter(installation__in=installations)
    # Who was never seen comes first; by themselves databases do not agree where that is.
    longest = rows.order_by(F("looked_at").asc(nulls_first=True), "pk")
    return list(longest.values_list("pk", flat=True))


def address_of(watched_id: UUID) -> str:
    """Return where an installation is asked; nothing once it is watched no more."""
    rows = Watched.objects.filter(pk=watched_id, ended_at__isnull=True)
    return rows.values_list("address", flat=True).first() or ""


def seen_of(installation: str, *, limit: int = PAGE) -> list[Witnessed]:
    """Return the heads of an installation that we signed to have seen, newest first."""
    rows = SeenHead.objects.filter(
        watched__installation=installation,
        watched__ended_at__isnull=True,
        state=HeadState.LINKED,
    )
    return [
        Witnessed(
            witness="",
            epoch=row.epoch,
            size=row.size,
            seen_at=row.cosigned_at,
            since=row.since,
            cosignature=Signed(bytes(row.cosign_statement), bytes(row.cosign_signature)),
            head=Signed(bytes(row.statement), bytes(row.signature)),
        )
        for row in rows.order_by("-epoch", "-size")[:limit]
        if row.cosigned_at and row.cosign_statement and row.cosign_signature
    ]


def witnessed(*, limit: int = PAGE) -> list[Witnessed]:
    """Return who saw which head of ours, the newest head first. One statement."""
    rows = Cosignature.objects.select_related("witness").order_by("-epoch", "-size", "witness")
    return [_witnessed(row) for row in rows[:limit]]


def cosignature(witness: str, *, epoch: int, size: int) -> Witnessed:
    """Return one witness's word about one head of ours. Raises NotWatched."""
    rows = Cosignature.objects.select_related("witness").order_by("-kept_at")
    row = rows.filter(witness__installation=witness, epoch=epoch, size=size).first()
    if row is None:
        raise NotWatched(installation=witness)
    return _witnessed(row)


def contradictions(installation: str = "", *, limit: int = PAGE) -> list[ContradictionCard]:
    """Return the evidence of rewritten histories, newest first; of one installation or all."""
    return [contradiction_card(row) for row in _contradictions(installation)[:limit]]


def all_contradictions(installation: str = "") -> Iterator[ContradictionCard]:
    """Walk through the same to its end, however much there is."""
    return map(contradiction_card, _contradictions(installation).iterator())


def contradiction(contradiction_id: UUID) -> ContradictionCard | None:
    """Return one piece of evidence; None where there is none of this id."""
    row = Contradiction.objects.filter(pk=contradiction_id).first()
    return None if row is None else contradiction_card(row)


def _contradictions(installation: str) -> "QuerySet[Contradiction]":
    rows = Contradiction.objects.order_by("-found_at", "-pk")
    return rows.filter(installation=installation) if installation else rows


def contradiction_card(row: Contradiction) -> ContradictionCard:
    return ContradictionCard(
        id=row.pk,
        installation=row.installation,
        kind=ContradictionKind(row.kind),
        first=Signed(bytes(row.first_statement), bytes(row.first_signature)),
        second=Signed(bytes(row.second_statement), bytes(row.second_signature)),
        found_at=row.found_at,
    )


def _card(row: Watched, epoch: int | None, size: int | None) -> WatchedCard:
    return WatchedCard(
        id=row.pk,
        installation=row.installation,
        address=row.address,
        key_id=row.key_id,
        looked_at=row.looked_at,
        answered_at=row.answered_at,
        failure=row.failure,
        troubles=tuple(Trouble(code) for code in row.troubles.split()),
        epoch=epoch,
        size=size,
    )


def _witnessed(row: Cosignature) -> Witnessed:
    return Witnessed(
        witness=row.witness.installation,
        epoch=row.epoch,
        size=row.size,
        seen_at=row.seen_at,
        since=row.since,
        cosignature=Signed(bytes(row.statement), bytes(row.signature)),
        head=Signed(bytes(row.head_statement), bytes(row.head_signature)),
    )

"""Signed heads, and those of them that are published."""

from datetime import datetime

from lienthong.ledger import types
from lienthong.ledger.errors import HeadNotPublished
from lienthong.ledger.models import Head, Publication, Stamp


def head_latest() -> types.Head | None:
    """Return the newest signed head of the newest epoch; None before the first."""
    row = Head.objects.order_by("-epoch_id", "-size").first()
    return None if row is None else head_of(row)


def head_over(place: types.Place) -> types.Head | None:
    """Return the newest signed head whose tree holds this place; None while it is not signed."""
    rows = Head.objects.filter(epoch_id=place.epoch, size__gt=place.index)
    row = rows.order_by("-size").first()
    return None if row is None else head_of(row)


def published_heads(
    *, before: datetime | None = None, limit: int = 50
) -> list[types.PublishedHead]:
    """Return published heads, newest first. Two statements.

    before: the moment of publication to continue from; None: from the newest.
    """
    rows = Publication.objects.select_related("head").order_by("-published_at", "-head_id")
    if before is not None:
        rows = rows.filter(published_at__lt=before)
    return _with_stamps(list(rows[:limit]))


def published_latest() -> types.PublishedHead | None:
    """Return the newest published head; None before the first. Two statements."""
    found = published_heads(limit=1)
    return found[0] if found else None


def published_head(*, epoch: int, size: int) -> types.PublishedHead:
    """Return one published head. Two statements. Raises HeadNotPublished."""
    rows = Publication.objects.select_related("head").filter(head__epoch_id=epoch, head__size=size)
    found = _with_stamps(list(rows[:1]))
    if not found:
        raise HeadNotPublished(epoch=epoch, size=size)
    return found[0]


def published_over(place: types.Place) -> types.PublishedHead | None:
    """Return the oldest published head whose tree holds this place. Two statements."""
    rows = Publication.objects.select_related("head").filter(
        head__epoch_id=place.epoch, head__size__gt=place.index
    )
    found = _with_stamps(list(rows.order_by("head__size")[:1]))
    return found[0] if found else None


def stamps_of(rows: list[Head]) -> dict[int, types.HeadStamp]:
    """Return the stamps of these heads by their keys. One statement."""
    stamps = Stamp.objects.filter(head__in=rows)
    return {
        stamp.pk: types.HeadStamp(bytes(stamp.token), stamp.stamped_at, stamp.authority)
        for stamp in stamps
    }


def _with_stamps(rows: list[Publication]) -> list[types.PublishedHead]:
    stamps = stamps_of([row.head for row in rows])
    return [
        types.PublishedHead(head_of(row.head), row.published_at, stamps.get(row.head_id))
        for row in rows
    ]


def head_of(row: Head) -> types.Head:
    """Return a stored head as plain values."""
    return types.Head(
        epoch=row.epoch_id,
        size=row.size,
        root=bytes(row.root),
        signed_at=row.signed_at,
        signed=types.Signed(bytes(row.statement), bytes(row.signature)),
    )

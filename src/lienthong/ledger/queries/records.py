"""Every read of the ledger that more than one caller needs."""

from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from lienthong.ledger import types
from lienthong.ledger.errors import LedgerBroken
from lienthong.ledger.models import Head, Placement, Record, Tile, Waiting
from lienthong.ledger.rules import merkle, tiles
from lienthong.ledger.rules.canonical import Malformed
from lienthong.ledger.rules.merkle import Range


def places(record_ids: Collection[UUID]) -> dict[UUID, int | None]:
    """Return the ledger number (index from 0) of each record, None while it waits. One statement.

    Ask for one page of records at a time.
    """
    rows = Placement.objects.filter(record_id__in=record_ids).values_list("record_id", "index")
    found = dict(rows)
    return {record_id: found.get(record_id) for record_id in record_ids}


def head_latest() -> types.Head | None:
    """Return the newest signed head of the newest epoch; None before the first."""
    row = Head.objects.order_by("-epoch_id", "-size").first()
    return None if row is None else _head(row)


def head_over(place: types.Place) -> types.Head | None:
    """Return the newest signed head whose tree holds this place; None while it is not signed."""
    rows = Head.objects.filter(epoch_id=place.epoch, size__gt=place.index)
    row = rows.order_by("-size").first()
    return None if row is None else _head(row)


def overdue(*, recorded_before: datetime, limit: int = 200) -> list[types.RecordLine]:
    """Return records without a place whose act was before a time, oldest first. One statement."""
    rows = (
        Waiting.objects.filter(recorded_at__lt=recorded_before)
        .order_by("recorded_at", "record_id")
        .values_list("record_id", "record__act", "recorded_at")[:limit]
    )
    return [types.RecordLine(*row, place=None) for row in rows]


def records_of_subject(subject: UUID, *, limit: int = 200) -> list[types.RecordLine]:
    """Return what the ledger has about one thing, oldest first. One statement."""
    rows = (
        Record.objects.filter(subjects__subject=subject)
        .order_by("recorded_at", "id")
        .values_list("id", "act", "recorded_at", "placement__epoch_id", "placement__index")
        .distinct()[:limit]
    )
    return [
        types.RecordLine(record_id, act, at, None if index is None else types.Place(epoch, index))
        for record_id, act, at, epoch, index in rows
    ]


def inclusion_path(place: types.Place, *, size: int) -> list[bytes]:
    """Return the proof that this place is in the tree of `size` leaves. One statement.

    Raises LedgerBroken when the stored tree does not reach that far.
    """
    return range_hashes(place.epoch, merkle.inclusion_ranges(place.index, size))


def consistency_path(epoch: int, *, old: int, new: int) -> list[bytes]:
    """Return the proof that the tree of `new` leaves continues that of `old`. One statement.

    0 < old <= new. Raises LedgerBroken when the stored tree does not reach that far.
    """
    return range_hashes(epoch, merkle.consistency_ranges(old, new))


def range_hashes(epoch: int, ranges: Collection[Range]) -> list[bytes]:
    """Return the hashes of ranges of leaves; one statement, some rows each."""
    try:
        return tiles.range_hashes(load_tiles(epoch, tiles.tiles_for(ranges)), ranges)
    except Malformed as error:
        raise LedgerBroken(what=str(error)) from error


def load_tiles(epoch: int, keys: Iterable[tiles.TileKey]) -> dict[tiles.TileKey, bytes]:
    """Return those of these tiles that are stored; no statement when none is asked for."""
    wanted = Q(pk__in=[])
    for level, index in keys:
        wanted |= Q(epoch_id=epoch, level=level, index=index)
    rows = Tile.objects.filter(wanted).values_list("level", "index", "hashes")
    return {(level, index): bytes(hashes) for level, index, hashes in rows}


def _head(row: Head) -> types.Head:
    return types.Head(
        epoch=row.epoch_id,
        size=row.size,
        root=bytes(row.root),
        signed_at=row.signed_at,
        signed=types.Signed(bytes(row.statement), bytes(row.signature)),
    )

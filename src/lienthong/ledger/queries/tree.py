"""The stored tree: tiles, and the proofs computed from them."""

from collections.abc import Collection, Iterable

from django.db.models import Q

from lienthong.ledger import types
from lienthong.ledger.errors import LedgerBroken
from lienthong.ledger.models import Tile
from lienthong.ledger.rules.canonical import Malformed
from lienthong.ledger.rules.tree import merkle, tiles
from lienthong.ledger.rules.tree.merkle import Range


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

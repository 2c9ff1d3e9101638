"""How a growing tree is kept: tiles of up to 256 hashes, so that a proof reads a few rows.

Tile (level, index) holds, from left to right, the hashes of the perfect subtrees of 256^level
leaves with the numbers index * 256 and on. A full tile never changes; the last of a level only
grows. Ten million leaves need at most three tiles for a proof beside the last ones.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence

from lienthong.ledger.rules.canonical import Malformed
from lienthong.ledger.rules.tree import merkle
from lienthong.ledger.rules.tree.merkle import HASH_SIZE, Range, Subtree

WIDTH_BITS = 8
WIDTH = 1 << WIDTH_BITS

TileKey = tuple[int, int]  # level, index
Tiles = Mapping[TileKey, bytes]


def edge_tiles(size: int) -> list[TileKey]:
    """Return the tiles that are not yet full in a tree of this size: what growing it reads."""
    keys = []
    level = 0
    while count := size >> WIDTH_BITS * level:
        if count % WIDTH:
            keys.append((level, count // WIDTH))
        level += 1
    return keys


def grow(tiles: Tiles, *, size: int, hashes: Sequence[bytes]) -> dict[TileKey, bytes]:
    """Return the tiles that are new or longer once these leaf hashes follow a tree of `size`.

    tiles: those of `edge_tiles(size)`. Raises Malformed when one is not as long as the size says.
    """
    grown: dict[TileKey, bytes] = {}
    level, count, added = 0, size, list(hashes)
    while added:
        index, kept = divmod(count, WIDTH)
        before = tiles.get((level, index), b"")
        if len(before) != kept * HASH_SIZE:
            raise Malformed(f"tile {level}/{index} does not fit the size {size}")
        row = [*_cut(before), *added]
        chunks = [row[n : n + WIDTH] for n in range(0, len(row), WIDTH)]
        grown.update({(level, index + n): b"".join(chunk) for n, chunk in enumerate(chunks)})
        added = [merkle.tree_root(chunk) for chunk in chunks if len(chunk) == WIDTH]
        level, count = level + 1, index
    return grown


def tiles_for(ranges: Iterable[Range]) -> set[TileKey]:
    """Return the tiles from which the hashes of these ranges are computed."""
    return {_tile_of(part) for leaves in ranges for part in merkle.perfect_subtrees(leaves)}


def range_hashes(tiles: Tiles, ranges: Collection[Range]) -> list[bytes]:
    """Return the hash of each range; raises Malformed when a tile is missing or too short."""
    return [
        merkle.join([_subtree_hash(tiles, part) for part in merkle.perfect_subtrees(leaves)])
        for leaves in ranges
    ]


def _tile_of(part: Subtree) -> TileKey:
    level, index = part
    inside = level % WIDTH_BITS
    return level // WIDTH_BITS, index << inside >> WIDTH_BITS


def _subtree_hash(tiles: Tiles, part: Subtree) -> bytes:
    level, index = part
    width = 1 << level % WIDTH_BITS
    first = index * width % WIDTH
    cut = tiles.get(_tile_of(part), b"")[first * HASH_SIZE : (first + width) * HASH_SIZE]
    if len(cut) != width * HASH_SIZE:
        raise Malformed(f"the tiles do not hold subtree {level}/{index}")
    return merkle.tree_root(_cut(cut))


def _cut(hashes: bytes) -> list[bytes]:
    return [hashes[n : n + HASH_SIZE] for n in range(0, len(hashes), HASH_SIZE)]

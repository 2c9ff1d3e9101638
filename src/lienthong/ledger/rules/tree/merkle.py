"""The Merkle tree of RFC 9162, section 2.1, over leaf hashes; nothing is recursive in its proofs.

Proofs are named as ranges of leaves first, so that a caller knows what to load; each range
breaks into perfect subtrees, which are what is stored. A subtree (level, index) covers the
2^level leaves from index * 2^level on.
"""

from collections.abc import Iterator, Sequence
from hashlib import sha256

Range = tuple[int, int]  # leaves from the first number up to, not including, the second
Subtree = tuple[int, int]  # level, index

EMPTY_ROOT = sha256(b"").digest()
HASH_SIZE = 32


def leaf_hash(leaf: bytes) -> bytes:
    """Return the hash of a leaf's bytes: SHA-256 over 0x00 and them."""
    return sha256(b"\x00" + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of an inner node: SHA-256 over 0x01, left and right."""
    return sha256(b"\x01" + left + right).digest()


def join(parts: Sequence[bytes]) -> bytes:
    """Return the hash of a range from its perfect subtrees, given from left to right."""
    joined = parts[-1]
    for left in reversed(parts[:-1]):
        joined = node_hash(left, joined)
    return joined


def tree_root(hashes: Sequence[bytes]) -> bytes:
    """Return the root of the tree over these leaf hashes; of no leaf: the hash of nothing."""
    if not hashes:
        return EMPTY_ROOT
    level = list(hashes)
    while len(level) > 1:
        paired = [node_hash(*level[n : n + 2]) for n in range(0, len(level) - 1, 2)]
        level = paired + level[len(paired) * 2 :]
    return level[0]


def perfect_subtrees(leaves: Range) -> list[Subtree]:
    """Return the perfect subtrees that a range of a proof consists of, from left to right."""
    start, end = leaves
    found = []
    while start < end:
        level = (end - start).bit_length() - 1
        found.append((level, start >> level))
        start += 1 << level
    return found


def inclusion_ranges(index: int, size: int) -> list[Range]:
    """Return the ranges whose hashes prove the leaf `index` in the tree of `size` leaves.

    From the leaf to the root; source: RFC 9162, section 2.1.3.1.
    """
    start, end = 0, size
    ranges: list[Range] = []
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            ranges.append((middle, end))
            end = middle
        else:
            ranges.append((start, middle))
            start = middle
    return ranges[::-1]


def consistency_ranges(old: int, new: int) -> list[Range]:
    """Return the ranges whose hashes prove that the tree of `new` leaves continues that of `old`.

    0 < old <= new; none when they are equal. Source: RFC 9162, section 2.1.4.1.
    """
    start, end = 0, new
    is_whole = True  # the old tree is exactly the part looked at: its hash is already known
    ranges: list[Range] = []
    while old != end:
        middle = start + _split(end - start)
        if old <= middle:
            ranges.append((middle, end))
            end = middle
        else:
            ranges.append((start, middle))
            start, is_whole = middle, False
    if not is_whole:
        ranges.append((start, end))
    return ranges[::-1]


def inclusion_path(index: int, hashes: Sequence[bytes]) -> list[bytes]:
    """Return the inclusion proof of one leaf when all leaf hashes are at hand."""
    return [tree_root(hashes[start:end]) for start, end in inclusion_ranges(index, len(hashes))]


def verify_inclusion(
    leaf: bytes, *, index: int, size: int, path: Sequence[bytes], root: bytes
) -> bool:
    """Say whether the path leads from this leaf hash to the root (RFC 9162, section 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    at, last, joined = index, size - 1, leaf
    for step in path:
        if last == 0:
            return False
        if at & 1 or at == last:
            joined = node_hash(step, joined)
            while at and not at & 1:
                at, last = at >> 1, last >> 1
        else:
            joined = node_hash(joined, step)
        at, last = at >> 1, last >> 1
    return last == 0 and joined == root


def verify_consistency(
    *, old: int, new: int, old_root: bytes, new_root: bytes, path: Sequence[bytes]
) -> bool:
    """Say whether the tree of `new` leaves continues that of `old` (RFC 9162, section 2.1.4.2)."""
    if not 0 < old <= new:
        return False
    if old == new:
        return not path and old_root == new_root
    steps: Iterator[bytes] = iter(path if old & (old - 1) else [old_root, *path])
    at, last = old - 1, new - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    first = next(steps, None)
    if first is None:
        return False
    old_joined = new_joined = first
    for step in steps:
        if last == 0:
            return False
        if at & 1 or at == last:
            old_joined, new_joined = node_hash(step, old_joined), node_hash(step, new_joined)
            while at and not at & 1:
                at, last = at >> 1, last >> 1
        else:
            new_joined = node_hash(new_joined, step)
        at, last = at >> 1, last >> 1
    return last == 0 and old_joined == old_root and new_joined == new_root


def _split(size: int) -> int:
    """Return the largest power of two smaller than a size of at least 2."""
    return 1 << (size - 1).bit_length() - 1

"""The tree against RFC 9162's own definitions, written out here once more and recursively."""

from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lienthong.ledger.rules.canonical import Malformed
from lienthong.ledger.rules.tree import merkle, tiles


def h(data: bytes) -> bytes:
    return sha256(data).digest()


def mth(leaves):  # RFC 9162, section 2.1.1
    if not leaves:
        return h(b"")
    if len(leaves) == 1:
        return h(b"\x00" + leaves[0])
    k = split(len(leaves))
    return h(b"\x01" + mth(leaves[:k]) + mth(leaves[k:]))


def path(m, leaves):  # section 2.1.3.1
    if len(leaves) == 1:
        return []
    k = split(len(leaves))
    if m < k:
        return [*path(m, leaves[:k]), mth(leaves[k:])]
    return [*path(m - k, leaves[k:]), mth(leaves[:k])]


def subproof(m, leaves, is_whole):  # section 2.1.4.1
    if m == len(leaves):
        return [] if is_whole else [mth(leaves)]
    k = split(len(leaves))
    if m <= k:
        return [*subproof(m, leaves[:k], is_whole), mth(leaves[k:])]
    return [*subproof(m - k, leaves[k:], False), mth(leaves[:k])]


def split(n):
    k = 1
    while 2 * k < n:
        k *= 2
    return k


def some_leaves(count):
    return [n.to_bytes(4, "big") * (n % 5 + 1) for n in range(count)]


sizes = st.integers(1, 200)


def test_the_roots_are_those_that_other_logs_publish_for_the_same_leaves():
    # The eight inputs and roots known from certificate transparency implementations.
    inputs = "|00|10|2021|3031|40414243|5051525354555657|606162636465666768696a6b6c6d6e6f"
    hashes = [merkle.leaf_hash(bytes.fromhex(text)) for text in inputs.split("|")]
    known = {
        0: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        1: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        2: "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        3: "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        4: "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        5: "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        6: "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        7: "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        8: "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    }
    assert {n: merkle.tree_root(hashes[:n]).hex() for n in known} == known


@settings(deadline=None)
@given(sizes, st.data())
def test_an_inclusion_proof_is_the_one_of_the_rfc_and_leads_to_the_root(size, data):
    leaves = some_leaves(size)
    hashes = [merkle.leaf_hash(leaf) for leaf in leaves]
    index = data.draw(st.integers(0, size - 1))
    proof = merkle.inclusion_path(index, hashes)
    assert proof == path(index, leaves)
    assert merkle.verify_inclusion(
        hashes[index], index=index, size=size, path=proof, root=mth(leaves)
    )


@settings(deadline=None)
@given(sizes, sizes)
def test_a_consistency_proof_is_the_one_of_the_rfc_and_convinces(one, other):
    old, new = sorted((one, other))
    leaves = some_leaves(new)
    hashes = [merkle.leaf_hash(leaf) for leaf in leaves]
    proof = [merkle.tree_root(hashes[a:b]) for a, b in merkle.consistency_ranges(old, new)]
    assert proof == subproof(old, leaves, True)
    facts = {"old": old, "new": new, "old_root": mth(leaves[:old]), "new_root": mth(leaves)}
    assert merkle.verify_consistency(**facts, path=proof)
    if proof:
        assert not merkle.verify_consistency(**facts, path=proof[:-1])
        assert not merkle.verify_consistency(**facts, path=[*proof, proof[0]])
        for n in range(len(proof)):
            broken = [*proof[:n], h(proof[n]), *proof[n + 1 :]]
            assert not merkle.verify_consistency(**facts, path=broken)


@settings(deadline=None)
@given(sizes, st.data())
def test_an_inclusion_proof_with_anything_changed_leads_nowhere(size, data):
    leaves = some_leaves(size)
    hashes = [merkle.leaf_hash(leaf) for leaf in leaves]
    index = data.draw(st.integers(0, size - 1))
    proof, root = merkle.inclusion_path(index, hashes), mth(leaves)

    def holds(leaf=hashes[index], index=index, size=size, path=proof, root=root):
        return merkle.verify_inclusion(leaf, index=index, size=size, path=path, root=root)

    assert holds()
    assert not holds(leaf=h(b"other"))
    assert not holds(root=h(b"other"))
    assert not holds(path=[*proof, h(b"more")])
    assert not holds(index=size)
    assert not holds(index=-1)
    for n in range(len(proof)):
        assert not holds(path=proof[:n])
        assert not holds(path=[*proof[:n], h(b"other"), *proof[n + 1 :]])
    for other in range(size):
        assert other == index or not holds(index=other)


@settings(deadline=None)
@given(st.lists(st.integers(1, 700), min_size=1, max_size=6), st.data())
def test_a_tree_that_grew_in_tiles_proves_the_same_as_one_made_at_once(batches, data):
    total = sum(batches)
    hashes = [merkle.leaf_hash(leaf) for leaf in some_leaves(total)]
    kept, size = {}, 0
    for batch in batches:
        edge = {key: kept[key] for key in tiles.edge_tiles(size)}
        kept |= tiles.grow(edge, size=size, hashes=hashes[size : size + batch])
        size += batch
    index, at = data.draw(st.integers(0, total - 1)), data.draw(st.integers(1, total))
    for ranges in (
        [(0, total)],
        merkle.inclusion_ranges(index, total),
        merkle.consistency_ranges(at, total),
        [(0, at)],
    ):
        wanted = {key: kept[key] for key in tiles.tiles_for(ranges)}
        assert tiles.range_hashes(wanted, ranges) == [
            merkle.tree_root(hashes[a:b]) for a, b in ranges
        ]


def test_a_tree_past_two_tile_levels_is_still_the_same_tree():
    hashes = [merkle.leaf_hash(leaf) for leaf in some_leaves(256 * 256 + 300)]
    kept = tiles.grow({}, size=0, hashes=hashes)
    ranges = merkle.inclusion_ranges(70, len(hashes))
    proof = tiles.range_hashes(kept, ranges)
    assert len(tiles.tiles_for(ranges)) <= 6
    root = merkle.tree_root(hashes)
    assert merkle.verify_inclusion(hashes[70], index=70, size=len(hashes), path=proof, root=root)


def test_a_missing_or_short_tile_is_noticed_before_anything_is_built_on_it():
    hashes = [merkle.leaf_hash(leaf) for leaf in some_leaves(5)]
    kept = tiles.grow({}, size=0, hashes=hashes)
    with pytest.raises(Malformed):
        tiles.grow({}, size=5, hashes=hashes)
    with pytest.raises(Malformed):
        tiles.range_hashes({(0, 0): kept[0, 0][:-32]}, [(0, 5)])

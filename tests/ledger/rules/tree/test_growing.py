"""The tree as an audit grows it, against a second statement of RFC 9162, section 2.1.1."""

import json
from hashlib import sha256

from hypothesis import given, settings
from hypothesis import strategies as st

from lienthong.ledger.rules.tree import tiles
from lienthong.ledger.rules.tree.growing import GrowingTiles, GrowingTree


def leaf(n):
    return sha256(n.to_bytes(4, "big")).digest()


def root(hashes):
    """The definition, word for word: split at the largest power of two below the size."""
    if len(hashes) == 1:
        return hashes[0]
    k = 1
    while 2 * k < len(hashes):
        k *= 2
    return sha256(b"\x01" + root(hashes[:k]) + root(hashes[k:])).digest()


def test_the_root_is_that_of_the_definition_at_every_size():
    tree, hashes = GrowingTree(), []
    for n in range(200):
        hashes.append(leaf(n))
        tree.add(leaf(n))
        assert tree.root == root(hashes)
        assert len(tree.edge) <= 8


@settings(max_examples=15, deadline=None)
@given(st.integers(1, 1400), st.integers(0, 1400))
def test_tiles_are_those_that_the_sequencer_writes_also_after_a_break(size, broken_at):
    hashes = [leaf(n) for n in range(size)]
    found, growing, tree = {}, GrowingTiles(), GrowingTree()
    for n, one in enumerate(hashes):
        if n == broken_at:
            growing = GrowingTiles.of_json(json.loads(json.dumps(growing.to_json())))
            tree = GrowingTree.of_json(json.loads(json.dumps(tree.to_json())))
        found.update(growing.add(one))
        tree.add(one)
    found.update(growing.rest())
    assert found == tiles.grow({}, size=0, hashes=hashes)
    assert tree.root == root(hashes)

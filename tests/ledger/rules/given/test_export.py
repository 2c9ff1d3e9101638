"""Everything recomputed from exported rows with the standard library alone."""

import base64
import hashlib
import hmac
import json

import pytest
from tests.ledger.builders import NOW, a_dispatch, recorded

from lienthong.ledger import services
from lienthong.ledger.models import ClearValues, Head, Items, Placement

pytestmark = pytest.mark.django_db


def root(hashes):
    """RFC 9162, section 2.1.1, with hashes for leaves."""
    if len(hashes) == 1:
        return hashes[0]
    k = 1
    while 2 * k < len(hashes):
        k *= 2
    return hashlib.sha256(b"\x01" + root(hashes[:k]) + root(hashes[k:])).digest()


def leaf_hash(leaf):
    return hashlib.sha256(b"\x00" + bytes(leaf)).digest()


def test_the_heads_follow_from_the_leaves_and_the_commitments_from_the_clear_values():
    for n in range(23):
        recorded(a_dispatch(n % 4), after=n)
        if n % 5 == 0:
            services.sequence(now=NOW)
    services.sequence(now=NOW)

    placed = Placement.objects.order_by("index").values_list("index", "record_id", "record__leaf")
    rows = list(placed)
    assert [index for index, _id, _leaf in rows] == list(range(23))
    hashes = [leaf_hash(leaf) for _index, _id, leaf in rows]
    heads = list(Head.objects.order_by("size").values_list("size", "root", "statement"))
    assert heads[-1][0] == 23
    for size, kept, statement in heads:
        assert bytes(kept) == root(hashes[:size])
        assert json.loads(bytes(statement))["root"] == base64.b64encode(bytes(kept)).decode()

    checked = 0
    for _index, record_id, leaf in rows:
        said = json.loads(bytes(leaf))
        kept = Items.objects.filter(record=record_id).first()
        items = bytes(kept.leaves).split(b"\n") if kept else []
        assert (said["items"] is None) == (not items)
        if items:
            assert said["items"]["count"] == len(items)
            assert base64.b64decode(said["items"]["root"]) == root(
                [leaf_hash(item) for item in items]
            )
        scopes = {"": said} | {json.loads(item)["key"]: json.loads(item) for item in items}
        clear = json.loads(bytes(ClearValues.objects.get(record=record_id).by_key))
        for key, by_name in clear.items():
            for name, (salt, value) in by_name.items():
                pair = json.dumps([name, value], ensure_ascii=False, separators=(",", ":"))
                mac = hmac.new(base64.b64decode(salt), pair.encode(), hashlib.sha256).digest()
                assert base64.b64decode(scopes[key]["commitments"][name]) == mac
                checked += 1
    assert checked > 100

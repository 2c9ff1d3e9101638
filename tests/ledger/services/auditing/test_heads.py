"""A changed byte of the tree, its places or its heads is found and named (issue 3, point 3)."""

from datetime import timedelta

import pytest
from tests.ledger.builders import (
    NOW,
    a_dispatch,
    a_lost_head,
    changed_by_hand,
    recorded,
    the_clerk,
)
from tests.ledger.services.auditing.audited import (
    audited,
    flip,
    forged,
    found,
    pk,
    without_published_heads,
)

from lienthong.ledger import queries, services
from lienthong.ledger.rules.checks.stored_rows import Finding
from lienthong.ledger.rules.signed.cms import Anchors
from lienthong.ledger.services.audit import AuditPage
from lienthong.signatures.adapters.test_authority import TestAuthority

pytestmark = pytest.mark.django_db

LONG_AFTER = NOW + timedelta(hours=25)


def test_a_changed_byte_of_a_tile_is_named(ledger):
    flip("ledger_tile", "hashes", "level = 0", at=70)
    assert [one.code for one in found()] == ["tile.changed"]


@pytest.mark.parametrize("column", ["statement", "signature"])
def test_a_changed_byte_of_a_head_is_named(ledger, column):
    flip("ledger_head", column, "size = 3")
    assert [one for one in found() if one.code == "head.signature-wrong"] == [
        Finding("head.signature-wrong", "1/3")
    ]


def test_a_changed_column_of_a_head_is_named(ledger):
    flip("ledger_head", "root", "size = 3")
    assert found() == [Finding("head.row-changed", "1/3")]


def test_a_changed_byte_of_a_stamp_is_named(ledger):
    token = bytes(queries.published_latest().stamp.token)
    flip("ledger_stamp", "token", "1 = 1", at=len(token) - 5)
    assert [(one.code, one.where) for one in found()] == [("stamp.wrong", "1/6")]


def test_a_stamp_of_an_authority_that_is_not_trusted_is_named(ledger, authority):
    stranger = TestAuthority(now=NOW, name="Cơ quan khác")
    trusted = Anchors.of_pem(authority.root.pem.encode())
    assert found(anchors=trusted) == []
    assert [one.code for one in found(anchors=Anchors.of_pem(stranger.root.pem.encode()))] == [
        "stamp.wrong"
    ]


def test_with_another_key_every_head_is_wrong(ledger):
    from tests.ledger.example import ExampleSigner

    wrong = found(public_key_pem=ExampleSigner().public_key.pem)
    assert [one.code for one in wrong] == ["head.signature-wrong"] * 6


def test_a_record_put_in_another_place_is_named(ledger):
    """Two records that change places keep their own bytes; the tree tells."""
    changed_by_hand('UPDATE ledger_placement SET "index" = 77 WHERE "index" = 2')
    changed_by_hand('UPDATE ledger_placement SET "index" = 2 WHERE "index" = 3')
    changed_by_hand('UPDATE ledger_placement SET "index" = 3 WHERE "index" = 77')
    codes = {one.code for one in found()}
    assert {"head.root-wrong", "tile.changed"} <= codes


def test_a_record_without_a_place_is_named(ledger):
    changed_by_hand('DELETE FROM ledger_placement WHERE "index" = 2')
    wrong = found()
    assert Finding("place.missing", "dongnai.test/1/2") in wrong
    assert Finding("record.lost", str(ledger[2].id)) in wrong
    assert len(wrong) == 2


def test_a_record_that_waits_and_stands_is_named(ledger):
    changed_by_hand(
        "INSERT INTO ledger_waiting (record_id, recorded_at) VALUES (%s, %s)", pk(ledger[2]), NOW
    )
    assert Finding("record.twice", str(ledger[2].id)) in found()


def test_a_ledger_cut_short_is_named(ledger):
    changed_by_hand("UPDATE ledger_epoch SET size = 4 WHERE number = 1")
    codes = [one.code for one in found()]
    assert codes.count("head.beyond") == 2
    assert codes.count("place.beyond") == 2


def test_a_declared_epoch_is_walked_and_must_be_declared(ledger):
    services.open_epoch(
        a_lost_head(9, after=60), reason="r", actor=the_clerk(), now=NOW + timedelta(hours=1)
    )
    services.sequence(now=NOW + timedelta(hours=1))
    assert found() == []
    assert [one.epoch for one in audited() if isinstance(one, AuditPage)] == [1, 2]
    changed_by_hand("UPDATE ledger_epoch SET kept_size = 5 WHERE number = 2")
    assert [one.code for one in found()] == ["epoch.undeclared"]


def test_heads_that_were_deleted_at_the_end_are_missed_after_the_promised_delay(ledger):
    changed_by_hand("DELETE FROM ledger_head WHERE size = 5")
    assert found(now=LONG_AFTER) == []
    without_published_heads()
    changed_by_hand("DELETE FROM ledger_head WHERE size > 2")
    assert found() == []
    (wrong,) = found(now=LONG_AFTER)
    assert (wrong.code, wrong.where, wrong.detail) == ("head.missing", "1/6", "25.0 h")


def test_a_gap_between_heads_that_is_longer_than_promised_is_named():
    for n, hours in enumerate([0, 1, 30, 60, 61]):
        recorded(a_dispatch(1), after=hours * 3600)
        services.sequence(now=NOW + timedelta(hours=hours if n != 2 else 31))
    assert found(now=NOW + timedelta(hours=62)) == []
    changed_by_hand("DELETE FROM ledger_head WHERE size IN (2, 3)")
    (wrong,) = found(now=NOW + timedelta(hours=62))
    assert (wrong.code, wrong.where, wrong.detail) == ("head.late", "1/1-4", "59.0 h")


def test_a_changed_record_whose_heads_were_deleted_is_found_by_the_head_beside_the_key(ledger):
    forged()
    assert found() == [Finding("head.kept-differs", "1/6")]


def test_a_head_beside_the_key_that_is_none_is_named(ledger, settings):
    (settings.LIENTHONG_HOME / "keys" / "ledger.head.json").write_text("{}")
    assert found() == [Finding("head.kept-unreadable", "keys/ledger.head.json")]


def test_epochs_that_do_not_follow_each_other_are_named(ledger):
    changed_by_hand("UPDATE ledger_epoch SET closed_at = %s WHERE number = 1", NOW)
    assert found() == [Finding("epoch.broken", "dongnai.test/1")]

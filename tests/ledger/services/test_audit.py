"""A changed byte in a row, a blob or a head is found and named (issue 3, point 3)."""

import io
import json
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from tests.ledger.builders import (
    NOW,
    a_dispatch,
    a_lost_head,
    changed_by_hand,
    recorded,
    the_clerk,
)

from lienthong.kernel.ids import uuid7
from lienthong.ledger import queries, services
from lienthong.ledger.models import Head, Placement, Record, Tile
from lienthong.ledger.rules.checks.stored_rows import SENTENCES, Checked, Finding
from lienthong.ledger.rules.signed.cms import Anchors
from lienthong.ledger.rules.tree import merkle
from lienthong.ledger.services import audit_sources
from lienthong.ledger.services.audit import AuditPage, audit
from lienthong.signatures.adapters.test_authority import TestAuthority

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_else_is_asked(monkeypatch):
    """What the product wires in is tested where it is wired."""
    for name in ("_checks", "_rows", "_contents"):
        monkeypatch.setattr(audit_sources, name, {})


@pytest.fixture(scope="module")
def authority():
    return TestAuthority(now=NOW)


@pytest.fixture
def ledger(authority):
    """Six records in order, a head after each, one published and stamped, one that waits."""
    refs = []
    for n in range(6):
        refs.append(recorded(a_dispatch(3), after=n))
        services.sequence(now=NOW + timedelta(seconds=n))
    services.publish_head(now=NOW)
    services.stamp_next_head(stamper=authority.stamper(at=NOW), now=NOW)
    refs.append(recorded(after=99))
    return refs


def audited(**changes):
    facts = {
        "public_key_pem": services.ensure_key().pem,
        "anchors": Anchors(),
        "now": NOW + timedelta(minutes=1),
        "resume": None,
    }
    return list(audit(**{**facts, **changes}))


def found(**changes):
    return [one for one in audited(**changes) if isinstance(one, Finding)]


def flip(table, column, where, *values, at=20):
    """Change one bit of one stored byte."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {table} WHERE {where}", values)
        (before,) = cursor.fetchone()
    before = bytes(before)
    after = before[:at] + bytes([before[at] ^ 1]) + before[at + 1 :]
    changed_by_hand(f"UPDATE {table} SET {column} = %s WHERE {where}", after, *values)


def pk(ref):
    return ref.id.hex if connection.vendor == "sqlite" else ref.id


def test_a_ledger_that_nobody_touched_has_nothing_wrong(ledger):
    assert found() == []
    pages = [one for one in audited() if isinstance(one, AuditPage)]
    assert [(page.epoch, page.checked, page.size) for page in pages] == [(1, 6, 6)]


def test_what_was_erased_by_law_is_nothing_wrong(ledger):
    services.erase(ledger[2].id, names=None, reason="r", office="o", actor=the_clerk(), now=NOW)
    assert found() == []


@pytest.mark.parametrize(
    ("table", "column", "code"),
    [
        ("ledger_record", "leaf", "record.leaf-changed"),
        ("ledger_record", "leaf_hash", "record.hash-changed"),
        ("ledger_items", "leaves", "record.items-changed"),
    ],
)
@pytest.mark.parametrize("which", [0, 3, 6], ids=["first", "middle", "waiting"])
def test_a_changed_byte_of_a_record_is_named_and_nothing_else(ledger, table, column, code, which):
    key = "id" if table == "ledger_record" else "record_id"
    flip(table, column, f"{key} = %s", pk(ledger[which]))
    wrong = found()
    assert {one.where for one in wrong} == {str(ledger[which].id)}
    # Of a record without a place only two witnesses speak: bytes and hash.
    expected = "record.hash-changed" if which == 6 and table == "ledger_record" else code
    assert expected in {one.code for one in wrong}


@pytest.mark.parametrize(
    ("sql", "value"),
    [
        ("act = %s", "exchange.refused"),
        ("recorded_at = %s", NOW + timedelta(days=1)),
    ],
)
def test_a_changed_column_of_a_record_is_named(ledger, sql, value):
    changed_by_hand(f"UPDATE ledger_record SET {sql} WHERE id = %s", value, pk(ledger[1]))
    (wrong,) = found()
    assert (wrong.code, wrong.where) == ("record.row-changed", str(ledger[1].id))


def test_a_changed_clear_value_is_named_with_its_name(ledger):
    from lienthong.ledger.models import ClearValues

    before = bytes(ClearValues.objects.get(record=ledger[1].id).by_key)
    changed_by_hand(
        "UPDATE ledger_clearvalues SET by_key = %s WHERE record_id = %s",
        before.replace("Cơ quan số 2".encode(), "Cơ quan số 9".encode()),
        pk(ledger[1]),
    )
    (wrong,) = found()
    assert wrong == Finding("record.value-changed", str(ledger[1].id), "delivery-2 recipient")


def test_a_value_that_went_without_an_act_is_named(ledger):
    changed_by_hand(
        "UPDATE ledger_clearvalues SET by_key = %s WHERE record_id = %s", b"{}", pk(ledger[1])
    )
    wrong = found()
    assert {one.code for one in wrong} == {"record.value-missing"}
    assert "delivery-0 recipient" in {one.detail for one in wrong}


def test_a_value_that_was_never_committed_is_named(ledger):
    changed_by_hand(
        "UPDATE ledger_clearvalues SET by_key = %s WHERE record_id = %s",
        b'{"":{"x":["' + b"A" * 43 + b'=","y"]}}',
        pk(ledger[1]),
    )
    assert Finding("record.value-foreign", str(ledger[1].id), "x") in found()


def test_a_changed_subject_is_named(ledger):
    changed_by_hand(
        "UPDATE ledger_subject SET role = %s WHERE record_id = %s", "other", pk(ledger[4])
    )
    (wrong,) = found()
    assert (wrong.code, wrong.where) == ("record.subjects-changed", str(ledger[4].id))


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


LONG_AFTER = NOW + timedelta(hours=25)


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


def without_published_heads():
    for table in ("stampwanted", "stamp", "publication"):
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM ledger_{table}")


def forged() -> None:
    """Change a record with its hash and tile, and take away every head that would tell."""
    row = Record.objects.get(placement__index=2)
    leaf = bytes(row.leaf).replace(b'"CV"', b'"QD"')
    leaf_hash = merkle.leaf_hash(leaf)
    changed_by_hand(
        "UPDATE ledger_record SET leaf = %s, leaf_hash = %s WHERE id = %s", leaf, leaf_hash, pk(row)
    )
    tile = bytes(Tile.objects.get(level=0).hashes)
    tile = tile[:64] + leaf_hash + tile[96:]
    changed_by_hand("UPDATE ledger_tile SET hashes = %s WHERE level = 0", tile)
    without_published_heads()
    changed_by_hand("DELETE FROM ledger_head WHERE size > 2")


def test_a_changed_record_whose_heads_were_deleted_is_found_by_the_head_beside_the_key(ledger):
    forged()
    assert found() == [Finding("head.kept-differs", "1/6")]


def test_a_head_beside_the_key_that_is_none_is_named(ledger, settings):
    (settings.LIENTHONG_HOME / "keys" / "ledger.head.json").write_text("{}")
    assert found() == [Finding("head.kept-unreadable", "keys/ledger.head.json")]


def test_what_was_explained_is_told_as_known_and_does_not_count(ledger, tmp_path):
    flip("ledger_head", "root", "size = 5")
    _code, out, _err = command("audit")
    (tmp_path / "known.txt").write_text(out)
    code, out, _err = command("audit", "--known", str(tmp_path / "known.txt"))
    assert code == 0
    assert out.splitlines()[0].startswith("BIẾT\thead.row-changed\t1/5")
    flip("ledger_head", "root", "size = 4")
    code, out, _err = command("audit", "--known", str(tmp_path / "known.txt"), "--json")
    assert (code, [json.loads(line).get("known") for line in out.splitlines()]) == (1, [None, True])


def test_contents_rows_and_checks_of_other_packages_are_asked(ledger):
    unknown = uuid7()
    audit_sources.contents_named("blobs", lambda digests: digests)
    audit_sources.rows_with_records(
        "dispatches", lambda: iter([("dispatch A", ledger[0].id), ("dispatch B", unknown)])
    )
    audit_sources.also_audit("more", lambda: iter([Finding("blob.changed", "abc")]))
    wrong = found()
    assert [one.code for one in wrong].count("blob.missing") == 1
    assert Finding("row.without-record", "dispatch B", str(unknown)) in wrong
    assert Finding("blob.changed", "abc") in wrong
    assert [one for one in audited() if isinstance(one, Checked)] == [Checked("dispatches", 2)]


def test_an_audit_that_was_broken_off_goes_on_where_it_was(ledger, monkeypatch):
    from lienthong.ledger.services import audit as module

    monkeypatch.setattr(module, "PAGE", 2)
    states = [one.state for one in audited() if isinstance(one, AuditPage)]
    for state in states:
        kept = json.loads(json.dumps(state))
        assert found(resume=kept) == []
    flip("ledger_record", "leaf", "id = %s", pk(ledger[0]))
    flip("ledger_head", "root", "size = 5")
    assert found(resume=states[1]) == [Finding("head.row-changed", "1/5")]


def test_statements_do_not_grow_with_what_a_page_holds(ledger, count_statements):
    services.sequence(now=NOW)
    few = count_statements(found)
    for n in range(20):
        recorded(a_dispatch(5), after=200 + n)
    services.sequence(now=NOW)
    assert count_statements(found) == few


def test_every_code_has_a_sentence_and_is_found_by_some_test():
    from pathlib import Path

    here = Path(__file__).read_text() + Path(__file__).with_name("test_wiring.py").read_text()
    assert {code for code in SENTENCES if f'"{code}"' not in here} == set()


def test_epochs_that_do_not_follow_each_other_are_named(ledger):
    changed_by_hand("UPDATE ledger_epoch SET closed_at = %s WHERE number = 1", NOW)
    assert found() == [Finding("epoch.broken", "dongnai.test/1")]


def command(*arguments):
    out, err, code = io.StringIO(), io.StringIO(), 0
    try:
        call_command("ledger", *arguments, stdout=out, stderr=err)
    except SystemExit as ended:
        code = ended.code
    return code, out.getvalue(), err.getvalue()


def test_the_command_says_that_all_is_well_and_how_far_it_is(ledger):
    assert command("audit") == (0, "ĐÚNG\tkhông có gì sai\n", "1: 6/6\n")


def test_the_command_names_what_is_wrong_and_fails(ledger):
    flip("ledger_head", "root", "size = 5")
    code, out, err = command("audit", "--quiet")
    assert code == 1
    assert out.splitlines()[0].startswith("SAI\thead.row-changed\t1/5\tCột của đầu sổ")
    assert err == ""
    code, out, _err = command("audit", "--json")
    assert json.loads(out)["code"] == "head.row-changed"


def test_the_command_keeps_its_place_and_what_it_found_before(ledger, tmp_path):
    state = tmp_path / "audit.json"
    page = next(one for one in audited() if isinstance(one, AuditPage))
    state.write_text(json.dumps({"wrong": 1, "state": page.state}))
    code, out, _err = command("audit", "--state", str(state))
    assert (code, out) == (1, "SAI\t1 phát hiện\n")
    assert not state.exists()


def test_the_command_refuses_a_state_that_is_none(tmp_path):
    (tmp_path / "x").write_text("no")
    with pytest.raises(CommandError, match="not a state"):
        command("audit", "--state", str(tmp_path / "x"))


def test_an_audit_of_nothing_finds_nothing():
    assert audited() == []
    assert not Record.objects.exists()
    assert not Head.objects.exists()
    assert not Placement.objects.exists()

"""A changed byte in a record or a clear value is found and named (issue 3, point 3)."""

from datetime import timedelta

import pytest
from tests.ledger.builders import NOW, changed_by_hand, the_clerk
from tests.ledger.services.auditing.audited import audited, flip, found, pk

from lienthong.ledger import services
from lienthong.ledger.rules.checks.stored_rows import Finding
from lienthong.ledger.services.audit import AuditPage

pytestmark = pytest.mark.django_db


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

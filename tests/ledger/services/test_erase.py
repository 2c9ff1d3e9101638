from datetime import timedelta

import pytest
from django.db import connection
from tests.ledger.builders import (
    NOW,
    a_dispatch,
    a_receipt,
    changed_by_hand,
    recorded,
    the_clerk,
    the_document,
)

from lienthong.kernel.ids import uuid7
from lienthong.ledger import services
from lienthong.ledger.errors import ReasonMissing, RecordUnknown
from lienthong.ledger.models import ClearValues, Erasure, Record
from lienthong.ledger.rules.canonical import from_base64, read_json, to_base64
from lienthong.ledger.rules.checks.receipts import verify_receipt

pytestmark = pytest.mark.django_db


def erase(ref, **changes):
    facts = {
        "names": {"subject"},
        "reason": "Hết thời hạn lưu",
        "office": "Sở Nội vụ",
        "actor": the_clerk(),
        "now": NOW,
    }
    return services.erase(ref.id, **{**facts, **changes})


def check(receipt, document=None):
    return verify_receipt(receipt, public_key_pem=services.ensure_key().pem, document=document)


def test_every_proof_holds_after_an_erasure_and_the_receipt_says_by_whom_and_when():
    ref = recorded()
    services.sequence(now=NOW)
    before = a_receipt(ref)
    erase(ref, names={"recipient"}, item_key="delivery-1")
    services.sequence(now=NOW)
    after = a_receipt(ref)
    for receipt in (before, after):
        steps = check(receipt, the_document())
        assert all(step.ok for step in steps)
    assert "Sở Nội vụ" in steps[-1].sentence_vi
    assert "09:00:00" in steps[-1].sentence_vi
    assert after["item"]["openings"] == []
    assert before["record"] == after["record"]


def test_erasing_a_name_of_the_record_leaves_its_other_names_and_its_items():
    ref = recorded()
    erase(ref, names={"subject", "actor.name"})
    opened = a_receipt(ref, reveal={"content", "actor.title", "actor.name", "recipient"})
    assert [o["name"] for o in opened["record"]["openings"]] == ["actor.title", "content"]
    kept = bytes(ClearValues.objects.get(record_id=ref.id).by_key)
    assert "Trần Thị Bình".encode() not in kept


def test_a_whole_document_is_disposed_of_and_only_its_proof_stays():
    ref = recorded(a_dispatch(2))
    erase(ref, names=None)
    kept = read_json(bytes(ClearValues.objects.get(record_id=ref.id).by_key))
    assert all(values == {} for values in kept.values())
    services.sequence(now=NOW)
    steps = check(a_receipt(ref))
    assert all(step.ok for step in steps)
    assert [step.code for step in steps][-2:] == ["erasure.signed"] * 2


def test_an_erasure_is_an_act_of_the_ledger_with_its_reason_behind_a_commitment():
    ref = recorded()
    act = erase(ref)
    said = read_json(bytes(Record.objects.get(pk=act.id).leaf))
    assert said["act"] == "ledger.values-erased"
    assert said["subjects"] == {"record": str(ref.id)}
    assert "Hết thời hạn lưu" not in str(said)
    opened = a_receipt(act, item_key=None, reveal={"reason"}, kind="submission")
    assert opened["record"]["openings"][0]["value"] == "Hết thời hạn lưu"


def test_erasing_again_changes_nothing():
    ref = recorded()
    assert erase(ref) is not None
    assert erase(ref) is None
    assert Record.objects.count() == 2


def test_an_erasure_needs_a_reason_and_a_record():
    ref = recorded()
    with pytest.raises(ReasonMissing):
        erase(ref, reason=" ")
    with pytest.raises(RecordUnknown):
        services.erase(uuid7(), names=None, reason="x", office="y", actor=the_clerk(), now=NOW)


def test_nobody_can_claim_an_erasure_that_the_installation_did_not_sign():
    ref = recorded()
    erase(ref)
    receipt = a_receipt(ref, reveal={"subject"})
    said = from_base64(receipt["erasures"]["statement"]).replace(b'"subject"', b'"content"')
    receipt["erasures"]["statement"] = to_base64(said)
    assert check(receipt)[-1].code == "erasure.wrong"


def test_an_erasure_of_another_record_is_not_this_ones():
    first, second = recorded(), recorded(after=1)
    erase(first)
    erase(second)
    receipt = a_receipt(first, reveal={"subject"})
    receipt["erasures"] = a_receipt(second, reveal={"subject"})["erasures"]
    assert check(receipt)[-1].code == "erasure.wrong"


def test_what_an_older_copy_of_the_tables_brings_back_is_erased_again_with_its_day_and_office():
    ref, other = recorded(), recorded(after=1)
    before = bytes(ClearValues.objects.get(pk=ref.id).by_key)
    later = NOW + timedelta(days=1)
    erase(ref, names=None)
    erase(other)
    lines = list(services.erased_lines())
    changed_by_hand(
        "UPDATE ledger_clearvalues SET by_key = %s WHERE record_id = %s", before, _pk(ref)
    )
    changed_by_hand("DELETE FROM ledger_erasure WHERE record_id = %s", _pk(ref))

    assert services.erase_again(lines, now=later) == len(lines) - 1
    assert services.erase_again(lines, now=later) == 0
    assert b"V/v" not in bytes(ClearValues.objects.get(pk=ref.id).by_key)
    again = Erasure.objects.filter(record_id=ref.id)
    assert set(again.values_list("erased_at", "office")) == {(NOW, "Sở Nội vụ")}
    assert again.values("act").distinct().count() == 1
    assert Record.objects.get(pk=again[0].act_id).recorded_at == later
    assert sorted(services.erased_lines(), key=str) == sorted(lines, key=str)


def test_erasures_of_records_that_are_not_here_are_passed_over():
    erase(recorded())
    lines = [line | {"record": str(uuid7())} for line in services.erased_lines()]
    assert services.erase_again(lines, now=NOW) == 0


def _pk(ref):
    return ref.id.hex if connection.vendor == "sqlite" else ref.id

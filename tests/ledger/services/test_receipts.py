import json
from datetime import timedelta

import pytest
from tests.ledger.builders import (
    NOW,
    a_dispatch,
    a_receipt,
    recorded,
    the_document,
)

from lienthong.kernel.ids import uuid7
from lienthong.ledger import services
from lienthong.ledger.errors import (
    ItemUnknown,
    KeyLost,
    LedgerBroken,
    NameNotCommitted,
    ReceiptKindUnknown,
    RecordUnknown,
)
from lienthong.ledger.models import ClearValues, Items
from lienthong.ledger.rules.canonical import from_base64, read_json
from lienthong.ledger.rules.checks.receipts import verify_receipt
from lienthong.ledger.rules.records.packing import unpack_clear, unpack_items
from lienthong.ledger.rules.tree import merkle

pytestmark = pytest.mark.django_db


def codes(receipt, **changes):
    facts = {"public_key_pem": services.ensure_key().pem, "document": the_document()}
    return [step.code for step in verify_receipt(receipt, **{**facts, **changes})]


PROMISED = [
    "receipt.readable",
    "receipt.signature",
    "record.same",
    "commitment.opened",
    "item.inside",
    "commitment.opened",
    "document.same",
    "promise.signed",
]


def test_before_its_place_a_receipt_carries_the_promise():
    receipt = a_receipt(recorded())
    assert receipt["inclusion"] is None
    assert codes(receipt) == [*PROMISED, "inclusion.later"]


def test_after_its_place_a_receipt_proves_it_to_a_signed_head():
    ref = recorded()
    services.sequence(now=NOW)
    assert codes(a_receipt(ref)) == [*PROMISED, "inclusion.proved", "head.signed"]


def test_the_sentences_say_what_was_checked_in_words(settings):
    ref = recorded()
    services.sequence(now=NOW)
    steps = verify_receipt(
        a_receipt(ref), public_key_pem=services.ensure_key().pem, document=the_document()
    )
    said = [step.sentence_vi for step in steps]
    assert said[1] == "Hệ thống dongnai.test đã ký biên nhận đến này lúc 10:00:00 21/11/2026."
    assert said[5] == ("Trường “nơi nhận” đúng như đã cam kết khi ghi: Cơ quan số 1 của tỉnh.")
    assert said[4] == "Phần của nơi nhận này nằm trong bản ghi (phần thứ 2 trong 3)."
    assert said[7].endswith("muộn nhất lúc 09:00:00 22/11/2026.")
    assert said[8] == "Bản ghi nằm trong sổ cái, ở vị trí 0."


def test_nothing_is_opened_that_was_not_asked_for():
    receipt = a_receipt(recorded(), reveal=())
    assert receipt["record"]["openings"] == receipt["item"]["openings"] == []
    assert codes(receipt, document=None)[-1] == "inclusion.later"
    assert codes(receipt)[-1] == "document.not-named"


def test_the_receipt_of_one_recipient_tells_nothing_of_the_others():
    ref = recorded(a_dispatch(8))
    services.sequence(now=NOW)
    receipt = a_receipt(ref)
    told = json.dumps(receipt, ensure_ascii=False).encode() + b"".join(every_bytes(receipt))
    assert "Cơ quan số 1 của tỉnh".encode() in told
    clear = unpack_clear(bytes(ClearValues.objects.get().by_key))
    leaves = unpack_items(bytes(Items.objects.get().leaves))
    for n in (0, 2, 3, 4, 5, 6, 7):
        salt, value = clear[f"delivery-{n}"]["recipient"]
        leaf = read_json(leaves[n])
        hidden = [f"delivery-{n}", value, salt, leaf["salt"], leaf["commitments"]["recipient"]]
        assert not [text for text in hidden if text.encode() in told]


def every_bytes(value):
    """Decode everything in a receipt that is base64."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for inner in value:
            yield from every_bytes(inner)
    if isinstance(value, str):
        try:
            yield from_base64(value)
        except ValueError:
            return


def test_another_file_is_not_the_document_of_the_receipt(tmp_path):
    other = tmp_path / "other.pdf"
    other.write_bytes(b"%PDF-1.7 another letter")
    with other.open("rb") as document:
        assert codes(a_receipt(recorded()), document=document)[-1] == "document.other"


def test_when_all_clear_values_are_gone_every_place_is_still_proved():
    ref = recorded()
    services.sequence(now=NOW)
    ClearValues.objects.all().delete()
    receipt = a_receipt(ref, reveal=())
    assert codes(receipt, document=None)[-2:] == ["inclusion.proved", "head.signed"]
    assert b"C\xc6\xa1 quan" not in b"".join(every_bytes(receipt))
    with pytest.raises(LedgerBroken):
        a_receipt(ref)


def test_a_receipt_given_before_the_tree_grew_still_holds_and_so_does_a_new_one():
    ref = recorded()
    services.sequence(now=NOW)
    old = a_receipt(ref)
    for n in range(20):
        recorded(after=n)
    services.sequence(now=NOW)
    new = a_receipt(ref)
    assert codes(old)[-1] == codes(new)[-1] == "head.signed"
    assert len(old["inclusion"]["path"]) < len(new["inclusion"]["path"])


def test_the_promise_is_the_same_bytes_each_time_and_names_its_end():
    ref = recorded()
    first, second = services.promise(ref.id), services.promise(ref.id)
    assert first == second
    said = read_json(first.statement)
    assert (said["time"], said["due"]) == (
        "2026-11-21T02:00:00.000000Z",
        "2026-11-22T02:00:00.000000Z",
    )
    assert from_base64(said["leaf_hash"]) == ref.leaf_hash


def test_a_receipt_costs_the_same_statements_for_3_items_and_for_200(django_assert_num_queries):
    few, many = recorded(a_dispatch(3)), recorded(a_dispatch(200))
    services.sequence(now=NOW)
    for ref in (few, many):
        with django_assert_num_queries(6):
            a_receipt(ref)


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"item_key": "delivery-9"}, ItemUnknown),
        ({"item_key": ""}, ItemUnknown),
        ({"reveal": {"salary"}}, NameNotCommitted),
        ({"item_key": None, "reveal": {"recipient"}}, NameNotCommitted),
        ({"kind": "gossip"}, ReceiptKindUnknown),
    ],
)
def test_what_cannot_be_attested_is_refused_with_a_way_on(changes, refusal):
    ref = recorded()
    with pytest.raises(refusal) as refused:
        a_receipt(ref, **changes)
    assert refused.value.sentence
    assert refused.value.cause
    assert refused.value.next_step


def test_a_record_that_is_not_there_has_no_receipt():
    ref = recorded()
    with pytest.raises(RecordUnknown):
        services.issue_receipt(uuid7(), item_key=None, reveal=(), kind="submission", now=NOW)
    with pytest.raises(RecordUnknown):
        services.promise(uuid7())
    assert a_receipt(ref)


def test_an_act_without_items_has_a_receipt_of_its_own():
    ref = recorded(a_dispatch(0))
    receipt = a_receipt(ref, item_key=None, reveal={"content"}, kind="submission")
    assert receipt["item"] is None
    assert codes(receipt)[-1] == "inclusion.later"


def test_the_receipt_names_the_actor_only_when_asked():
    receipt = a_receipt(recorded(), reveal={"content", "actor.name"})
    assert {o["name"]: o["value"] for o in receipt["record"]["openings"]}["actor.name"] == (
        "Trần Thị Bình"
    )
    assert codes(receipt)[-1] == "inclusion.later"


def test_the_key_is_made_once_with_closed_rights_and_kept(settings, tmp_path):
    settings.LIENTHONG_HOME = tmp_path
    key = services.ensure_key()
    path = tmp_path / "keys" / "ledger.pem"
    assert path.stat().st_mode & 0o777 == 0o600
    assert services.ensure_key() == key
    assert (tmp_path / "keys" / "ledger.public.pem").read_bytes() == key.pem
    assert [p.name for p in path.parent.iterdir() if p.name.startswith(".")] == []


def test_a_lost_key_is_told_and_not_replaced_in_silence(settings, tmp_path):
    recorded()
    services.sequence(now=NOW)
    settings.LIENTHONG_HOME = tmp_path
    with pytest.raises(KeyLost):
        services.ensure_key()
    assert not (tmp_path / "keys").exists()


def test_two_who_make_the_key_at_once_end_with_the_same(settings, tmp_path):
    from lienthong.ledger.adapters.keyfile import KeyFile

    one, other = KeyFile(tmp_path), KeyFile(tmp_path)
    one.make()
    other.make()
    assert one.public_key == other.public_key
    assert one.sign(b"x") == other.sign(b"x")


def test_the_receipt_can_be_made_again_years_later():
    ref = recorded()
    services.sequence(now=NOW)
    later = a_receipt(ref, now=NOW + timedelta(days=3650))
    assert codes(later)[-1] == "head.signed"
    assert merkle.leaf_hash(from_base64(later["record"]["leaf"])) == ref.leaf_hash

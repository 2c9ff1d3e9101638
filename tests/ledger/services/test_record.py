from uuid import UUID

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from tests.ledger.builders import DOSSIER, NOW, a_dispatch, recorded, the_clerk

from lienthong.ledger import queries, services
from lienthong.ledger.errors import InstallationChanged
from lienthong.ledger.models import ClearValues, Epoch, Items, Record, Waiting
from lienthong.ledger.rules.canonical import Malformed, canonical_bytes, read_json
from lienthong.ledger.rules.tree import merkle
from lienthong.ledger.types import ActItem

pytestmark = pytest.mark.django_db


def test_the_leaf_is_kept_as_the_canonical_bytes_that_were_hashed():
    ref = recorded()
    row = Record.objects.get(pk=ref.id)
    assert bytes(row.leaf_hash) == ref.leaf_hash == merkle.leaf_hash(bytes(row.leaf))
    said = read_json(bytes(row.leaf))
    assert canonical_bytes(said) == bytes(row.leaf)
    assert said["record"] == str(ref.id)
    assert (said["installation"], said["epoch"]) == ("dongnai.test", 1)
    assert said["time"] == "2026-11-21T02:00:00.000000Z"
    assert said["dimensions"] == {"kind": "CV", "paper": False, "recipients": 3, "wave": None}
    assert said["items"]["count"] == 3


def test_nothing_personal_stands_in_a_leaf_in_the_clear():
    ref = recorded()
    leaves = bytes(Record.objects.get(pk=ref.id).leaf)
    leaves += bytes(Items.objects.get(record=ref.id).leaves)
    for text in ("Trần Thị Bình", "Văn thư", "0000000000aa", "V/v gửi", "Cơ quan số 1"):
        assert text.encode() not in leaves


def test_the_same_act_twice_has_commitments_that_cannot_be_compared():
    first, second = recorded(), recorded()
    one, other = (read_json(bytes(Record.objects.get(pk=r.id).leaf)) for r in (first, second))
    assert one["commitments"].keys() == other["commitments"].keys()
    assert not set(one["commitments"].values()) & set(other["commitments"].values())


def test_text_is_committed_in_its_normal_form_whatever_form_it_came_in():
    recorded(a_dispatch(private={"subject": "Ho\u0300a"}))
    assert "H\u00f2a".encode() in bytes(ClearValues.objects.get().by_key)


def test_an_act_with_200_items_costs_as_many_statements_as_with_one():
    recorded()
    counts = []
    for items in (1, 200, 2000):
        with (
            transaction.atomic(),
            CaptureQueriesContext(
                connection,
            ) as statements,
        ):
            services.record(a_dispatch(items), actor=the_clerk(), at=NOW)
        counts.append(len(statements))
    assert counts == [6, 6, 6]


@pytest.mark.django_db(transaction=True)
def test_an_act_that_is_rolled_back_leaves_no_record():
    def act_that_fails():
        with transaction.atomic():
            services.record(a_dispatch(), actor=the_clerk(), at=NOW)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        act_that_fails()
    assert not Record.objects.exists()
    assert not Waiting.objects.exists()
    assert not ClearValues.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_record_outside_the_transaction_of_its_act_is_a_mistake():
    with pytest.raises(RuntimeError, match="transaction"):
        services.record(a_dispatch(), actor=the_clerk(), at=NOW)


@pytest.mark.parametrize(
    "changes",
    [
        {"subjects": {"document": "Nguyễn Văn A"}},
        {"private": {"actor.name": "somebody else"}},
        {"private": {"subject": 5}},
        {"dimensions": {"share": 0.5}},
        {"dimensions": {"count": 2**53}},
        {"dimensions": {"parts": ["a"]}},
        {"items": [ActItem("same"), ActItem("same")]},
        {"items": [ActItem("")]},
        {"items": [ActItem("k" * 65)]},
        {"private": {"subject": "half \ud800"}},
    ],
)
def test_an_act_without_a_canonical_form_is_a_mistake_and_leaves_nothing(changes):
    with pytest.raises((ValueError, TypeError)):
        recorded(a_dispatch(**changes))
    assert not Record.objects.exists()


def test_canonical_bytes_are_sorted_spaceless_and_plain():
    value = {"b": [1, True, None], "a": 'Đồng "Nai"\n', "A": {"é": -1}}
    assert (
        canonical_bytes(value)
        == '{"A":{"é":-1},"a":"Đồng \\"Nai\\"\\n","b":[1,true,null]}'.encode()
    )
    for refused in (1.0, {1: "a"}, "e\u0301", (1,), b"x", {"e\u0301": 1}):
        with pytest.raises(Malformed):
            canonical_bytes(refused)


def test_what_is_known_of_one_thing_is_listed_from_first_to_last(django_assert_num_queries):
    second, first = recorded(after=2), recorded(after=1)
    recorded(a_dispatch(subjects={"document": str(UUID(int=7))}))
    services.sequence(now=NOW)
    with django_assert_num_queries(1):
        lines = queries.records_of_subject(DOSSIER)
    assert [(line.id, line.act) for line in lines] == [
        (first.id, "exchange.dispatched"),
        (second.id, "exchange.dispatched"),
    ]
    assert [line.place.index for line in lines] == [1, 2]


def test_a_ledger_does_not_go_on_under_another_name(settings):
    recorded()
    settings.LIENTHONG_INSTALLATION = "other.test"
    with pytest.raises(InstallationChanged) as refusal:
        recorded()
    assert refusal.value.facts == {"ledger": "dongnai.test", "configured": "other.test"}


def test_the_database_allows_one_open_epoch_only():
    recorded()
    with pytest.raises(IntegrityError), transaction.atomic():
        Epoch.objects.create(
            number=2,
            installation="dongnai.test",
            opened_at=NOW,
            kept_size=1,
            predecessor_size=2,
            predecessor_root=b"r" * 32,
        )

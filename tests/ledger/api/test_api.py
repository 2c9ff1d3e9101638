"""Heads and proofs for programs of anybody (issue 3, point 3; RFC 9162)."""

from datetime import timedelta
from itertools import count

import pytest
from django.test import Client
from tests.ledger.builders import NOW, recorded

from lienthong.kernel.ids import uuid7
from lienthong.ledger import queries, services
from lienthong.ledger.rules.canonical import from_base64
from lienthong.ledger.rules.checks.files import verify_value
from lienthong.ledger.rules.tree import merkle
from lienthong.ledger.services.limit_questions import QUESTIONS_A_MINUTE

pytestmark = pytest.mark.django_db
ROOT = "/api/v1/ledger"
_addresses = count(1)


@pytest.fixture
def stranger():
    return Client(REMOTE_ADDR=f"10.7.7.{next(_addresses)}")


def published(*sizes):
    """Publish a head at each of these sizes; return the records in their order."""
    refs = []
    for turn, size in enumerate(sizes):
        while len(refs) < size:
            refs.append(recorded(after=len(refs)))
        services.sequence(now=NOW + timedelta(hours=turn))
        services.publish_head(now=NOW + timedelta(hours=turn))
    return refs


def codes(value):
    steps = verify_value(value, public_key_pem=services.ensure_key().pem)
    assert all(step.ok for step in steps)
    return [step.code for step in steps]


def test_heads_are_listed_newest_first_and_paged_to_the_end(stranger):
    published(1, 2, 5)
    first = stranger.get(f"{ROOT}/heads", {"limit": 2}).json()
    assert [one["size"] for one in first["heads"]] == [5, 2]
    rest = stranger.get(f"{ROOT}/heads", {"limit": 2, "after": first["next"]}).json()
    assert [one["size"] for one in rest["heads"]] == [1]
    assert rest["next"] is None
    assert codes(rest["heads"][0]["head"]) == ["head.signed"]


def test_the_latest_head_is_a_file_to_keep(stranger):
    assert stranger.get(f"{ROOT}/heads/latest").status_code == 404
    published(1, 3)
    assert codes(stranger.get(f"{ROOT}/heads/latest").json()) == ["head.signed"]


@pytest.mark.parametrize(("old", "new"), [(1, 6), (3, 6), (1, 3), (6, 6)])
def test_between_any_two_published_heads_there_is_a_proof(stranger, old, new):
    published(1, 3, 6)
    answer = stranger.get(f"{ROOT}/proofs/consistency", {"from": old, "to": new})
    assert codes(answer.json()) == ["head.signed", "head.signed", "consistency.proved"]


def test_a_record_is_proved_under_a_published_head_by_its_hash_alone(stranger):
    refs = published(1, 4)
    for n, ref in enumerate(refs):
        said = stranger.get(f"{ROOT}/proofs/inclusion", {"record": str(ref.id)}).json()
        assert from_base64(said["leaf_hash"]) == ref.leaf_hash
        assert said["index"] == n
        assert codes(said) == ["head.signed", "inclusion.published"]


@pytest.mark.parametrize(
    ("query", "status", "code"),
    [
        ({"from": 3, "to": 1}, 422, "ledger.heads-not-in-order"),
        ({"from": 2, "to": 3}, 404, "ledger.head-not-published"),
        ({"from": 1, "to": 3, "epoch": 9}, 404, "ledger.head-not-published"),
        ({"from": 0, "to": 3}, 422, "api.invalid-request"),
        ({"to": 3}, 422, "api.invalid-request"),
        ({"from": "x", "to": 3}, 422, "api.invalid-request"),
    ],
)
def test_what_cannot_be_proved_is_refused_with_a_code(stranger, query, status, code):
    published(1, 3)
    answer = stranger.get(f"{ROOT}/proofs/consistency", query)
    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_a_record_that_is_unknown_or_not_yet_published_has_no_proof(stranger):
    published(1)
    late = recorded(after=9)
    services.sequence(now=NOW)
    address = f"{ROOT}/proofs/inclusion"
    assert stranger.get(address, {"record": str(late.id)}).json()["code"] == "ledger.not-placed-yet"
    assert stranger.get(address, {"record": str(uuid7())}).status_code == 404


@pytest.mark.parametrize("after", ["x", "AAAA", "é"])
def test_a_mark_that_is_none_is_refused(stranger, after):
    assert stranger.get(f"{ROOT}/heads", {"after": after}).json()["code"] == "api.bad-cursor"


def test_what_has_not_changed_is_not_sent_again(stranger):
    published(1, 2)
    for address in ("heads", "heads/latest", "proofs/consistency?from=1&to=2"):
        first = stranger.get(f"{ROOT}/{address}")
        assert first["Cache-Control"].startswith("public, max-age=")
        again = stranger.get(f"{ROOT}/{address}", headers={"If-None-Match": first["ETag"]})
        assert (again.status_code, again.content) == (304, b"")


@pytest.mark.once
def test_who_asks_too_often_is_told_when_to_come_back(stranger):
    published(1)
    for _n in range(2 * QUESTIONS_A_MINUTE):
        answer = stranger.get(f"{ROOT}/heads/latest")
        if answer.status_code != 200:
            break
    assert answer.status_code == 429
    assert 0 < int(answer["Retry-After"]) <= 60
    assert answer.json()["code"] == "ledger.asked-too-often"


def test_proofs_cost_the_same_whatever_the_ledger_holds(count_statements):
    published(1, 2)
    few = count_statements(lambda: queries.consistency(epoch=1, older=1, newer=2))
    for n in range(40):
        recorded(after=100 + n)
    services.sequence(now=NOW + timedelta(hours=9))
    services.publish_head(now=NOW + timedelta(hours=9))
    assert count_statements(lambda: queries.consistency(epoch=1, older=2, newer=42)) == few
    proof = queries.consistency(epoch=1, older=2, newer=42)
    assert merkle.verify_consistency(
        old=2,
        new=42,
        old_root=proof.older.head.root,
        new_root=proof.newer.head.root,
        path=proof.path,
    )

"""A9: signatures of what systems send are checked once, after admission, and nobody misses it."""

from datetime import date
from importlib import import_module
from uuid import UUID

import pytest
from tests.gateways.calls import a_caller
from tests.signatures.builders import (
    HOUR,
    NOW,
    World,
    _registered,
    an_issued_letter,
    the_agency,
    the_authority,
    the_person,
    trust_the_authority,
)

from lienthong.documents import services as documents
from lienthong.documents.handlers import check_signatures
from lienthong.jobs import services as jobs
from lienthong.jobs.models import Job
from lienthong.kernel import clock
from lienthong.kernel.actor import Actor, ActorKind
from lienthong.kernel.ids import uuid7
from lienthong.notices.models import Notice
from lienthong.registers import errors
from lienthong.registers import services as registers
from lienthong.signatures.models import TrustAnchor, VerdictRow
from lienthong.signatures.types import HolderKind
from lienthong.worklist.models import WorkItem

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def at(monkeypatch):
    """The hour after the letters were signed."""
    monkeypatch.setattr(clock, "now", lambda: NOW + HOUR)
    return NOW + HOUR


@pytest.fixture
def sender(at):
    return a_caller("Sở Tư pháp")


@pytest.fixture
def recipient(at):
    return a_caller("Sở Nội vụ", books_here=True)


@pytest.fixture
def letter(sender) -> bytes:
    trust_the_authority()
    chain, person_id = the_authority().chain, uuid7()
    world = World(
        person_id,
        sender.agency.id,
        _registered(the_person(), chain, HolderKind.PERSON, person_id),
        _registered(the_agency(), chain, HolderKind.AGENCY, sender.agency.id),
    )
    return an_issued_letter(world)


def sent(sender, recipient, content: bytes) -> dict:
    answer = sender.submit(
        recipient, content={"upload": sender.upload(content)}, issued_on=str(date(2026, 11, 20))
    )
    assert answer.status_code == 201, answer.json()
    return answer.json()


def spoiled(pdf: bytes) -> bytes:
    return pdf[:9] + bytes([pdf[9] ^ 1]) + pdf[10:]


def seen_by(caller, made: dict) -> str:
    return caller.get(f"/deliveries/{made['deliveries'][0]['id']}").json()["legal"]["value"]


def told_of_signatures() -> dict:
    told = Notice.objects.filter(code__startswith="documents.")
    return dict(told.values_list("agency_id", "code"))


def work_off(at) -> None:
    jobs.run_all_due(now=at)
    assert not Job.objects.exclude(state="done").exists()


def test_A9_it_goes_at_once_and_its_verdict_follows_once(sender, recipient, letter, at):
    made = sent(sender, recipient, letter)
    told = recipient.get(f"/deliveries/{made['deliveries'][0]['id']}").json()["legal"]
    assert told["value"] == "undetermined"
    assert "Đang kiểm tra chữ ký" in told["sentence"]
    assert not VerdictRow.objects.exists()

    work_off(at)

    assert seen_by(recipient, made) == seen_by(sender, made) == "original"
    assert VerdictRow.objects.count() == 1
    assert told_of_signatures() == {}


def test_A9_the_same_content_sent_again_is_not_checked_again(sender, recipient, letter, at):
    for _time in range(2):
        made = sent(sender, recipient, letter)
        work_off(at)
        assert seen_by(recipient, made) == "original"
    assert VerdictRow.objects.count() == 1


def test_A9_one_that_was_changed_after_signing_is_told_to_both_sides(sender, recipient, letter, at):
    made = sent(sender, recipient, spoiled(letter))
    work_off(at)
    assert seen_by(recipient, made) == "invalid"
    assert told_of_signatures() == {
        sender.agency.id: "documents.sent-signature-invalid",
        recipient.agency.id: "documents.signature-invalid",
    }
    assert WorkItem.objects.filter(agency_id=recipient.agency.id, settled_at=None).exists()


def test_A9_nobody_accepts_what_no_job_has_checked_yet(sender, recipient, letter, at):
    made = sent(sender, recipient, spoiled(letter))
    clerk = Actor(
        kind=ActorKind.PERSON,
        name="Văn thư",
        agency_id=recipient.agency.id,
        rights=frozenset({"registers.accept"}),
    )
    with pytest.raises(errors.SignatureInvalid):
        registers.accept_delivery(
            delivery_id=UUID(made["deliveries"][0]["id"]), key="k", actor=clerk, now=at
        )
    assert seen_by(recipient, made) == "invalid"
    work_off(at)
    assert VerdictRow.objects.count() == 1


def test_A9_what_the_verifier_cannot_read_stays_a_doubt(sender, recipient, letter, at, monkeypatch):
    def breaks(*_facts: object) -> None:
        raise ValueError

    made = sent(sender, recipient, letter)
    verifier = import_module("lienthong.signatures.services.verify_content")
    monkeypatch.setattr(verifier, "measure", breaks)
    work_off(at)
    assert seen_by(recipient, made) == "undetermined"
    assert VerdictRow.objects.get().recheck_at > at


def test_content_that_went_before_its_check_ends_the_job(at):
    documents.judge_kept({"0" * 64: at}, now=at)
    assert not VerdictRow.objects.exists()


def unlike(pdf: bytes, number: int) -> bytes:
    return pdf + f"\n% {number}\n".encode()


def test_A9_what_waits_is_checked_in_one_go_each_once_and_for_itself(sender, recipient, letter, at):
    """With one that was changed, and one that nobody keeps any more."""
    whole = sent(sender, recipient, letter)
    broken = sent(sender, recipient, spoiled(letter))
    jobs.enqueue(check_signatures, "0" * 64, at.isoformat(), now=at)

    [waiting] = {job.task_path for job in Job.objects.filter(state="waiting", unique_key=None)}
    assert waiting == check_signatures.module_path
    assert jobs.run_next(clock=lambda: at) == 3

    assert seen_by(recipient, whole) == "original"
    assert seen_by(recipient, broken) == "invalid"
    assert VerdictRow.objects.count() == 2
    work_off(at)
    assert VerdictRow.objects.count() == 2


def test_a_go_costs_the_same_statements_however_many_are_checked(
    sender, recipient, letter, at, count_statements
):
    """Of letters that stay a doubt: whoever changes in worth is told for himself."""
    TrustAnchor.objects.all().delete()

    def statements(contents: int, first: int) -> int:
        for number in range(first, first + contents):
            sent(sender, recipient, unlike(letter, number))
        return count_statements(lambda: jobs.run_next(clock=lambda: at))

    statements(1, 0)  # the first go of a process asks what the later ones know
    few = statements(2, 1)
    assert VerdictRow.objects.count() == 3
    assert statements(6, 3) == few <= 23
    assert VerdictRow.objects.count() == 9

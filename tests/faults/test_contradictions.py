"""Calls in every order, twice, and against each other: no failure, no trace of what was refused."""

import os
import random
from uuid import uuid4

import pytest
from tests.desk.builders import an_arrived, at_desk, two_offices
from tests.flows import invariants
from tests.gateways.calls import Caller, a_caller
from tests.left_behind import assert_nothing_left

from lienthong.exchange.models import Delivery
from lienthong.kernel import clock

pytestmark = pytest.mark.django_db
# More histories when somebody has the time: LONG_FAULTS=200. Without it PostgreSQL has one of two.
SEEDS = [0, pytest.param(1, marks=pytest.mark.once)]
if LONG := os.environ.get("LONG_FAULTS"):
    SEEDS = list(range(int(LONG)))
STEPS = 10
# A refused call may have done no more than note who called, and that it was turned down.
_NOTED = ("ledger", "access", "sessions.Session", "usersessions.UserSession")


def today() -> str:
    return clock.local_day(clock.now()).isoformat()


def api_acts(sender: Caller, recipient: Caller, delivery: dict) -> dict:
    """What each side may ask, whatever the state; each is a caller, an address and a body."""
    statuses = f"/deliveries/{delivery['id']}/statuses"
    recall = f"/dispatches/{delivery['dispatch']}/recall"
    changes = recipient.get("/changes").json()["changes"]
    answer = f"/changes/{changes[0]['id'] if changes else uuid4()}/answer"
    return {
        "accept": (recipient, statuses, {"code": "03", "entry_number": "7", "entered_on": today()}),
        "refuse": (recipient, statuses, {"code": "02", "note": "Nhầm nơi nhận"}),
        "assign": (recipient, statuses, {"code": "04"}),
        "work": (recipient, statuses, {"code": "05"}),
        "finish": (recipient, statuses, {"code": "06"}),
        "accept as the sender": (sender, statuses, {"code": "03", "entry_number": "7"}),
        "recall": (sender, recall, {"reason": "Sai số liệu"}),
        "recall as the recipient": (recipient, recall, {"reason": "Sai số liệu"}),
        "agree": (recipient, answer, {"agrees": True}),
        "decline": (recipient, answer, {"agrees": False, "note": "Đã xử lý"}),
        "answer oneself": (sender, answer, {"agrees": True}),
    }


@pytest.mark.parametrize("seed", SEEDS)
def test_A1_A12_calls_of_systems_in_any_order_twice_and_with_other_content(
    seed, settings, tmp_path
):
    settings.LIENTHONG_HOME = tmp_path
    chance = random.Random(seed)
    sender, recipient = a_caller("Sở Tư pháp"), a_caller("Sở Nội vụ")
    delivery = sender.submit(recipient).json()["deliveries"][0]
    for _ in range(STEPS):
        name = chance.choice(sorted(api_acts(sender, recipient, delivery)))
        caller, path, said = api_acts(sender, recipient, delivery)[name]
        body = {"key": str(uuid4()), **said}
        first = caller.post(path, body)
        assert first.status_code < 500, (name, first.content)
        with assert_nothing_left("systems.FailedCall"):
            again = caller.post(path, body)
            assert (again.status_code < 400) == (first.status_code < 400), (name, again.content)
            other = caller.post(path, {**body, "note": "khác", "reason": "khác"})
            assert 400 <= other.status_code < 500, (name, other.content)
    holds()


def page_acts(delivery: Delivery) -> dict:
    """Forms of the pages: whose they are, where they go, what they say."""
    way = f"/chuyen-phat/{delivery.pk}"
    return {
        "accept": ("recipient", f"{way}/tiep-nhan/", {}),
        "refuse": ("recipient", f"{way}/tu-choi/", {"reason": "Nhầm nơi nhận"}),
        "accept as the sender": ("sender", f"{way}/tiep-nhan/", {}),
        "recall": ("sender", f"/luot-gui/{delivery.dispatch_id}/thu-hoi/", {"reason": "Sai"}),
        "agree": ("recipient", f"{way}/tra-loi-thu-hoi/", {"answer": "agree"}),
        "decline": (
            "recipient",
            f"{way}/tra-loi-thu-hoi/",
            {"answer": "decline", "note": "Đã làm"},
        ),
        "answer oneself": ("sender", f"{way}/tra-loi-thu-hoi/", {"answer": "agree"}),
        "send again": (
            "sender",
            f"/van-ban/{delivery.version_id}/gui-lai/",
            {"recipient": str(delivery.recipient_id)},
        ),
    }


@pytest.mark.parametrize("seed", SEEDS)
def test_B1_A12_forms_of_two_clerks_in_any_order_and_each_sent_twice(seed, settings, tmp_path):
    settings.LIENTHONG_HOME = tmp_path
    chance = random.Random(seed)
    sender, recipient = two_offices()
    clerks = {"sender": at_desk(sender.clerk), "recipient": at_desk(recipient.clerk)}
    card = an_arrived(sender, recipient)
    for _ in range(STEPS):
        delivery = Delivery.objects.filter(version_id=card.version_id).latest("admitted_at")
        acts = page_acts(delivery)
        name = chance.choice(sorted(acts))
        who, path, said = acts[name]
        form = {"idempotency_key": str(uuid4()), **said}
        first = clerks[who].post(path, form)
        assert first.status_code < 500, name
        with assert_nothing_left(*_NOTED[1:]):
            again = clerks[who].post(path, form)
            assert again.status_code < 500, name
    holds()


def holds() -> None:
    """Raise AssertionError when a promise is broken; other acts than these have no part in it."""
    invariants.books_have_no_gap()
    invariants.states_are_what_the_log_says()
    invariants.the_tree_is_whole()
    deliveries = Delivery.objects.exclude(state__in=invariants.GONE)
    assert deliveries.count() <= 1, "delivered twice"

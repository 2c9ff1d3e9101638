"""What happens becomes notifications, with the act itself or not at all."""

import json
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection, transaction
from tests.gateways.calls import a_caller
from tests.hooks.builders import ADDRESS, a_hook, carry, system_of, voice_of, waiting

from lienthong.access.rules import OF_SYSTEMS
from lienthong.exchange import services as exchange
from lienthong.hooks.handlers import carry_notifications
from lienthong.hooks.models import Notification
from lienthong.hooks.services import carry as carry_module
from lienthong.hooks.types import NewsKind
from lienthong.jobs import schedules
from lienthong.jobs.models import Job
from lienthong.kernel import clock
from lienthong.kernel.actor import Actor
from lienthong.systems import services as systems

# On PostgreSQL `both` and other modules meet each statement of these (docs/explain/testing.md).
pytestmark = [pytest.mark.django_db, pytest.mark.once]
_GRANTS = 'SELECT "systems_grant"'


def sent(sender, *recipients) -> list[str]:
    answer = sender.submit(*recipients)
    assert answer.status_code == 201, answer.json()
    return [one["id"] for one in answer.json()["deliveries"]]


def report(recipient, delivery: str, code: str, **said: str):
    body = {"key": f"{delivery}-{code}", "code": code, **said}
    if code == "03":
        body |= {"entry_number": "12", "entered_on": clock.local_day(clock.now()).isoformat()}
    answer = recipient.post(f"/deliveries/{delivery}/statuses", body)
    assert answer.status_code == 200, answer.json()


def test_A11_an_arrival_is_told_to_the_recipients_system_with_where_to_fetch_it(receivers):
    sender, recipient = a_caller("Sở Tư pháp"), a_caller("Sở Y tế")
    a_hook(recipient)
    (delivery,) = sent(sender, recipient)
    assert carry(now=clock.now()) == 1
    (event,) = receivers.told()
    assert event["type"] == "lienthong.delivery.arrived"
    assert event["specversion"] == "1.0"
    assert event["data"]["delivery"] == delivery
    assert event["data"]["agency"] == recipient.agency.code
    assert recipient.get(event["data"]["href"].removeprefix("/api/v1")).status_code == 200


def test_a_notification_holds_neither_content_nor_words_of_people(receivers):
    sender, recipient = a_caller("Sở Tư pháp"), a_caller("Sở Y tế")
    a_hook(sender)
    a_hook(recipient, address="https://y-te.vn/tin")
    (delivery,) = sent(sender, recipient)
    report(recipient, delivery, "02", note="Gửi nhầm ông Nguyễn Văn A")
    carry(now=clock.now())
    bodies = [call.body.decode() for calls in receivers.calls.values() for call in calls]
    assert len(bodies) >= 4
    assert not [body for body in bodies if "Nguyễn" in body or "báo cáo" in body or "Sở" in body]


@pytest.mark.both
def test_statuses_recalls_and_ends_are_told_to_those_whom_they_concern(receivers):
    sender, recipient = a_caller("Sở Tư pháp"), a_caller("Sở Y tế")
    a_hook(sender)
    a_hook(recipient, address="https://y-te.vn/tin")
    answer = sender.submit(recipient).json()
    delivery = answer["deliveries"][0]["id"]
    report(recipient, delivery, "03")
    recall = {"key": "k", "reason": "Gửi nhầm"}
    assert sender.post(f"/dispatches/{answer['dispatch']}/recall", recall).status_code == 200
    change = recipient.get("/changes").json()["changes"][0]["id"]
    said = {"key": "a", "agrees": True, "note": ""}
    assert recipient.post(f"/changes/{change}/answer", said).status_code == 200
    carry(now=clock.now())

    def kinds(address: str) -> list[tuple[str, str]]:
        events = receivers.told(address)
        return [(one["type"], one["data"].get("status", "")) for one in events]

    assert kinds(ADDRESS) == [
        ("lienthong.status.reported", "03"),
        ("lienthong.status.reported", "15"),
        ("lienthong.delivery.ended", "15"),
        ("lienthong.recall.answered", ""),
    ]
    assert kinds("https://y-te.vn/tin") == [
        ("lienthong.delivery.arrived", ""),
        ("lienthong.recall.asked", ""),
        ("lienthong.delivery.ended", "15"),
    ]


def test_only_what_was_subscribed_is_told(receivers):
    sender, recipient = a_caller("Sở Tư pháp"), a_caller("Sở Y tế")
    a_hook(recipient, NewsKind.RECALL_ASKED)
    sent(sender, recipient)
    assert carry(now=clock.now()) == 0


def test_what_is_undone_was_never_told(receivers):
    sender, recipient = a_caller("Sở Tư pháp"), a_caller("Sở Y tế")
    hook = a_hook(recipient)
    with transaction.atomic():
        sent(sender, recipient)
        assert len(waiting(hook)) == 1
        transaction.set_rollback(True)
    assert not waiting(hook)


def test_a_system_that_may_no_longer_act_for_an_agency_is_told_nothing_about_it(receivers):
    sender, recipient = a_caller("Sở Tư pháp"), a_caller("Sở Y tế")
    hook = a_hook(recipient)
    systems.withdraw_agency(
        system_id=system_of(recipient).id,
        agency_id=recipient.agency.id,
        last_day=clock.local_day(clock.now()) - timedelta(days=1),
        actor=Actor.installation(),
        now=clock.now(),
    )
    sender.submit(recipient)
    assert not waiting(hook)


def test_a_hook_that_is_not_proved_is_told_nothing(receivers):
    sender, recipient = a_caller("Sở Tư pháp"), a_caller("Sở Y tế")
    hook = a_hook(recipient, is_proved=False)
    sent(sender, recipient)
    assert [one.kind for one in waiting(hook)] == ["hook.challenge"]


@pytest.mark.both
@pytest.mark.parametrize(("hooked", "most"), [(0, 1), (3, 3)])
def test_telling_costs_statements_by_whether_anybody_listens_not_by_how_many(
    receivers, hooked, most
):
    sender = a_caller("Sở Tư pháp")
    recipients = [a_caller(f"Sở {number}") for number in range(4)]
    for number, one in enumerate(recipients[:hooked]):
        a_hook(one, address=f"https://so-{number}.vn/tin")
    asked: list[str] = []

    def note(execute, sql, *rest):
        asked.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(note):
        sent(sender, *recipients)
    ours = [sql for sql in asked if '"hooks_' in sql or sql.startswith(_GRANTS)]
    assert len(ours) <= most, "\n".join(ours)
    assert Notification.objects.filter(kind=NewsKind.DELIVERY_ARRIVED).count() == hooked


def test_numbers_of_one_hook_have_no_gaps(receivers):
    sender, recipient = a_caller("Sở Tư pháp"), a_caller("Sở Y tế")
    a_hook(recipient)
    for _document in range(3):
        sent(sender, recipient)
    carry(now=clock.now())
    assert [one["sequence"] for one in receivers.told()] == ["2", "3", "4"]
    assert json.loads(receivers.calls[ADDRESS][0].body)["source"].startswith("urn:lienthong:")


@pytest.mark.both
def test_an_act_asks_for_the_job_that_tells_and_where_nobody_listens_nothing_is_written(receivers):
    sender, recipient = a_caller("Sở Tư pháp"), a_caller("Sở Y tế")
    sent(sender, recipient)
    assert not _tellings()
    a_hook(recipient)
    _tellings().delete()
    sent(sender, recipient)
    assert _tellings().count() == 1


def test_the_clock_looks_only_now_and_then(receivers):
    intervals = [
        one.interval
        for one in schedules.declared().values()
        if one.task.module_path == carry_notifications.module_path
    ]
    assert intervals == [timedelta(seconds=30)]


def test_what_a_run_has_no_time_for_is_told_by_another_run(receivers, monkeypatch):
    monkeypatch.setattr(carry_module, "LONGEST", 0.0)
    a_hook(a_caller("Sở Y tế"), is_proved=False)
    _tellings().delete()
    assert carry(now=clock.now()) == 0
    assert _tellings().count() == 1


def _tellings():
    return Job.objects.filter(task_path=carry_notifications.module_path)


def test_A10_A11_an_urging_is_told_to_the_recipients_system_which_sees_it_at_the_delivery(
    receivers,
):
    sender, recipient = a_caller("Sở Tư pháp"), a_caller("Sở Y tế")
    a_hook(recipient, NewsKind.DELIVERY_URGED)
    a_hook(sender, NewsKind.DELIVERY_URGED, address="https://tu-phap.vn/tin")
    (delivery,) = sent(sender, recipient)
    later = clock.now() + timedelta(days=4)
    actor = replace(voice_of(sender), rights=OF_SYSTEMS)
    said = {"delivery_ids": [UUID(delivery)], "actor": actor, "now": later}
    for _twice in range(2):
        exchange.urge_recipients(key="nhac", **said)
    carry(now=later)
    (event,) = receivers.told()
    assert event["type"] == "lienthong.delivery.urged"
    assert event["data"]["about"] == "acceptance"
    assert event["data"]["delivery"] == delivery
    seen = recipient.get(event["data"]["href"].removeprefix("/api/v1")).json()
    assert [one["about"] for one in seen["urgings"]] == ["acceptance"]
    assert receivers.told("https://tu-phap.vn/tin") == []

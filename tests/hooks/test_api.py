"""A system's own hooks through the interface."""

from functools import partial

import pytest
from tests.gateways.calls import Caller, a_caller
from tests.hooks.builders import (
    ADDRESS,
    a_hook,
    another_caller,
    carry,
    system_of,
    voice_of,
)
from tests.same_moment import together

from lienthong.hooks import queries, services
from lienthong.hooks.models import Notification
from lienthong.hooks.rules import GIVES_UP_AFTER, MOST_HOOKS
from lienthong.hooks.types import Outcome, Reply
from lienthong.kernel import clock
from lienthong.kernel.actor import Actor
from lienthong.ledger.models import Subject
from lienthong.systems import services as systems

pytestmark = pytest.mark.django_db
NEW = {"address": ADDRESS, "kinds": ["delivery.arrived"]}


@pytest.fixture
def caller(receivers) -> Caller:
    return a_caller("Sở Y tế")


def made(caller: Caller, **facts: object) -> dict:
    answer = caller.post("/hooks", {**NEW, **facts})
    assert answer.status_code == 201, answer.json()
    return answer.json()


def patch(caller: Caller, hook: str, body: object):
    return caller.client.patch(
        f"/api/v1/hooks/{hook}", body, "application/json", headers=caller.headers()
    )


def code_of(answer) -> str:
    return answer.json()["code"]


def test_A11_a_system_makes_a_hook_proves_it_and_is_told(caller, receivers):
    hook = made(caller)
    assert hook["state"] == "unproved"
    assert hook["agencies"] == [caller.agency.code]
    carry(now=clock.now())
    assert caller.get(f"/hooks/{hook['id']}").json()["state"] == "active"
    a_caller("Sở Tư pháp").submit(caller)
    carry(now=clock.now())
    (event,) = receivers.told()
    (told, challenge) = caller.get(f"/hooks/{hook['id']}/attempts").json()["attempts"]
    assert told["notification"] == event["id"]
    assert (told["outcome"], told["status"]) == ("delivered", 200)
    assert challenge["kind"] == "hook.challenge"
    assert [one["id"] for one in caller.get("/hooks").json()["hooks"]] == [hook["id"]]


def test_the_log_is_paged_the_latest_first(caller, receivers):
    hook = made(caller)
    carry(now=clock.now())
    for _once in range(3):
        a_caller("Sở Tư pháp").submit(caller)
    carry(now=clock.now())
    first = caller.get(f"/hooks/{hook['id']}/attempts?limit=3").json()
    rest = caller.get(f"/hooks/{hook['id']}/attempts?limit=3&after={first['next']}").json()
    assert [one["sequence"] for one in first["attempts"] + rest["attempts"]] == [4, 3, 2, 1]
    assert rest["next"] is None
    assert code_of(caller.get(f"/hooks/{hook['id']}/attempts?after=x")) == "api.bad-cursor"


def test_another_address_has_to_prove_itself_and_other_changes_need_not(caller, receivers):
    hook = made(caller)
    carry(now=clock.now())
    said = {"kinds": ["recall.asked", "delivery.arrived"]}
    changed = patch(caller, hook["id"], said).json()
    assert (changed["state"], changed["kinds"]) == (
        "active",
        ["delivery.arrived", "recall.asked"],
    )
    moved = patch(caller, hook["id"], {"address": "https://moi.vn/tin"}).json()
    assert moved["state"] == "unproved"
    assert code_of(caller.post(f"/hooks/{hook['id']}/resume", {})) == "hooks.unproved"
    receivers.answer(Reply(Outcome.DELIVERED, 200, b"{}"), "https://moi.vn/tin")
    carry(now=clock.now())
    assert queries.hooks_of_system(system_of(caller).id)[0].state == "unproved"
    del receivers.answers["https://moi.vn/tin"]
    assert caller.post(f"/hooks/{hook['id']}/challenge", {}).status_code == 200
    carry(now=clock.now())
    assert caller.get(f"/hooks/{hook['id']}").json()["state"] == "active"


def test_a_hook_of_another_system_is_not_there_even_for_the_same_agency(caller, receivers):
    hook = made(caller)
    other = another_caller(caller)
    path = f"/hooks/{hook['id']}"
    assert other.get("/hooks").json() == {"hooks": []}
    answers = [
        other.get(path),
        other.get(f"{path}/attempts"),
        other.get(f"{path}/dead"),
        patch(other, hook["id"], {"kinds": ["recall.asked"]}),
        *(other.post(f"{path}/{act}", {}) for act in ("challenge", "pause", "resume", "resend")),
        other.send("DELETE", path),
    ]
    assert {(one.status_code, code_of(one)) for one in answers} == {(404, "hooks.not-found")}
    assert caller.get(path).json()["state"] == "unproved"


def test_nobody_is_told_about_an_agency_that_the_system_does_not_act_for(caller):
    stranger = a_caller("Sở Tư pháp")
    answer = caller.post("/hooks", {**NEW, "agencies": [stranger.agency.code]})
    assert code_of(answer) == "systems.agency-not-allowed"
    answer = caller.post("/hooks", {**NEW, "agencies": ["H99.9"]})
    assert code_of(answer) == "systems.agency-not-allowed"
    answer = caller.post("/hooks", {**NEW, "agencies": [caller.agency.code]})
    assert answer.json()["agencies"] == [caller.agency.code]


@pytest.mark.parametrize(
    ("said", "status", "code"),
    [
        ({"address": "http://vanban.so.vn/"}, 422, "hooks.address-shape"),
        ({"address": "https://127.0.0.1:8443/"}, 422, "hooks.address-forbidden"),
        ({"kinds": []}, 422, "api.invalid-request"),
        ({"kinds": ["hook.challenge"]}, 422, "hooks.no-kinds"),
        ({"kinds": ["all"]}, 422, "api.invalid-request"),
        ({"secret": "x"}, 422, "api.invalid-request"),
    ],
)
def test_what_cannot_be_a_hook_is_refused_and_leaves_nothing(caller, receivers, said, status, code):
    receivers.forbidden.add("https://127.0.0.1:8443/")
    answer = caller.post("/hooks", {**NEW, **said})
    assert (answer.status_code, code_of(answer)) == (status, code)
    assert caller.get("/hooks").json() == {"hooks": []}


def test_an_address_has_one_hook_and_a_system_has_not_too_many(caller):
    hook = made(caller)
    answer = caller.post("/hooks", NEW)
    assert code_of(answer) == "hooks.address-taken"
    assert hook["id"] in answer.json()["title"]
    second = made(caller, address="https://hai.vn/")
    assert code_of(patch(caller, second["id"], {"address": ADDRESS})) == "hooks.address-taken"
    for number in range(MOST_HOOKS - 2):
        made(caller, address=f"https://so-{number}.vn/")
    assert code_of(caller.post("/hooks", {**NEW, "address": "https://x.vn/"})) == "hooks.too-many"


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_hooks_added_at_one_moment_are_counted_one_after_the_other(caller):
    for number in range(MOST_HOOKS - 1):
        made(caller, address=f"https://so-{number}.vn/")
    answers = []

    def add(number: int) -> None:
        answers.append(caller.post("/hooks", {**NEW, "address": f"https://cuoi-{number}.vn/"}))

    assert together(*(partial(add, number) for number in range(4))) == []
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409]
    refused = {code_of(answer) for answer in answers if answer.status_code == 409}
    assert refused == {"hooks.too-many"}


def test_a_request_with_a_key_makes_one_hook(caller):
    first = caller.post("/hooks", NEW, Idempotency_Key="hook-1")
    again = caller.post("/hooks", NEW, Idempotency_Key="hook-1")
    assert (first.status_code, again.json()) == (201, first.json())


def test_a_closed_hook_stays_closed_and_its_address_is_free_again(caller):
    hook = made(caller)
    path = f"/hooks/{hook['id']}"
    assert caller.send("DELETE", path).json()["state"] == "closed"
    assert caller.send("DELETE", path).json()["state"] == "closed"
    assert code_of(caller.post(f"{path}/resume", {})) == "hooks.closed"
    assert code_of(patch(caller, hook["id"], {"kinds": ["recall.asked"]})) == "hooks.closed"
    assert made(caller)["id"] != hook["id"]


def test_what_happens_while_paused_is_told_after_it(caller, receivers):
    hook = made(caller)
    carry(now=clock.now())
    assert caller.post(f"/hooks/{hook['id']}/pause", {}).json()["pause_reason"] == "owner"
    a_caller("Sở Tư pháp").submit(caller)
    assert carry(now=clock.now()) == 0
    assert caller.post(f"/hooks/{hook['id']}/resume", {}).json()["state"] == "active"
    assert carry(now=clock.now()) == 1


def test_what_an_operator_paused_only_an_operator_resumes(caller):
    hook = made(caller)
    installation = Actor.installation()
    hook_id = queries.hooks_of_system(system_of(caller).id)[0].id
    services.pause_hook(hook_id=hook_id, actor=installation, now=clock.now())
    path = f"/hooks/{hook['id']}"
    assert caller.post(f"{path}/pause", {}).json()["pause_reason"] == "operator"
    assert code_of(caller.post(f"{path}/resume", {})) == "hooks.paused-by-operator"
    services.resume_hook(hook_id=hook_id, actor=installation, now=clock.now())
    assert caller.get(path).json()["state"] == "unproved"


def test_a_system_has_its_given_up_notifications_sent_again(caller, receivers):
    hook = a_hook(caller)
    a_caller("Sở Tư pháp").submit(caller)
    services.bury(now=clock.now() + GIVES_UP_AFTER)
    path = f"/hooks/{hook.id}"
    (dead,) = caller.get(f"{path}/dead").json()["dead"]
    assert dead["kind"] == "delivery.arrived"
    unknown = {"notifications": [str(hook.id)]}
    assert caller.post(f"{path}/resend", unknown).json() == {"resent": 0}
    asked = {"notifications": [dead["id"]]}
    assert caller.post(f"{path}/resend", asked).json() == {"resent": 1}
    carry(now=clock.now())
    assert receivers.told()[0]["id"] == dead["id"]
    assert caller.get(f"{path}/dead").json() == {"dead": [], "next": None}


def test_a_paused_or_closed_system_is_told_nothing(caller, receivers):
    a_hook(caller)
    a_caller("Sở Tư pháp").submit(caller)
    facts = {"system_id": system_of(caller).id, "actor": Actor.installation()}
    systems.pause_system(**facts, now=clock.now())
    assert carry(now=clock.now()) == 0
    systems.resume_system(**facts, now=clock.now())
    assert carry(now=clock.now()) == 1


def test_the_keys_that_sign_are_there_for_everybody(caller, client):
    a_hook(caller)
    (key,) = client.get("/api/v1/hook-keys").json()["keys"]
    assert key["public_pem"].startswith("-----BEGIN PUBLIC KEY-----")
    assert "PRIVATE" not in str(key)


def test_every_change_is_a_record_that_is_found_by_the_hook(caller):
    hook = a_hook(caller)
    facts = {"hook_id": hook.id, "actor": voice_of(caller), "now": clock.now()}
    services.pause_hook(**facts)
    services.resume_hook(**facts)
    services.close_hook(**facts)
    rows = Subject.objects.filter(role="hook", subject=hook.id)
    assert rows.count() == 4


def test_a_challenge_does_not_come_back_from_the_dead(caller):
    hook = a_hook(caller, is_proved=False)
    services.bury(now=clock.now() + GIVES_UP_AFTER)
    assert caller.post(f"/hooks/{hook.id}/resend", {}).json() == {"resent": 0}
    assert Notification.objects.get().state == "dead"

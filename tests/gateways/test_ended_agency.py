"""When an agency ends, its systems stop speaking for it, and everybody concerned is told (A4)."""

from datetime import timedelta
from uuid import uuid4

import pytest
from tests.directory.builders import a_merger, a_post, actor_of, an_operator, merge
from tests.gateways.calls import Caller, a_caller
from tests.systems.builders import a_system

from lienthong.directory import services as directory
from lienthong.directory.types import Role
from lienthong.kernel import clock
from lienthong.kernel.actor import Actor
from lienthong.kernel.refusals import Refusal
from lienthong.ledger.models import Record
from lienthong.notices import queries as notices
from lienthong.systems import queries, services
from lienthong.systems.models import GrantRequest
from lienthong.systems.types import RequestState, SystemCard
from lienthong.worklist.models import WorkItem

# On PostgreSQL `both` and other modules meet each statement of these (docs/explain/testing.md).
pytestmark = [pytest.mark.django_db, pytest.mark.once]


def grants() -> dict[str, object]:
    """The last day of each grant, by the agency's name."""
    return {
        grant.agency_name: grant.valid_to
        for system in queries.systems()
        for grant in queries.grants_of(system.id)
    }


def system_of(caller: Caller) -> SystemCard:
    return next(
        one
        for one in queries.systems()
        if caller.agency.id in {grant.agency_id for grant in queries.grants_of(one.id)}
    )


def without_key(document: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in document.items() if name != "key"}


def test_A4_the_grant_ends_with_the_agency_and_does_not_pass_to_the_heir():
    old, heir = a_caller("Sở Tư pháp"), a_caller("Sở Tài chính")
    yesterday = clock.local_day(clock.now()) - timedelta(days=1)

    merge(old.agency, heir.agency, now=clock.now())

    assert grants() == {"Sở Tư pháp": yesterday, "Sở Tài chính": None}
    document = old.document(heir, content={"upload": str(uuid4())})
    refused = old.post("/documents", document, Lienthong_Agency=old.agency.code)
    assert refused.status_code == 403
    assert refused.json()["code"] == "systems.agency-not-allowed"
    named = old.get("/arrivals", Lienthong_Agency=heir.agency.code)
    assert named.json()["code"] == "systems.agency-not-allowed"
    assert heir.get("/arrivals").status_code == 200
    assert Record.objects.filter(act="systems.agency-withdrawn").count() == 1


def test_A4_a_grant_that_somebody_gives_afterwards_sends_nothing_in_the_old_name():
    old, heir, to = a_caller("Sở Tư pháp"), a_caller("Sở Tài chính"), a_caller("Sở Nội vụ")
    merge(old.agency, heir.agency, now=clock.now())
    services.grant_agency(
        system_id=system_of(old).id,
        agency_id=old.agency.id,
        valid_from=clock.local_day(clock.now()),
        actor=Actor.installation(),
        now=clock.now(),
    )

    refused = old.submit(to)

    assert refused.status_code == 409
    assert refused.json()["code"] == "exchange.sender-not-active"
    assert "Sở Tài chính" in refused.json()["next_step"]
    found = old.post("/checks", without_key(old.document(to)))
    assert found.json()["can_go"] is False


def test_A4_the_system_of_the_heir_lists_recalls_and_proves_what_was_sent():
    old, heir, to = a_caller("Sở Tư pháp"), a_caller("Sở Tài chính"), a_caller("Sở Nội vụ")
    made = old.submit(to).json()
    merge(old.agency, heir.agency, now=clock.now())

    (listed,) = heir.get("/documents").json()["sent"]
    assert listed["dispatch"]["id"] == made["dispatch"]
    shown = heir.get(f"/documents/{made['document']}").json()
    assert [one["id"] for one in shown["deliveries"]] == [made["deliveries"][0]["id"]]
    assert heir.get(f"/deliveries/{made['deliveries'][0]['id']}/package").status_code == 200
    assert heir.get(f"/records/{made['promise']['record']}").status_code == 200
    asked = heir.post(
        f"/dispatches/{made['dispatch']}/recall", {"reason": "Sai số liệu", "key": "r"}
    )
    assert len(asked.json()["asked"]) == 1
    other = a_caller("Sở Y tế")
    assert other.get("/documents").json()["sent"] == []
    again = other.post(f"/dispatches/{made['dispatch']}/recall", {"reason": "Sai", "key": "r"})
    assert again.status_code == 404


def test_A4_the_trial_names_the_grant_and_changes_nothing():
    old, heir = a_caller("Sở Tư pháp"), a_caller("Sở Tài chính")

    now = clock.now()
    plan = a_merger(old.agency, heir.agency, on=clock.local_day(now))
    trial = directory.try_out(plan=plan, actor=Actor.installation(), now=now)

    (found,) = (one for one in trial.moved if one.what == "grant")
    assert (found.from_agency, found.to_agency) == (old.agency.id, None)
    assert "I-Office" in found.label
    assert set(grants().values()) == {None}
    assert old.get("/arrivals").status_code == 200


def test_A4_the_heads_of_the_heir_and_the_operators_are_told():
    old, heir = a_caller("Sở Tư pháp"), a_caller("Sở Tài chính")
    leader = actor_of(a_post(heir.agency, Role.LEADER))
    clerk = actor_of(a_post(heir.agency, Role.CLERK))
    operator = an_operator(heir.agency)

    merge(old.agency, heir.agency, now=clock.now())

    for person in (leader, operator):
        told = [one.text() for one in notices.unread(person, limit=10)]
        assert sum("không còn được thay mặt Sở Tư pháp" in text for text in told) == 1
    assert notices.unread(clerk, limit=10) == []


def test_a_grant_that_was_withdrawn_before_or_has_not_begun_counts_for_nobody():
    old, heir = a_caller("Sở Tư pháp"), a_caller("Sở Tài chính")
    today = clock.local_day(clock.now())
    system = next(
        s for s in queries.systems() if queries.grants_of(s.id)[0].agency_id == old.agency.id
    )
    told = {"system_id": system.id, "agency_id": old.agency.id, "actor": Actor.installation()}
    services.withdraw_agency(**told, last_day=today - timedelta(days=9), now=clock.now())
    services.grant_agency(**told, valid_from=today + timedelta(days=9), now=clock.now())

    merge(old.agency, heir.agency, now=clock.now())

    days = [grant.valid_to for grant in queries.grants_of(system.id)]
    assert days == [today - timedelta(days=9), today - timedelta(days=1)]


@pytest.mark.both
def test_what_was_asked_of_the_old_agency_and_not_answered_is_asked_no_more():
    old, heir = a_caller("Sở Tư pháp"), a_caller("Sở Tài chính")
    leader = actor_of(a_post(heir.agency, Role.LEADER))
    a_post(old.agency, Role.LEADER)
    asking = a_system()
    services.grant_agency(
        system_id=asking.id,
        agency_id=old.agency.id,
        valid_from=clock.local_day(clock.now()),
        actor=an_operator(heir.agency),
        now=clock.now(),
    )
    request = GrantRequest.objects.get()
    assert WorkItem.objects.filter(subject_id=request.pk, settled_at=None).exists()

    merge(old.agency, heir.agency, now=clock.now())

    request.refresh_from_db()
    assert request.state == RequestState.WITHDRAWN
    assert not WorkItem.objects.filter(subject_id=request.pk, settled_at=None).exists()
    with pytest.raises(Refusal):
        services.decide_grant(
            request_id=request.pk, agrees=True, note="", actor=leader, now=clock.now()
        )
    assert queries.grants_of(asking.id) == []

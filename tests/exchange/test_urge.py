"""Urging (đôn đốc): who is late is reminded, once a day, and both sides see it (A10)."""

from datetime import timedelta
from uuid import uuid4

import pytest
from tests.directory.builders import a_post, actor_of
from tests.exchange.builders import MONDAY_9AM, a_dispatch, the_delivery

from lienthong.access.errors import RightMissing
from lienthong.directory.types import Role
from lienthong.exchange import errors, queries, services
from lienthong.exchange.types import NewReport, StatusCode, UrgedAbout
from lienthong.kernel.clock import local_day
from lienthong.ledger.models import Record
from lienthong.notices import queries as notices

pytestmark = pytest.mark.django_db
WEDNESDAY = MONDAY_9AM + timedelta(days=2)


def urge(office, *deliveries, actor=None, now=WEDNESDAY, key=""):
    return services.urge_recipients(
        delivery_ids=[one.id for one in deliveries],
        key=key or str(uuid4()),
        actor=actor or office.clerk,
        now=now,
    )


def lines(delivery, *, inside=False):
    return queries.urgings([delivery.id], inside=inside)


@pytest.fixture
def sent(committee, justice, finance):
    """Sent on Monday to two who were to take it in on that day; due on the Tuesday."""
    due_on = local_day(MONDAY_9AM) + timedelta(days=1)
    dispatch = a_dispatch(committee, justice, finance, due_on=due_on)
    return the_delivery(dispatch, justice), the_delivery(dispatch, finance)


def test_A10_who_has_not_accepted_in_time_is_reminded_and_its_clerks_and_leaders_hear_it(
    committee, justice, finance, sent
):
    urged = urge(committee, *sent, actor=committee.leader)

    assert {one.recipient_id for one in urged} == {justice.agency.id, finance.agency.id}
    for office, delivery in zip((justice, finance), sent, strict=True):
        (line,) = lines(delivery)
        assert (line.about, line.agency_name) == (UrgedAbout.ACCEPTANCE, committee.agency.name)
        assert line.actor_name == committee.leader.name
        for actor in (office.clerk, office.leader):
            (notice,) = notices.unread(actor, limit=5)
            assert "nhắc tiếp nhận" in notice.text()
            assert notice.subject_id == delivery.id
        assert notices.unread(office.officer, limit=5) == []
    assert Record.objects.filter(act="delivery.urged").count() == 1


def test_A10_nobody_is_reminded_twice_on_one_day_and_the_same_form_changes_nothing(committee, sent):
    justice, finance = sent
    first = urge(committee, justice, key="k")
    again = urge(committee, justice, key="k")
    assert [one.id for one in first] == [one.id for one in again]

    with pytest.raises(errors.UrgedToday) as refused:
        urge(committee, justice, actor=committee.leader)
    assert committee.clerk.name in str(refused.value.facts["who"])
    # Of two, the one that nobody reminded yet is; on the next day, both.
    assert [one.id for one in urge(committee, justice, finance)] == [finance.id]
    assert len(urge(committee, justice, finance, now=WEDNESDAY + timedelta(days=1))) == 2
    assert len(lines(justice)) == 2


def test_the_same_key_is_answered_as_before_when_nothing_is_late_any_more(
    committee, justice, finance, sent
):
    """Who did not hear the answer asks again; the recipient may have acted in between."""
    monitor = actor_of(a_post(committee.agency, Role.MONITOR))
    first = urge(committee, *sent, key="k")
    watch = {"agency_id": justice.agency.id, "key": "m", "actor": monitor}
    watched = services.urge_agency(**watch, now=WEDNESDAY + timedelta(days=1))
    for office, delivery in zip((justice, finance), sent, strict=True):
        report = NewReport(delivery.id, StatusCode.REFUSED, "r", note="Gửi nhầm")
        services.report_status(report=report, actor=office.clerk, now=WEDNESDAY)

    again = urge(committee, *sent, key="k", now=WEDNESDAY + timedelta(days=3))

    assert [one.id for one in again] == [one.id for one in first]
    repeated = services.urge_agency(**watch, now=WEDNESDAY + timedelta(days=3))
    assert [one.id for one in repeated] == [one.id for one in watched]
    assert [len(lines(one)) for one in sent] == [2, 1]
    with pytest.raises(errors.NothingLate):
        urge(committee, *sent, key="l", now=WEDNESDAY + timedelta(days=3))


def test_the_same_key_reminds_nobody_of_what_became_late_since(committee, justice, sent):
    first, _other = sent
    later = the_delivery(a_dispatch(committee, justice), justice)
    monitor = actor_of(a_post(committee.agency, Role.MONITOR))
    watch = {"agency_id": justice.agency.id, "key": "m", "actor": monitor}
    assert len(services.urge_agency(**watch, now=WEDNESDAY)) == 2
    third = the_delivery(a_dispatch(committee, justice), justice)

    again = services.urge_agency(**watch, now=WEDNESDAY + timedelta(days=9))

    assert {one.id for one in again} == {first.id, later.id}
    assert lines(third) == []


def test_A10_who_took_it_in_is_reminded_of_the_work_when_its_day_has_passed(
    committee, justice, sent
):
    delivery, _finance = sent
    report = NewReport(delivery.id, StatusCode.ACCEPTED, "accepted")
    services.report_status(report=report, actor=justice.clerk, now=MONDAY_9AM)
    with pytest.raises(errors.NothingLate):
        urge(committee, delivery, now=MONDAY_9AM + timedelta(days=1))

    urge(committee, delivery)

    (line,) = lines(delivery)
    assert line.about == UrgedAbout.WORK
    done = NewReport(delivery.id, StatusCode.FINISHED, "finished")
    services.report_status(report=done, actor=justice.clerk, now=WEDNESDAY)
    with pytest.raises(errors.NothingLate):
        urge(committee, delivery, now=WEDNESDAY + timedelta(days=1))


def test_nobody_is_reminded_before_the_limit_and_nothing_is_left(committee, sent):
    with pytest.raises(errors.NothingLate):
        urge(committee, *sent, now=MONDAY_9AM + timedelta(hours=1))
    assert lines(sent[0]) == []


def test_only_the_sender_s_clerks_and_leaders_remind_its_recipients(committee, justice, sent):
    with pytest.raises(errors.DeliveryNotFound):
        urge(justice, *sent)
    with pytest.raises(RightMissing):
        urge(committee, *sent, actor=committee.officer)


def test_A10_who_watches_the_province_reminds_an_agency_of_all_that_it_let_lie(
    committee, justice, finance, sent, count_statements
):
    monitor = actor_of(a_post(committee.agency, Role.MONITOR))
    others = [the_delivery(a_dispatch(finance, justice), justice) for _each in range(3)]

    urged = services.urge_agency(agency_id=justice.agency.id, key="m", actor=monitor, now=WEDNESDAY)

    assert {one.id for one in urged} == {sent[0].id, *(one.id for one in others)}
    told = notices.unread(justice.clerk, limit=5)
    assert len(told) == 1
    assert "4 văn bản quá hạn tiếp nhận" in told[0].text()
    assert lines(others[0])[0].agency_name == committee.agency.name
    with pytest.raises(errors.UrgedToday):
        services.urge_agency(agency_id=justice.agency.id, key="n", actor=monitor, now=WEDNESDAY)
    with pytest.raises(RightMissing):
        services.urge_agency(
            agency_id=justice.agency.id, key="c", actor=committee.clerk, now=WEDNESDAY
        )


def test_reminding_costs_the_same_for_2_and_for_12_recipients(
    committee, justice, finance, count_statements
):
    few = [the_delivery(a_dispatch(committee, justice), justice) for _each in range(2)]
    many = [the_delivery(a_dispatch(committee, finance), finance) for _each in range(12)]
    costs = [count_statements(lambda each=each: urge(committee, *each)) for each in (few, many)]
    assert costs[0] == costs[1]


def test_the_table_says_who_is_late_and_when_it_was_reminded(committee, sent):
    justice, finance = sent
    version_id = justice.version_id
    before = queries.tracking(version_id, sender_id=committee.agency.id, at=WEDNESDAY)
    assert len(before.to_urge) == 2

    urge(committee, justice)

    after = queries.tracking(version_id, sender_id=committee.agency.id, at=WEDNESDAY)
    assert [row.delivery.id for row in after.to_urge] == [finance.id]
    row = next(row for row in after.rows if row.delivery.id == justice.id)
    assert row.urged_at == WEDNESDAY

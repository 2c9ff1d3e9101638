"""Urging about late work: officers from inside their agency, agencies from above (A10)."""

from datetime import timedelta
from uuid import uuid4

import pytest
from tests.directory.builders import a_post, actor_of
from tests.exchange.builders import MONDAY_9AM, a_dispatch, the_delivery

from lienthong.access.errors import RightMissing
from lienthong.directory.types import Role
from lienthong.exchange import queries as exchange
from lienthong.exchange.errors import NothingLate, UrgedToday
from lienthong.exchange.types import UrgedAbout
from lienthong.kernel.clock import local_day
from lienthong.notices import queries as notices
from lienthong.registers import errors, queries, services
from lienthong.registers.types import Assignee, AssignmentRole

pytestmark = pytest.mark.django_db
FRIDAY = MONDAY_9AM + timedelta(days=4)
TODAY = local_day(FRIDAY)


@pytest.fixture
def entry(committee, justice):
    """A document that a unit was given until Tuesday."""
    dispatch = a_dispatch(committee, justice, due_on=local_day(MONDAY_9AM) + timedelta(days=1))
    card = services.accept_delivery(
        delivery_id=the_delivery(dispatch, justice).id,
        key=str(uuid4()),
        actor=justice.clerk,
        now=MONDAY_9AM,
    )
    services.give_instruction(
        entry_id=card.id,
        text="Tham mưu trả lời.",
        assignees=[Assignee(AssignmentRole.LEAD, unit_id=justice.unit_id)],
        due_on=local_day(MONDAY_9AM) + timedelta(days=1),
        key=str(uuid4()),
        actor=justice.leader,
        now=MONDAY_9AM,
    )
    return card


def urge(entry, actor, *, now=FRIDAY, key=""):
    return services.urge_officers(entry_id=entry.id, key=key or str(uuid4()), actor=actor, now=now)


def test_A10_whoever_has_late_work_in_hand_is_reminded_and_the_sender_does_not_see_it(
    justice, entry
):
    urge(entry, justice.leader, key="k")
    urge(entry, justice.leader, key="k")

    texts = [one.text() for one in notices.unread(justice.officer, limit=5)]
    assert [text for text in texts if "quá hạn xử lý từ ngày 24/11/2026" in text] == texts
    (line,) = exchange.urgings([entry.delivery_id], inside=True)
    assert (line.about, line.record_id) == (UrgedAbout.OFFICER, None)
    assert exchange.urgings([entry.delivery_id], inside=False) == []
    with pytest.raises(UrgedToday):
        urge(entry, justice.clerk)


def test_the_same_form_again_is_answered_when_the_work_is_late_no_more(committee, justice, entry):
    monitor = actor_of(a_post(committee.agency, Role.MONITOR))
    watch = {"agency_id": justice.agency.id, "key": "m", "actor": monitor}
    urge(entry, justice.leader, key="k")
    watched = services.urge_agency_work(**watch, now=FRIDAY)
    told = len(notices.unread(justice.officer, limit=9))

    assert urge(entry, justice.leader, key="k", now=MONDAY_9AM).entry.id == entry.id
    assert services.urge_agency_work(**watch, now=MONDAY_9AM) == watched
    assert len(notices.unread(justice.officer, limit=9)) == told
    assert len(exchange.urgings([entry.delivery_id], inside=True)) == 2


def test_work_that_is_not_late_or_not_one_s_own_is_not_urged(committee, justice, entry):
    with pytest.raises(errors.WorkNotLate):
        urge(entry, justice.leader, now=MONDAY_9AM)
    with pytest.raises(RightMissing):
        urge(entry, justice.officer)
    with pytest.raises(errors.EntryNotFound):
        urge(entry, committee.clerk)


def test_A10_late_work_stands_before_the_leader_and_as_a_figure_before_who_watches(
    committee, justice, entry
):
    (row,) = queries.late_work(justice.agency.id, today=TODAY, limit=5)
    assert (row.row.entry_id, row.is_urged) == (entry.id, False)
    (late,) = queries.agencies_with_late_work(
        today=TODAY, agencies=[committee.agency.id, justice.agency.id]
    )
    assert (late.agency_id, late.count) == (justice.agency.id, 1)
    assert late.since == local_day(MONDAY_9AM) + timedelta(days=1)
    urge(entry, justice.clerk)
    assert queries.late_work(justice.agency.id, today=TODAY, limit=5)[0].is_urged
    assert queries.late_work(committee.agency.id, today=TODAY, limit=5) == []


def test_A10_who_watches_reminds_the_agency_of_its_late_work(committee, justice, entry):
    monitor = actor_of(a_post(committee.agency, Role.MONITOR))
    urged = services.urge_agency_work(
        agency_id=justice.agency.id, key="m", actor=monitor, now=FRIDAY
    )
    assert [one.id for one in urged] == [entry.delivery_id]
    assert "xử lý" in notices.unread(justice.clerk, limit=5)[0].text()
    with pytest.raises(NothingLate):
        services.urge_agency_work(agency_id=committee.agency.id, key="n", actor=monitor, now=FRIDAY)
    with pytest.raises(RightMissing):
        services.urge_agency_work(
            agency_id=justice.agency.id, key="o", actor=justice.leader, now=FRIDAY
        )

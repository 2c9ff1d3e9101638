"""Who keeps its books elsewhere has no lines here; they come when its books do."""

from datetime import timedelta

import pytest
from tests.directory.builders import merge
from tests.exchange.builders import MONDAY_9AM, Office, a_dispatch, an_office, the_delivery
from tests.exchange.changes import LATER, answer, updated

from lienthong.directory import services as directory
from lienthong.exchange import services as exchange
from lienthong.exchange.types import NewReport, StatusCode
from lienthong.registers.services.arriving.await_here import await_open
from lienthong.worklist import queries as worklist
from lienthong.worklist.types import Verb

pytestmark = pytest.mark.django_db


@pytest.fixture
def elsewhere(committee) -> Office:
    return an_office("Sở Y tế", parent=committee.agency, books_here=False)


def waiting(office: Office) -> list[tuple[Verb, object]]:
    found = worklist.waiting(office.clerk, now=LATER).lines
    return [(line.verb, line.subject_id) for line in found]


def bring_here(office: Office) -> None:
    directory.keep_books(agency_id=office.agency.id, here=True)


def test_what_goes_to_books_elsewhere_waits_before_no_clerk_here(committee, elsewhere):
    here = an_office("Sở Tư pháp", parent=committee.agency)
    dispatch = a_dispatch(committee, here, elsewhere)
    assert waiting(here) == [(Verb.ACCEPT, the_delivery(dispatch, here).id)]
    assert waiting(elsewhere) == []


def test_what_is_open_waits_as_soon_as_the_books_are_here_and_once(committee, elsewhere):
    taken, left = (a_dispatch(committee, elsewhere) for _ in range(2))
    exchange.report_status(
        report=NewReport(the_delivery(taken, elsewhere).id, StatusCode.ACCEPTED, "r"),
        actor=elsewhere.clerk,
        now=LATER,
    )
    for _again in range(2):
        bring_here(elsewhere)
        assert waiting(elsewhere) == [(Verb.ACCEPT, the_delivery(left, elsewhere).id)]
        directory.keep_books(agency_id=elsewhere.agency.id, here=False)


def test_more_than_are_written_at_a_time_wait_all(committee, elsewhere):
    for number in range(5):
        a_dispatch(committee, elsewhere, now=MONDAY_9AM + timedelta(seconds=number // 2))
    await_open(elsewhere.agency.id, at_a_time=2)
    assert len(waiting(elsewhere)) == 5


def test_what_is_asked_about_waits_for_its_answer_and_then_for_acceptance(committee, elsewhere):
    dispatch = a_dispatch(committee, elsewhere)
    updated(committee, dispatch)
    asked = waiting(elsewhere)
    bring_here(elsewhere)
    assert waiting(elsewhere) == asked
    delivery = the_delivery(dispatch, elsewhere)
    answer(elsewhere, delivery, agrees=False, note="Đã làm theo bản cũ")
    assert waiting(elsewhere) == [(Verb.ACCEPT, delivery.id)]


@pytest.mark.parametrize("heirs_books_here", [True, False])
def test_an_heir_with_books_here_takes_in_what_went_to_books_elsewhere(
    committee, elsewhere, heirs_books_here
):
    heir = an_office("Sở Nội vụ", parent=committee.agency, books_here=heirs_books_here)
    dispatch = a_dispatch(committee, elsewhere)
    merge(elsewhere.agency, heir.agency, now=MONDAY_9AM)
    expected = [(Verb.ACCEPT, the_delivery(dispatch, heir).id)] if heirs_books_here else []
    assert waiting(heir) == expected

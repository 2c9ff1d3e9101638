"""What is asked for twice is done once, also across midnight; other content is refused."""

from datetime import UTC, datetime, timedelta

import pytest
from tests.directory.builders import merge
from tests.exchange.builders import MONDAY_9AM, a_dispatch, an_office, the_delivery

from lienthong.directory import services as directory
from lienthong.exchange import errors as exchange_errors
from lienthong.exchange import services as exchange
from lienthong.exchange.types import Recipient, Submission
from lienthong.kernel import clock
from lienthong.notices import queries as notices
from lienthong.registers import errors, services
from lienthong.registers.models import Entry
from lienthong.registers.types import Assignee, AssignmentRole, Direction
from lienthong.worklist import queries as worklist
from lienthong.worklist.types import Verb

pytestmark = pytest.mark.django_db
LATER = MONDAY_9AM + timedelta(hours=1)
# One second before the New Year in Vietnam, seven hours before that in London.
LAST_SECOND = datetime(2026, 12, 31, 16, 59, 59, tzinfo=UTC)


def accept(office, delivery, *, now=LATER, key="k"):
    return services.accept_delivery(delivery_id=delivery.id, key=key, actor=office.clerk, now=now)


def recall(committee, dispatch, key):
    return exchange.request_recall(
        dispatch_id=dispatch.id,
        recipient_ids=None,
        reason="Sai",
        key=key,
        actor=committee.clerk,
        now=LATER,
    )


def answer(office, delivery, *, agrees, key):
    return exchange.answer_change(
        delivery_id=delivery.id,
        agrees=agrees,
        note="Đã xử lý",
        key=key,
        actor=office.clerk,
        now=LATER,
    )


def instruct(office, entry, *assignees, text="Tham mưu", key="form"):
    return services.give_instruction(
        entry_id=entry.id,
        text=text,
        assignees=assignees,
        due_on=None,
        key=key,
        actor=office.leader,
        now=LATER,
    )


def verbs(actor):
    return [line.verb for line in worklist.waiting(actor, now=LATER).lines]


def test_B1_the_year_of_a_book_is_the_one_in_vietnam(committee, justice):
    first, second = (the_delivery(a_dispatch(committee, justice), justice) for _each in range(2))
    old = accept(justice, first, now=LAST_SECOND)
    new = accept(justice, second, now=LAST_SECOND + timedelta(seconds=1))
    assert [(old.year, old.number), (new.year, new.number)] == [(2026, 1), (2027, 1)]


def test_B1_accepting_again_after_midnight_of_new_year_takes_no_second_number(committee, justice):
    delivery = the_delivery(a_dispatch(committee, justice), justice)
    before = accept(justice, delivery, now=LAST_SECOND)
    after = accept(justice, delivery, now=LAST_SECOND + timedelta(minutes=1))
    assert after == before
    assert Entry.objects.filter(register__direction=Direction.INCOMING).count() == 1


def test_B2_the_key_of_an_instruction_is_not_taken_for_another_one(committee, justice):
    entry = accept(justice, the_delivery(a_dispatch(committee, justice), justice))
    unit = Assignee(AssignmentRole.LEAD, unit_id=justice.unit_id)
    instruct(justice, entry, unit)
    for other in ({"text": "Khác"}, {"text": "Tham mưu", "key": "form"}):
        with pytest.raises(errors.InstructionDiffers):
            instruct(justice, entry, **other)


def test_A12_declining_a_recall_leaves_the_acceptance_waiting(committee, justice):
    dispatch = a_dispatch(committee, justice)
    recall(committee, dispatch, "r")
    answer(justice, the_delivery(dispatch, justice), agrees=False, key="a")
    assert verbs(justice.clerk) == [Verb.ACCEPT]


def test_A12_repeating_an_answer_does_not_answer_the_next_request(committee, justice):
    dispatch = a_dispatch(committee, justice)
    delivery = the_delivery(dispatch, justice)
    recall(committee, dispatch, "first")
    answer(justice, delivery, agrees=False, key="a")
    told = len(notices.unread(committee.clerk))
    recall(committee, dispatch, "second")
    answer(justice, delivery, agrees=False, key="a")
    assert Verb.ANSWER_RECALL in verbs(justice.clerk)
    assert len(notices.unread(committee.clerk)) == told


def test_A12_the_key_of_an_acceptance_is_not_taken_for_an_answer(committee, justice):
    dispatch = a_dispatch(committee, justice)
    delivery = the_delivery(dispatch, justice)
    accept(justice, delivery, key="same")
    recall(committee, dispatch, "r")
    with pytest.raises(exchange_errors.ReportDiffers):
        answer(justice, delivery, agrees=True, key="same")


@pytest.fixture
def refused(committee, justice):
    dispatch = a_dispatch(committee, justice)
    services.refuse_delivery(
        delivery_id=the_delivery(dispatch, justice).id,
        reason="Thiếu phụ lục",
        key="r",
        actor=justice.clerk,
        now=LATER,
    )
    assert verbs(committee.clerk) == [Verb.CORRECT_REFUSED]
    return dispatch


def send_again(committee, dispatch, *offices):
    exchange.submit_dispatch(
        submission=Submission(
            committee.agency.id,
            dispatch.version_id,
            tuple(Recipient(office.agency.id) for office in offices),
            "again",
        ),
        actor=committee.clerk,
        now=LATER,
    )


def test_A1_what_was_refused_and_sent_again_no_longer_waits_for_the_sender(
    committee, justice, refused
):
    send_again(committee, refused, justice)
    assert verbs(committee.clerk) == []


def test_A4_what_an_ended_agency_refused_and_its_heir_was_sent_no_longer_waits_for_the_sender(
    committee, justice, refused, monkeypatch
):
    heir = an_office("Sở Nội vụ", parent=committee.agency)
    monkeypatch.setattr(clock, "now", lambda: LATER)
    merge(justice.agency, heir.agency, now=MONDAY_9AM)
    send_again(committee, refused, justice)
    assert verbs(committee.clerk) == []


def test_A1_what_was_refused_and_sent_to_others_waits_for_the_sender(committee, refused):
    send_again(committee, refused, an_office("Sở Nội vụ", parent=committee.agency))
    assert verbs(committee.clerk) == [Verb.CORRECT_REFUSED]


def test_B2_a_part_is_finished_once_and_another_outcome_is_told_who_did(committee, justice):
    entry = accept(justice, the_delivery(a_dispatch(committee, justice), justice))
    other = directory.add_unit(agency_id=justice.agency.id, name="Phòng khác")
    card = instruct(
        justice,
        entry,
        Assignee(AssignmentRole.LEAD, unit_id=other.id),
        Assignee(AssignmentRole.SUPPORT, unit_id=justice.unit_id),
    )
    (support,) = [a for a in card.assignments if a.role == AssignmentRole.SUPPORT]

    def finish(outcome):
        return services.finish_work(
            assignment_id=support.id, outcome=outcome, actor=justice.officer, now=LATER
        )

    assert finish("Đã góp ý") == finish("Đã góp ý")
    with pytest.raises(errors.AssignmentFinished) as told:
        finish("Ý kiến khác")
    assert told.value.facts == {"who": justice.officer.name}

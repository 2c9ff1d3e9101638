"""From acceptance to outcome: the books and the work on what arrived (B1, B2, B7)."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from tests.exchange.builders import (
    MONDAY_9AM,
    a_dispatch,
    a_version,
    the_delivery,
)

from lienthong.access import services as access
from lienthong.directory import services as directory
from lienthong.directory.types import Role
from lienthong.documents import queries as documents
from lienthong.documents import services as document_services
from lienthong.documents.errors import DueTooFar, TargetUnknown
from lienthong.documents.models import Version
from lienthong.documents.types import Grant, LegalValue, Viewer
from lienthong.exchange import errors as exchange_errors
from lienthong.exchange import queries as exchange
from lienthong.exchange import services as exchange_services
from lienthong.exchange.types import DeliveryState, StatusCode
from lienthong.kernel.clock import end_of_day
from lienthong.kernel.refusals import NotAllowed
from lienthong.registers import errors, queries, services
from lienthong.registers.models import Entry, Instruction
from lienthong.registers.types import (
    Assignee,
    AssignmentRole,
    AssignmentState,
    Direction,
    IncomingFilter,
    IncomingTab,
    WorkState,
)
from lienthong.worklist import queries as worklist
from lienthong.worklist.types import Verb

pytestmark = pytest.mark.django_db
FRIDAY = date(2026, 11, 27)
LATER = MONDAY_9AM + timedelta(hours=1)


@pytest.fixture
def delivery(committee, justice):
    return the_delivery(a_dispatch(committee, justice), justice)


def accept(office, delivery, key="k1"):
    return services.accept_delivery(
        delivery_id=delivery.id, key=key, actor=office.clerk, now=MONDAY_9AM
    )


def instruct(office, entry, *assignees, text="Tham mưu trả lời", due_on=FRIDAY, key=""):
    return services.give_instruction(
        entry_id=entry.id,
        text=text,
        assignees=assignees,
        due_on=due_on,
        key=key or str(uuid4()),
        actor=office.leader,
        now=LATER,
    )


def lead(office):
    return Assignee(AssignmentRole.LEAD, unit_id=office.unit_id)


def finish(office, card, outcome="Đã trả lời", **facts):
    return services.finish_work(
        assignment_id=card.assignments[0].id,
        outcome=outcome,
        actor=office.officer,
        now=LATER,
        **facts,
    )


def codes(delivery):
    return [line.code for line in exchange.course([delivery.id])]


def verbs(actor):
    return [line.verb for line in worklist.waiting(actor, now=LATER).lines]


def viewer_of(actor, *, whole=False):
    return Viewer(actor.agency_id, actor.unit_id, actor.person_id, sees_whole_agency=whole)


def test_B1_accepting_takes_the_next_number_and_tells_the_sender(committee, justice, delivery):
    entry = accept(justice, delivery)
    assert (entry.number, entry.facts.author) == (1, "Ủy ban nhân dân tỉnh")
    assert exchange.delivery_card(delivery.id).state == DeliveryState.ACCEPTED
    assert verbs(justice.clerk) == []
    assert verbs(justice.leader) == [Verb.INSTRUCT]
    second = the_delivery(a_dispatch(committee, justice), justice)
    assert accept(justice, second).number == 2


def incoming_lines() -> int:
    """The sender's own line, which its dispatch made, is not counted."""
    return Entry.objects.filter(register__direction=Direction.INCOMING).count()


def test_B1_accepting_twice_gives_one_line_and_one_status(justice, delivery):
    assert accept(justice, delivery) == accept(justice, delivery)
    assert incoming_lines() == 1
    assert codes(delivery) == [StatusCode.ARRIVED, StatusCode.ACCEPTED]


def test_B1_of_two_clerks_the_second_is_told_and_takes_no_number(justice, delivery):
    accept(justice, delivery, key="first")
    with pytest.raises(exchange_errors.AlreadyDecided):
        accept(justice, delivery, key="second")
    assert incoming_lines() == 1


def test_A9_what_was_changed_after_signing_is_not_accepted_and_leaves_nothing(committee, justice):
    delivery = the_delivery(a_dispatch(committee, justice, legal_value=LegalValue.INVALID), justice)
    with pytest.raises(errors.SignatureInvalid):
        accept(justice, delivery)
    assert incoming_lines() == 0
    assert codes(delivery) == [StatusCode.ARRIVED]


def test_A1_refusing_takes_no_number_and_says_why(justice, delivery):
    services.refuse_delivery(
        delivery_id=delivery.id,
        reason="Gửi nhầm nơi nhận",
        key="k",
        actor=justice.clerk,
        now=MONDAY_9AM,
    )
    assert incoming_lines() == 0
    assert exchange.delivery_card(delivery.id).state == DeliveryState.REFUSED
    assert verbs(justice.clerk) == []


def test_only_the_clerk_of_the_recipient_accepts_or_refuses(committee, justice, delivery):
    for actor in (justice.leader, justice.officer):
        with pytest.raises(NotAllowed):
            services.accept_delivery(delivery_id=delivery.id, key="k", actor=actor, now=MONDAY_9AM)
    with pytest.raises(exchange_errors.DeliveryNotFound):
        accept(committee, delivery)


def test_B2_a_leader_hands_it_to_lead_and_support_until_a_day(justice, delivery):
    entry = accept(justice, delivery)
    other = directory.add_unit(agency_id=justice.agency.id, name="Văn phòng")
    card = instruct(
        justice, entry, lead(justice), Assignee(AssignmentRole.SUPPORT, unit_id=other.id)
    )
    assert (card.state, card.due_on) == (WorkState.ASSIGNED, FRIDAY)
    assert card.lead_name == "Phòng Công nghệ thông tin"
    assert verbs(justice.leader) == []
    assert verbs(justice.officer) == [Verb.HANDLE]
    assert codes(delivery)[-1] == StatusCode.ASSIGNED


def test_B2_who_was_given_it_may_read_it_and_others_may_not(justice, delivery):
    entry = accept(justice, delivery)
    document_id = documents.version_card(delivery.version_id).document_id
    officer = viewer_of(justice.officer)
    assert not documents.may_see(officer, document_id)
    instruct(justice, entry, lead(justice))
    assert documents.may_see(officer, document_id)


def test_B2_a_wrong_instruction_is_refused_and_leaves_nothing(committee, justice, delivery):
    entry = accept(justice, delivery)
    wrong = {
        errors.InstructionEmpty: {"text": " "},
        errors.LeadMissing: {
            "assignees": [Assignee(AssignmentRole.SUPPORT, unit_id=justice.unit_id)]
        },
        errors.LeadDoubled: {
            "assignees": [
                lead(justice),
                Assignee(AssignmentRole.LEAD, post_id=justice.officer.post_id),
            ]
        },
        errors.AssigneeUnknown: {"assignees": [lead(committee)]},
        errors.DueInThePast: {"assignees": [lead(justice)], "due_on": date(2026, 11, 20)},
    }
    for refusal, facts in wrong.items():
        with pytest.raises(refusal) as told:
            instruct(justice, entry, *facts.pop("assignees", ()), **facts)
        if refusal is errors.LeadDoubled:
            assert "Phòng Công nghệ thông tin" in told.value.facts["names"]
    assert not Instruction.objects.exists()
    assert codes(delivery)[-1] == StatusCode.ACCEPTED


def test_B2_an_instruction_sent_twice_is_given_once(justice, delivery):
    entry = accept(justice, delivery)
    first = instruct(justice, entry, lead(justice), key="form 1")
    assert instruct(justice, entry, lead(justice), key="form 1") == first
    assert Instruction.objects.count() == 1


def test_B2_a_new_lead_replaces_the_one_before(justice, delivery):
    entry = accept(justice, delivery)
    instruct(justice, entry, lead(justice))
    card = instruct(justice, entry, Assignee(AssignmentRole.LEAD, post_id=justice.officer.post_id))
    states = [a.state for a in card.assignments]
    assert states == [AssignmentState.WITHDRAWN, AssignmentState.WAITING]
    assert card.lead_name == justice.officer.name


def test_B2_a_part_that_is_given_again_waits_until_the_new_day(justice, delivery):
    entry = accept(justice, delivery)
    support = Assignee(AssignmentRole.SUPPORT, unit_id=justice.unit_id)
    person = Assignee(AssignmentRole.LEAD, post_id=justice.clerk.post_id)
    instruct(justice, entry, person, support)
    instruct(justice, entry, support, due_on=FRIDAY + timedelta(days=7))
    [line] = worklist.waiting(justice.officer, now=LATER).lines
    assert (line.verb, line.due_at) == (Verb.COOPERATE, end_of_day(FRIDAY + timedelta(days=7)))


def test_B2_the_officer_starts_and_finishes_and_the_sender_hears_both(justice, delivery):
    card = instruct(justice, accept(justice, delivery), lead(justice))
    started = services.start_work(
        assignment_id=card.assignments[0].id, actor=justice.officer, now=LATER
    )
    assert started.state == WorkState.IN_WORK
    done = finish(justice, card)
    assert (done.state, done.assignments[0].outcome) == (WorkState.FINISHED, "Đã trả lời")
    assert codes(delivery)[-2:] == [StatusCode.IN_WORK, StatusCode.FINISHED]
    assert verbs(justice.officer) == []


def test_B2_starting_and_finishing_again_change_nothing(justice, delivery):
    card = instruct(justice, accept(justice, delivery), lead(justice))
    for _repeat in range(2):
        services.start_work(assignment_id=card.assignments[0].id, actor=justice.officer, now=LATER)
    assert finish(justice, card) == finish(justice, card)
    assert len(codes(delivery)) == 5
    with pytest.raises(errors.WorkClosed):
        finish(justice, card, outcome="Kết quả khác")


def test_B2_an_outcome_is_needed_and_another_unit_cannot_give_it(committee, justice, delivery):
    card = instruct(justice, accept(justice, delivery), lead(justice))
    with pytest.raises(errors.OutcomeMissing):
        finish(justice, card, outcome="  ")
    with pytest.raises(errors.AssignmentNotFound):
        finish(committee, card)


def test_B2_supporting_finishes_its_part_and_not_the_document(justice, delivery):
    card = instruct(
        justice,
        accept(justice, delivery),
        Assignee(AssignmentRole.LEAD, post_id=justice.officer.post_id),
        Assignee(AssignmentRole.SUPPORT, unit_id=justice.unit_id),
    )
    support = next(a for a in card.assignments if a.role == AssignmentRole.SUPPORT)
    after = services.finish_work(
        assignment_id=support.id, outcome="Đã góp ý", actor=justice.officer, now=LATER
    )
    assert after.state == WorkState.ASSIGNED
    assert StatusCode.FINISHED not in codes(delivery)


def test_B7_the_document_that_answers_is_linked_to_the_outcome(justice, delivery):
    card = instruct(justice, accept(justice, delivery), lead(justice))
    answer = a_version(justice)
    with pytest.raises(TargetUnknown):
        finish(justice, card, outcome="", answer_document_id=answer.document_id)
    readers = [(justice.agency.id, None, justice.officer.person_id)]
    document_services.grant(answer.document_id, readers, granted_by=Grant.DRAFTED, now=MONDAY_9AM)
    done = finish(justice, card, outcome="", answer_document_id=answer.document_id)
    assert done.assignments[0].answer_document_id == answer.document_id


def test_A12_after_an_agreed_recall_the_work_ends_and_the_line_stays(committee, justice, delivery):
    entry = accept(justice, delivery)
    instruct(justice, entry, lead(justice))
    exchange_services.request_recall(
        dispatch_id=delivery.dispatch_id,
        recipient_ids=None,
        reason="Sai nội dung",
        key="r",
        actor=committee.clerk,
        now=LATER,
    )
    exchange_services.answer_change(
        delivery_id=delivery.id, agrees=True, note="", key="a", actor=justice.clerk, now=LATER
    )
    assert queries.incoming_card(entry.id).state == WorkState.RECALLED
    assert queries.entry_card(entry.id, agency_id=justice.agency.id).number == 1
    assert verbs(justice.officer) == verbs(justice.clerk) == []
    with pytest.raises(errors.WorkClosed):
        instruct(justice, entry, lead(justice))


def test_lists_show_clerks_the_book_and_officers_what_was_given(committee, justice, delivery):
    entry = accept(justice, delivery)
    accept(justice, the_delivery(a_dispatch(committee, justice), justice))
    instruct(justice, entry, lead(justice))
    today = FRIDAY - timedelta(days=4)

    def rows(actor, *, whole, tab=IncomingTab.ALL, today=today, text=""):
        found = queries.find_incoming(
            viewer=viewer_of(actor, whole=whole),
            post_id=actor.post_id,
            wanted=IncomingFilter(tab=tab, text=text),
            today=today,
        )
        return [row.number for row in found]

    assert rows(justice.clerk, whole=True) == [2, 1]
    assert rows(justice.officer, whole=False) == [1]
    assert rows(justice.clerk, whole=True, tab=IncomingTab.AWAITING_INSTRUCTION) == [2]
    assert rows(justice.clerk, whole=True, tab=IncomingTab.OVERDUE) == []
    late = FRIDAY + timedelta(days=1)
    assert rows(justice.clerk, whole=True, tab=IncomingTab.OVERDUE, today=late) == [1]
    assert rows(justice.clerk, whole=True, text="bao cao uy ban") == [2, 1]
    counts = queries.count_incoming(
        viewer=viewer_of(justice.clerk, whole=True), post_id=justice.clerk.post_id, today=late
    )
    assert counts[IncomingTab.OVERDUE] == counts[IncomingTab.AWAITING_INSTRUCTION] == 1
    assert IncomingTab.FINISHED not in counts  # it grows for ever and asks for nothing
    assert IncomingTab.ALL not in counts


def test_B2_a_repeated_key_with_another_instruction_is_refused(justice, delivery):
    entry = accept(justice, delivery)
    instruct(justice, entry, lead(justice), key="one")
    with pytest.raises(errors.InstructionDiffers):
        instruct(justice, entry, lead(justice), text="Việc khác", key="one")
    assert Instruction.objects.count() == 1


def test_B2_a_finished_part_is_not_finished_with_another_outcome(justice, delivery):
    entry = accept(justice, delivery)
    card = instruct(
        justice,
        entry,
        lead(justice),
        Assignee(AssignmentRole.SUPPORT, post_id=justice.officer.post_id),
    )
    support = next(a for a in card.assignments if a.role == AssignmentRole.SUPPORT)
    told = {"assignment_id": support.id, "actor": justice.officer, "now": LATER}
    services.finish_work(outcome="Đã góp ý", **told)
    services.finish_work(outcome="Đã góp ý", **told)
    with pytest.raises(errors.AssignmentFinished) as refused:
        services.finish_work(outcome="Ý kiến khác", **told)
    assert refused.value.facts["who"] == justice.officer.name


def test_B2_a_deadline_beyond_two_years_is_refused(justice, delivery):
    entry = accept(justice, delivery)
    with pytest.raises(DueTooFar):
        instruct(justice, entry, lead(justice), due_on=date(9999, 12, 30))
    assert not Instruction.objects.exists()


def test_a_deadline_that_nobody_checked_does_not_stop_acceptance(committee, justice):
    dispatch = a_dispatch(committee, justice)
    Version.objects.filter(pk=dispatch.version_id).update(due_on=date.max)
    assert accept(justice, the_delivery(dispatch, justice)).number == 1


def test_B2_a_post_that_watches_over_the_province_is_given_nothing(justice, delivery):
    person = directory.add_person(name="Người theo dõi")
    post = directory.appoint(
        person_id=person.id,
        agency_id=justice.agency.id,
        role=Role.MONITOR,
        title="Theo dõi",
        unit_id=justice.unit_id,
        valid_from=date(2010, 1, 1),
    )
    entry = accept(justice, delivery)
    with pytest.raises(errors.AssigneeUnknown):
        instruct(justice, entry, Assignee(AssignmentRole.LEAD, post_id=post.id))
    instruct(justice, entry, lead(justice))
    watching = access.actor_for(post.id, on=FRIDAY)
    viewer = documents.viewer_of(watching)
    document_id = documents.version_card(delivery.version_id).document_id
    assert not documents.may_see(viewer, document_id)
    assert verbs(watching) == []

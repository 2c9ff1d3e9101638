"""Closed by default: who is not meant to see a document does not find it, and cannot act on it."""

from datetime import timedelta
from uuid import UUID

import pytest
from tests.exchange.builders import (
    MONDAY_9AM,
    a_dispatch,
    a_version,
    the_delivery,
)

from lienthong.access import services as access
from lienthong.access.errors import PostNotHeld
from lienthong.directory import services as directory
from lienthong.directory.types import Role
from lienthong.documents import queries as documents
from lienthong.documents.errors import TargetUnknown, UnknownDocument
from lienthong.exchange import errors as exchange_errors
from lienthong.exchange import services as exchange
from lienthong.exchange.types import NewReport, Recipient, StatusCode, Submission
from lienthong.issuing import services as issuing
from lienthong.issuing.errors import DraftNotFound
from lienthong.issuing.models import Draft
from lienthong.kernel.clock import local_day
from lienthong.kernel.refusals import NotAllowed, NotFound
from lienthong.registers import errors, queries, services
from lienthong.registers.types import Assignee, AssignmentRole, IncomingFilter
from lienthong.worklist import queries as worklist

pytestmark = pytest.mark.django_db
LATER = MONDAY_9AM + timedelta(hours=1)
TODAY = local_day(MONDAY_9AM)


@pytest.fixture
def delivery(committee, justice):
    return the_delivery(a_dispatch(committee, justice), justice)


def accepted(justice, delivery):
    return services.accept_delivery(
        delivery_id=delivery.id, key="k", actor=justice.clerk, now=MONDAY_9AM
    )


def assigned(justice, entry, *, unit_id=None, key="i"):
    card = services.give_instruction(
        entry_id=entry.id,
        text="Tham mưu",
        assignees=[Assignee(AssignmentRole.LEAD, unit_id=unit_id or justice.unit_id)],
        due_on=None,
        key=key,
        actor=justice.leader,
        now=LATER,
    )
    return card.assignments[-1]


def someone(office, role, *, unit_id=None, **dates):
    person = directory.add_person(name=f"Người {role}")
    return directory.appoint(
        person_id=person.id,
        agency_id=office.agency.id,
        role=role,
        title=str(role),
        unit_id=unit_id,
        **{"valid_from": TODAY - timedelta(days=900), **dates},
    )


def acts_on(delivery, entry, assignment, actor):
    """Everything that can be done with what arrived, as attempts of this actor."""
    return {
        "accept": lambda: services.accept_delivery(
            delivery_id=delivery.id, key="x", actor=actor, now=LATER
        ),
        "refuse": lambda: services.refuse_delivery(
            delivery_id=delivery.id, reason="Nhầm", key="x", actor=actor, now=LATER
        ),
        "instruct": lambda: services.give_instruction(
            entry_id=entry.id,
            text="x",
            assignees=[],
            due_on=None,
            key="x",
            actor=actor,
            now=LATER,
        ),
        "start": lambda: services.start_work(assignment_id=assignment.id, actor=actor, now=LATER),
        "finish": lambda: services.finish_work(
            assignment_id=assignment.id, outcome="x", actor=actor, now=LATER
        ),
        "answer": lambda: exchange.answer_change(
            delivery_id=delivery.id, agrees=True, note="", key="x", actor=actor, now=LATER
        ),
        "report": lambda: exchange.report_status(
            report=NewReport(delivery.id, StatusCode.ACCEPTED, "x"), actor=actor, now=LATER
        ),
    }


def sees(actor, delivery):
    """What this actor finds: the document, its content, the list, the worklist."""
    viewer = documents.viewer_of(actor)
    document_id = documents.version_card(delivery.version_id).document_id
    listed = queries.find_incoming(
        viewer=viewer, post_id=actor.post_id, wanted=IncomingFilter(), today=TODAY
    )
    try:
        documents.content_of(delivery.version_id, viewer)
        is_open = True
    except UnknownDocument:
        is_open = False
    waiting = worklist.waiting(actor, now=LATER).lines
    return documents.may_see(viewer, document_id), is_open, bool(listed), bool(waiting)


def test_another_agency_neither_sees_nor_acts(justice, finance, delivery):
    entry = accepted(justice, delivery)
    assignment = assigned(justice, entry)
    for actor in (finance.clerk, finance.leader, finance.officer):
        assert sees(actor, delivery) == (False, False, False, False)
        for act in acts_on(delivery, entry, assignment, actor).values():
            with pytest.raises((NotFound, NotAllowed)):
                act()
    with pytest.raises(errors.EntryNotFound):
        queries.entry_card(entry.id, agency_id=finance.agency.id)


def test_an_officer_sees_and_does_only_what_was_given_to_him_or_the_unit(justice, delivery):
    entry = accepted(justice, delivery)
    assignment = assigned(justice, entry)
    other_unit = directory.add_unit(agency_id=justice.agency.id, name="Phòng khác")
    post = someone(justice, Role.OFFICER, unit_id=other_unit.id)
    stranger = access.actor_for(post.id, on=TODAY)
    assert sees(justice.officer, delivery) == (True, True, True, True)
    assert sees(stranger, delivery) == (False, False, False, False)
    for name, act in acts_on(delivery, entry, assignment, stranger).items():
        if name == "report":
            continue  # whoever reports for an agency was let in by its own acts
        with pytest.raises((NotFound, NotAllowed)):
            act()


def test_an_operator_works_the_machine_and_sees_no_content(committee, justice, delivery):
    entry = accepted(justice, delivery)
    assignment = assigned(justice, entry)
    for office in (committee, justice):
        post = someone(office, Role.OPERATOR)
        operator = access.actor_for(post.id, on=TODAY)
        assert sees(operator, delivery) == (False, False, False, False)
        acts = acts_on(delivery, entry, assignment, operator)
        del acts["report"]
        for act in acts.values():
            with pytest.raises((NotFound, NotAllowed)):
                act()


def test_whose_post_ended_yesterday_cannot_act_from_it_today(justice):
    post = someone(justice, Role.CLERK, valid_to=TODAY - timedelta(days=1))
    assert access.actor_for(post.id, on=TODAY - timedelta(days=1)).post_id == post.id
    with pytest.raises(PostNotHeld):
        access.actor_for(post.id, on=TODAY)


def test_nobody_hands_on_a_document_that_the_agency_does_not_have(committee, justice, finance):
    version = a_version(committee)
    with pytest.raises(UnknownDocument):
        exchange.submit_dispatch(
            submission=Submission(
                justice.agency.id, version.version_id, (Recipient(finance.agency.id),), "k"
            ),
            actor=justice.clerk,
            now=MONDAY_9AM,
        )


def test_a_recall_is_asked_only_by_the_sender(committee, justice, finance, delivery):
    for stranger in (justice, finance):
        with pytest.raises(exchange_errors.DispatchNotFound):
            exchange.request_recall(
                dispatch_id=delivery.dispatch_id,
                recipient_ids=None,
                reason="x",
                key="k",
                actor=stranger.clerk,
                now=LATER,
            )


def test_an_answer_must_be_a_document_that_its_writer_sees(committee, justice, finance, delivery):
    assignment = assigned(justice, accepted(justice, delivery))
    unknown = UUID("0190aaaa-0000-7000-8000-000000000000")
    unseen = a_version(justice).document_id
    for document_id in (a_version(finance).document_id, unseen, unknown):
        with pytest.raises(TargetUnknown):
            services.finish_work(
                assignment_id=assignment.id,
                outcome="",
                answer_document_id=document_id,
                actor=justice.officer,
                now=LATER,
            )


def test_who_lost_the_lead_no_longer_finishes_the_document(justice, delivery):
    entry = accepted(justice, delivery)
    before = assigned(justice, entry)
    other_unit = directory.add_unit(agency_id=justice.agency.id, name="Phòng khác")
    assigned(justice, entry, unit_id=other_unit.id, key="second")
    assert worklist.waiting(justice.officer, now=LATER).lines == []
    for act in ("start", "finish"):
        with pytest.raises(errors.AssignmentNotFound):
            acts_on(delivery, entry, before, justice.officer)[act]()


def test_an_officer_of_another_unit_does_not_find_a_draft(justice):
    content = documents.content_digests(a_version(justice).version_id)[0]
    draft = Draft.objects.create(
        agency_id=justice.agency.id,
        unit_id=justice.unit_id,
        drafted_by_id=justice.officer.post_id,
        signer_id=justice.leader.post_id,
        key="k",
        kind="cong-van",
        subject="V/v thử",
        notation="STP-VP",
        content_id=content,
        content_name="thu.pdf",
        created_at=MONDAY_9AM,
    )
    other_unit = directory.add_unit(agency_id=justice.agency.id, name="Phòng khác")
    post = someone(justice, Role.OFFICER, unit_id=other_unit.id)
    stranger = access.actor_for(post.id, on=TODAY)
    for act in (
        lambda: issuing.submit_draft(draft_id=draft.id, slip="", actor=stranger, now=LATER),
        lambda: issuing.withdraw_draft(
            draft_id=draft.id, reason="Thừa.", actor=stranger, now=LATER
        ),
    ):
        with pytest.raises(DraftNotFound):
            act()
    issuing.submit_draft(draft_id=draft.id, slip="", actor=justice.officer, now=LATER)

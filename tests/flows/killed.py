"""Acts that are killed at every point and asked for again; run in a process with its own tables."""

import io
import sys
from collections.abc import Callable
from datetime import timedelta
from functools import lru_cache
from uuid import UUID, uuid4

from tests.exchange.builders import (
    MONDAY_9AM,
    Office,
    a_dispatch,
    a_version,
    an_office,
    the_delivery,
)
from tests.flows import faults
from tests.flows.invariants import everything_holds

from lienthong.blobs import services as blobs
from lienthong.documents.types import RecipientLine, RecipientRole
from lienthong.exchange import queries as exchange_queries
from lienthong.exchange import services as exchange
from lienthong.exchange.types import Recipient, Submission
from lienthong.issuing import queries as issuing_queries
from lienthong.issuing import services as issuing
from lienthong.issuing.models import Draft
from lienthong.issuing.types import DraftFacts, DraftState, NewFile, Origin
from lienthong.kernel.clock import local_day
from lienthong.ledger import services as ledger
from lienthong.practice.certificates import give_certificates
from lienthong.practice.letters import committee_letter
from lienthong.registers import services as registers
from lienthong.registers.types import Assignee, AssignmentRole
from lienthong.signatures.adapters.keyfiles import KeyFiles

LATER = MONDAY_9AM + timedelta(hours=1)
Act = Callable[[], object]


@lru_cache
def offices() -> tuple[Office, Office, Office]:
    committee = an_office("Ủy ban nhân dân tỉnh")
    return (
        committee,
        an_office("Sở Tư pháp", parent=committee.agency),
        an_office("Sở Tài chính", parent=committee.agency),
    )


def main(*names: str) -> None:
    """Kill each of these acts at each of its points and print how many there were."""
    offices()
    for name in names:
        say(name, walk(ACTS[name]))


def say(*words: object) -> None:
    sys.stdout.write(" ".join(map(str, words)) + "\n")
    sys.stdout.flush()


def walk(prepare: Callable[[], Act]) -> int:
    """Kill an act at one point after the other, each time anew, and ask for it again.

    Whoever asks again is a fresh process, and gets the act done exactly once.
    """
    point = 0
    while True:
        act = prepare()
        status = faults.in_a_process(act, deadly=point)
        everything_holds()  # of this kill, and of what came of the one before
        if status == 0:
            return point
        assert status == faults.DIED, (point, status)
        faults.survives(act)
        point += 1


def a_submission() -> Act:
    committee, *others = offices()
    version = a_version(committee)
    submission = Submission(
        sender_id=committee.agency.id,
        version_id=version.version_id,
        recipients=tuple(Recipient(office.agency.id) for office in others),
        key=str(uuid4()),
    )
    return lambda: exchange.submit_dispatch(
        submission=submission, actor=committee.clerk, now=MONDAY_9AM
    )


def an_acceptance() -> Act:
    delivery, justice = arrived()
    return lambda: registers.accept_delivery(
        delivery_id=delivery.id, key="accept", actor=justice.clerk, now=LATER
    )


def an_instruction() -> Act:
    entry, justice = accepted()
    return lambda: registers.give_instruction(
        entry_id=entry.id,
        text="Tham mưu",
        assignees=[Assignee(AssignmentRole.LEAD, unit_id=justice.unit_id)],
        due_on=None,
        key="instruct",
        actor=justice.leader,
        now=LATER,
    )


def a_finish() -> Act:
    entry, justice = accepted()
    card = registers.give_instruction(
        entry_id=entry.id,
        text="",
        assignees=[Assignee(AssignmentRole.LEAD, unit_id=justice.unit_id)],
        due_on=None,
        key="instruct",
        actor=justice.leader,
        now=LATER,
    )
    return lambda: registers.finish_work(
        assignment_id=card.assignments[0].id, outcome="Xong", actor=justice.officer, now=LATER
    )


def a_recall() -> Act:
    committee, justice, _finance = offices()
    dispatch = a_dispatch(committee, justice)
    return lambda: exchange.request_recall(
        dispatch_id=dispatch.id,
        recipient_ids=None,
        reason="Sai",
        key="recall",
        actor=committee.clerk,
        now=LATER,
    )


def an_answer() -> Act:
    committee, justice, _finance = offices()
    entry, _justice = accepted()
    delivery = exchange_queries.delivery_card(entry.delivery_id)
    exchange.request_recall(
        dispatch_id=delivery.dispatch_id,
        recipient_ids=None,
        reason="Sai",
        key="recall",
        actor=committee.clerk,
        now=LATER,
    )
    return lambda: exchange.answer_change(
        delivery_id=delivery.id, agrees=True, note="", key="answer", actor=justice.clerk, now=LATER
    )


def an_admission() -> Act:
    clerk = offices()[0].clerk
    upload = blobs.receive(
        io.BytesIO(f"%PDF-1.7 {uuid4()}".encode()),
        name="van-ban.pdf",
        agency_id=clerk.agency_id,
        actor=clerk,
        now=MONDAY_9AM,
        largest=1024,
    )
    return lambda: blobs.admit(upload.id, agency_ids=[clerk.agency_id], actor=clerk, now=MONDAY_9AM)


def a_sequencing() -> Act:
    a_submission()()
    return lambda: ledger.sequence(now=LATER, limit=3)


def arrived():
    committee, justice, _finance = offices()
    return the_delivery(a_dispatch(committee, justice), justice), justice


def accepted():
    delivery, justice = arrived()
    entry = registers.accept_delivery(
        delivery_id=delivery.id, key="accept", actor=justice.clerk, now=LATER
    )
    return entry, justice


ACTS: dict[str, Callable[[], Act]] = {
    "submit": a_submission,
    "accept": an_acceptance,
    "instruct": an_instruction,
    "finish": a_finish,
    "recall": a_recall,
    "answer": an_answer,
    "admit": an_admission,
    "sequence": a_sequencing,
}


def issue_one() -> None:
    """Draft, sign, number, seal and issue one letter while every step is killed again and again.

    Each try gets two points further than the one before, until the step is done.
    """
    committee, justice, _finance = offices()
    give_certificates([committee.agency.id], now=MONDAY_9AM)
    steps = steps_of(committee, justice)
    for name, step in steps.items():
        say(name, _hammer(step))
    card = issuing_queries.draft_card(the_draft(committee), agency_id=committee.agency.id)
    assert card.state == DraftState.ISSUED
    assert card.entry_number.startswith("01/")
    delivery = exchange_queries.delivery_to(card.version_id, recipient_id=justice.agency.id)
    assert delivery is not None


def _hammer(step: Act) -> int:
    """Return how often the step was killed until it was done."""
    kills = 0
    while (status := faults.in_a_process(step, deadly=2 * kills)) == faults.DIED:
        everything_holds()
        kills += 1
    assert status == 0
    faults.survives(step)
    everything_holds()
    return kills


def steps_of(committee: Office, justice: Office) -> dict[str, Act]:
    clerk, leader = committee.clerk, committee.leader
    key, pdf = str(uuid4()), committee_letter(signer_name=leader.name, on=local_day(MONDAY_9AM))
    facts = DraftFacts(
        kind="cong-van",
        subject="V/v gửi, nhận văn bản điện tử",
        notation=f"{committee.agency.abbreviation}-VP",
        signer_post_id=leader.post_id,
        recipients=(RecipientLine("Sở Tư pháp", RecipientRole.ACTION, justice.agency.id),),
    )
    upload = blobs.receive(
        io.BytesIO(pdf),
        name="cong-van.pdf",
        agency_id=committee.agency.id,
        actor=clerk,
        now=MONDAY_9AM,
        largest=10_000_000,
    )

    def draft():
        issuing.create_draft(
            facts=facts,
            origin=Origin.HERE,
            file=NewFile(upload.id, upload.name),
            key=key,
            actor=clerk,
            now=MONDAY_9AM,
        )

    def submit():
        issuing.submit_draft(draft_id=the_draft(committee), slip="", actor=clerk, now=MONDAY_9AM)

    def sign():
        card = issuing_queries.draft_card(the_draft(committee), agency_id=committee.agency.id)
        if card.state == DraftState.AWAITING_SIGNATURE:
            issuing.sign_with_kept_key(
                draft_id=card.id, signer=KeyFiles(), actor=leader, now=MONDAY_9AM
            )

    def issue():
        issuing.issue_at_once(
            draft_id=the_draft(committee), signer=KeyFiles(), actor=clerk, now=LATER
        )

    return {"draft": draft, "submit": submit, "sign": sign, "issue": issue}


def the_draft(office: Office) -> UUID:
    return Draft.objects.filter(agency_id=office.agency.id).latest("id").pk

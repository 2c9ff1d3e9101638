"""People who act on one thing at one moment, each in a process; run with tables of its own."""

import json
import os
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from uuid import uuid4

from django.db import connection, connections
from tests.exchange.builders import MONDAY_9AM, a_dispatch, a_version, the_delivery
from tests.flows import killed
from tests.flows.invariants import everything_holds
from tests.flows.killed import LATER, offices

from lienthong.exchange import queries as exchange_queries
from lienthong.exchange import services as exchange
from lienthong.exchange.types import Recipient, Submission
from lienthong.issuing import services as issuing
from lienthong.issuing.models import Draft
from lienthong.issuing.types import DraftState
from lienthong.kernel.refusals import Refusal
from lienthong.practice.certificates import give_certificates
from lienthong.registers import queries as register_queries
from lienthong.registers import services as registers
from lienthong.registers.errors import WorkClosed
from lienthong.registers.types import Assignee, AssignmentRole
from lienthong.signatures.adapters.keyfiles import KeyFiles

Act = Callable[[], object]
ROUNDS = 2
# Long enough that the others come to their own statement meanwhile, also on a busy machine.
PAUSE = 0.002


def main(*names: str) -> None:
    """Run each race some times and print its outcomes as JSON, one line a round."""
    offices()
    for name in names:
        for _round in range(ROUNDS):
            killed.say(json.dumps([name, sorted(together(*RACES[name]()))]))
            everything_holds()


def together(*acts: Act) -> list[str]:
    """Run acts in processes that start at one moment; return what each said, or its refusal."""
    connections.close_all()
    waiting, go = os.pipe()
    runners = [_start(act, waiting, go) for act in acts]
    os.close(waiting)
    os.close(go)  # whoever waits to read sees the end now
    outcomes = []
    for child, reading in runners:
        with os.fdopen(reading) as told:
            outcomes.append(told.read())
        os.waitpid(child, 0)
    return outcomes


def _start(act: Act, waiting: int, go: int) -> tuple[int, int]:
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(go)
        os.close(reading)
        outcome = "died"
        try:
            connection.ensure_connection()
            connection.execute_wrappers.append(_slowly)
            os.read(waiting, 1)
            outcome = str(act())
        except Refusal as refusal:
            outcome = refusal.code
        except BaseException as error:
            traceback.print_exc()
            outcome = f"error {type(error).__name__}"
        finally:
            os.write(writing, outcome.encode())
            os._exit(0)
    os.close(writing)
    return child, reading


def _slowly(execute, *rest):
    time.sleep(PAUSE)
    return execute(*rest)


def accepting(*keys: str) -> list[Act]:
    delivery, justice = killed.arrived()

    def accept(key: str) -> Act:
        return lambda: (
            registers.accept_delivery(
                delivery_id=delivery.id, key=key, actor=justice.clerk, now=LATER
            ).number
            and "accepted"
        )

    return [accept(key) for key in keys]


def accepting_and_refusing() -> list[Act]:
    delivery, justice = killed.arrived()

    def accept() -> str:
        registers.accept_delivery(delivery_id=delivery.id, key="a", actor=justice.clerk, now=LATER)
        return "decided"

    def refuse() -> str:
        registers.refuse_delivery(
            delivery_id=delivery.id, reason="Nhầm", key="r", actor=justice.clerk, now=LATER
        )
        return "decided"

    return [accept, refuse]


def submitting(*keys: str, same: bool = True) -> list[Act]:
    committee, justice, _finance = offices()
    versions = [a_version(committee) for _key in keys]

    def submit(key: str, version) -> Act:
        submission = Submission(
            committee.agency.id, version.version_id, (Recipient(justice.agency.id),), key
        )

        def act() -> str:
            exchange.submit_dispatch(submission=submission, actor=committee.clerk, now=MONDAY_9AM)
            return "sent"

        return act

    chosen = [versions[0]] * len(keys) if same else versions
    return [submit(key, version) for key, version in zip(keys, chosen, strict=True)]


def instructing(*keys: str) -> list[Act]:
    entry, justice = killed.accepted()

    def instruct(key: str) -> Act:
        def act() -> str:
            registers.give_instruction(
                entry_id=entry.id,
                text="Tham mưu",
                assignees=[Assignee(AssignmentRole.LEAD, unit_id=justice.unit_id)],
                due_on=None,
                key=key,
                actor=justice.leader,
                now=LATER,
            )
            card = register_queries.incoming_card(entry.id)
            leads = [a for a in card.assignments if a.state in {"waiting", "started"}]
            return f"given, {len(leads)} lead"

        return act

    return [instruct(key) for key in keys]


def finishing_and_giving_back() -> list[Act]:
    committee, justice, _finance = offices()
    entry, _justice = killed.accepted()
    card = registers.give_instruction(
        entry_id=entry.id,
        text="",
        assignees=[Assignee(AssignmentRole.LEAD, unit_id=justice.unit_id)],
        due_on=None,
        key=str(uuid4()),
        actor=justice.leader,
        now=LATER,
    )
    delivery = exchange_queries.delivery_card(entry.delivery_id)
    _ask_back(committee, delivery.dispatch_id)

    def finish() -> str:
        with suppress(WorkClosed):  # it may have been given back a moment before
            registers.finish_work(
                assignment_id=card.assignments[0].id,
                outcome="Xong",
                actor=justice.officer,
                now=LATER,
            )
        return "finished or closed"

    return [finish, _answering(delivery, justice, agrees=True, key="answer")]


def answering(*keys: str) -> list[Act]:
    committee, justice, _finance = offices()
    delivery = the_delivery(a_dispatch(committee, justice), justice)
    _ask_back(committee, delivery.dispatch_id)
    is_same = len(set(keys)) == 1
    return [
        _answering(delivery, justice, agrees=is_same or n == 0, key=key)
        for n, key in enumerate(keys)
    ]


def recalling() -> list[Act]:
    committee, justice, _finance = offices()
    dispatch = a_dispatch(committee, justice)

    def recall() -> str:
        _ask_back(committee, dispatch.id)
        return "asked"

    return [recall, recall]


def _ask_back(committee, dispatch_id) -> None:
    exchange.request_recall(
        dispatch_id=dispatch_id,
        recipient_ids=None,
        reason="Sai",
        key="recall",
        actor=committee.clerk,
        now=LATER,
    )


def _answering(delivery, office, *, agrees: bool, key: str) -> Act:
    def answer() -> str:
        exchange.answer_change(
            delivery_id=delivery.id,
            agrees=agrees,
            note="Đã xử lý",
            key=key,
            actor=office.clerk,
            now=LATER + timedelta(minutes=1),
        )
        return "answered"

    return answer


def drafting() -> list[Act]:
    """One form, sent twice at one moment."""
    committee, justice, _finance = offices()
    give_certificates([committee.agency.id], now=MONDAY_9AM)
    draft = killed.steps_of(committee, justice)["draft"]
    return [lambda: draft() or "drafted"] * 2


def issuing_together() -> list[Act]:
    committee, justice, _finance = offices()
    steps = killed.steps_of(committee, justice)
    draft_id = killed.the_draft(committee)
    if Draft.objects.get(pk=draft_id).state == DraftState.DRAFTING:
        steps["submit"]()
        steps["sign"]()

    def issue() -> str:
        card = issuing.issue_at_once(
            draft_id=draft_id, signer=KeyFiles(), actor=committee.clerk, now=LATER
        )
        return f"{card.state} {card.entry_number.split('/')[0]}"

    return [issue, issue]


RACES: dict[str, Callable[[], list[Act]]] = {
    "accept": lambda: accepting("one", "other"),
    "accept again": lambda: accepting("same", "same"),
    "accept or refuse": accepting_and_refusing,
    "submit again": lambda: submitting(*[str(uuid4())] * 2),
    "submit other": lambda: submitting(*[str(uuid4())] * 2, same=False),
    "submit twice": lambda: submitting(str(uuid4()), str(uuid4())),
    "instruct": lambda: instructing("one", "other"),
    "instruct again": lambda: instructing("same", "same"),
    "finish or give back": finishing_and_giving_back,
    "answer": lambda: answering("one", "other"),
    "answer again": lambda: answering("same", "same"),
    "recall again": recalling,
    "draft": drafting,
    "issue": issuing_together,
}

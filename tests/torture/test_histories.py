"""Any history of a document between agencies, against a model of its own (A1, A2, A12).

Whatever is asked, in whatever order, again, late or with wrong clocks: the product and the model
agree on where every delivery stands and on what is refused, and all that must hold, holds.
`LONG_HISTORIES=200` tries that many.
"""

import os
from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from tests.exchange.builders import MONDAY_9AM, a_version, an_office
from tests.exchange.test_heirs import merge
from tests.flows.invariants import everything_holds
from torture.model import Model

from lienthong.exchange import errors, queries, services
from lienthong.exchange.types import NewReport, Recipient, StatusCode, Submission
from lienthong.kernel import clock
from lienthong.kernel.refusals import Refusal
from lienthong.registers import services as registers

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

EXAMPLES = int(os.environ.get("LONG_HISTORIES", "8"))
DESK, SYSTEM, ENDING = "desk", "system", "ending"
NAMES = (DESK, SYSTEM, ENDING)
names, keys = st.sampled_from(NAMES), st.sampled_from(["a", "b", "c"])
DECISIONS = {"accept": "03", "refuse": "02"}


class Histories(RuleBasedStateMachine):
    """The committee sends to a department with a desk, one with a system, and one that may end."""

    def __init__(self) -> None:
        super().__init__()
        self.undo = transaction.atomic()
        self.undo.__enter__()
        self.committee = an_office("Ủy ban nhân dân tỉnh")
        self.heir, self.now, self.model, self.ended = None, MONDAY_9AM, Model(), False
        self.offices = {
            DESK: an_office("Sở Tư pháp", parent=self.committee.agency),
            SYSTEM: an_office("Sở Y tế", parent=self.committee.agency, books_here=False),
            ENDING: an_office("Sở Xây dựng", parent=self.committee.agency),
        }
        self.named = dict(self.offices)
        self.heir = an_office("Sở Giao thông vận tải", parent=self.committee.agency)
        self.version = a_version(self.committee).version_id

    def teardown(self) -> None:
        try:
            everything_holds()
        finally:
            transaction.set_rollback(True)
            self.undo.__exit__(None, None, None)

    @rule(to=st.sets(names, min_size=1), key=keys)
    def send(self, to, key):
        submission = Submission(
            self.committee.agency.id,
            self.version,
            tuple(Recipient(self.named[name].agency.id) for name in sorted(to)),
            f"send {key}",
        )
        self._agree(
            self.model.send(sorted(to), f"send {key}", self._later()),
            lambda: services.submit_dispatch(
                submission=submission, actor=self.committee.clerk, now=self.now
            ),
        )

    @rule(
        name=st.sampled_from([DESK, ENDING]),
        decision=st.sampled_from(["accept", "refuse"]),
        key=keys,
    )
    def decide(self, name, decision, key):
        wanted = self.model.act(name, DECISIONS[decision], key, self._later())
        more = {"reason": "Nhầm"} if decision == "refuse" else {}
        act = registers.refuse_delivery if more else registers.accept_delivery
        self._agree(
            wanted,
            lambda: act(
                delivery_id=self._delivery(name),
                key=key,
                actor=self._clerk(name),
                now=self.now,
                **more,
            ),
        )

    @rule(code=st.sampled_from(["02", "03", "04", "05", "06"]), key=keys)
    def report(self, code, key):
        """The act of a system, which has to fit."""
        wanted = self.model.act(SYSTEM, code, key, self._later())
        self._agree(wanted, lambda: self._report(code, key, is_act=True))

    @rule(
        code=st.sampled_from(["01", "02", "03", "04", "05", "06"]),
        key=keys,
        minutes=st.integers(-40, 40),
    )
    def report_late(self, code, key, minutes):
        """What a system sends on, late, doubled or by a wrong clock."""
        now = self._later()
        stamped = now + timedelta(minutes=minutes)
        wanted = self.model.say(SYSTEM, code, f"late {key}", stamped, now)
        self._agree(wanted, lambda: self._report(code, f"late {key}", stamped=stamped))

    @rule(name=names, key=keys)
    def recall(self, name, key):
        self._later()
        self._agree(
            self.model.recall(name, key),
            lambda: services.request_recall(
                dispatch_id=queries.delivery_card(self._delivery(name)).dispatch_id,
                recipient_ids=None,
                reason="Sai",
                key=key,
                actor=self.committee.clerk,
                now=self.now,
            ),
        )

    @rule(name=names, agrees=st.booleans(), key=keys)
    def answer(self, name, agrees, key):
        self._later()
        self._agree(
            self.model.answer(name, key, agrees=agrees),
            lambda: services.answer_change(
                delivery_id=self._delivery(name),
                agrees=agrees,
                note="Đã dùng",
                key=key,
                actor=self._clerk(name),
                now=self.now,
            ),
        )

    @precondition(lambda self: not self.ended and self.now > MONDAY_9AM + timedelta(minutes=8))
    @rule()
    def end(self):
        """A recipient is merged into an agency that was never sent anything."""
        self.model.end(ENDING)
        merge(self.offices[ENDING], self.heir)
        self.offices[ENDING], self.ended = self.heir, True

    @invariant()
    def agrees_with_the_model(self):
        for name, office in self.offices.items():
            card = queries.delivery_to(self.version, recipient_id=office.agency.id)
            way = self.model.ways.get(name)
            found = (card.state, card.is_change_pending) if card else ("", False)
            assert found == ((way.state, way.is_asked) if way else ("", False)), name

    def _agree(self, wanted, act):
        try:
            act()
            is_done = True
        except Refusal as refusal:
            is_done, refused = False, refusal
        assert is_done == wanted, "done, and should not be" if is_done else refused

    def _report(self, code, key, *, is_act=False, stamped=None):
        number = {"entry_number": "7"} if code == "03" else {}
        services.report_status(
            report=NewReport(
                self._delivery(SYSTEM),
                StatusCode(code),
                key,
                note="Nhầm" if code == "02" else "",
                stamped_at=stamped,
                is_act=is_act,
                **number,
            ),
            actor=self._clerk(SYSTEM),
            now=self.now,
        )

    def _later(self):
        self.now += timedelta(minutes=1)
        return self.now

    def _clerk(self, name):
        return self.offices[name].clerk

    def _delivery(self, name):
        card = queries.delivery_to(self.version, recipient_id=self.offices[name].agency.id)
        if card is None:
            raise errors.DeliveryNotFound()
        return card.id


def test_A1_A2_A12_any_history_of_a_document_ends_where_the_model_ends(
    db, monkeypatch, settings_of_home
):
    monkeypatch.setattr(clock, "now", lambda: MONDAY_9AM + timedelta(hours=1))
    run_state_machine_as_test(
        Histories,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=25,
            derandomize=EXAMPLES <= 8,
            phases=[Phase.generate] if EXAMPLES <= 8 else list(Phase),
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )

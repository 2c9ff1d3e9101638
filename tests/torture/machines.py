"""What machines share that compare the product with a small model: time, undoing, agreeing."""

import os
from datetime import timedelta

from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import RuleBasedStateMachine, run_state_machine_as_test
from tests.exchange.builders import MONDAY_9AM
from tests.flows.invariants import everything_holds

from lienthong.kernel.refusals import Refusal

LONG = int(os.environ.get("LONG_HISTORIES", "0"))


class Machine(RuleBasedStateMachine):
    """A history in a transaction that is undone; all that must hold, holds at its end."""

    begins_at = MONDAY_9AM

    def __init__(self) -> None:
        super().__init__()
        self.undo = transaction.atomic()
        self.undo.__enter__()
        self.now = self.begins_at

    def teardown(self) -> None:
        try:
            everything_holds()
        finally:
            transaction.set_rollback(True)
            self.undo.__exit__(None, None, None)

    def agree(self, wanted, act):
        """Do an act; it has to be done or refused as the model has it. Return what it gave."""
        try:
            done, refused = (act(),), None
        except Refusal as refusal:
            done, refused = None, refusal
        assert (done is not None) == wanted, refused or "done, and should not be"
        return done and done[0]

    def later(self):
        self.now += timedelta(minutes=1)
        return self.now


def play(machine, *, examples):
    """Play so many histories, the same every time; `LONG_HISTORIES=200`: so many by chance."""
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=LONG or examples,
            stateful_step_count=25,
            derandomize=not LONG,
            phases=list(Phase) if LONG else [Phase.generate],
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )

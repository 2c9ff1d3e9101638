"""Any history of one document between three agencies, against a model of one page (A1, A12).

Whatever is asked, in whatever order, again or with wrong clocks: the product and the model agree on
where every delivery stands and on what is refused, and everything that must hold, holds.
"""

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from tests.exchange.builders import MONDAY_9AM, a_version, an_office
from tests.flows.invariants import everything_holds

from lienthong.exchange import errors, queries, services
from lienthong.exchange.types import NewReport, Recipient, StatusCode, Submission
from lienthong.kernel.refusals import Refusal
from lienthong.registers import services as registers

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

ACTS = ("send", "accept", "refuse", "recall", "agree", "decline", "report")
steps = st.tuples(
    st.sampled_from(ACTS),
    st.integers(0, 1),  # which recipient
    st.integers(0, 2),  # which key: the same one again is a repetition
    st.integers(-90, 90),  # minutes by which a reporting system's clock is wrong
)


class UndoneAgain(Exception):
    """Takes an example back out of the database."""


@dataclass
class Way:
    """The model of what one agency was sent: one state, one question that may wait."""

    state: str = ""
    asked: bool = False
    answers: dict[str, str] = field(default_factory=dict)


def expected(way: Way, act: str, key: str) -> bool:
    """Say whether an act is done, and take it over into the model; a repetition changes nothing."""
    if key in way.answers:
        return way.answers[key] == act
    new = {
        "send": ("arrived", way.state in {"", "refused"}),
        "accept": ("accepted", way.state == "arrived"),
        "refuse": ("refused", way.state == "arrived"),
        "recall": (way.state, way.state in {"arrived", "accepted"} and not way.asked),
        "agree": ("recalled", way.asked),
        "decline": (way.state, way.asked),
    }
    state, is_possible = new[act]
    if is_possible:
        way.answers[key] = act
        way.asked = act == "recall" or (way.asked and act not in {"agree", "decline"})
        way.state = state
    return is_possible


class World:
    """The product's side: the same acts through its services."""

    def __init__(self) -> None:
        self.committee = an_office("Ủy ban nhân dân tỉnh")
        self.offices = [
            an_office(name, parent=self.committee.agency) for name in ("Sở Tư pháp", "Sở Y tế")
        ]
        self.version = a_version(self.committee).version_id
        self.now: datetime = MONDAY_9AM
        # A key belongs to its sender and one delivery: after a re-sending the way begins anew.
        self.ways = [Way(), Way()]

    def step(self, act: str, which: int, key: str, skew: int) -> None:
        self.now += timedelta(minutes=1)
        if act == "report":
            self._report(which, f"system {key}", skew)
            return
        way = self.ways[which]
        if act == "send" and way.state == "refused" and f"send {key}" not in way.answers:
            way.answers = {k: a for k, a in way.answers.items() if a == "send"}
        wanted = expected(way, act, f"{'send' if act == 'send' else act} {key}")
        is_done = False
        with suppress(Refusal):
            getattr(self, act)(which, f"{act} {key}")
            is_done = True
        assert is_done == wanted, (act, which, key, way)

    def send(self, which: int, key: str) -> None:
        services.submit_dispatch(
            submission=Submission(
                self.committee.agency.id,
                self.version,
                (Recipient(self.offices[which].agency.id),),
                f"{which} {key}",
            ),
            actor=self.committee.clerk,
            now=self.now,
        )

    def accept(self, which: int, key: str) -> None:
        registers.accept_delivery(
            delivery_id=self._delivery(which),
            key=key,
            actor=self.offices[which].clerk,
            now=self.now,
        )

    def refuse(self, which: int, key: str) -> None:
        registers.refuse_delivery(
            delivery_id=self._delivery(which),
            reason="Nhầm",
            key=key,
            actor=self.offices[which].clerk,
            now=self.now,
        )

    def recall(self, which: int, key: str) -> None:
        services.request_recall(
            dispatch_id=queries.delivery_card(self._delivery(which)).dispatch_id,
            recipient_ids=None,
            reason="Sai",
            key=key,
            actor=self.committee.clerk,
            now=self.now,
        )

    def agree(self, which: int, key: str) -> None:
        self._answer(which, key, agrees=True)

    def decline(self, which: int, key: str) -> None:
        self._answer(which, key, agrees=False)

    def _answer(self, which: int, key: str, *, agrees: bool) -> None:
        services.answer_change(
            delivery_id=self._delivery(which),
            agrees=agrees,
            note="Đã dùng",
            key=key,
            actor=self.offices[which].clerk,
            now=self.now,
        )

    def _report(self, which: int, key: str, skew: int) -> None:
        """A system says again that it arrived, by its own clock: the state cannot follow it."""
        card = queries.delivery_to(self.version, recipient_id=self.offices[which].agency.id)
        if card is None:
            return
        report = NewReport(
            card.id,
            StatusCode.ARRIVED,
            key,
            stamped_at=self.now + timedelta(minutes=skew),
            is_act=False,
        )
        try:
            services.report_status(report=report, actor=self.offices[which].clerk, now=self.now)
        except errors.StampBeforeDispatch:
            assert report.stamped_at < card.admitted_at
        except errors.ReportDiffers:
            assert key in {
                row.key for row in _reports(card.id)
            }  # the same key with another stamp is another report

    def _delivery(self, which: int):
        card = queries.delivery_to(self.version, recipient_id=self.offices[which].agency.id)
        if card is None:
            raise errors.DeliveryNotFound()
        return card.id

    def agrees_with_the_model(self) -> None:
        for office, way in zip(self.offices, self.ways, strict=True):
            card = queries.delivery_to(self.version, recipient_id=office.agency.id)
            found = (card.state, card.is_change_pending) if card else ("", False)
            assert found == (way.state, way.asked)


def _reports(delivery_id):
    from lienthong.exchange.models import StatusReport

    return StatusReport.objects.filter(delivery_id=delivery_id)


@settings(
    max_examples=10,
    derandomize=True,
    phases=[Phase.generate],
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(history=st.lists(steps, min_size=5, max_size=20))
def test_A1_A12_any_history_of_a_document_ends_where_the_model_ends(db, history):
    try:
        with transaction.atomic():
            world = World()
            for act, which, key, skew in history:
                world.step(act, which, str(key), skew)
                world.agrees_with_the_model()
            everything_holds()
            raise UndoneAgain
    except UndoneAgain:
        pass

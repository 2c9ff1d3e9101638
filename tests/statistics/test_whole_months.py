"""Three months of acts by chance, closed as they end: every document is in one month, once."""

import heapq
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import count
from random import Random
from uuid import uuid4

import pytest
from tests.exchange import changes
from tests.exchange.builders import a_dispatch, the_delivery
from tests.statistics.builders import a_province, accept, numbered, on

from lienthong.exchange import queries as exchange_queries
from lienthong.exchange import services as exchange
from lienthong.exchange.types import NewReport, StatusCode
from lienthong.registers import services as registers
from lienthong.registers.models import Entry
from lienthong.registers.types import Direction, EntryState
from lienthong.statistics import queries, services
from lienthong.statistics.types import Measure

pytestmark = pytest.mark.django_db
_SENDINGS, _NUMBERS = 20, 14


class World:
    """What happens around the ends of October and November, in the order of time."""

    def __init__(self, seed: int) -> None:
        self.by_chance, self.province = Random(seed), a_province()
        self._to_come: list[tuple[datetime, int, Callable[[datetime], None]]] = []
        self._order = count()
        self.taken_elsewhere: set[object] = set()

    def plan(self, at: datetime, act: Callable[[datetime], None]) -> None:
        heapq.heappush(self._to_come, (at, next(self._order), act))

    def soon(self, now: datetime, act: Callable[[datetime], None]) -> None:
        """Within an hour, or within four days."""
        hours = self.by_chance.choice([1, 96])
        self.plan(now + timedelta(minutes=self.by_chance.randint(1, 60 * hours)), act)

    def run(self) -> None:
        around = [on(29, 12, month=10), on(29, 12)]
        for _each in range(_SENDINGS):
            self.soon(self.by_chance.choice(around), self.send)
        for _each in range(_NUMBERS):
            self.soon(self.by_chance.choice(around), self.take_number)
        for closed in (on(31, 0, month=10), on(1, 0, month=12), on(31, 0, month=12)):
            self.plan(closed, lambda now: services.close_due(now=now) and None)
        while self._to_come:
            at, _order, act = heapq.heappop(self._to_come)
            act(at)

    def send(self, now: datetime) -> None:
        p = self.province
        sender = self.by_chance.choice([p.committee, p.department, p.district])
        others = [one for one in (p.committee, p.department, p.district) if one != sender]
        recipients = self.by_chance.sample(others, self.by_chance.randint(1, 2))
        sent = a_dispatch(sender, *recipients, now=now, signed_at=now - timedelta(hours=2))
        for one in recipients:
            delivery = the_delivery(sent, one)
            self.soon(now, lambda at, d=delivery, r=one: self.decide(d.id, r, at))
        if self.by_chance.random() < 0.5:
            change = self.by_chance.choice([self.update, self.recall])
            self.soon(now, lambda at: change(sender, recipients, sent, at))

    def decide(self, delivery_id, recipient, now: datetime) -> None:
        delivery = exchange_queries.delivery_card(delivery_id)
        if not delivery.state.is_open_for_acceptance:
            return
        is_refused = self.by_chance.random() < 0.2
        if recipient == self.province.district:
            code = StatusCode.REFUSED if is_refused else StatusCode.ACCEPTED
            report = NewReport(delivery_id, code, str(uuid4()), note="Nhầm" if is_refused else "")
            exchange.report_status(report=report, actor=recipient.clerk, now=now)
        elif is_refused:
            registers.refuse_delivery(
                delivery_id=delivery_id,
                reason="Nhầm",
                key=str(uuid4()),
                actor=recipient.clerk,
                now=now,
            )
        else:
            accept(delivery, recipient, now)
        if recipient == self.province.district and not is_refused:
            self.taken_elsewhere.add(delivery_id)

    def update(self, sender, recipients, sent, now: datetime) -> None:
        held = [one for one in recipients if self._has(sent, one)]
        if not held:
            return
        _new, asked = changes.updated(
            sender, sent, now=now, key=str(uuid4()), only=[one.agency.id for one in held]
        )
        for one in held:
            self.soon(now, lambda at, r=one: self.agree(sent, asked, r, at))

    def agree(self, sent, asked, recipient, now: datetime) -> None:
        changes.answer(recipient, the_delivery(sent, recipient), agrees=True, now=now)
        offered = the_delivery(asked.sent.dispatch, recipient)
        self.soon(now, lambda at: self.decide(offered.id, recipient, at))

    def recall(self, sender, recipients, sent, now: datetime) -> None:
        held = [one for one in recipients if self._has(sent, one)]
        if not held:
            return
        exchange.request_recall(
            dispatch_id=sent.id,
            recipient_ids=[one.agency.id for one in held],
            reason="Gửi nhầm",
            key=str(uuid4()),
            actor=sender.clerk,
            now=now,
        )
        for one in held:
            self.soon(
                now,
                lambda at, r=one: changes.answer(r, the_delivery(sent, r), agrees=True, now=at),
            )

    def _has(self, sent, recipient) -> bool:
        return the_delivery(sent, recipient).state.is_with_recipient

    def take_number(self, now: datetime) -> None:
        entry = numbered(self.province.committee, now)
        self.soon(now, lambda at: self.settle(entry.id, at))

    def settle(self, entry_id, now: datetime) -> None:
        clerk = self.province.committee.clerk
        if self.by_chance.random() < 0.3:
            registers.void_number(entry_id=entry_id, reason="Sai", actor=clerk, now=now)
        else:
            registers.enter_issued(entry_id=entry_id, version_id=None, actor=clerk, now=now)


def all_months(office) -> Counter[Measure]:
    """What the closed months of an agency come to together; each month holds together."""
    found: Counter[Measure] = Counter()
    for closing in queries.closings():
        frozen = queries.figures_of_agency(closing, office.agency.id)
        counts = frozen.figures.counts
        decided = (Measure.DECIDED_IN_TIME, Measure.DECIDED_LATE, Measure.UNDECIDED)
        assert sum(counts[one] for one in decided) == counts[Measure.ARRIVED]
        timed = (Measure.SENT_IN_TIME, Measure.SENT_LATE, Measure.SENT_UNTIMED)
        assert sum(counts[one] for one in timed) == counts[Measure.OUTGOING_ELECTRONIC]
        found.update(counts)
    return found


def test_every_document_is_in_one_closed_month_once():
    world = World(seed=1)
    world.run()
    assert len(queries.closings()) == 3

    for office in (world.province.committee, world.province.department):
        lines = Counter(
            Entry.objects.filter(register__agency_id=office.agency.id).values_list(
                "register__direction", "state"
            )
        )
        told = all_months(office)
        assert told[Measure.OUTGOING] == lines[Direction.OUTGOING, EntryState.ENTERED]
        assert told[Measure.VOIDED] == lines[Direction.OUTGOING, EntryState.VOIDED]
        assert told[Measure.INCOMING] == lines[Direction.INCOMING, EntryState.ENTERED]
    elsewhere = all_months(world.province.district)
    assert elsewhere[Measure.INCOMING_ELECTRONIC] == len(world.taken_elsewhere)

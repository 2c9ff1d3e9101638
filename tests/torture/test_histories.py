"""Any history of documents between agencies, against a model of its own (A1, A2, A12).

Whatever is asked, in whatever order, again, late or with wrong clocks: the product and the model
agree on where every delivery stands and on what is refused, and all that must hold, holds.
`LONG_HISTORIES=200` tries that many.
"""

from datetime import timedelta
from functools import partial
from uuid import UUID

import pytest
from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, precondition, rule
from tests.directory.builders import merge
from tests.exchange.builders import MONDAY_9AM, a_version, an_office
from tests.exchange.changes import a_new_version
from tests.torture.machines import Machine, play
from torture.model import Model

from lienthong.documents import queries as documents
from lienthong.exchange import queries, services
from lienthong.exchange.models import Delivery
from lienthong.exchange.types import (
    ChangeKind,
    NewChange,
    NewReport,
    Recipient,
    StatusCode,
    Submission,
)
from lienthong.kernel import clock
from lienthong.registers import services as registers

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

DESK, SYSTEM, ENDING = "desk", "system", "ending"
NAMES = (DESK, SYSTEM, ENDING)
names, keys = st.sampled_from(NAMES), st.sampled_from(["a", "b", "c", "d"])
NOBODY = UUID(int=0)
DECISIONS = {"accept": "03", "refuse": "02"}


class World:
    """Who writes and what is sent first: the same in every history, which changes it and is undone.

    A department with a desk, one with a system, one that may end, and its heir.
    """

    def __init__(self) -> None:
        self.committee = an_office("Ủy ban nhân dân tỉnh")
        above = self.committee.agency
        self.offices = {
            DESK: an_office("Sở Tư pháp", parent=above),
            SYSTEM: an_office("Sở Y tế", parent=above, books_here=False),
            ENDING: an_office("Sở Xây dựng", parent=above),
        }
        self.heir = an_office("Sở Giao thông vận tải", parent=above)
        self.version_id = a_version(self.committee).version_id


class Histories(Machine):
    """The committee of a world sends to its departments."""

    def __init__(self, world: World) -> None:
        super().__init__()
        self.committee, self.heir = world.committee, world.heir
        self.model, self.ended = Model(), False
        self.offers = {}
        self.offices = dict(world.offices)
        self.named = dict(self.offices)
        self.versions = [world.version_id]

    @initialize(but=st.sampled_from([None, *NAMES]))
    def begin(self, but):
        """Somebody may be left out at first."""
        self.send(set(NAMES) - {but}, "first", is_newest=False)

    @rule(to=st.sets(names, min_size=1), key=keys, is_newest=st.booleans())
    def send(self, to, key, is_newest):
        version = len(self.versions) - 1 if is_newest else 0
        submission = Submission(
            self.committee.agency.id,
            self.versions[version],
            tuple(Recipient(self.named[name].agency.id) for name in sorted(to)),
            f"send {key}",
        )
        self.agree(
            self.model.send(version, sorted(to), f"send {key}", self.later()),
            lambda: services.submit_dispatch(
                submission=submission, actor=self.committee.clerk, now=self.now
            ),
        )

    @rule(is_update=st.booleans(), of_newest=st.booleans(), key=keys)
    def offer(self, is_update, of_newest, key):
        """An update of a document, or one that replaces it; under a known key the same again."""
        key, now = f"offer {key}", self.later()
        if key in self.offers:
            self.agree(wanted=True, act=lambda: self._ask(self.offers[key]))
            return
        document = self.model.of[-1] if of_newest else 0
        wanted = self.model.offer(document, is_update=is_update, key=key, at=now)
        target = self.versions[self.model.of.index(document)]
        self.agree(wanted, lambda: self._offer(target, key, is_update=is_update))

    def _offer(self, target, key, *, is_update):
        with transaction.atomic():
            make = a_new_version if is_update else lambda office, _target: a_version(office)
            version = make(self.committee, target).version_id
            change = NewChange(
                kind=ChangeKind.UPDATE if is_update else ChangeKind.REPLACEMENT,
                document_id=documents.version_card(target).document_id,
                version_id=version,
                reason="Sửa phụ lục",
                key=key,
            )
            self._ask(change)
        self.versions.append(version)
        self.offers[key] = change

    def _ask(self, change):
        services.request_change(change=change, actor=self.committee.clerk, now=self.now)

    @rule(
        name=st.sampled_from([DESK, ENDING]),
        decision=st.sampled_from(["accept", "refuse"]),
        key=keys,
        is_first=st.booleans(),
    )
    def decide(self, name, decision, key, is_first):
        way = self.model.way(name, is_first=is_first)
        delivery = self._delivery(name, way)
        wanted = self.model.act(way, DECISIONS[decision], key, self.later())
        more = {"reason": "Nhầm"} if decision == "refuse" else {}
        act = registers.refuse_delivery if more else registers.accept_delivery
        self.agree(
            wanted,
            lambda: act(
                delivery_id=delivery, key=key, actor=self._clerk(name), now=self.now, **more
            ),
        )

    @rule(code=st.sampled_from(["02", "03", "04", "05", "06"]), key=keys, is_first=st.booleans())
    def report(self, code, key, is_first):
        """The act of a system, which has to fit."""
        way = self.model.way(SYSTEM, is_first=is_first)
        delivery = self._delivery(SYSTEM, way)
        wanted = self.model.act(way, code, key, self.later())
        self.agree(wanted, lambda: self._report(delivery, code, key, is_act=True))

    @rule(
        code=st.sampled_from(["01", "02", "03", "04", "05", "06"]),
        key=keys,
        minutes=st.integers(-40, 40),
        is_first=st.booleans(),
    )
    def report_late(self, code, key, minutes, is_first):
        """What a system sends on, late, doubled or by a wrong clock."""
        way, now = self.model.way(SYSTEM, is_first=is_first), self.later()
        delivery = self._delivery(SYSTEM, way)
        stamped = now + timedelta(minutes=minutes)
        wanted = self.model.say(way, code, f"late {key}", stamped, now)
        self.agree(wanted, lambda: self._report(delivery, code, f"late {key}", stamped=stamped))

    @rule(name=names, key=keys, is_first=st.booleans())
    def recall(self, name, key, is_first):
        way = self.model.way(name, is_first=is_first)
        delivery = self._delivery(name, way)
        self.later()
        self.agree(
            self.model.recall(way, key),
            lambda: services.request_recall(
                dispatch_id=queries.delivery_card(delivery).dispatch_id,
                recipient_ids=None,
                reason="Sai",
                key=key,
                actor=self.committee.clerk,
                now=self.now,
            ),
        )

    @precondition(lambda self: self.model.is_anybody_asked)
    @rule(names=st.permutations(NAMES), agrees=st.booleans(), key=keys)
    def answer(self, names, agrees, key):
        """The answer of one who is asked, wherever it waits."""
        name, way = next((one, way) for one in names if (way := self.model.asked(one)))
        delivery = self._delivery(name, way)
        self.later()
        self.agree(
            self.model.answer(way, key, agrees=agrees),
            lambda: self._answer(name, delivery, agrees=agrees, key=key),
        )

    @precondition(lambda self: self.model.is_anything_answered)
    @rule(name=names, agrees=st.booleans(), key=keys)
    def answer_late(self, name, agrees, key):
        """An answer that names the first thing that was ever asked about what came first."""
        way = self.model.way(name, is_first=True)
        delivery = self._delivery(name, way)
        question = way.asked[0] if way and way.asked else None
        self.later()
        self.agree(
            question is not None and self.model.answer(way, key, agrees=agrees, question=question),
            lambda: self._answer(
                name, delivery, agrees=agrees, key=key, request_id=self._first_request(delivery)
            ),
        )

    def _first_request(self, delivery):
        """Return the first request about a delivery; one of nobody, where nothing was asked."""
        asked = [one for one in queries.reports_of(delivery) if one.change and not one.is_offer]
        return min((one.id for one in asked), default=delivery)

    def _answer(self, name, delivery, *, agrees, key, request_id=None):
        services.answer_change(
            delivery_id=delivery,
            agrees=agrees,
            note="Đã dùng",
            key=key,
            actor=self._clerk(name),
            now=self.now,
            request_id=request_id,
        )

    @precondition(lambda self: not self.ended and self.now > MONDAY_9AM + timedelta(minutes=8))
    @rule()
    def end(self):
        """A recipient is merged into an agency that was never sent anything."""
        self.model.end(ENDING)
        merge(self.offices[ENDING].agency, self.heir.agency, now=MONDAY_9AM)
        self.offices[ENDING], self.ended = self.heir, True

    @invariant()
    def agrees_with_the_model(self):
        numbers = {version: number for number, version in enumerate(self.versions)}
        named = {office.agency.id: name for name, office in self.offices.items()}
        rows = Delivery.objects.filter(recipient__in=named).order_by("admitted_at", "id")
        found = {
            (named[row.recipient_id], numbers[row.version_id]): (row.state, row.pending_request)
            for row in rows
        }
        wanted = self.model.standing()
        assert {key: state for key, (state, _asked) in found.items()} == wanted
        asked = {key for key, (_state, asked) in found.items() if asked}
        assert asked == self.model.standing(is_asked=True).keys()

    def _report(self, delivery, code, key, *, is_act=False, stamped=None):
        number = {"entry_number": "7"} if code == "03" else {}
        services.report_status(
            report=NewReport(
                delivery,
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

    def _clerk(self, name):
        return self.offices[name].clerk

    def _delivery(self, name, way):
        """The delivery of a way; one of nobody, where there is none."""
        if way is None:
            return NOBODY
        card = queries.delivery_to(
            self.versions[way.version], recipient_id=self.offices[name].agency.id
        )
        return card.id


def test_A1_A2_A12_any_history_of_a_document_ends_where_the_model_ends(
    db, monkeypatch, settings_of_home
):
    monkeypatch.setattr(clock, "now", lambda: MONDAY_9AM + timedelta(hours=1))
    play(partial(Histories, World()), examples=14)

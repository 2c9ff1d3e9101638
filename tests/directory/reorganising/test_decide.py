"""Who makes a plan does not agree to it; who agrees, turns down or cancels, and when (A4)."""

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.directory import builders
from tests.directory.reorganising.plans import TOMORROW, a_merger, a_split, done, proposed
from tests.exchange.builders import MONDAY_9AM

from lienthong.access.errors import RightMissing
from lienthong.directory import queries, services
from lienthong.directory.errors import (
    AgencyClosed,
    AlreadyDecided,
    AlreadyDone,
    ReasonOfRefusalMissing,
    SecondPersonWanted,
)
from lienthong.directory.types import ReorganisationState
from lienthong.kernel.ids import uuid7
from lienthong.ledger.models import Record
from lienthong.worklist.models import WorkItem

pytestmark = pytest.mark.django_db


def test_A4_nobody_decides_a_plan_of_the_own_making_in_any_post(province):
    found = proposed(province, a_merger(province))
    other_post = replace(
        builders.the_second(), person_id=province.operator.person_id, post_id=uuid7()
    )
    for one in (province.operator, other_post):
        with pytest.raises(SecondPersonWanted):
            services.agree(reorganisation_id=found, actor=one, now=MONDAY_9AM)
        with pytest.raises(SecondPersonWanted):
            services.decline(reorganisation_id=found, reason="x", actor=one, now=MONDAY_9AM)
    with pytest.raises(RightMissing):
        services.agree(reorganisation_id=found, actor=province.justice.leader, now=MONDAY_9AM)
    assert services.take_effect_of_due(now=MONDAY_9AM + timedelta(days=9)) == 0
    assert queries.reorganisation(found).state == ReorganisationState.PROPOSED


def test_A4_a_plan_that_is_turned_down_says_why_and_is_over(province):
    found = proposed(province, a_merger(province))
    second = builders.the_second()
    with pytest.raises(ReasonOfRefusalMissing):
        services.decline(reorganisation_id=found, reason=" ", actor=second, now=MONDAY_9AM)
    waiting = WorkItem.objects.filter(verb="agree-reorganisation", settled_at=None)
    assert not waiting.filter(audience__contains=str(province.operator.post_id)).exists()
    for _again in range(2):
        services.decline(
            reorganisation_id=found, reason="Chưa có nghị quyết", actor=second, now=MONDAY_9AM
        )
    card = queries.reorganisation(found)
    assert (card.state, card.note) == (ReorganisationState.DECLINED, "Chưa có nghị quyết")
    with pytest.raises(AlreadyDecided):
        services.agree(reorganisation_id=found, actor=second, now=MONDAY_9AM)
    acts = Record.objects.filter(act__startswith="directory.reorganisation-")
    assert list(acts.order_by("pk").values_list("act", flat=True)) == [
        "directory.reorganisation-proposed",
        "directory.reorganisation-declined",
    ]


def test_A4_a_plan_that_cannot_be_done_any_more_is_not_agreed_to(province):
    found = proposed(province, a_merger(province), key="1")
    done(province, a_split(province), key="2")
    with pytest.raises(AgencyClosed):
        services.agree(reorganisation_id=found, actor=builders.the_second(), now=MONDAY_9AM)
    assert queries.reorganisation(found).state == ReorganisationState.PROPOSED


def test_a_plan_is_cancelled_before_its_day_and_not_after(province):
    planned = done(province, a_merger(province, on=TOMORROW), key="1")
    services.cancel(reorganisation_id=planned, actor=province.operator, now=MONDAY_9AM)
    services.cancel(reorganisation_id=planned, actor=province.operator, now=MONDAY_9AM)
    assert services.take_effect_of_due(now=MONDAY_9AM + timedelta(days=1)) == 0

    finished = done(province, a_merger(province), key="2")
    with pytest.raises(AlreadyDone):
        services.cancel(reorganisation_id=finished, actor=province.operator, now=MONDAY_9AM)

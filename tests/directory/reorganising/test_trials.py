"""What a plan would do is seen before; what was seen is what happens, on its day (A4)."""

from datetime import timedelta

import pytest
from tests.directory.reorganising.plans import (
    TODAY,
    TOMORROW,
    a_merger,
    a_merger_elsewhere,
    accepted,
    done,
    owners_of_what_is_open,
    plan,
)
from tests.exchange.builders import MONDAY_9AM, a_dispatch

from lienthong.directory import queries, services
from lienthong.directory.models import Post, Reorganisation
from lienthong.directory.types import ReorganisationState
from lienthong.exchange.models import Handover
from lienthong.ledger.models import Record

pytestmark = pytest.mark.django_db


def test_A4_a_trial_shows_what_would_move_and_moves_nothing(province):
    a_dispatch(province.committee, province.justice)
    before = (owners_of_what_is_open(), Post.objects.count(), Record.objects.count())

    trial = services.try_out(plan=a_merger(province), actor=province.operator, now=MONDAY_9AM)

    told = {what: count for (what, _from, _to), count in trial.counts.items()}
    assert told == {"unit": 1, "post": 3, "delivery": 1}
    assert (owners_of_what_is_open(), Post.objects.count(), Record.objects.count()) == before
    assert queries.agency(province.justice.agency.id).valid_to is None
    assert not Handover.objects.exists()


def test_A4_what_was_tried_is_what_happens(province):
    a_dispatch(province.committee, province.justice)
    accepted(province.justice, a_dispatch(province.committee, province.justice))
    decided = a_merger(province)

    trial = services.try_out(plan=decided, actor=province.operator, now=MONDAY_9AM)
    card = queries.reorganisation(done(province, decided))

    lines = {(line["what"], line["label"], line["to"]) for line in card.moved["lines"]}
    assert lines == {(m.what, m.label, str(m.to_agency or "")) for m in trial.moved}


def test_A4_a_plan_for_a_later_day_takes_effect_on_that_day(province):
    decided = a_merger(province, on=TOMORROW)
    reorganisation_id = done(province, decided)
    assert services.take_effect_of_due(now=MONDAY_9AM) == 0
    assert queries.agency(province.justice.agency.id).valid_to is None

    assert services.take_effect_of_due(now=MONDAY_9AM + timedelta(days=1)) == 1

    assert queries.agency(province.justice.agency.id).valid_to == TODAY
    assert queries.reorganisation(reorganisation_id).state == ReorganisationState.DONE
    assert services.take_effect_of_due(now=MONDAY_9AM + timedelta(days=2)) == 0


def test_a_plan_that_cannot_be_done_on_its_day_says_why_and_holds_up_no_other(province):
    done(province, a_merger(province, on=TOMORROW), key="1")
    rename = {
        "kind": "rename",
        "agencies": [province.home.agency.code],
        "name": "Sở Nội vụ và Lao động",
        "abbreviation": "SNVLĐ",
    }
    done(province, plan(rename, on=TOMORROW), key="2")
    done(province, a_merger_elsewhere(province), key="3")

    assert services.take_effect_of_due(now=MONDAY_9AM + timedelta(days=1)) == 1

    stuck = Reorganisation.objects.get(key="1")
    assert (stuck.state, stuck.problem[:24]) == ("planned", "directory.agency-closed:")
    assert queries.agency(province.home.agency.id).name == "Sở Nội vụ và Lao động"

"""Plans: done once, written down, by those who may, and none that cannot be read (A4)."""

from datetime import timedelta

import pytest
from tests.directory.builders import an_administrator, living_by_codes
from tests.directory.reorganising.plans import TODAY, TOMORROW, a_merger, a_split, done, plan
from tests.exchange.builders import MONDAY_9AM

from lienthong.access.errors import RightMissing
from lienthong.directory import queries, services
from lienthong.directory.errors import (
    AgencyClosed,
    NotBelowYou,
    PlanDiffers,
    PlanUnreadable,
    UnknownAgency,
)
from lienthong.directory.models import Agency, Reorganisation
from lienthong.directory.rules.reorganisation import ReorganisationPlan
from lienthong.ledger.models import Record

pytestmark = pytest.mark.django_db


def test_a_new_name_and_a_new_code_leave_the_old_ones_answering(province):
    home = province.home.agency
    step = {
        "kind": "rename",
        "agencies": [home.code],
        "name": "Sở Nội vụ và Lao động",
        "abbreviation": "SNVLĐ",
        "code": "H19.99.950",
    }

    done(province, plan(step))

    card = queries.agency(home.id)
    assert (card.name, card.code) == ("Sở Nội vụ và Lao động", "H19.99.950")
    assert living_by_codes([home.code], on=TODAY)[home.code].id == home.id


def test_the_same_form_twice_is_one_reorganisation(province):
    first = done(province, a_merger(province))

    assert done(province, a_merger(province)) == first
    assert Reorganisation.objects.count() == 1
    with pytest.raises(PlanDiffers):
        done(province, a_split(province))


def test_A4_what_an_agency_does_is_in_the_ledger(province):
    done(province, a_merger(province))

    assert Record.objects.filter(act="directory.reorganised").count() == 1


def test_undoing_is_another_reorganisation(province):
    done(province, a_merger(province), key="1")
    back = {
        "kind": "split",
        "agencies": [province.finance.agency.code],
        "successors": ["H19.88.911", "H19.88.912"],
        "heir": "H19.88.912",
    }
    founded = [
        {"code": "H19.88.911", "name": "Sở Tư pháp", "abbreviation": "STP"},
        {"code": "H19.88.912", "name": "Sở Tài chính", "abbreviation": "STC"},
    ]
    decided = plan(back, founded=founded, on=TOMORROW)
    done(province, decided, key="2", now=MONDAY_9AM + timedelta(days=1))

    found = living_by_codes([province.justice.agency.code], on=TOMORROW)
    assert [card.code for card in found.values()] == ["H19.88.912"]


def test_the_same_agency_cannot_end_twice(province):
    done(province, a_merger(province), key="1")

    with pytest.raises(AgencyClosed):
        done(province, a_split(province), key="2")
    assert not Agency.objects.filter(name="Sở Hộ tịch").exists()


def test_an_administrator_reorganises_what_lies_below_and_nothing_else(province):
    above = an_administrator(province.committee.agency)
    beside = an_administrator(province.home.agency)

    with pytest.raises(NotBelowYou):
        services.propose(plan=a_merger(province), key="k", actor=beside, now=MONDAY_9AM)
    with pytest.raises(RightMissing):
        services.try_out(plan=a_merger(province), actor=province.justice.clerk, now=MONDAY_9AM)
    assert services.propose(plan=a_merger(province), key="k", actor=above, now=MONDAY_9AM)


@pytest.mark.parametrize(
    "values",
    [
        None,
        [],
        {"steps": []},
        {"happens_on": "2026-11-23", "source": "x", "steps": []},
        {"happens_on": "hôm nay", "source": "x", "steps": [{"kind": "rename"}]},
        {"happens_on": "2026-11-23", "source": "x", "steps": [{"kind": "close"}]},
        {"happens_on": "2026-11-23", "source": "x", "steps": [{"kind": "merge", "agencies": 5}]},
        {
            "happens_on": "2026-11-23",
            "source": "x",
            "steps": [{"kind": "merge", "agencies": ["H19.1"], "into": "H19.1"}],
        },
        {
            "happens_on": "2026-11-23",
            "source": "x",
            "steps": [{"kind": "merge", "agencies": ["H19.1"], "into": "H19.2", "more": 1}],
        },
    ],
)
def test_a_plan_that_is_none_is_refused(values):
    with pytest.raises(PlanUnreadable):
        ReorganisationPlan.read(values)


def test_a_plan_is_read_back_as_it_was_written(province):
    decided = a_split(province, units={"Phòng Công nghệ thông tin": "H19.902"})

    assert ReorganisationPlan.read(decided.as_values()) == decided


def test_a_plan_with_an_unknown_code_or_unit_is_refused(province):
    step = {"kind": "merge", "agencies": ["H19.777"], "into": province.finance.agency.code}
    with pytest.raises(UnknownAgency):
        done(province, plan(step))
    with pytest.raises(PlanUnreadable):
        done(province, a_split(province, units={"Phòng lạ": "H19.902"}))
    assert not Reorganisation.objects.exists()

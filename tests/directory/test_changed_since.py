"""Other systems are told which agencies changed: every act on what the list says counts (A4)."""

from datetime import UTC, datetime, timedelta

import pytest
from tests.directory.builders import a_committee, a_member, a_workbook, decided

from lienthong.directory import queries, services
from lienthong.directory.models import Agency
from lienthong.directory.queries.listing import SETTLED
from lienthong.directory.rules.reorganisation import ReorganisationPlan
from lienthong.directory.types import SuccessionKind
from lienthong.kernel import clock
from lienthong.kernel.actor import Actor

pytestmark = pytest.mark.django_db
YESTERDAY = clock.now().replace(microsecond=0) - timedelta(days=1)
TODAY = clock.local_day(clock.now())


@pytest.fixture
def province():
    """A committee, two departments and one below the first; nothing of it changed since."""
    committee = a_committee()
    justice, finance = a_member(committee, "Sở Tư pháp"), a_member(committee, "Sở Tài chính")
    below = a_member(justice, "Phòng Công chứng số 1")
    Agency.objects.update(changed_at=YESTERDAY)
    return {"committee": committee, "justice": justice, "finance": finance, "below": below}


def changed(province) -> set[str]:
    """The names of the fixture's agencies that changed after yesterday, and the number of new."""
    names = {card.id: name for name, card in province.items()}
    found = queries.agencies_after(None, limit=100, changed_since=YESTERDAY)
    return {names.get(card.id, "new") for card in found}


def merged(province, **more):
    services.succeed(
        predecessor_id=province["justice"].id,
        successor_ids=[province["finance"].id],
        kind=SuccessionKind.MERGED,
        on=TODAY,
    )


def imported(province):
    rows = [["H19.77", "Sở Y tế", "SYT"], [province["finance"].code, "Sở Tài chính", "STC2"]]
    made = services.check_import(
        file=a_workbook(agencies=rows),
        name="a.xlsx",
        key="k",
        actor=Actor.installation(),
        now=clock.now(),
    )
    services.apply_import(import_id=made.id, actor=Actor.installation(), now=clock.now())


def reorganised(province):
    step = {
        "kind": "split",
        "agencies": [province["justice"].code],
        "successors": ["H19.901", "H19.902"],
        "heir": "H19.901",
    }
    founded = [
        {"code": "H19.901", "name": "Sở Hộ tịch", "abbreviation": "SHT"},
        {"code": "H19.902", "name": "Sở Công chứng", "abbreviation": "SCC"},
    ]
    plan = ReorganisationPlan.read(
        {
            "happens_on": TODAY.isoformat(),
            "source": "Nghị quyết 12/NQ-HĐND",
            "steps": [step],
            "founded": founded,
        }
    )
    decided(plan=plan, key="k", now=clock.now())


ACTS = {
    "founded": (lambda p: a_committee("H20", "Ủy ban nhân dân tỉnh Bình Dương"), {"new"}),
    "given a code": (
        lambda p: services.give_code(agency_id=p["justice"].id, code="H19.88"),
        {"justice"},
    ),
    "renamed": (
        lambda p: services.rename_agency(
            agency_id=p["justice"].id, name="Sở Pháp chế", abbreviation="SPC", on=TODAY
        ),
        {"justice"},
    ),
    "reached at another mail": (
        lambda p: services.change_email(agency_id=p["below"].id, email="moi@dongnai.example.vn"),
        {"below"},
    ),
    "its books elsewhere": (
        lambda p: services.keep_books(agency_id=p["justice"].id, here=False),
        {"justice"},
    ),
    "joined again": (
        lambda p: services.join(agency_id=p["justice"].id, starts_on=TODAY),
        {"justice"},
    ),
    "left": (lambda p: services.leave(agency_id=p["justice"].id, on=TODAY), {"justice"}),
    "in a wave": (
        lambda p: services.set_wave(
            wave=services.Wave("Đợt 2", TODAY + timedelta(days=9)),
            agency_ids=[p["justice"].id, p["finance"].id],
            actor=Actor.installation(),
            now=clock.now(),
        ),
        {"justice", "finance"},
    ),
    "merged": (merged, {"justice", "below"}),
    "imported": (imported, {"new", "finance"}),
    "split": (reorganised, {"justice", "below", "new"}),
}


@pytest.mark.parametrize("act", ACTS)
def test_A4_an_agency_of_which_something_is_said_anew_has_changed(province, act):
    assert changed(province) == set()
    does, expected = ACTS[act]

    does(province)

    assert changed(province) == expected


def test_A4_who_led_to_an_agency_that_ends_leads_elsewhere_and_has_changed(province):
    merged(province)
    Agency.objects.update(changed_at=YESTERDAY)

    services.succeed(
        predecessor_id=province["finance"].id,
        successor_ids=[province["committee"].id],
        kind=SuccessionKind.MERGED,
        on=TODAY,
    )

    assert changed(province) == {"justice", "finance", "below"}


def test_what_is_undone_or_changes_nothing_has_not_changed(province):
    justice = province["justice"]
    services.join(agency_id=justice.id, starts_on=datetime(2010, 12, 1, tzinfo=UTC).date())
    services.rename_agency(
        agency_id=justice.id, name=justice.name, abbreviation=justice.abbreviation, on=TODAY
    )
    assert changed(province) == set()


def test_the_moment_of_a_list_stays_while_nothing_changes_and_lags_behind_acts(province):
    now = clock.now()
    assert queries.changes_known_until(now) == YESTERDAY
    assert queries.changes_known_until(now + timedelta(hours=5)) == YESTERDAY

    services.keep_books(agency_id=province["justice"].id, here=False)

    at_once = queries.changes_known_until(clock.now())
    assert timedelta(0) <= clock.now() - SETTLED - at_once <= timedelta(minutes=1)
    later = queries.changes_known_until(clock.now() + timedelta(hours=1))
    act = Agency.objects.get(pk=province["justice"].id).changed_at
    assert timedelta(0) <= later - act < timedelta(milliseconds=1)
    assert queries.agencies_after(None, limit=9, changed_since=later) == []

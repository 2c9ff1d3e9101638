"""The directory follows the other side's list, and never changes an agency of ours (A14)."""

from datetime import timedelta

import pytest
from tests.routes.builders import ACTOR, a_route, an_agency, outside, turn

from lienthong.directory import queries as directory
from lienthong.directory import services as directory_services
from lienthong.directory.errors import CodeTaken
from lienthong.directory.types import Readiness
from lienthong.kernel import clock
from lienthong.kernel.clock import local_day
from lienthong.routes import queries, services
from lienthong.routes.models import Route
from lienthong.routes.ports import TurnedDown
from lienthong.routes.services import synchronise
from lienthong.routes.types import DifferenceKind, TheirAgency

# On PostgreSQL `both` and other modules meet each statement of these (docs/explain/testing.md).
pytestmark = [pytest.mark.django_db, pytest.mark.once]
SLUG = "truc-quoc-gia"


def is_ready(card, sender, *, days=0):
    on = local_day(clock.now() + timedelta(days=days))
    found = directory.readiness([card.id], kind_code="cong-van", sender_id=sender.id, on=on)
    return found[card.id].readiness == Readiness.READY


def differences():
    return [(one.kind, one.code) for one in queries.differences(queries.route(SLUG).id)]


def test_A14_who_is_listed_behind_the_route_can_be_written_to(parent):
    sender = an_agency()
    a_route(leads_to=("H09",))
    parent.agencies_there += [
        TheirAgency("H09", "UBND tỉnh bên"),
        TheirAgency("H09.12", "Sở Một tỉnh bên"),
        TheirAgency("H50.1", "Sở của tỉnh xa"),
    ]
    turn()
    card = directory.agency_by_code("H09.12")
    assert card
    assert card.is_outside
    assert not card.books_here
    assert is_ready(card, sender)
    assert directory.agency_by_code("H09")
    assert directory.agency_by_code("H50.1") is None
    assert queries.route(SLUG).agencies == 2


def test_names_and_new_codes_are_followed(parent):
    a_route()
    card = outside(parent)
    parent.agencies_there[:] = [TheirAgency("H09.12", "Sở Một tỉnh mới")]
    turn(hurry=SLUG)
    assert directory.agency(card.id).name == "Sở Một tỉnh mới"
    parent.agencies_there[:] = [TheirAgency("H10.4", "Sở Một tỉnh mới", old_codes=("H09.12",))]
    turn(hurry=SLUG)
    assert directory.agency(card.id).code == "H10.4"
    assert directory.agency_by_code("H09.12") == directory.agency(card.id)


def test_an_agency_in_two_lines_keeps_its_code_and_the_operator_sees_the_other(parent):
    """Under its code of today and an earlier one: it got the other one with each list."""
    a_route()
    card = outside(parent, "000.00.12.H09")
    new = TheirAgency("H09.12", "Sở Một tỉnh bên", old_codes=("000.00.12.H09",))
    parent.agencies_there[:] = [new]
    turn(hurry=SLUG)
    two = [new, TheirAgency("000.00.12.H09", "Sở Một")]
    for lines in (two, two[::-1], two):
        parent.agencies_there[:] = lines
        turn(hurry=SLUG)
        now = directory.agency(card.id)
        assert (now.code, now.name) == ("H09.12", "Sở Một tỉnh bên")
        assert differences() == [(DifferenceKind.ODD, "000.00.12.H09")]
    parent.agencies_there[:] = [new]
    turn(hurry=SLUG)
    assert differences() == []


def test_who_is_listed_no_more_takes_part_no_longer_and_comes_back(parent):
    sender = an_agency()
    a_route()
    card = outside(parent)
    stays = outside(parent, "H09.13", "Sở Hai tỉnh bên")
    gone = parent.agencies_there.pop(0)
    turn(hurry=SLUG)
    assert not is_ready(card, sender, days=1)
    assert is_ready(stays, sender, days=1)
    parent.agencies_there.append(gone)
    turn(hurry=SLUG)
    assert is_ready(card, sender, days=1)


def test_an_empty_list_ends_nobody(parent):
    sender = an_agency()
    a_route()
    card = outside(parent)
    parent.agencies_there.clear()
    turn(hurry=SLUG)
    assert is_ready(card, sender, days=1)


def test_an_agency_of_ours_is_never_changed_and_the_operator_sees_it(parent):
    ours = an_agency("Sở Một", code="H19.77")
    a_route(stands_for=("H20",))
    parent.agencies_there.append(TheirAgency("H19.77", "Tên khác"))
    turn()
    assert directory.agency(ours.id).name == "Sở Một"
    assert not directory.agency(ours.id).is_outside
    assert differences() == [(DifferenceKind.OURS, "H19.77")]


def test_what_cannot_be_entered_is_left_out_and_told(parent):
    a_route()
    parent.agencies_there += [TheirAgency("không phải mã", "Sở Lạ"), TheirAgency("", "Không mã")]
    fine = outside(parent)
    assert fine.is_outside
    assert [kind for kind, _code in differences()] == [DifferenceKind.ODD]


def test_A14_ours_are_entered_at_the_other_side_where_they_are_missing(parent):
    known, renamed, new = (an_agency(f"Sở {n}") for n in ("Một", "Hai", "Ba"))
    elsewhere = an_agency("Sở Khác", code="G15.9")
    parent.agencies_there += [TheirAgency(known.code, "Sở Một"), TheirAgency(renamed.code, "Cũ")]
    parent.refuses[new.code] = TurnedDown("vxp.awaits-operator", "Chờ người vận hành.")
    a_route()
    turn()
    assert [one.code for one in parent.registered] == [renamed.code]
    assert differences() == [(DifferenceKind.NOT_REGISTERED, new.code)]
    assert elsewhere.code not in {one.code for one in parent.registered}


def test_a_route_that_ends_takes_those_off_whom_no_other_one_reaches(parent):
    sender = an_agency()
    a_route()
    only, both = outside(parent), outside(parent, "H09.13", "Sở Hai tỉnh bên")
    a_route("ngang-cap", leads_to=("H09.13",))
    turn(hurry="ngang-cap")
    services.end_route(SLUG, actor=ACTOR, now=clock.now())
    assert not is_ready(only, sender, days=1)
    assert is_ready(both, sender, days=1)


def test_the_list_costs_nothing_while_nothing_changes(parent, django_assert_max_num_queries):
    a_route()
    for number in range(30):
        parent.agencies_there.append(TheirAgency(f"H09.{number}", f"Sở {number} tỉnh bên"))
    turn()
    with django_assert_max_num_queries(60):
        turn(hurry=SLUG)


def test_a_code_in_our_own_tree_is_never_entered_as_outside(parent):
    a_route()
    parent.agencies_there.append(TheirAgency("H19.999", "Sở Nội vụ"))
    outside(parent)
    assert directory.agency_by_code("H19.999") is None
    assert differences() == [(DifferenceKind.OURS, "H19.999")]
    ours = an_agency("Sở Nội vụ", code="H19.999", books_here=True)
    assert not ours.is_outside


def test_a_tree_of_theirs_within_ours_is_theirs(parent):
    a_route(leads_to=("H19.8", "H09"))
    assert outside(parent, "H19.8.1", "Đơn vị có hệ thống riêng").is_outside


def test_who_is_outside_is_never_taken_for_one_of_ours_nor_the_other_way_round(parent):
    a_route()
    card = outside(parent)
    with pytest.raises(CodeTaken):
        directory_services.found_agency(code=card.code, name=card.name, abbreviation="S")


@pytest.mark.both
def test_an_old_code_of_who_lies_behind_another_route_hijacks_nobody(parent):
    a_route(leads_to=("H50",))
    there = outside(parent, "H50.1", "Sở Năm")
    a_route("ngang", name="Ngang", leads_to=("H09",), cost=10, caller="sister")
    parent.agencies_there[:] = [TheirAgency("H09.66", "Của Kẻ Xấu", old_codes=("H50.1",))]
    turn(hurry="ngang")
    assert queries.cheapest([there.id])[there.id] == queries.route(SLUG).id
    assert directory.agency(there.id).code == "H50.1"
    assert directory.agency_by_code("H09.66") is None
    seen = queries.differences(queries.route("ngang").id)
    assert [(one.kind, one.code) for one in seen] == [(DifferenceKind.ODD, "H09.66")]


def test_very_many_that_cannot_be_entered_hold_up_nobody(parent):
    ours = an_agency("Sở Ta")
    a_route()
    parent.agencies_there += [TheirAgency(f"LA-{n}", f"Sở Lạ {n}") for n in range(301)]
    fine = outside(parent)
    assert fine.is_outside
    assert [one.code for one in parent.registered] == [ours.code]
    assert Route.objects.get().list_at > clock.now() + timedelta(minutes=30)


def test_while_some_are_left_nobody_of_ours_is_entered_there(parent, monkeypatch):
    monkeypatch.setattr(synchronise, "MOST_AT_ONCE", 2)
    ours = an_agency("Sở Ta")
    a_route()
    parent.agencies_there += [TheirAgency(f"H09.{n}", f"Sở {n} tỉnh bên") for n in range(5)]
    turn()
    assert parent.registered == []
    for seconds in (2, 4):
        turn(after=timedelta(seconds=seconds))
    assert [one.code for one in parent.registered] == [ours.code]


def test_of_very_many_of_ours_each_list_enters_others_there(parent, monkeypatch):
    monkeypatch.setattr(synchronise, "MOST_REGISTERED", 2)
    for number in range(4):
        ours = an_agency(f"Sở Ta {number}")
        parent.refuses[ours.code] = TurnedDown("w", "Chờ")
    outside_first = TheirAgency("H09.12", "Sở Một tỉnh bên")
    parent.agencies_there.append(outside_first)
    a_route()
    asked = set()
    for hours in (0, 1):
        turn(hurry=SLUG, after=timedelta(hours=hours))
        assert len(differences()) == 2
        asked |= {code for _kind, code in differences()}
    assert len(asked) == 4


@pytest.mark.both
def test_a_list_that_is_much_shorter_ends_nobody_before_it_has_said_so_for_a_day(parent):
    sender = an_agency()
    a_route()
    for number in range(6):
        parent.agencies_there.append(TheirAgency(f"H09.{number}", f"Sở {number} tỉnh bên"))
    turn()
    last = directory.agency_by_code("H09.5")
    del parent.agencies_there[1:]
    turn(hurry=SLUG)
    assert is_ready(last, sender, days=1)
    assert {kind for kind, _code in differences()} == {DifferenceKind.MISSING}
    turn(hurry=SLUG, after=timedelta(hours=23))
    assert is_ready(last, sender, days=1)
    turn(hurry=SLUG, after=timedelta(hours=25))
    assert not is_ready(last, sender, days=3)
    assert differences() == []


def test_who_is_left_to_an_ended_route_takes_part_no_longer(parent):
    sender = an_agency()
    a_route()
    card = outside(parent)
    a_route("tuyen-hai")
    turn(hurry="tuyen-hai")
    services.end_route(SLUG, actor=ACTOR, now=clock.now())
    assert is_ready(card, sender, days=1)

    parent.agencies_there[:] = [TheirAgency("H09.13", "Sở Ba tỉnh bên")]
    turn(hurry="tuyen-hai")

    assert not is_ready(card, sender, days=1)

"""The directory follows the other side's list, and never changes an agency of ours (A14)."""

from datetime import timedelta

import pytest
from tests.routes.builders import ACTOR, a_route, an_agency, outside, turn

from lienthong.directory import queries as directory
from lienthong.directory.types import Readiness
from lienthong.kernel import clock
from lienthong.kernel.clock import local_day
from lienthong.routes import queries, services
from lienthong.routes.ports import TurnedDown
from lienthong.routes.types import DifferenceKind, TheirAgency

pytestmark = pytest.mark.django_db
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

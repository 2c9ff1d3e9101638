"""Who owns one end of one route speaks for those behind it, and for nobody else (A14)."""

import pytest
from tests.routes.builders import ACTOR, a_package, a_route, an_agency, outside, read, turn
from tests.routes.test_carry import stands, the_dispatch
from tests.vxp.builders import a_status

from lienthong.directory import queries as directory
from lienthong.exchange import queries as exchange
from lienthong.exchange.types import DeliveryState
from lienthong.gateways import services as gateways
from lienthong.kernel import clock
from lienthong.routes import queries, services
from lienthong.routes.types import FetchedState, ParcelKind, TheirAgency

# On PostgreSQL `both` and other modules meet each statement of these (docs/explain/testing.md).
pytestmark = [pytest.mark.django_db, pytest.mark.once]
SLUG = "truc-quoc-gia"
OTHER = "tuyen-khac"


def received(agency):
    return exchange.received(recipient_id=agency.id, states=list(DeliveryState))


def turned_down():
    seen = queries.fetched(queries.route(SLUG).id, list(FetchedState))
    return {one.their_id: one.code for one in seen if one.state == FetchedState.TURNED_DOWN}


@pytest.fixture
def there(parent):
    a_route(leads_to=("H09",))
    return outside(parent)


@pytest.fixture
def elsewhere(parent, there):
    """An agency behind another route."""
    a_route(OTHER, name="Tuyến khác", leads_to=("H50",), cost=1)
    parent.agencies_there.append(TheirAgency("H50.1", "Sở Năm tỉnh khác"))
    turn(hurry=OTHER)
    services.rest_route(OTHER, actor=ACTOR, now=clock.now())
    return directory.agency_by_code("H50.1")


def test_A14_a_document_of_who_is_not_behind_the_route_is_turned_down(parent, elsewhere):
    ours, here = an_agency("Sở Nội vụ", books_here=True), an_agency("Sở Hai")
    for name, sender in (("ours", ours), ("theirs", elsewhere)):
        parent.listed[name] = (ParcelKind.DOCUMENT, a_package(sender, here))
    turn(hurry=SLUG)
    assert received(here) == []
    assert parent.settled == {"ours": False, "theirs": False}
    assert turned_down() == dict.fromkeys(("ours", "theirs"), "routes.speaker-elsewhere")


def test_A14_one_that_is_listed_there_no_more_speaks_there_no_more(parent, there):
    here = an_agency()
    parent.agencies_there[:] = [TheirAgency("H09.13", "Sở Hai tỉnh bên")]
    turn(hurry=SLUG)
    parent.listed["d1"] = (ParcelKind.DOCUMENT, a_package(there, here))
    turn(hurry=SLUG)
    assert turned_down() == {"d1": "routes.speaker-elsewhere"}


def test_A14_statuses_of_others_than_the_recipients_behind_the_route_are_turned_down(
    parent, there, elsewhere, tmp_path
):
    sender, here = an_agency("Sở Gửi", books_here=True), an_agency("Sở Con")
    deliveries = the_dispatch(sender=sender, to=[elsewhere, here], tmp_path=tmp_path)
    package = read((tmp_path / "brought.edxml").read_bytes(), tmp_path)
    for name, code, by in (("s1", "06", elsewhere), ("s2", "02", here), ("s3", "03", there)):
        parent.listed[name] = (ParcelKind.STATUS, a_status(package, code, by=by, to=sender))
    before = [stands(one) for one in deliveries]
    turn(hurry=SLUG)
    assert [stands(one) for one in deliveries] == before
    assert parent.settled == {"s1": False, "s2": False, "s3": False}


@pytest.mark.both
def test_A14_a_status_about_what_another_route_carries_is_turned_down(parent, there, tmp_path):
    """Both routes lead to the recipient; only the one that carries the document tells of it."""
    a_route(OTHER, name="Tuyến khác", leads_to=("H09",), cost=1)
    turn(hurry=OTHER)
    sender = an_agency("Sở Gửi")
    (delivery,) = the_dispatch(sender=sender, to=[there], tmp_path=tmp_path)
    services.rest_route(OTHER, actor=ACTOR, now=clock.now())
    package = read((tmp_path / "brought.edxml").read_bytes(), tmp_path)
    parent.listed["s1"] = (ParcelKind.STATUS, a_status(package, "06", by=there, to=sender))
    turn(hurry=SLUG)
    assert stands(delivery) == DeliveryState.SENT
    assert turned_down() == {"s1": "routes.delivery-elsewhere"}


@pytest.mark.both
def test_A14_only_what_a_route_brought_is_asked_back_by_it(parent, there, tmp_path):
    sender, here = an_agency("Sở Gửi", books_here=True), an_agency("Sở Con", books_here=True)
    (ours,) = the_dispatch(sender=sender, to=[here], tmp_path=tmp_path)
    package = read((tmp_path / "brought.edxml").read_bytes(), tmp_path)
    parent.listed["r1"] = (ParcelKind.STATUS, a_status(package, "13", by=sender, to=here))
    content = a_package(there, here)
    parent.listed["d1"] = (ParcelKind.DOCUMENT, content)
    brought = read(content, tmp_path)
    parent.listed["r2"] = (ParcelKind.STATUS, a_status(brought, "13", by=there, to=here))
    elsewhere_brought = tmp_path / "by-hand"
    elsewhere_brought.write_bytes(a_package(there, here))
    gateways.take_in_package(elsewhere_brought, actor=ACTOR, now=clock.now())
    by_hand = read(elsewhere_brought.read_bytes(), tmp_path)
    parent.listed["r3"] = (ParcelKind.STATUS, a_status(by_hand, "13", by=there, to=here))
    turn(hurry=SLUG)
    assert parent.settled == {"d1": True, "r1": False, "r2": True, "r3": False}
    assert not exchange.delivery_card(ours.id).is_change_pending
    assert turned_down() == {"r1": "routes.speaker-elsewhere", "r3": "routes.delivery-elsewhere"}


def test_A14_what_came_by_another_road_is_not_claimed_by_listing_it_again(
    parent, elsewhere, tmp_path
):
    """Otherwise what is reported about it would be told there."""
    here = an_agency()
    path = tmp_path / "by-hand"
    path.write_bytes(a_package(elsewhere, here))
    gateways.take_in_package(path, actor=ACTOR, now=clock.now())
    parent.listed["d1"] = (ParcelKind.DOCUMENT, path.read_bytes())
    turn(hurry=SLUG)
    assert turned_down() == {"d1": "routes.speaker-elsewhere"}
    dispatch_id = received(here)[0].dispatch_id
    assert queries.roads_of([dispatch_id]) == {dispatch_id: []}

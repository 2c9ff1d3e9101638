"""What waits for us at the other side comes in once, and is confirmed when it is kept (A14)."""

from datetime import timedelta

import pytest
from tests.access.builders import an_actor
from tests.routes.builders import a_package, a_route, an_agency, outside, read, turn
from tests.vxp.builders import a_status

from lienthong.directory.types import Role
from lienthong.exchange import queries as exchange
from lienthong.exchange import services as exchange_services
from lienthong.exchange.errors import NotPassedOn
from lienthong.exchange.services.check_recipients import check_recipients
from lienthong.exchange.types import DeliveryState, NewReport, Recipient, StatusCode
from lienthong.gateways import services as gateways
from lienthong.kernel import clock
from lienthong.kernel.actor import Actor
from lienthong.kernel.clock import local_day
from lienthong.kernel.ids import uuid7
from lienthong.notices.models import Notice
from lienthong.routes import queries, rules, services
from lienthong.routes.errors import ParcelNotFound
from lienthong.routes.models import Route
from lienthong.routes.ports import TOO_LARGE, Away, TurnedDown
from lienthong.routes.types import FetchedState, ParcelKind, Trouble

# On PostgreSQL `both` and other modules meet each statement of these (docs/explain/testing.md).
pytestmark = [pytest.mark.django_db, pytest.mark.once]
SLUG = "truc-quoc-gia"
BOTH = [FetchedState.WAITING, FetchedState.TURNED_DOWN]


def received(agency):
    return exchange.received(recipient_id=agency.id, states=list(DeliveryState))


@pytest.fixture
def there(parent):
    a_route()
    return outside(parent)


def test_A14_a_document_from_outside_arrives_and_its_arrival_goes_back(parent, there, tmp_path):
    here = an_agency()
    parent.listed["d1"] = (ParcelKind.DOCUMENT, a_package(there, here))
    turn(hurry=SLUG)
    (delivery,) = received(here)
    assert (delivery.state, delivery.sender_id) == (DeliveryState.ARRIVED, there.id)
    assert parent.settled == {"d1": True}
    ((code, kind, content),) = parent.brought
    assert (code, kind) == (here.code, ParcelKind.STATUS)
    assert read(content, tmp_path).status_code == "01"


@pytest.mark.both
def test_a_package_that_is_listed_again_is_confirmed_again_and_taken_once(parent, there):
    here = an_agency()
    parent.listed["d1"] = (ParcelKind.DOCUMENT, a_package(there, here))
    parent.lost = True
    turn(hurry=SLUG)
    assert parent.settled == {}
    parent.lost = False
    turn(hurry=SLUG, after=timedelta(seconds=10))
    assert parent.settled == {"d1": True}
    assert len(received(here)) == 1


def test_the_same_document_under_another_id_is_registered_once(parent, there):
    here = an_agency()
    package = a_package(there, here)
    for name, content in (("d1", package), ("d2", package), ("d3", package + b"\n")):
        parent.listed[name] = (ParcelKind.DOCUMENT, content)
    turn(hurry=SLUG)
    assert len(received(here)) == 1
    assert parent.settled == {"d1": True, "d2": True, "d3": True}


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<html><body>Bad gateway</body></html>",
        b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>',
        b"\x00\xff" * 500,
    ],
)
def test_what_is_no_package_is_turned_down_and_holds_up_nothing(parent, there, content):
    here = an_agency()
    parent.listed["bad"] = (ParcelKind.DOCUMENT, content)
    parent.listed["good"] = (ParcelKind.DOCUMENT, a_package(there, here))
    turn(hurry=SLUG)
    for minutes in range(10, 10 * rules.MOST_TURNED_DOWN, 10):  # it may have been cut on its way
        turn(hurry=SLUG, after=timedelta(minutes=minutes))
    assert parent.settled == {"bad": False, "good": True}
    assert len(received(here)) == 1
    (seen,) = queries.fetched(queries.route(SLUG).id, BOTH)
    assert (seen.their_id, seen.state) == ("bad", FetchedState.TURNED_DOWN)
    assert seen.code
    assert seen.said


def test_a_package_that_was_cut_off_unseen_is_fetched_again(parent, there):
    """An answer without a length ends where the line does."""
    here = an_agency()
    package = a_package(there, here)
    for cut in (package[: len(package) // 2], b""):
        parent.listed["d1"] = (ParcelKind.DOCUMENT, cut)
        turn(hurry=SLUG)
        assert parent.settled == {}
    parent.listed["d1"] = (ParcelKind.DOCUMENT, package)
    turn(hurry=SLUG, after=timedelta(hours=1))
    assert parent.settled == {"d1": True}
    assert len(received(here)) == 1


def test_what_the_other_side_goes_on_listing_hides_nothing_behind_it(parent, there, monkeypatch):
    monkeypatch.setattr("lienthong.routes.services.poll._LOOKED_UP", 2)
    here = an_agency()
    parent.goes_on_listing = True
    for number in range(5):
        parent.listed[f"d{number}"] = (ParcelKind.DOCUMENT, a_package(there, here))
        turn(hurry=SLUG)
        assert len(received(here)) == number + 1


def test_a_package_for_nobody_here_is_turned_down_with_the_reason(parent, there):
    other = outside(parent, "H50.1", "Sở của tỉnh khác")
    parent.listed["d1"] = (ParcelKind.DOCUMENT, a_package(there, other))
    turn(hurry=SLUG)
    assert parent.settled == {"d1": False}
    (seen,) = queries.fetched(queries.route(SLUG).id, BOTH)
    assert seen.code == "gateways.no-known-recipient"


def test_A14_what_comes_from_outside_is_never_carried_on(parent, there):
    """Between installations nothing goes in a circle: each carries for its own agencies."""
    here, other = an_agency(), outside(parent, "H50.1", "Sở của tỉnh khác")
    parent.listed["d1"] = (ParcelKind.DOCUMENT, a_package(there, here, other))
    turn(hurry=SLUG)
    assert len(received(here)) == 1
    assert received(other) == []
    assert {kind for _code, kind, _content in parent.brought} == {ParcelKind.STATUS}


def test_a_package_that_was_turned_down_is_looked_at_again_when_an_operator_says_so(parent, there):
    here = an_agency()
    parent.listed["d1"] = (ParcelKind.DOCUMENT, a_package(there, here))
    parent.breaks_on["d1"] = TurnedDown(TOO_LARGE, "> 5 B")
    turn(hurry=SLUG)
    parent.breaks_on.clear()
    turn(hurry=SLUG, after=timedelta(hours=1))
    assert received(here) == []
    assert parent.settled == {"d1": False}
    (seen,) = queries.fetched(queries.route(SLUG).id, BOTH)
    assert seen.state == FetchedState.TURNED_DOWN
    services.look_again(seen.id, actor=Actor.installation(), now=clock.now())
    turn(hurry=SLUG, after=timedelta(hours=1))
    assert len(received(here)) == 1


@pytest.mark.parametrize(
    "trouble",
    [TurnedDown("vxp.parcel-unknown", "Không có."), Away(Trouble.ODD_ANSWER, "HTTP 500")],
)
def test_what_cannot_be_fetched_holds_up_nothing_and_is_given_up_at_last(parent, there, trouble):
    here = an_agency()
    parent.listed["bad"] = (ParcelKind.DOCUMENT, b"x")
    parent.listed["good"] = (ParcelKind.DOCUMENT, a_package(there, here))
    parent.breaks_on["bad"] = trouble
    turn(hurry=SLUG)
    assert parent.settled == {"good": True}
    assert queries.route(SLUG).trouble == Trouble.NONE
    for days in range(1, rules.MOST_LOOKED_AT):
        assert "bad" not in parent.settled
        turn(after=timedelta(days=days))
    assert parent.settled == {"good": True, "bad": False}


def test_who_is_let_in_no_more_after_the_list_loses_nothing(parent, there):
    """A key that is changed between two calls is no matter of the packages."""
    here = an_agency()
    for number in range(3):
        parent.listed[f"d{number}"] = (ParcelKind.DOCUMENT, a_package(there, here))

    class Shut(dict):
        def get(self, name, default=None):
            parent.all_refused = True
            return TurnedDown("vxp.not-let-in", "Sai khóa bí mật.")

    parent.breaks_on, kept = Shut(), parent.breaks_on
    turn(hurry=SLUG)
    assert queries.route(SLUG).trouble == Trouble.NOT_LET_IN
    assert queries.fetched(queries.route(SLUG).id, BOTH) == []
    parent.breaks_on, parent.all_refused = kept, False
    turn(after=timedelta(minutes=11))
    assert len(received(here)) == 3


def test_that_a_package_was_not_taken_is_said_until_it_is_heard(parent, there):
    parent.listed["bad"] = (ParcelKind.DOCUMENT, b"<html/>")
    parent.lost = True
    turn(hurry=SLUG)
    parent.lost = False
    assert parent.settled == {}
    turn(after=timedelta(hours=1))
    assert parent.settled == {"bad": False}
    parent.settled.clear()
    turn(after=timedelta(hours=2))
    assert parent.settled == {}, "it was heard"


def test_what_cannot_be_confirmed_stands_behind_what_is_new(parent, there):
    here = an_agency()
    package = a_package(there, here)
    for number in range(20):
        parent.listed[f"d{number}"] = (ParcelKind.DOCUMENT, package)
        parent.unheard.add(f"d{number}")
    parent.listed["new"] = (ParcelKind.DOCUMENT, a_package(there, here))
    for hours in range(2):
        turn(hurry=SLUG, after=timedelta(hours=hours))
    assert len(received(here)) == 2
    assert parent.settled == {"new": True}


@pytest.mark.both
def test_a_late_worker_does_not_turn_down_what_another_has_taken(parent, there, monkeypatch):
    here = an_agency()
    parent.listed["d1"] = (ParcelKind.DOCUMENT, a_package(there, here))
    fetch = parent.fetch

    def late(their_id, target):
        monkeypatch.setattr(parent, "fetch", fetch)
        Route.objects.update(token=None)  # its lease was over
        turn(hurry=SLUG)
        raise TurnedDown(TOO_LARGE, "")

    monkeypatch.setattr(parent, "fetch", late)
    turn(hurry=SLUG)
    assert parent.settled == {"d1": True}
    assert queries.fetched(queries.route(SLUG).id, BOTH) == []


@pytest.mark.both
def test_operators_are_told_once_an_hour_of_what_goes_wrong_a_hundred_times(parent, there):
    an_actor(an_agency(), Role.OPERATOR)
    for number in range(5):
        parent.listed[f"bad{number}"] = (ParcelKind.DOCUMENT, b"<html>%d</html>" % number)
    turn(hurry=SLUG)
    assert len(parent.settled) == 5
    assert Notice.objects.filter(code="routes.package-turned-down").count() == 1


def test_a_status_that_overtakes_its_document_waits_for_it(parent, there, tmp_path):
    here = an_agency()
    package = a_package(here, there)
    parent.listed["s1"] = (
        ParcelKind.STATUS,
        a_status(read(package, tmp_path), "03", by=there, to=here),
    )
    turn(hurry=SLUG)
    assert parent.settled == {}
    path = tmp_path / "brought"
    path.write_bytes(package)
    sent = gateways.take_in_package(path, actor=Actor.installation(), now=clock.now())
    turn(hurry=SLUG, after=timedelta(minutes=2))
    assert parent.settled == {"s1": True}
    assert exchange.delivery_card(sent.delivery_ids[0]).state == DeliveryState.ACCEPTED
    turn(after=timedelta(minutes=3))
    assert [kind for _code, kind, _content in parent.brought] == [ParcelKind.DOCUMENT], (
        "what came from there does not go back there"
    )


def test_A14_what_a_recipient_here_reports_goes_back_by_the_road_of_the_document(
    parent, there, tmp_path
):
    here = an_agency()
    package = a_package(there, here)
    parent.listed["d1"] = (ParcelKind.DOCUMENT, package)
    turn(hurry=SLUG)
    (delivery,) = received(here)
    report = NewReport(delivery.id, StatusCode.ACCEPTED, "k", is_act=False)
    actor = gateways.system_actor_for(here)
    exchange_services.report_status(report=report, actor=actor, now=clock.now())
    turn()
    told = [read(content, tmp_path).status_code for _code, _kind, content in parent.brought]
    assert told == ["01", "03"]


def test_A14_nobody_outside_sends_through_here_to_somebody_outside(parent, there):
    other, here = outside(parent, "H50.1", "Sở của tỉnh khác"), an_agency()
    for recipient, is_refused in ((other, True), (here, False)):
        findings = check_recipients(
            [Recipient(recipient.id)], sender=there, kind="cong-van", on=local_day(clock.now())
        )
        refused = [one.code for one in findings if one.code == NotPassedOn.code]
        assert bool(refused) is is_refused


@pytest.mark.both
def test_what_is_not_there_cannot_be_tried_again():
    for act in (services.resend_parcel, services.look_again):
        with pytest.raises(ParcelNotFound):
            act(uuid7(), actor=Actor.installation(), now=clock.now())

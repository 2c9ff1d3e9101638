"""One worker at a time has a route, and one part of its turn holds up no other (A14)."""

import time
from datetime import timedelta

import pytest
from tests.routes.builders import a_package, a_route, an_agency, outside, turn

from lienthong.exchange import queries as exchange
from lienthong.exchange.types import DeliveryState
from lienthong.kernel import clock
from lienthong.kernel.ids import uuid7
from lienthong.routes import queries
from lienthong.routes.models import Fetched, Route
from lienthong.routes.ports import Away, TurnedDown
from lienthong.routes.services._hold import LEASE, Hold, Lost
from lienthong.routes.types import ParcelKind, Trouble

pytestmark = pytest.mark.django_db
SLUG = "truc-quoc-gia"


@pytest.fixture
def there(parent):
    a_route()
    return outside(parent)


def test_a_worker_that_lost_the_route_begins_nothing_more(parent, there):
    here = an_agency()
    for number in range(3):
        parent.listed[f"d{number}"] = (ParcelKind.DOCUMENT, a_package(there, here))
    settle, other = parent.settle, uuid7()

    def late(their_id, *, is_taken):
        settle(their_id, is_taken=is_taken)
        Route.objects.update(token=other)

    parent.settle = late
    turn(hurry=SLUG)
    assert parent.settled == {"d0": True}
    assert Fetched.objects.count() == 1
    assert parent.brought == []
    assert Route.objects.get().token == other


def test_a_hold_is_renewed_with_each_thing_until_its_time_is_over(parent, there):
    row, now = Route.objects.get(), clock.now() + timedelta(minutes=3)
    hold = Hold(row, time.monotonic() + 60, lambda: now)
    Route.objects.update(token=uuid7())
    with pytest.raises(Lost):
        hold.goes_on()
    row.refresh_from_db()
    assert hold.goes_on()
    assert Route.objects.get().due_at == now + LEASE
    assert not Hold(row, time.monotonic() - 1, lambda: now).goes_on()


@pytest.mark.parametrize(
    "trouble", [Away(Trouble.ODD_ANSWER, "HTTP 500"), TurnedDown("9", "Không được."), KeyError()]
)
def test_a_list_that_cannot_be_read_holds_up_no_package(parent, there, trouble):
    def broken():
        raise trouble

    parent.agencies, here = broken, an_agency()
    parent.listed["d1"] = (ParcelKind.DOCUMENT, a_package(there, here))
    turn(hurry=SLUG)
    assert parent.settled == {"d1": True}
    assert len(parent.brought) == 1
    assert len(exchange.received(recipient_id=here.id, states=list(DeliveryState))) == 1
    card = queries.route(SLUG)
    assert card.trouble == Trouble.ODD_ANSWER
    Route.objects.update(failures=20)
    turn(after=timedelta(minutes=20))
    assert Route.objects.get().due_at <= clock.now() + timedelta(minutes=21)

"""The page behind the link of a letter: opened it does nothing, and it has no content (A7)."""

import pytest
from django.urls import reverse
from tests.routes.builders import turn
from tests.routes.mail import a_mail_route, last_line, reach, sent, state

from lienthong.documents import queries as documents
from lienthong.exchange.types import DeliveryState
from lienthong.kernel import clock
from lienthong.routes.services._letters import seal_of

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def delivery(relay, tmp_path):
    a_mail_route(relay)
    (one,) = sent(tmp_path, reach())
    turn()
    return one


def address(delivery, seal=None):
    return reverse("routes:letter", args=[delivery.id, seal or seal_of(delivery.id)])


def test_opening_the_link_does_nothing_and_shows_no_content(client, delivery):
    for _often in range(3):
        page = client.get(address(delivery))
    assert page.status_code == 200
    assert state(delivery) == DeliveryState.SENT
    version = documents.version_card(delivery.version_id)
    assert version.reference_code in page.content.decode()
    assert version.subject not in page.content.decode()
    assert client.get(address(delivery, "x" * 43)).status_code == 404


def test_its_reader_says_number_and_day_and_later_that_it_is_done(client, delivery):
    today = f"{clock.local_day(clock.now()):%d/%m/%Y}"
    said = {"act": "accept", "entry_number": "27", "entered_on": today}
    answer = client.post(address(delivery), said)
    assert answer.status_code == 302
    line = last_line(delivery)
    assert (line.entry_number, line.actor_name) == ("27", "UBND xã Một")
    assert "27" in client.get(address(delivery)).content.decode()
    client.post(address(delivery), {"act": "finish"})
    assert state(delivery) == DeliveryState.FINISHED


def test_a_refusal_without_a_reason_is_turned_down_with_what_to_do(client, delivery):
    answer = client.post(address(delivery), {"act": "refuse", "note": ""})
    assert answer.status_code == 422
    assert state(delivery) == DeliveryState.SENT
    client.post(address(delivery), {"act": "refuse", "note": "Gửi nhầm"})
    assert (state(delivery), last_line(delivery).note) == (DeliveryState.REFUSED, "Gửi nhầm")

"""Holding: who has what, in bulk; a hold that is there stays as it is."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.blobs.builders import HEALTH, JUSTICE, MONDAY_9AM, OFFICE, admitted

from lienthong.blobs import queries, services
from lienthong.blobs.errors import ContentDestroyed, ContentNotFound
from lienthong.blobs.models import Custody

pytestmark = pytest.mark.django_db
LATER = MONDAY_9AM + timedelta(hours=1)


def test_giving_twice_keeps_the_first_hold():
    card = admitted(holders=(OFFICE,))
    services.give_custody([card.digest], [OFFICE, HEALTH], now=LATER)
    assert Custody.objects.get(agency_id=OFFICE).since == MONDAY_9AM
    assert queries.holders(card.digest) == {OFFICE, HEALTH}


def test_an_ended_hold_stays_in_the_table_with_its_reason():
    card = admitted(holders=(OFFICE, HEALTH))
    assert services.end_custody([card.digest], [HEALTH], reason="recalled", now=LATER) == 1
    assert queries.holders(card.digest) == {OFFICE}
    ended = Custody.objects.get(agency_id=HEALTH)
    assert (ended.ended_at, ended.end_reason) == (LATER, "recalled")


def test_a_hold_can_be_given_again_after_it_ended():
    card = admitted(holders=(OFFICE, JUSTICE))
    services.end_custody([card.digest], [JUSTICE], reason="recalled", now=LATER)
    services.give_custody([card.digest], [JUSTICE], now=LATER)
    assert Custody.objects.filter(agency_id=JUSTICE).count() == 2


def test_content_that_is_not_kept_cannot_be_held():
    with pytest.raises(ContentNotFound):
        services.give_custody(["0" * 64], [OFFICE], now=MONDAY_9AM)


def test_destroyed_content_cannot_be_held():
    card = admitted()
    services.end_custody([card.digest], reason="secret", now=LATER)
    services.destroy_unheld(now=LATER)
    with pytest.raises(ContentDestroyed):
        services.give_custody([card.digest], [HEALTH], now=LATER)


def test_holds_of_many_agencies_are_written_in_bulk():
    card = admitted()
    with CaptureQueriesContext(connection) as statements:
        services.give_custody([card.digest], [uuid4() for _ in range(150)], now=LATER)
    assert len([q for q in statements if "INSERT" in q["sql"]]) == 1

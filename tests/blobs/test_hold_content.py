"""Holding: who has what, in bulk; a hold that is there stays as it is."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.blobs.builders import HEALTH, JUSTICE, MONDAY_9AM, OFFICE, admitted

from lienthong.blobs import queries, services
from lienthong.blobs.errors import ContentDestroyed, ContentNotFound
from lienthong.blobs.models import Custody, Holders

pytestmark = pytest.mark.django_db
LATER = MONDAY_9AM + timedelta(hours=1)


def test_giving_twice_keeps_the_first_hold():
    card = admitted(holders=(OFFICE,))
    services.give_custody([card.digest], [OFFICE, HEALTH], now=LATER)
    assert queries.holders(card.digest) == {OFFICE, HEALTH}
    assert services.end_custody([card.digest], [OFFICE], reason="recalled", now=LATER) == 1
    assert Custody.objects.get(agency_id=OFFICE).since == MONDAY_9AM
    assert queries.holders(card.digest) == {HEALTH}


def test_many_who_are_given_it_at_once_are_one_row_until_each_has_left():
    card = admitted(holders=(OFFICE,))
    others = [uuid4() for _ in range(30)]
    before = Holders.objects.count()
    services.give_custody([card.digest], others, now=LATER)
    assert Holders.objects.count() == before + 1
    for one in others:
        assert services.end_custody([card.digest], [one], reason="recalled", now=LATER) == 1
        assert services.end_custody([card.digest], [one], reason="recalled", now=LATER) == 0
    assert Holders.objects.count() == before
    assert queries.holders(card.digest) == {OFFICE}


def test_a_hold_of_before_lists_ends_as_the_row_that_it_is():
    card = admitted(holders=(OFFICE,))
    Custody.objects.create(blob_id=card.digest, agency_id=HEALTH, since=MONDAY_9AM)
    assert queries.holders(card.digest) == {OFFICE, HEALTH}
    assert services.end_custody([card.digest], reason="secret", now=LATER) == 2
    assert queries.holders(card.digest) == set()
    assert services.destroy_unheld(now=LATER) == 1


def test_of_an_agency_that_ended_every_list_names_its_heir():
    card, other = admitted(holders=(OFFICE, HEALTH)), admitted(b"%PDF-1.7 other", holders=(HEALTH,))
    Custody.objects.create(blob_id=other.digest, agency_id=OFFICE, since=MONDAY_9AM)
    assert services.hand_on_custody(OFFICE, to_id=JUSTICE, now=LATER) == 2
    assert queries.holders(card.digest) == {JUSTICE, HEALTH}
    assert queries.holders(other.digest) == {JUSTICE, HEALTH}


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
    assert queries.holders(card.digest) == {OFFICE, JUSTICE}
    assert Custody.objects.get(agency_id=JUSTICE).end_reason == "recalled"


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

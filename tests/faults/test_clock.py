"""A clock that was ahead and is set back: nobody waits for the day that it had shown."""

from datetime import timedelta

import pytest
from tests.desk.builders import two_offices
from tests.exchange.builders import MONDAY_9AM, a_dispatch
from tests.flows import invariants

from lienthong.access.services.pauses import FREE, LONGEST_PAUSE, begin_attempt
from lienthong.ledger import services as ledger

pytestmark = pytest.mark.django_db
AHEAD = MONDAY_9AM + timedelta(days=2)


def test_records_get_their_places_and_heads_are_published_whatever_the_clock_shows():
    sender, recipient = two_offices()
    for now in (AHEAD, MONDAY_9AM, MONDAY_9AM + timedelta(hours=2)):
        a_dispatch(sender, recipient, now=now)
        ledger.sequence(now=now, limit=100)
        assert ledger.publish_head(now=now).head.size > 0
    invariants.the_tree_is_whole()


def test_a_pause_that_a_wrong_clock_made_is_no_longer_than_the_longest():
    for _ in range(FREE):
        begin_attempt("k", now=AHEAD)
    assert begin_attempt("k", now=AHEAD)
    assert not begin_attempt("k", now=MONDAY_9AM)
    # What was counted goes on to count.
    assert timedelta(0) < begin_attempt("k", now=MONDAY_9AM) <= LONGEST_PAUSE

import threading
from datetime import timedelta
from itertools import pairwise

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from tests.ledger.builders import NOW, a_dispatch, recorded, the_clerk

from lienthong.ledger import queries, services
from lienthong.ledger.errors import LedgerBroken
from lienthong.ledger.handlers import sequence_records
from lienthong.ledger.models import Epoch, Head, Placement, Tile, Waiting
from lienthong.ledger.rules.tree import merkle

pytestmark = pytest.mark.django_db


def test_records_get_their_places_in_the_order_of_their_time():
    later, earlier = recorded(after=5), recorded(after=1)
    assert queries.places([later.id, earlier.id]) == {later.id: None, earlier.id: None}
    assert services.sequence(now=NOW) == 2
    assert queries.places([later.id, earlier.id]) == {later.id: 1, earlier.id: 0}


def test_a_record_that_is_committed_late_still_gets_its_place():
    """Never 'greater than the last'; what has no place is taken."""
    first = recorded(after=10)
    services.sequence(now=NOW)
    late = recorded(after=1)
    assert services.sequence(now=NOW) == 1
    assert queries.places([first.id, late.id]) == {first.id: 0, late.id: 1}


def test_sequencing_again_changes_nothing():
    recorded()
    services.sequence(now=NOW)
    before = list(Head.objects.values_list("size", "root"))
    assert services.sequence(now=NOW + timedelta(hours=1)) == 0
    assert list(Head.objects.values_list("size", "root")) == before


def test_an_empty_ledger_has_no_head():
    assert services.sequence(now=NOW) == 0
    assert queries.head_latest() is None


def test_a_limit_leaves_the_rest_for_the_next_call():
    for n in range(5):
        recorded(after=n)
    assert [services.sequence(now=NOW, limit=2) for _n in range(4)] == [2, 2, 1, 0]
    assert list(Head.objects.order_by("size").values_list("size", flat=True)) == [2, 4, 5]


def test_the_job_places_everything_that_waits():
    for n in range(3):
        recorded(after=n)
    sequence_records.func()
    assert not Waiting.objects.exists()


def test_a_head_that_was_not_signed_before_the_process_died_is_signed_by_the_next():
    ref = recorded()
    services.sequence(now=NOW)
    Head.objects.all().delete()
    receipt = services.issue_receipt(ref.id, item_key=None, reveal=(), kind="submission", now=NOW)
    assert receipt["inclusion"] is None
    assert services.sequence(now=NOW) == 0
    assert queries.head_latest().size == 1


def test_every_head_continues_the_one_before():
    for n in range(7):
        recorded(after=n)
        services.sequence(now=NOW)
    heads = list(Head.objects.order_by("size"))
    assert [head.size for head in heads] == list(range(1, 8))
    for old, new in pairwise(heads):
        assert merkle.verify_consistency(
            old=old.size,
            new=new.size,
            old_root=bytes(old.root),
            new_root=bytes(new.root),
            path=queries.consistency_path(1, old=old.size, new=new.size),
        )


def test_a_batch_costs_the_same_statements_whatever_it_holds():
    recorded()
    services.sequence(now=NOW)
    counts = []
    for batch in (1, 150):
        for n in range(batch):
            recorded(a_dispatch(0), after=n)
        with CaptureQueriesContext(connection) as statements:
            services.sequence(now=NOW)
        counts.append(len(statements))
    assert counts[0] == counts[1]


def test_a_tree_that_does_not_fit_its_size_stops_the_sequencer_and_nothing_is_placed():
    recorded()
    services.sequence(now=NOW)
    Tile.objects.update(hashes=b"")
    late = recorded()
    with pytest.raises(LedgerBroken):
        services.sequence(now=NOW)
    assert queries.places([late.id]) == {late.id: None}
    assert Epoch.objects.get().size == 1


def test_a_record_waiting_past_the_promise_is_listed(django_assert_num_queries):
    early, late = recorded(after=0), recorded(after=3600)
    with django_assert_num_queries(1):
        lines = queries.overdue(recorded_before=NOW + timedelta(minutes=30))
    assert [line.id for line in lines] == [early.id]
    services.sequence(now=NOW)
    assert queries.overdue(recorded_before=NOW + timedelta(days=9)) == []
    assert queries.places([late.id])[late.id] is not None


@pytest.mark.django_db(transaction=True)
@pytest.mark.postgres
def test_two_sequencers_at_once_place_every_record_once():
    refs = [recorded(a_dispatch(0), after=n) for n in range(60)]
    together(lambda: [services.sequence(now=NOW, limit=7) for _n in range(9)], times=2)
    assert sorted(queries.places([ref.id for ref in refs]).values()) == list(range(60))
    assert queries.head_latest().root == merkle.tree_root(
        [bytes(p.record.leaf_hash) for p in Placement.objects.order_by("index")]
    )


@pytest.mark.django_db(transaction=True)
@pytest.mark.postgres
def test_a_record_whose_transaction_was_open_while_others_were_placed_is_not_lost():
    recorded(after=5)
    may_commit, has_written = threading.Event(), threading.Event()
    found = []

    def slow_act():
        with transaction.atomic():
            found.append(services.record(a_dispatch(0), actor=the_clerk(), at=NOW))
            has_written.set()
            may_commit.wait(120)
        connection.close()

    slow = threading.Thread(target=slow_act)
    slow.start()
    assert has_written.wait(120)
    assert services.sequence(now=NOW) == 1
    may_commit.set()
    slow.join()
    assert services.sequence(now=NOW) == 1
    assert queries.places([found[0].id]) == {found[0].id: 1}


def together(work, *, times):
    """Run the same work in so many threads and raise what any of them raised."""
    raised = []

    def one():
        try:
            work()
        except Exception as error:
            raised.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=one) for _n in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert raised == []


@pytest.mark.django_db(transaction=True)
def test_places_are_not_given_inside_a_transaction_that_may_still_be_undone():
    recorded()
    with transaction.atomic(), pytest.raises(RuntimeError):
        services.sequence(now=NOW)
    assert Waiting.objects.count() == 1

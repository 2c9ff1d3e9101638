"""Content in the store ahead of its rows: the transaction waits for no disk, nothing is left."""

import contextlib
from datetime import timedelta

import pytest
from django.db import connection, transaction
from tests.blobs.builders import A_PDF, HEALTH, MONDAY_9AM, OFFICE, files_in

from lienthong.blobs import queries, services
from lienthong.blobs.models import Blob, Seal
from lienthong.blobs.types import Prepared
from lienthong.kernel import disk

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_rows_of_staged_content_wait_for_no_disk_and_open_it(home):
    with services.staged(A_PDF, now=MONDAY_9AM) as ready:
        before = disk.counters.flushes
        with transaction.atomic():
            services.store_staged([ready], agency_ids=[OFFICE], now=MONDAY_9AM)
        assert disk.counters.flushes == before
    assert queries.open_content(ready.card.digest).read() == A_PDF
    assert queries.holders(ready.card.digest) == {OFFICE}
    assert len(files_in(home)) == 1


def test_staged_content_that_nobody_keeps_is_gone(home):
    with services.staged(A_PDF, now=MONDAY_9AM):
        assert len(files_in(home)) == 2, "in the workshop and in the store"
    assert not files_in(home)


def test_a_transaction_that_is_undone_leaves_neither_rows_nor_files(home):
    with services.staged(A_PDF, now=MONDAY_9AM) as ready, transaction.atomic():
        services.store_staged([ready], agency_ids=[OFFICE], now=MONDAY_9AM)
        transaction.set_rollback(True)
    assert not Blob.objects.exists()
    assert not Seal.objects.exists()
    assert not files_in(home)


def test_content_that_came_meanwhile_stays_the_only_one(home):
    with services.staged(A_PDF, now=MONDAY_9AM) as ready:
        services.store(A_PDF, agency_ids=[HEALTH], now=MONDAY_9AM)
        services.store_staged([ready], agency_ids=[OFFICE], now=MONDAY_9AM)
    assert len(files_in(home)) == 1
    assert queries.open_content(ready.card.digest).read() == A_PDF
    assert queries.holders(ready.card.digest) == {OFFICE, HEALTH}


def test_destroyed_content_that_comes_again_is_opened_from_its_new_file(home):
    card = services.store(A_PDF, agency_ids=[OFFICE], now=MONDAY_9AM)
    services.end_custody([card.digest], reason="recalled", now=MONDAY_9AM)
    assert services.destroy_unheld(now=MONDAY_9AM + timedelta(days=1)) == 1
    with services.staged(A_PDF, now=MONDAY_9AM) as ready:
        services.store_staged([ready], agency_ids=[HEALTH], now=MONDAY_9AM)
    assert queries.open_content(ready.card.digest).read() == A_PDF


def test_many_contents_cost_no_more_statements_and_are_written_by_their_digests(home):
    """So two that bring the same files never wait for each other."""
    with contextlib.ExitStack() as stack:
        one, *others = [
            stack.enter_context(services.staged(bytes([n]) * 9, now=MONDAY_9AM)) for n in range(9)
        ]
        few, _told = _stored([one])
        many, told = _stored(others)
    assert many == few
    places = [told.index(digest) for digest in sorted(other.card.digest for other in others)]
    assert places == sorted(places)


def test_what_was_kept_is_not_asked_about_again(home, django_assert_num_queries):
    with services.staged(A_PDF, now=MONDAY_9AM) as ready:
        services.store_staged([ready], agency_ids=[OFFICE], now=MONDAY_9AM)
        stack = contextlib.ExitStack()
        stack.enter_context(django_assert_num_queries(0))
    stack.close()
    assert len(files_in(home)) == 1


def _stored(contents: list[Prepared]) -> tuple[int, str]:
    """Return the number of statements, and what was said to the table of contents."""
    said: list[tuple[str, str]] = []

    def note(execute, sql, params, *rest):
        said.append((sql, str(params)))
        return execute(sql, params, *rest)

    with connection.execute_wrapper(note):
        services.store_staged(contents, agency_ids=[OFFICE], now=MONDAY_9AM)
    (told,) = [params for sql, params in said if 'INTO "blobs_blob"' in sql]
    return len(said), told

"""Storing what the installation made itself."""

import io
from datetime import timedelta

import pytest
from tests.blobs.builders import (
    A_PDF,
    HEALTH,
    MONDAY_9AM,
    OFFICE,
    digests_in,
    files_in,
    rolled_back,
)

from lienthong.blobs import queries, services
from lienthong.blobs.errors import ContentDestroyed
from lienthong.blobs.models import Blob
from lienthong.blobs.places import content_store

pytestmark = pytest.mark.django_db(transaction=True)


def test_own_content_is_kept_and_held(home):
    card = services.store(A_PDF, agency_ids=[OFFICE, HEALTH], now=MONDAY_9AM)
    assert card.media_type == "application/pdf"
    assert queries.open_content(card.digest).read() == A_PDF
    assert queries.holders(card.digest) == {OFFICE, HEALTH}
    assert digests_in(home) == [card.digest]


def test_storing_again_writes_no_second_file(home):
    first = services.store(A_PDF, agency_ids=[OFFICE], now=MONDAY_9AM)
    second = services.store(io.BytesIO(A_PDF), agency_ids=[HEALTH], now=MONDAY_9AM)
    assert first == second
    assert len(files_in(home)) == 1


def test_stored_content_costs_one_copy_and_at_most_two_flushes(counters):
    services.store(A_PDF, agency_ids=[OFFICE], now=MONDAY_9AM)
    assert counters.copies == 1
    assert counters.flushes <= 2


def test_a_rolled_back_storing_leaves_no_row_and_nothing_in_the_workshop(home):
    rolled_back(lambda: services.store(A_PDF, agency_ids=[OFFICE], now=MONDAY_9AM))
    assert not Blob.objects.exists()
    assert not files_in(home / "workshop")


def test_a_source_that_breaks_leaves_nothing(home):
    def broken():
        yield A_PDF
        raise OSError

    with pytest.raises(OSError):  # noqa: PT011  the source's own error comes through
        services.store(broken(), agency_ids=[OFFICE], now=MONDAY_9AM)
    assert not files_in(home)


def test_what_an_early_installation_kept_a_folder_deeper_is_read_and_not_kept_twice(home):
    card = services.store(A_PDF, agency_ids=[OFFICE], now=MONDAY_9AM)
    [path] = files_in(home)
    early = path.parent / card.digest[2:4] / path.name
    early.parent.mkdir()
    path.rename(early)

    assert queries.open_content(card.digest).read() == A_PDF
    store = content_store()
    store.take(early, path.name, now=MONDAY_9AM)
    assert files_in(home) == [early]
    assert list(store.untouched(since=MONDAY_9AM + timedelta(days=1))) == [path.name]
    assert store.remove(path.name, untouched_since=MONDAY_9AM + timedelta(days=1))
    assert not files_in(home)


def test_content_that_comes_again_after_it_was_destroyed_is_there_and_others_are_as_they_were(home):
    def stored(content: bytes) -> str:
        return services.store(content, agency_ids=[OFFICE], now=MONDAY_9AM).digest

    other, gone, again = stored(b"khac"), stored(b"bo han"), stored(A_PDF)
    later = MONDAY_9AM + timedelta(days=30)
    services.end_custody([gone, again], [OFFICE], reason="disposed", now=later)
    assert services.destroy_unheld(now=later) == 2
    assert stored(A_PDF) == again
    assert queries.open_content(again).read() == A_PDF
    assert queries.open_content(other).read() == b"khac"
    with pytest.raises(ContentDestroyed):
        queries.open_content(gone)

"""Destroying: only what nobody holds, and only files that no row knows."""

import os
from datetime import timedelta
from uuid import uuid4

import pytest
from tests.blobs.builders import (
    HEALTH,
    MONDAY_9AM,
    OFFICE,
    admitted,
    digests_in,
    files_in,
    received,
)

from lienthong.blobs import places, queries, services
from lienthong.blobs.errors import ContentDestroyed, ContentNotFound
from lienthong.blobs.models import Blob, Upload

pytestmark = pytest.mark.django_db(transaction=True)
LATER = MONDAY_9AM + timedelta(hours=1)
MUCH_LATER = MONDAY_9AM + timedelta(days=3)


def test_content_stays_while_one_agency_holds_it(home):
    card = admitted(holders=(OFFICE, HEALTH))
    services.end_custody([card.digest], [OFFICE], reason="disposed", now=LATER)
    assert services.destroy_unheld(now=LATER) == 0
    assert len(files_in(home)) == 1


def test_content_goes_with_its_last_hold_and_its_trace_stays(home):
    card = admitted(holders=(OFFICE, HEALTH))
    services.end_custody([card.digest], reason="secret", now=LATER)
    assert services.destroy_unheld(now=LATER) == 1
    assert not files_in(home)
    assert Blob.objects.get().destroyed_at == LATER
    with pytest.raises(ContentDestroyed):
        queries.open_content(card.digest)
    assert queries.content_cards([card.digest]) == {}
    assert services.destroy_unheld(now=LATER) == 0


def test_content_that_is_taken_again_while_it_is_destroyed_stays(home):
    """The bytes were touched after the destruction began, so they are left alone."""
    card = admitted()
    source = home / "copy"
    source.write_bytes(b"same")
    name = Blob.objects.get(pk=card.digest).file_name
    places.content_store().take(source, name, now=LATER)
    assert not places.content_store().remove(name, untouched_since=LATER)
    assert places.content_store().remove(name, untouched_since=MUCH_LATER)


def test_a_sweep_leaves_kept_content_and_waiting_uploads_alone(home):
    admitted(b"%PDF-1.7 one")
    received(b"%PDF-1.7 two")
    swept = services.sweep_strays(now=MUCH_LATER)
    assert (swept.contents, swept.uploads) == (0, 0)
    assert len(files_in(home)) == 2


def test_a_sweep_removes_old_files_that_no_row_knows(home):
    upload = received()
    admitted(b"%PDF-1.7 kept")
    Upload.objects.filter(pk=upload.id).delete()
    half_written = places.workshop() / uuid4().hex
    foreign = home / "quarantine" / ".left-by-a-file-server"
    for path in (half_written, foreign):
        path.write_bytes(b"half")
        os.utime(path, (MONDAY_9AM.timestamp(),) * 2)

    assert services.sweep_strays(now=LATER).uploads == 0
    assert services.sweep_strays(now=MUCH_LATER).uploads == 3
    assert len(files_in(home)) == 1


def test_a_copy_that_a_dead_process_left_half_done_is_swept(home):
    card = admitted()
    half = home / "blobs" / card.digest[:2] / f"{card.digest}.0123"
    half.write_bytes(b"half")
    os.utime(half, (MONDAY_9AM.timestamp(),) * 2)
    assert services.sweep_strays(now=MUCH_LATER).contents == 1
    assert digests_in(home) == [card.digest]


def test_unknown_content_is_not_found():
    with pytest.raises(ContentNotFound):
        queries.open_content("0" * 64)


def test_refusing_an_upload_does_not_touch_kept_content_of_the_same_bytes(home):
    card = admitted()
    twin = received()
    services.refuse_upload(twin.id, code="test.refused", now=LATER)
    assert digests_in(home) == [card.digest]

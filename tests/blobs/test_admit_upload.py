"""Admitting: durable before the rows, one copy, the caller's transaction decides."""

import os
import subprocess
import sys
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.blobs.builders import (
    A_PDF,
    HEALTH,
    JUSTICE,
    MONDAY_9AM,
    OFFICE,
    a_clerk,
    admitted,
    digests_in,
    files_in,
    received,
    rolled_back,
)

from lienthong.blobs import places, queries, services
from lienthong.blobs.errors import ContentDestroyed, UploadClosed, UploadNotFound
from lienthong.blobs.models import Blob
from lienthong.kernel.actor import Actor

pytestmark = pytest.mark.django_db(transaction=True)
DAY = timedelta(days=1)


def test_an_admitted_upload_is_one_stored_file_and_leaves_quarantine(home):
    card = admitted(holders=(OFFICE, JUSTICE))

    [path] = files_in(home)
    digest = card.digest
    assert path.parent == home / "blobs" / digest[:2]
    assert digests_in(home) == [digest]
    assert queries.holders(digest) == {OFFICE, JUSTICE}
    with queries.open_content(digest) as file:
        assert file.read() == A_PDF


def test_there_is_one_copy_and_at_most_three_flushes_whatever_the_number_of_recipients(
    home, counters
):
    places.quarantine()
    before = counters.flushes
    admitted(holders=tuple(uuid4() for _ in range(200)))
    assert len(files_in(home)) == 1
    assert counters.copies == 1
    assert counters.flushes - before <= 3


@pytest.mark.usefixtures("counters")
@pytest.mark.parametrize("count", [1, 200])
def test_admitting_costs_the_same_statements_for_one_and_for_many(count):
    upload, holders = received(), [uuid4() for _ in range(count)]
    with CaptureQueriesContext(
        connection,
    ) as statements:
        services.admit(upload.id, agency_ids=holders, actor=a_clerk(), now=MONDAY_9AM)
    writes = [q for q in statements if "SAVEPOINT" not in q["sql"]]
    assert len(writes) <= 9


def test_the_same_content_from_two_agencies_is_stored_once(home):
    first, second = received(), received(agency_id=HEALTH)
    services.admit(first.id, agency_ids=[OFFICE], actor=a_clerk(), now=MONDAY_9AM)
    services.admit(second.id, agency_ids=[HEALTH], actor=a_clerk(HEALTH), now=MONDAY_9AM)
    assert len(files_in(home)) == 1
    assert queries.holders(first.digest) == {OFFICE, HEALTH}


def test_admitting_again_gives_the_same_answer():
    upload = received()
    once = services.admit(upload.id, agency_ids=[OFFICE], actor=a_clerk(), now=MONDAY_9AM)
    again = services.admit(upload.id, agency_ids=[OFFICE, HEALTH], actor=a_clerk(), now=MONDAY_9AM)
    assert once == again
    assert queries.holders(upload.digest) == {OFFICE, HEALTH}


def test_a_rolled_back_admission_leaves_the_upload_usable(home):
    upload = received()
    rolled_back(
        lambda: services.admit(upload.id, agency_ids=[OFFICE], actor=a_clerk(), now=MONDAY_9AM)
    )
    assert not Blob.objects.exists()
    with queries.open_upload(upload.id, actor=a_clerk()) as file:
        assert file.read() == A_PDF

    services.admit(upload.id, agency_ids=[OFFICE], actor=a_clerk(), now=MONDAY_9AM)
    assert queries.open_content(upload.digest).read() == A_PDF


def test_background_work_may_admit_an_upload_that_was_held():
    upload = received()
    card = services.admit(
        upload.id, agency_ids=[OFFICE], actor=Actor.installation(), now=MONDAY_9AM
    )
    assert card.digest == upload.digest


def test_another_agencys_upload_cannot_be_admitted(home):
    upload = received(agency_id=OFFICE)
    with pytest.raises(UploadNotFound):
        services.admit(upload.id, agency_ids=[HEALTH], actor=a_clerk(HEALTH), now=MONDAY_9AM)
    assert not Blob.objects.exists()


def test_an_unknown_upload_is_not_found():
    with pytest.raises(UploadNotFound):
        services.admit(uuid4(), agency_ids=[OFFICE], actor=a_clerk(), now=MONDAY_9AM)


def test_an_upload_past_its_time_cannot_be_admitted_even_before_it_is_closed():
    upload = received()
    with pytest.raises(UploadClosed):
        services.admit(
            upload.id, agency_ids=[OFFICE], actor=a_clerk(), now=MONDAY_9AM + timedelta(days=7)
        )


def test_content_is_copied_where_it_cannot_be_linked(home, counters, monkeypatch):
    def no_links(*args):
        raise OSError

    monkeypatch.setattr(os, "link", no_links)
    card = admitted()
    assert digests_in(home) == [card.digest]
    assert counters.copies == 2
    assert files_in(home)[0].stat().st_mode & 0o777 == 0o600


def test_content_that_was_destroyed_comes_back_with_a_new_upload(home):
    card = admitted()
    services.end_custody([card.digest], reason="test", now=MONDAY_9AM + DAY)
    services.destroy_unheld(now=MONDAY_9AM + DAY)
    with pytest.raises(ContentDestroyed):
        queries.open_content(card.digest)

    admitted(now=MONDAY_9AM + 2 * DAY)
    assert queries.open_content(card.digest).read() == A_PDF


KILLED_BETWEEN_RENAME_AND_COMMIT = """
import os, sys
from pathlib import Path
from datetime import datetime
from lienthong.blobs.adapters.folder import FolderStore
root, source, digest, moment = sys.argv[1:]
FolderStore(Path(root)).take(Path(source), digest, now=datetime.fromisoformat(moment))
os.kill(os.getpid(), 9)
"""


def test_a_process_killed_between_file_and_commit_leaves_a_stray_that_the_sweep_removes(home):
    upload = received()
    source = home / "quarantine" / upload.id.hex
    killed = subprocess.run(
        [
            sys.executable,
            "-c",
            KILLED_BETWEEN_RENAME_AND_COMMIT,
            home / "blobs",
            source,
            upload.digest,
            MONDAY_9AM.isoformat(),
        ],
        check=False,
    )
    assert killed.returncode == -9
    assert len(files_in(home / "blobs")) == 1

    assert services.sweep_strays(now=MONDAY_9AM + DAY / 2).contents == 0
    assert services.sweep_strays(now=MONDAY_9AM + 2 * DAY).contents == 1
    assert not files_in(home / "blobs")
    # The upload itself was not touched by any of this.
    services.admit(upload.id, agency_ids=[OFFICE], actor=a_clerk(), now=MONDAY_9AM + 2 * DAY)
    assert queries.open_content(upload.digest).read() == A_PDF

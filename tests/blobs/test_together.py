"""Two transactions at the same moment. SQLite lets only one in, so this is PostgreSQL's test."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier, Event

import pytest
from django.db import connection, transaction
from tests.blobs.builders import (
    A_PDF,
    HEALTH,
    JUSTICE,
    MONDAY_9AM,
    OFFICE,
    a_clerk,
    admitted,
    files_in,
    received,
)

from lienthong.blobs import queries, services
from lienthong.blobs.models import Blob, Seal

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]
LATER = MONDAY_9AM + timedelta(hours=1)


def test_the_same_content_admitted_at_one_moment_is_one_blob_with_every_hold(home):
    agencies = [OFFICE, JUSTICE, HEALTH]
    uploads = [received(agency_id=agency) for agency in agencies]
    barrier = Barrier(len(uploads))

    def admit(upload) -> None:
        barrier.wait()
        services.admit(
            upload.id,
            agency_ids=[upload.agency_id],
            actor=a_clerk(upload.agency_id),
            now=MONDAY_9AM,
        )
        connection.close()

    with ThreadPoolExecutor(len(uploads)) as pool:
        list(pool.map(admit, uploads))
    assert Blob.objects.count() == 1
    assert queries.holders(uploads[0].digest) == set(agencies)
    # Each came with a file under a key of its own; those that no row names are strays.
    services.sweep_strays(now=MONDAY_9AM + timedelta(days=2))
    assert len(files_in(home)) == Seal.objects.count() == 1
    assert queries.open_content(uploads[0].digest).read() == A_PDF


def test_content_that_is_being_given_to_an_agency_is_not_destroyed(home):
    card = admitted()
    services.end_custody([card.digest], reason="test", now=LATER)
    is_given, may_commit = Event(), Event()

    def give() -> None:
        with transaction.atomic():
            services.give_custody([card.digest], [HEALTH], now=LATER)
            is_given.set()
            may_commit.wait(timeout=120)
        connection.close()

    with ThreadPoolExecutor(1) as pool:
        giving = pool.submit(give)
        assert is_given.wait(timeout=120)
        assert services.destroy_unheld(now=LATER) == 0
        may_commit.set()
        giving.result()
    assert services.destroy_unheld(now=LATER + timedelta(hours=1)) == 0
    assert queries.open_content(card.digest).read() == A_PDF

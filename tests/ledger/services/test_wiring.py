"""What `config` adds to an audit: contents, and the rows of other packages."""

from pathlib import Path

import pytest
from django.conf import settings
from tests.desk.builders import an_entered, two_offices
from tests.ledger.builders import NOW, changed_by_hand

from lienthong.blobs import queries as blobs
from lienthong.config import auditing
from lienthong.kernel import clock
from lienthong.kernel.ids import uuid7
from lienthong.ledger import services
from lienthong.ledger.rules.checks.stored_rows import Finding
from lienthong.ledger.rules.signed.cms import Anchors
from lienthong.ledger.services.audit import audit

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def _own_home():
    """Contents lie where the settings were when the store was first asked for."""


@pytest.fixture
def entered():
    """A document that was sent and accepted, and the file in which its content lies."""
    committee, department = two_offices()
    an_entered(committee, department)
    services.sequence(now=clock.now())
    (kept,) = [one for one in blobs.kept_files() if one.digest in _named()]
    (path,) = (Path(settings.LIENTHONG_HOME) / "blobs").rglob(kept.name)
    before = path.read_bytes()
    yield kept.digest, path
    path.write_bytes(before)


def _named():
    from lienthong.documents.models import Version

    return set(Version.objects.values_list("content_id", flat=True))


def found():
    pem = services.ensure_key().pem
    return [
        one
        for one in audit(public_key_pem=pem, anchors=Anchors(), now=NOW)
        if isinstance(one, Finding)
    ]


def test_what_was_sent_and_accepted_has_nothing_wrong(entered):
    assert found() == []


def test_a_changed_byte_of_a_blob_is_found_and_named(entered):
    digest, path = entered
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.chmod(0o600)
    path.write_bytes(bytes(data))
    assert [(one.code, one.where) for one in found()] == [("blob.changed", digest)]


def test_a_blob_that_is_gone_is_found_and_named(entered):
    digest, path = entered
    path.unlink()
    assert {(one.code, one.where) for one in found()} == {("blob.missing", digest)}


@pytest.mark.parametrize(
    ("table", "name"), [("exchange_dispatch", "dispatch"), ("exchange_statusreport", "status")]
)
def test_a_row_of_exchange_without_its_record_is_found_and_named(entered, table, name):
    from django.db import connection, transaction

    unknown = uuid7()
    value = unknown.hex if connection.vendor == "sqlite" else unknown
    with transaction.atomic():
        changed_by_hand(f"UPDATE {table} SET record_id = %s", value)
        wrong = found()
        transaction.set_rollback(True)
    assert {one.code for one in wrong} == {"row.without-record"}
    assert {one.where.split()[0] for one in wrong} == {name}
    assert {one.detail for one in wrong} == {str(unknown)}


def test_what_was_destroyed_by_law_is_not_missing(entered, monkeypatch):
    digest, _path = entered
    assert auditing.missing_contents([digest, "0" * 64]) == ["0" * 64]
    monkeypatch.setattr(auditing, "_is_destroyed", lambda _digest: True)
    assert auditing.missing_contents(["0" * 64]) == []

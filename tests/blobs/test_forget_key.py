"""A master key is forgotten only when no content can arrive under it any more."""

import threading
from datetime import timedelta

import pytest
from django.db import connection, transaction
from tests.blobs.builders import MONDAY_9AM, OFFICE, admitted

from lienthong.blobs import errors, queries, services
from lienthong.blobs.keyring import made_at
from lienthong.blobs.master_keys import master_keys
from lienthong.blobs.models import Blob, Seal
from lienthong.kernel import clock

pytestmark = pytest.mark.django_db(transaction=True)
# Keys tell their age by the machine's clock.
NEXT_DAY = clock.now() + timedelta(days=1)


def rotated_and_rewrapped() -> str:
    """Change the master key; return the old one, which wraps nothing that can be seen."""
    old = master_keys().current
    services.rotate_master_key()
    services.rewrap_keys()
    return old


def test_a_key_is_not_forgotten_within_an_hour_of_the_change():
    admitted()
    old = rotated_and_rewrapped()
    changed_at = made_at(master_keys().current)
    assert changed_at is not None
    with pytest.raises(errors.MasterKeyTooFresh):
        services.forget_master_key(old, now=changed_at + timedelta(minutes=59))
    services.forget_master_key(old, now=changed_at + timedelta(minutes=60))
    assert old not in master_keys().keys


@pytest.mark.parametrize("name", ["2026", "k", "key-of-may", "k0198c"])
def test_a_key_with_a_chosen_name_has_no_age(name):
    assert made_at(name) is None


def test_content_prepared_under_a_forgotten_key_is_refused_and_never_kept_unreadable():
    """The forgetting came between writing a content and keeping it, a day later."""
    admitted()
    with services.prepared(b"%PDF-1.4 being issued", now=MONDAY_9AM) as ready:
        services.forget_master_key(rotated_and_rewrapped(), now=NEXT_DAY)
        with pytest.raises(errors.MasterKeyMissing):
            services.store_prepared(ready, agency_ids=[OFFICE], now=MONDAY_9AM)
    assert not Blob.objects.filter(pk=ready.card.digest).exists()
    assert Seal.objects.count() == 1


def test_a_rewrapping_that_began_before_its_key_was_forgotten_changes_nothing(monkeypatch):
    card = admitted()
    forgotten = services.rotate_master_key()
    slow = master_keys()
    services.rotate_master_key()
    services.forget_master_key(forgotten, now=NEXT_DAY)
    with monkeypatch.context() as patched:
        patched.setattr("lienthong.blobs.services.rotate_keys.master_keys", lambda: slow)
        with pytest.raises(errors.MasterKeyMissing):
            services.rewrap_keys()
    assert queries.masters_in_use() != [forgotten]
    assert queries.open_content(card.digest).read()


@pytest.mark.postgres
def test_a_key_is_not_forgotten_while_a_transaction_brings_content_under_it():
    admitted()
    with services.prepared(b"%PDF-1.4 being issued", now=MONDAY_9AM) as ready:
        old, told = rotated_and_rewrapped(), []

        def forget() -> None:
            try:
                services.forget_master_key(old, now=NEXT_DAY)
            except errors.MasterKeyInUse as refusal:
                told.append(refusal.code)
            finally:
                connection.close()

        other = threading.Thread(target=forget)
        with transaction.atomic():
            services.store_prepared(ready, agency_ids=[OFFICE], now=MONDAY_9AM)
            other.start()
            other.join(timeout=0.5)
            assert other.is_alive()
        other.join(timeout=120)
    assert told == ["blobs.master-key-in-use"]
    assert queries.open_content(ready.card.digest).read() == b"%PDF-1.4 being issued"

"""A nonce waits for no disk, and nothing else is written so."""

import pytest
from django.db import IntegrityError, connection
from tests.systems.builders import NOW, a_signing_key, a_system, an_agency

from lienthong.systems import services
from lienthong.systems.errors import Replayed
from lienthong.systems.models import Key, Nonce
from lienthong.tables.lightly import lightly

NONCE = "a-nonce-of-a-call"
WAITS = {"sqlite": ("PRAGMA synchronous", 2), "postgresql": ("SHOW synchronous_commit", "on")}


def waits_for_the_disk() -> bool:
    question, answer = WAITS[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(question)
        return cursor.fetchone()[0] == answer


@pytest.mark.django_db(transaction=True)
def test_only_what_is_written_lightly_does_not_wait():
    assert waits_for_the_disk()
    with lightly():
        assert not waits_for_the_disk()
    assert waits_for_the_disk()
    with pytest.raises(IntegrityError), lightly():
        Nonce.objects.create(key_id=None, nonce=NONCE, expires_at=NOW)
    assert waits_for_the_disk()


@pytest.mark.django_db(transaction=True)
def test_a_nonce_is_taken_once_and_the_connection_waits_again():
    a_signing_key(a_system(an_agency()))
    key = Key.objects.get().pk
    services.take_nonce(key=key, nonce=NONCE, created=NOW)
    with pytest.raises(Replayed):
        services.take_nonce(key=key, nonce=NONCE, created=NOW)
    assert Nonce.objects.count() == 1
    assert waits_for_the_disk()


@pytest.mark.django_db
def test_within_an_act_it_changes_nothing_of_how_the_act_is_committed():
    before = waits_for_the_disk()
    with lightly():
        assert waits_for_the_disk() == before

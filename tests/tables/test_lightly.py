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


@pytest.fixture
def refuses_what_waits():
    """At the commit of a nonce PostgreSQL refuses one that would wait for the disk."""
    with connection.cursor() as cursor:
        cursor.execute(
            """CREATE FUNCTION refuse_waiting() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            IF current_setting('synchronous_commit') <> 'off' THEN
            RAISE EXCEPTION 'it waits' USING ERRCODE = 'check_violation'; END IF;
            RETURN NULL; END $$;
            CREATE CONSTRAINT TRIGGER waiting AFTER INSERT ON systems_nonce
            DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION refuse_waiting()"""
        )
    yield
    with connection.cursor() as cursor:
        cursor.execute("DROP FUNCTION refuse_waiting() CASCADE")


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite says it by a PRAGMA")
@pytest.mark.django_db(transaction=True)
def test_one_statement_writes_a_nonce_whose_commit_is_not_waited_for(
    refuses_what_waits, django_assert_num_queries
):
    a_signing_key(a_system(an_agency()))
    key = Key.objects.get().pk
    with django_assert_num_queries(1):
        services.take_nonce(key=key, nonce=NONCE, created=NOW)
    assert Nonce.objects.get().nonce == NONCE
    with pytest.raises(IntegrityError, match="it waits"):
        Nonce.objects.create(key_id=key, nonce=f"{NONCE}-2", expires_at=NOW)


@pytest.mark.django_db
def test_within_an_act_it_changes_nothing_of_how_the_act_is_committed():
    before = waits_for_the_disk()
    with lightly():
        assert waits_for_the_disk() == before

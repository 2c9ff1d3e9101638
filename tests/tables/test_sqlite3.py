"""A transaction on SQLite begins soon after the one before it has ended."""

import sqlite3

import pytest
from django.db import OperationalError
from django.db.utils import ConnectionHandler

from lienthong.config.database import _sqlite
from lienthong.tables.sqlite3 import base

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def ours(tmp_path):
    """A connection of the product to a file, as the settings have it."""
    facts = _sqlite(tmp_path / "rows.sqlite3", makes_tables=False)
    opened = ConnectionHandler({"default": facts})["default"]
    with opened.cursor() as cursor:
        cursor.execute("CREATE TABLE kept (number INTEGER)")
    yield opened
    opened.close()


@pytest.fixture
def other(ours):
    """Somebody who is writing."""
    opened = sqlite3.connect(ours.settings_dict["NAME"], isolation_level=None)
    opened.execute("BEGIN IMMEDIATE")
    yield opened
    opened.close()


def patience_of(connection) -> int:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout")
        return cursor.fetchone()[0]


def test_who_finds_it_locked_looks_each_millisecond_and_begins_when_the_other_ends(
    ours, other, monkeypatch
):
    slept, seen = [], []

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        if len(slept) == 3:
            other.execute("INSERT INTO kept VALUES (1)")
            other.execute("COMMIT")

    def note(execute, sql, *rest):
        seen.append(sql)
        return execute(sql, *rest)

    monkeypatch.setattr(base.time, "sleep", sleep)
    with ours.execute_wrapper(note):
        ours.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
    assert slept == [0.001] * 3
    assert seen == ["BEGIN IMMEDIATE"], "counted once, however often it was looked at"
    with ours.cursor() as cursor:
        cursor.execute("SELECT number FROM kept")
        assert cursor.fetchall() == [(1,)]
    ours.rollback()
    assert patience_of(ours) == 30_000, "a statement by itself waits as before"


def test_it_gives_up_after_the_timeout_of_the_settings(ours, other, monkeypatch):
    ours.settings_dict["OPTIONS"]["timeout"] = 0.05
    with pytest.raises(OperationalError, match="locked"):
        ours.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
    assert patience_of(ours) == 50
    other.execute("ROLLBACK")
    ours.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
    ours.rollback()


def test_what_is_wrong_otherwise_is_told_at_once(ours, monkeypatch):
    monkeypatch.setattr(base.time, "sleep", lambda _seconds: pytest.fail("looked again"))
    with ours.cursor() as cursor:
        cursor.execute("BEGIN")
    with pytest.raises(OperationalError, match="within a transaction"):
        ours.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
    assert patience_of(ours) == 30_000

"""Who wants to write into an SQLite file waits in a line, over threads and processes."""

import os
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import OperationalError, transaction

from lienthong.tables.sqlite.base import DatabaseWrapper
from lienthong.tables.sqlite.turns import Turn, turn_of

pytestmark = pytest.mark.django_db  # for connections of our own; the tests' one is not asked

_HOLDER = """
import sys
from lienthong.tables.sqlite.turns import Turn
print(Turn(sys.argv[1]).take(seconds=0), flush=True)
sys.stdin.read()
"""


@pytest.fixture
def path(tmp_path: Path) -> str:
    return str(tmp_path / "own.sqlite3-turn")


@contextmanager
def held_by_another_process(path: str) -> Iterator["subprocess.Popen[str]"]:
    words = [sys.executable, "-c", _HOLDER, path]
    with subprocess.Popen(words, stdin=-1, stdout=-1, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "True\n"
        try:
            yield process
        finally:
            process.kill()


def test_a_turn_is_one_threads_and_the_next_has_it_after(path):
    turn, order = Turn(path), []
    assert turn.take(seconds=0)
    assert not turn.take(seconds=0.01)

    def wait() -> None:
        order.append(turn.take(seconds=30))
        turn.give_back()

    waiter = threading.Thread(target=wait)
    waiter.start()
    assert order == []
    turn.give_back()
    waiter.join(30)
    assert order == [True]
    assert turn.take(seconds=0)


def test_another_process_is_waited_for_and_one_that_was_killed_is_not(path):
    with held_by_another_process(path) as process:
        turn = Turn(path)
        assert not turn.take(seconds=0.05)
        assert not turn.take(seconds=0.05)  # who gave up holds up nobody
        process.kill()
        process.wait(30)
        assert turn.take(seconds=30)


def test_its_file_is_for_the_owner_alone_and_without_one_nobody_waits(tmp_path, path):
    assert Turn(path).take(seconds=0)
    assert os.stat(path).st_mode & 0o777 == 0o600
    nowhere = Turn(str(tmp_path / "missing" / "turn"))
    assert nowhere.take(seconds=0)
    nowhere.give_back()


def test_a_child_does_not_think_that_it_has_what_its_parent_has(path):
    turn = turn_of(path.removesuffix("-turn"))
    assert turn_of(path.removesuffix("-turn")) is turn
    assert turn.take(seconds=0)
    child = os.fork()
    if child == 0:
        again = turn_of(path.removesuffix("-turn"))
        os._exit(1 if again is turn or again.take(seconds=0.05) else 0)
    assert os.waitpid(child, 0)[1] == 0
    turn.give_back()


@contextmanager
def opened(path: Path, *, timeout: float = 0.05) -> Iterator[DatabaseWrapper]:
    """A connection as the settings make it, with a table to write into."""
    from django.db import connections

    facts = connections.configure_settings(
        {
            "default": {
                "ENGINE": "lienthong.tables.sqlite",
                "NAME": str(path),
                "OPTIONS": {"timeout": timeout, "transaction_mode": "IMMEDIATE"},
            }
        }
    )["default"]
    made = DatabaseWrapper(facts, alias="own")
    connections["own"] = made
    try:
        made.connect()
        yield made
    finally:
        made.close()
        del connections["own"]


def is_free(path: Path) -> bool:
    free = turn_of(str(path)).take(seconds=0)
    if free:
        turn_of(str(path)).give_back()
    return free


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "own.sqlite3"
    with sqlite3.connect(path) as made:
        made.execute("CREATE TABLE one (a INTEGER PRIMARY KEY)")
    return path


def test_a_transaction_has_the_turn_from_its_begin_to_its_end(database):
    with opened(database) as own:
        with transaction.atomic("own"):
            assert not is_free(database)
            with transaction.atomic("own"):
                own.cursor().execute("INSERT INTO one VALUES (1)")
            assert not is_free(database)
        assert is_free(database)
        with pytest.raises(ZeroDivisionError), transaction.atomic("own"):
            raise ZeroDivisionError
        assert is_free(database)


def test_a_transaction_whose_connection_is_closed_gives_its_turn_back(database):
    with opened(database) as own:
        with transaction.atomic("own"):
            own.close()
            assert is_free(database)
        assert is_free(database)


def test_who_waited_too_long_is_told_as_sqlite_tells_it(database):
    with (
        opened(database),
        held_by_another_process(f"{database}-turn"),
        pytest.raises(OperationalError, match="database is locked"),
        transaction.atomic("own"),
    ):
        raise AssertionError("nothing begins")


def test_a_begin_and_a_commit_that_fail_leave_the_turn_to_others(database):
    with opened(database) as own:
        with sqlite3.connect(database, isolation_level=None) as other:
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(OperationalError), transaction.atomic("own"):
                raise AssertionError("nothing begins")
            assert is_free(database)
            other.execute("ROLLBACK")
        with sqlite3.connect(database, isolation_level=None) as reader:
            reader.execute("BEGIN")
            reader.execute("SELECT * FROM one").fetchall()
            with pytest.raises(OperationalError), transaction.atomic("own"):
                own.cursor().execute("INSERT INTO one VALUES (2)")  # no log: readers block it
            assert is_free(database)
        assert own.cursor().execute("SELECT count(*) FROM one").fetchone() == (0,)


def test_a_database_in_memory_has_no_line():
    with opened(Path(":memory:")) as own:
        with transaction.atomic("own"):
            own.cursor().execute("CREATE TABLE one (a)")
        assert not Path(":memory:-turn").exists()

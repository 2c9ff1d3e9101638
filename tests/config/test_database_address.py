"""The address of the database: one server, or several that take each other's place."""

import sqlite3
from contextlib import closing

import pytest
from django.db import connection

from lienthong.config.database import database_settings, hurry
from lienthong.config.environment import Environment


def settings_of(address: str) -> dict:
    return database_settings(Environment(database=address))


def test_one_server_with_its_port_or_without():
    one = settings_of("postgresql://me:a%40b@db.tinh.example:5433/lienthong")
    assert (one["HOST"], one["PORT"], one["NAME"]) == ("db.tinh.example", "5433", "lienthong")
    assert (one["USER"], one["PASSWORD"]) == ("me", "a@b")
    assert one["OPTIONS"]["server_side_binding"] is True
    assert settings_of("postgresql://db/lienthong")["PORT"] == ""
    assert settings_of("postgresql://me:pass[word@db/x")["PASSWORD"] == "pass[word"


def test_several_servers_of_which_the_one_that_writes_is_taken():
    several = settings_of(
        "postgresql://me:a%40b@one:5433,[::1]:5434,three/x"
        "?target_session_attrs=read-write&connect_timeout=3"
    )
    assert (several["HOST"], several["PORT"]) == ("one,::1,three", "5433,5434,")
    assert (several["USER"], several["PASSWORD"], several["NAME"]) == ("me", "a@b", "x")
    said = {"target_session_attrs": "read-write", "connect_timeout": "3"}
    assert said.items() <= several["OPTIONS"].items()


def test_statements_are_prepared_unless_a_pooler_stands_between():
    assert settings_of("postgresql://db/x")["OPTIONS"]["prepare_threshold"] == 3
    behind_a_pooler = settings_of("postgresql://db/x?prepared=no")["OPTIONS"]
    assert not {"prepare_threshold", "server_side_binding", "options"} & behind_a_pooler.keys()
    with pytest.raises(ValueError, match="prepared is yes or no"):
        settings_of("postgresql://db/x?prepared=maybe")


def test_a_machine_that_goes_dark_is_given_up_in_half_a_minute_and_gives_us_up_as_soon():
    said = settings_of("postgresql://db/x")["OPTIONS"]
    there = dict(word.split("=") for word in said["options"].split() if word != "-c")
    for told, prefix in ((said, ""), (there, "tcp_")):
        idle, interval, count = (
            int(told[f"{prefix}keepalives_{name}"]) for name in ("idle", "interval", "count")
        )
        assert idle + interval * count <= 30
        assert int(told["tcp_user_timeout"]) <= 30_000  # what was sent and never confirmed
    assert int(said["connect_timeout"]) <= 30
    other = settings_of("postgresql://db/x?keepalives_idle=60&connect_timeout=3")["OPTIONS"]
    assert (other["keepalives_idle"], other["connect_timeout"]) == ("60", "3")


def test_a_lock_of_somebody_is_not_waited_for_without_end_but_by_who_makes_tables():
    asked = "postgresql://db/x"
    one = settings_of(asked)
    assert "lock_timeout=15s" in one["OPTIONS"]["options"].split()
    hurry(one)
    assert "lock_timeout=5s" in one["OPTIONS"]["options"].split()
    made = Environment(database=asked)
    as_owner = database_settings(made, as_owner=True)["OPTIONS"]["options"]
    assert "lock_timeout" not in as_owner
    for other in ("", f"{asked}?prepared=no"):  # SQLite, and a pooler, which takes no options
        told = settings_of(other)
        hurry(told)
        assert told == settings_of(other)


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "postgresql", reason="what PostgreSQL makes of it")
def test_no_question_of_a_page_waits_for_helpers_or_a_compiler():
    with connection.cursor() as cursor:
        found = [
            cursor.execute(f"SHOW {name}").fetchone()[0]
            for name in ("max_parallel_workers_per_gather", "jit")
        ]
    assert found == ["0", "off"]


@pytest.mark.parametrize("wrong", ["?options=-cfsync%3Doff", "?target_sesion_attrs=read-write"])
def test_an_option_that_is_not_known_is_refused_and_named(wrong):
    with pytest.raises(ValueError, match="unknown option"):
        settings_of(f"postgresql://me@one,two/x{wrong}")


def test_a_port_that_is_none_is_refused():
    with pytest.raises(ValueError, match=r"LIENTHONG_DATABASE: .*host:port"):
        settings_of("postgresql://me@one:5432,two:many/x")


def test_on_sqlite_savepoints_stay_in_memory_and_the_sorting_of_indexes_on_the_disk(tmp_path):
    environment = Environment(home=tmp_path)

    def pragmas(*, as_owner: bool) -> list[int]:
        told = database_settings(environment, as_owner=as_owner)
        with closing(sqlite3.connect(told["NAME"])) as opened:
            opened.executescript(told["OPTIONS"]["init_command"])
            names = ("temp_store", "wal_autocheckpoint", "synchronous", "foreign_keys")
            return [opened.execute(f"PRAGMA {name}").fetchone()[0] for name in names]

    in_memory, in_a_file, full = 2, 1, 2
    assert pragmas(as_owner=False) == [in_memory, 4000, full, 1]
    assert pragmas(as_owner=True) == [in_a_file, 4000, full, 1]

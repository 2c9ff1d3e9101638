"""The database itself refuses to change or delete what stays as it was written."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest
from django.apps import apps
from django.db import connection
from psycopg import sql
from tests.scratch import Scratch, scratch_name

from lienthong.config import database_rights
from lienthong.config.append_only import APPEND_ONLY
from lienthong.kernel import clock
from lienthong.operation.queries import findings
from lienthong.operation.types import Severity

pytestmark = pytest.mark.django_db
ON_POSTGRESQL = "web and workers have a role of their own on PostgreSQL only"

GUARDS = "from django.core.management import call_command; call_command('databaserights')"
ACTS = """
from tests.flows import killed
committee, justice, _finance = killed.offices()
killed.give_certificates([committee.agency.id], now=killed.MONDAY_9AM)
for step in killed.steps_of(committee, justice).values():
    step()
for name, prepare in killed.ACTS.items():
    prepare()()
    print(name)
"""


def a_row(cursor: sqlite3.Cursor, table: str) -> None:
    """Put any row into a table, whatever its constraints ask for."""
    facts = cursor.execute(f"SELECT name, type FROM pragma_table_info('{table}')").fetchall()
    marks = ", ".join("?" for _each in facts)
    values = [b"x" if kind == "BLOB" else 1 for _name, kind in facts]
    cursor.execute(f"INSERT INTO {table} VALUES ({marks})", values)


@pytest.fixture
def sqlite(scratch: Scratch) -> Iterator[sqlite3.Connection]:
    if scratch.database:
        pytest.skip("on PostgreSQL the role's rights are tested")
    scratch.run(GUARDS)
    opened = sqlite3.connect(scratch.home / "lienthong.sqlite3", isolation_level=None)
    opened.create_function("lienthong_guard_is_on", 0, lambda: True)
    opened.execute("PRAGMA foreign_keys = OFF")
    opened.execute("PRAGMA ignore_check_constraints = ON")
    yield opened
    opened.close()


def test_on_sqlite_no_row_of_these_tables_can_be_deleted_and_no_fixed_column_changed(sqlite):
    for each in database_rights.guarded():
        cursor = sqlite.cursor()
        a_row(cursor, each.table)
        with pytest.raises(sqlite3.IntegrityError, match="stay as they were written"):
            cursor.execute(f"DELETE FROM {each.table}")
        for column in each.fixed:
            with pytest.raises(sqlite3.IntegrityError, match="stay as they were written"):
                cursor.execute(f'UPDATE {each.table} SET "{column}" = "{column}"')
        for column in each.may_change:
            cursor.execute(f'UPDATE {each.table} SET "{column}" = "{column}"')
            assert cursor.rowcount == 1


def test_on_sqlite_another_program_that_knows_nothing_of_the_guards_changes_nothing(sqlite):
    a_row(sqlite.cursor(), "ledger_record")
    path = sqlite.execute("PRAGMA database_list").fetchone()[2]
    stranger = sqlite3.connect(path)
    with pytest.raises(sqlite3.OperationalError, match="lienthong_guard_is_on"):
        stranger.execute("DELETE FROM ledger_record")
    assert stranger.execute("SELECT count(*) FROM ledger_record").fetchone() == (1,)
    stranger.close()


@pytest.fixture
def as_web_role(scratch: Scratch, monkeypatch) -> Iterator[Scratch]:
    """A scratch installation whose processes work as a role that owns nothing."""
    if not scratch.database:
        pytest.skip(ON_POSTGRESQL)
    role = scratch_name().replace("scratch", "web")
    server, _slash, name = scratch.database.rpartition("/")
    with psycopg.connect(scratch.database, autocommit=True) as owner:
        owner.execute(sql.SQL("CREATE ROLE {} LOGIN PASSWORD 'web'").format(sql.Identifier(role)))
    host = server.rpartition("@")[2]
    web = Scratch(scratch.home, f"postgresql://{role}:web@{host}/{name}")
    monkeypatch.setenv("LIENTHONG_DATABASE_OWNER", scratch.database)
    web.run(GUARDS, "databaserights")
    yield web
    web.end()
    with psycopg.connect(scratch.database, autocommit=True) as owner:
        for statement in ("DROP OWNED BY {} CASCADE", "DROP ROLE {}"):
            owner.execute(sql.SQL(statement).format(sql.Identifier(role)))


def test_on_postgresql_the_web_role_has_no_right_to_change_delete_or_empty_these_tables(
    as_web_role,
):
    with psycopg.connect(as_web_role.database, autocommit=True) as web:
        for each in database_rights.guarded():
            for act in ("DELETE FROM {}", "TRUNCATE {}"):
                with pytest.raises(psycopg.errors.InsufficientPrivilege):
                    web.execute(sql.SQL(act).format(sql.Identifier(each.table)))
            for column in set(each.fixed) - set(each.locked):
                with pytest.raises(psycopg.errors.InsufficientPrivilege):
                    web.execute(_touch(each.table, column))
            for column in each.may_change:
                web.execute(_touch(each.table, column))


def test_on_postgresql_the_web_role_makes_no_tables_and_cannot_lift_the_guards(as_web_role):
    with psycopg.connect(as_web_role.database, autocommit=True) as web:
        for statement in (
            "CREATE TABLE another (id int)",
            "DROP TABLE ledger_record",
            "ALTER TABLE ledger_record DISABLE TRIGGER ALL",
            "DROP TRIGGER lienthong_guard_delete_ledger_record ON ledger_record",
            "DELETE FROM django_migrations",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                web.execute(statement)


def test_the_whole_flow_works_as_the_role_of_web_and_workers_and_the_triggers_hold(
    as_web_role, scratch
):
    done = as_web_role.run(ACTS).split("\n")
    assert len([name for name in done if name]) > 5
    with psycopg.connect(as_web_role.database, autocommit=True) as web:
        web.execute("SET lienthong_guard.off = 'yes'")
        with pytest.raises(psycopg.errors.InsufficientPrivilege, match="as they were written"):
            web.execute("UPDATE exchange_dispatch SET id = gen_random_uuid()")
    with psycopg.connect(scratch.database, autocommit=True) as owner:
        for statement in ("DELETE FROM ledger_record", "UPDATE ledger_record SET act = act"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege, match="as they were written"):
                owner.execute(statement)
        with pytest.raises(psycopg.errors.InsufficientPrivilege, match="as they were written"):
            owner.execute("TRUNCATE ledger_record CASCADE")


def _touch(table: str, column: str) -> sql.Composed:
    return sql.SQL("UPDATE {table} SET {column} = {column}").format(
        table=sql.Identifier(table), column=sql.Identifier(column)
    )


def test_wherever_tables_are_made_the_guards_are_made_too():
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        else:
            cursor.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal")
        found = {name for (name,) in cursor.fetchall()}
    for table in [each.table for each in database_rights.guarded()]:
        assert {f"lienthong_guard_{act}_{table}" for act in ("change", "delete")} <= found


def test_tables_without_their_guards_are_an_error_with_what_to_do():
    """A migration that failed leaves them so: guards come back at its end."""

    def found():
        return [one for one in findings(now=clock.now()) if one.code == "operation.rows-unguarded"]

    assert found() == []
    database_rights.lift_guards(connection)
    [finding] = found()
    assert finding.severity == Severity.ERROR
    assert "ledger_record" in finding.facts["tables"]
    assert "lienthong migrate" in finding.next_step
    database_rights.set_guards(connection)
    assert found() == []
    on = " ON exchange_dispatch" * (connection.vendor == "postgresql")
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER lienthong_guard_delete_exchange_dispatch{on}")
    assert [one.facts["tables"] for one in found()] == ["exchange_dispatch"]


class _Stopped(Exception):
    """Whoever set the rights was killed here."""


@contextmanager
def _stopped_at(start: str):
    """Stop at the first statement that begins so."""

    def stop(execute, statement, params, many, context):
        if statement.startswith(start):
            raise _Stopped
        return execute(statement, params, many, context)

    with pytest.raises(_Stopped), connection.execute_wrapper(stop):
        yield


def test_guards_that_are_set_anew_are_never_away():
    table = "registers_entry"
    with _stopped_at(f"CREATE TRIGGER lienthong_guard_change_{table}"):
        database_rights.set_guards(connection)
    test_wherever_tables_are_made_the_guards_are_made_too()


@pytest.mark.skipif(connection.vendor != "postgresql", reason=ON_POSTGRESQL)
def test_rights_that_are_given_anew_are_never_away():
    role = "lienthong_web_of_a_test"
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE ROLE {role}")
        database_rights.grant_web_role(connection, role)
        with _stopped_at("GRANT SELECT"):
            database_rights.grant_web_role(connection, role)
        cursor.execute("SELECT has_table_privilege(%s, 'ledger_record', 'SELECT')", [role])
        assert cursor.fetchone() == (True,)
        with _stopped_at('REVOKE UPDATE, DELETE ON "ledger_record"'):
            database_rights.grant_web_role(connection, role)
        cursor.execute("SELECT has_table_privilege(%s, 'ledger_record', 'DELETE')", [role])
        assert cursor.fetchone() == (False,)


def test_every_log_of_acts_is_on_the_list():
    """Records, status rows and lines of books: what figures and proofs stand on."""
    logs = {"ledger.Record", "exchange.StatusReport", "exchange.Dispatch", "registers.Entry"}
    assert logs <= APPEND_ONLY.keys()
    assert all(apps.get_model(label) for label in APPEND_ONLY)

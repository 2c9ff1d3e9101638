"""`lienthong migrate`: one at a time, never backwards, killed anywhere and finished by the next."""

import gc
import re

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.core.management.commands.migrate import Command as DjangoMigrate
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder

from lienthong.config.database_rights import unguarded
from lienthong.operation.services import first_tables

pytestmark = pytest.mark.django_db


def test_a_step_backwards_is_refused_with_a_sentence():
    with pytest.raises(CommandError, match=r"operation.backwards-refused.*Khôi phục") as no:
        call_command("migrate", "jobs", "0001", verbosity=0)
    assert no.value.returncode == 2
    with pytest.raises(CommandError, match=r"operation.backwards-refused"):
        call_command("migrate", "jobs", "zero", verbosity=0)


def test_an_older_program_does_not_touch_the_database_of_a_newer_one():
    MigrationRecorder(connection).record_applied("jobs", "0999_of_tomorrow")
    with pytest.raises(CommandError, match=r"operation\.database-newer"):
        call_command("migrate", verbosity=0)


def test_again_changes_nothing():
    call_command("migrate", verbosity=0)
    call_command("migrate", "jobs", "0002", verbosity=0)


def test_where_no_step_is_left_no_guard_is_lifted_either():
    """Each table's are made anew in a transaction of their own; the first one is looked into."""
    seen = []

    def look(execute, statement, *rest):
        result = execute(statement, *rest)
        if statement.startswith("CREATE TRIGGER") and not seen:
            seen.append(unguarded(connection))
        return result

    with connection.execute_wrapper(look):
        call_command("migrate", verbosity=0)
    assert seen == [["ledger_record"]]


@pytest.fixture
def usual_search():
    """How often garbage is looked for, as Python begins: not as this suite has it."""
    ours, usual = gc.get_threshold(), (700, 10, 10)
    gc.set_threshold(*usual)
    yield usual
    gc.set_threshold(*ours)


@pytest.mark.once
def test_the_process_goes_on_as_it_was_also_after_a_refusal(monkeypatch, usual_search):
    """While it migrates, what may be swapped is asked once, and garbage is looked for seldom."""
    seen = []

    def look(_self, *_labels, **_options):
        seen.append(gc.get_threshold()[0] / usual_search[0] > 10)
        seen.append("get_swappable_settings_name" in vars(apps))
        seen.append(apps.get_swappable_settings_name("auth.User"))
        raise CommandError("refused")

    monkeypatch.setattr(DjangoMigrate, "handle", look)
    with pytest.raises(CommandError, match="refused"):
        call_command("migrate", verbosity=0)
    assert seen == [True, True, "AUTH_USER_MODEL"]
    assert "get_swappable_settings_name" not in vars(apps)
    assert gc.get_threshold() == usual_search


HOLD = """
import sys, time
from lienthong.operation.services.locking import only_one
with only_one("migrate", seconds=5):
    print("held", flush=True)
    time.sleep(60)
"""


@pytest.mark.slow
def test_of_two_at_once_one_works_and_a_killed_one_leaves_no_lock(scratch):
    holder = scratch.start(HOLD)
    assert holder.stdout.readline() == "held\n"
    told = scratch.run(
        "from lienthong.operation.services.locking import only_one\n"
        "from lienthong.operation.errors import AlreadyRunning\n"
        "try:\n    only_one('migrate', seconds=0.5).__enter__()\n"
        "except AlreadyRunning as refusal:\n    print(refusal.code)"
    )
    assert told == "operation.already-running\n"
    holder.kill()
    holder.wait()
    scratch.run(
        "from django.core.management import call_command; call_command('migrate', verbosity=0)"
    )


# Among the models of each step there is much garbage; to look for it is a third of the work.
QUICK = "import gc; gc.disable()\n"
MAKE = f"{QUICK}from tests.operation import first_release; first_release.make()"
LOOK = "from tests.operation import first_release; first_release.look()"
TELL = "from tests.operation import table_facts; table_facts.tell()"
TABLES = """
from django.db import connection
print(*connection.introspection.table_names())
"""
FITS = "from lienthong.operation.queries import schema_state; print(schema_state().fits)"
MIGRATE = (
    f"{QUICK}from django.core.management import call_command; call_command('migrate', verbosity=1)"
)
# Dies after some statements of the upgrade, wherever in a step that is.
DIE = """
import gc, os, sys
from django.core.management import call_command
from django.db import connection
left = int(sys.argv[1])
gc.disable()

def count(execute, *arguments):
    global left
    left -= 1
    if left < 0:
        os.kill(os.getpid(), 9)
    return execute(*arguments)

with connection.execute_wrapper(count):
    call_command("migrate", verbosity=0)
"""


# Fails at one statement of the upgrade, as for want of room, and says what nobody guards then.
FAIL = """
import gc, sys
from django.core.management import call_command
from django.db import OperationalError, connection
from lienthong.config.database_rights import unguarded
left = int(sys.argv[1])
gc.disable()

def count(execute, *arguments):
    global left
    left -= 1
    if left == -1:
        raise OperationalError("no room")
    return execute(*arguments)

try:
    with connection.execute_wrapper(count):
        call_command("migrate", verbosity=0)
except OperationalError as error:
    print(error)
there = set(connection.introspection.table_names())
print(len(there), *(there & set(unguarded(connection))))
"""


@pytest.mark.slow
def test_an_upgrade_that_failed_leaves_no_table_without_its_guards(empty):
    """Also where its columns are those of a step in the middle."""
    empty.run(MAKE)
    said, tables = empty.run(FAIL, 200).splitlines()
    assert said == "no room"
    assert re.fullmatch(r"[0-9]{2,3}", tables)


@pytest.mark.slow
def test_a_new_installation_takes_no_steps_and_a_killed_one_begins_again(empty):
    for statements in (20, 300):
        empty.run(DIE, statements)
    assert empty.run(TABLES) == "django_migrations\n"
    told = empty.run(MIGRATE)
    assert "All tables made at once" in told
    assert "Applying" not in told
    assert "at once" not in empty.run(MIGRATE)
    assert empty.run(FITS) == "True\n"


def test_a_server_with_room_for_few_locks_takes_the_steps(monkeypatch):
    """One transaction holds some 1,600 locks, of 6,400 as PostgreSQL is set."""

    class NoRoom(Exception):
        sqlstate = "53200"

    def refuse(*_given):
        raise OperationalError("out of shared memory") from NoRoom()

    monkeypatch.setattr(first_tables, "_make_all", refuse)
    monkeypatch.setattr(
        connection.introspection, "table_names", lambda *_cursor: ["django_migrations"]
    )
    assert first_tables.make_first_tables() == 0
    NoRoom.sqlstate = "53100"
    with pytest.raises(OperationalError):
        first_tables.make_first_tables()


@pytest.mark.slow
def test_who_names_a_package_takes_its_steps(empty):
    told = empty.run(MIGRATE.replace("'migrate'", "'migrate', 'jobs'"))
    assert "Applying jobs.0001_initial" in told
    assert "at once" not in told


@pytest.mark.slow
def test_the_first_release_is_upgraded_even_when_killed_on_the_way(empty, scratch):
    """It ends with the tables that a new installation begins with, which takes no steps."""
    empty.run(MAKE)
    for statements in (60, 150):
        empty.run(DIE, statements)
    told = empty.run(MIGRATE)
    assert "Applying" in told
    empty.run(LOOK)
    upgraded, new = (one.run(TELL).splitlines() for one in (empty, scratch))
    assert len(new) > 1_000
    assert sorted(set(new) ^ set(upgraded)) == []

"""`lienthong migrate`: one at a time, never backwards, killed anywhere and finished by the next."""

import gc

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.core.management.commands.migrate import Command as DjangoMigrate
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

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


@pytest.mark.slow
def test_the_first_release_is_upgraded_even_when_killed_on_the_way(empty):
    empty.run(MAKE)
    for statements in (60, 150):
        empty.run(DIE, statements)
    told = empty.run(MIGRATE)
    assert "Applying" in told
    empty.run(LOOK)

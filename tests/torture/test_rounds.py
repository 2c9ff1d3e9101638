"""Exactly once, whatever dies: the bounded rounds of the fault harness (A1, A2, A11)."""

import pytest

from torture import calls, dark, postgres

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

# Through which doors the processes went when the main flow was played: what dies there, and where.
DOORS = {
    "web": {"commit", "fsync", "name", "answer"},
    "worker": {"commit", "write", "fsync", "name", "connect", "send", "receive"},
    "client": {"connect", "send", "receive", "name"},
}
ACTS = (
    "gateways.services.documents.submit_document",
    "exchange.services._reporting",
    "exchange.services.request_recall",
    "exchange.services.answer_change",
    "registers.services.arriving.accept_delivery",
    "vxp.services.fetch",
    "ledger.services.sequence",
    "hooks.services._settle",
    "blobs.adapters.folder",
    "vxp.adapters.client",
)


@pytest.mark.once
def test_A1_A2_A11_web_worker_and_client_killed_at_every_named_point_lose_and_double_nothing(play):
    facts = play("main-points")
    died = [name.split(":") for name in facts["points"]]
    for role, kinds in DOORS.items():
        assert kinds <= {kind for who, kind, *_rest in died if who == role}, role
    for act in ACTS:
        moments = {moment for *_what, where, moment in died if where.startswith(act)}
        assert moments == {"before", "after"}, act
    befores = {where for *_rest, where, moment in died if moment == "before"}
    afters = {where for *_rest, where, moment in died if moment == "after"}
    # Said once, at the very end; written only in the moment after a clock was set back.
    rare = {"jobs.services.beat.end_beat", "jobs.services.follow_clock.follow_clock"}
    assert befores - afters <= rare
    assert len(died) >= 70
    assert facts["checked"]["acknowledged"] >= 10


@pytest.mark.once
def test_A1_A2_A11_bad_lines_wrong_clocks_and_sudden_deaths_lose_and_double_nothing(play):
    facts = play("mixed", seconds=4)
    assert sum(facts["killed"].values()) >= 1
    assert sum(many for what, many in facts["requests"].items() if what != "none") >= 5
    assert facts["checked"]["acknowledged"] >= 2


@pytest.fixture
def servers_database(scratch):
    """The address of a database on PostgreSQL, of which a server of one's own can be made."""
    if not scratch.database:
        pytest.skip("SQLite has no standby, no second worker and no processes of its own")
    if postgres.programs() is None:
        pytest.skip("needs PostgreSQL's programs; to enable this test: apt-get install postgresql")
    return scratch.database


def test_A1_a_failed_primary_takes_nothing_with_it_that_was_acknowledged(play, servers_database):
    facts = play("failover", seconds=3, tables=servers_database)
    assert facts["failed over"] >= 1
    assert facts["checked"]["acknowledged"] >= 1


@pytest.mark.usefixtures("servers_database")
def test_A1_A11_a_process_that_stands_still_past_its_leases_doubles_nothing_when_it_goes_on(play):
    facts = play("frozen", seconds=3)
    assert sum(facts["stood still"].values()) >= 1  # the first time past its leases
    assert facts["checked"]["acknowledged"] >= 2


def test_A1_A11_processes_ended_at_a_call_to_the_system_lose_and_double_nothing(
    play, servers_database
):
    facts = play("calls", seconds=3, tables=servers_database)
    if facts.get("skipped") == calls.MISSING:
        pytest.skip(calls.MISSING)
    died = {name.partition(":")[0] for name, many in facts["killed"].items() if many}
    assert died
    assert facts["checked"]["acknowledged"] >= 3


def test_A1_A2_A11_a_machine_that_loses_its_power_keeps_all_that_was_acknowledged(play, scratch):
    if scratch.database and postgres.programs() is None:
        pytest.skip("needs PostgreSQL's programs; to enable this test: apt-get install postgresql")
    facts = play("dark", seconds=2, tables=scratch.database)
    if facts.get("skipped") == dark.MISSING:
        pytest.skip(dark.MISSING)
    assert facts["dark"] >= 2
    assert facts["unflushed"] >= 1
    assert facts["checked"]["acknowledged"] >= 1

"""What an operator is told: each thing that is wrong has its code and its next step."""

import json
from datetime import timedelta

import pytest
from django.core.management import call_command
from tests.jobs.builders import fail

from lienthong.jobs import services as jobs
from lienthong.kernel import clock
from lienthong.kernel.ids import uuid7
from lienthong.operation import queries
from lienthong.operation.models import Backup
from lienthong.operation.types import Severity

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _home(settings, tmp_path):
    settings.LIENTHONG_HOME, settings.LIENTHONG_LEAST_FREE = tmp_path, 0


def codes(**facts) -> dict[str, Severity]:
    found = queries.findings(now=facts.get("now") or clock.now())
    for one in found:
        assert one.sentence % one.facts
        assert one.next_step or one.severity == Severity.OK, one.code
    return {one.code: one.severity for one in found}


def test_a_fresh_installation_is_told_what_is_still_to_be_done(settings):
    settings.DEBUG, settings.ALLOWED_HOSTS = True, ["127.0.0.1", "localhost"]
    found = codes()
    assert found["operation.debug-on"] == Severity.ERROR
    assert found["operation.no-worker"] == Severity.ERROR
    assert found["operation.tables"] == Severity.OK
    for code in ("without-tls", "default-hosts", "default-name", "no-backup"):
        assert found[f"operation.{code}"] == Severity.WARNING


def test_an_installation_in_order_has_nothing_to_mend(settings):
    now = clock.now()
    settings.SESSION_COOKIE_SECURE, settings.ALLOWED_HOSTS = True, ["a.example.vn"]
    settings.LIENTHONG_INSTALLATION = "dongnai.example.vn"
    jobs.beat(uuid7(), now=now)
    a_backup(now)
    found = codes(now=now)
    assert "operation.worker" in found
    assert not [
        code for code, how in found.items() if how == Severity.ERROR and "blobs" not in code
    ]


def a_backup(at) -> None:
    Backup.objects.create(
        folder="x", started_at=at, finished_at=at, contents=0, size=0, manifest_digest=""
    )


@pytest.mark.parametrize(
    ("age", "severity"), [(30, Severity.WARNING), (80, Severity.ERROR)], ids=["a day", "three"]
)
def test_a_backup_that_is_late_is_said(age, severity):
    a_backup(clock.now() - timedelta(hours=age))
    assert codes()["operation.backup-late"] == severity


def test_keys_that_others_can_read_are_named(tmp_path):
    (tmp_path / "keys").mkdir()
    (tmp_path / "keys" / "ledger.pem").touch(0o644)
    assert codes()["operation.keys-open"] == Severity.ERROR


def test_a_clock_that_is_off_is_said():
    assert codes(now=clock.now() + timedelta(minutes=1))["operation.clock-of-disk"]


def test_a_job_that_died_or_waits_long_is_said():
    now = clock.now()
    jobs.enqueue(fail, "reason", now=now - timedelta(hours=1))
    assert codes()["operation.jobs-late"] == Severity.WARNING
    for _attempt in range(9):
        jobs.run_all_due(now=now + timedelta(hours=_attempt))
    assert codes()["operation.dead-jobs"] == Severity.ERROR


def test_the_command_ends_with_1_and_gives_json_lines_to_programs(capsys, settings):
    settings.DEBUG = True
    with pytest.raises(SystemExit, match="1"):
        call_command("check", "--json")
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {"code", "severity", "sentence", "next_step", "facts"} == set(lines[0])
    assert "operation.debug-on" in {line["code"] for line in lines}


def test_it_costs_the_same_whatever_the_stock(count_statements):
    jobs.enqueue_many(fail, [["x"]] * 3, now=clock.now())
    queries.findings(now=clock.now())
    few = count_statements(lambda: queries.findings(now=clock.now()))
    jobs.enqueue_many(fail, [["x"]] * 60, now=clock.now())
    assert count_statements(lambda: queries.findings(now=clock.now())) == few

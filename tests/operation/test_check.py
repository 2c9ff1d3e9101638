"""What an operator is told: each thing that is wrong has its code and its next step."""

import errno
import json
import os
import sys
import time
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core import checks
from django.core.management import call_command
from django.db import OperationalError
from tests.access.builders import a_post, an_account, an_agency
from tests.jobs.builders import fail
from tests.ledger.builders import recorded

from lienthong.jobs import services as jobs
from lienthong.kernel import clock
from lienthong.kernel.actor import Actor
from lienthong.kernel.ids import uuid7
from lienthong.ledger import services as ledger
from lienthong.operation import queries
from lienthong.operation.management.commands import check
from lienthong.operation.models import Backup
from lienthong.operation.queries.findings import trust
from lienthong.operation.types import Severity
from lienthong.signatures.adapters.test_authority import TestAuthority
from lienthong.signatures.errors import KeyMissing
from lienthong.signatures.services import take_revocation_lists, trust_issuer

pytestmark = pytest.mark.django_db


# The package has a function of this name.
WHOLE = sys.modules["lienthong.operation.queries.findings"]


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


class _Unreachable:
    def answer(self, request: bytes) -> bytes:
        raise OSError(errno.EHOSTUNREACH, "No route to host")


def test_an_operator_is_told_why_a_head_has_no_time_stamp(settings):
    settings.LIENTHONG_TIME_STAMPER, now = "some.authority", clock.now()
    recorded()
    ledger.sequence(now=now)
    ledger.publish_head(now=now)
    later = now + timedelta(hours=3)

    def said() -> str:
        found = {one.code: one for one in queries.findings(now=later)}["ledger.stamps-missing"]
        return found.sentence % found.facts

    assert said() == "Có đầu sổ đã công bố mà chưa có dấu thời gian."
    assert not ledger.stamp_next_head(stamper=_Unreachable(), now=now)
    assert "No route to host" in said()


def test_the_first_day_says_how_somebody_comes_to_sign_in():
    (found,) = (one for one in queries.findings(now=clock.now()) if "no-account" in one.code)
    assert found.severity == Severity.WARNING
    assert "lienthong import" in found.next_step
    assert "lienthong user add" in found.next_step
    an_account(a_post(an_agency()))
    assert "operation.no-account" not in codes()


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


def test_a_key_that_is_here_but_not_ours_to_read_is_named(tmp_path, monkeypatch):
    (tmp_path / "keys").mkdir()
    (tmp_path / "keys" / "ledger.pem").touch(0o600)
    monkeypatch.setattr(os, "access", lambda path, _mode: path.name != "ledger.pem")
    (found,) = (one for one in queries.findings(now=clock.now()) if "forbidden" in one.code)
    assert found.severity == Severity.ERROR
    assert found.facts["file"] == str(tmp_path / "keys" / "ledger.pem")


def test_a_file_that_may_not_be_read_is_a_finding_and_ends_no_check(monkeypatch):
    def look(_now):
        raise PermissionError(errno.EACCES, "Permission denied", "blobs/ab")
        yield

    monkeypatch.setattr(WHOLE, "_WITH_TABLES", (look, look, trust.looks))
    found = queries.findings(now=clock.now())
    assert [one.facts["file"] for one in found if "forbidden" in one.code] == ["blobs/ab"]
    assert "operation.no-trusted-issuer" in {one.code for one in found}


def test_a_ledger_whose_key_is_gone_is_said_before_its_promises_are_broken(tmp_path):
    assert "ledger.key-lost" not in codes()
    recorded()
    ledger.sequence(now=clock.now())
    assert "ledger.key-lost" not in codes()
    (tmp_path / "keys" / "ledger.pem").unlink()
    assert codes()["ledger.key-lost"] == Severity.ERROR


def test_settings_of_another_installation_are_said(settings):
    recorded()
    settings.LIENTHONG_INSTALLATION = "tinh-khac.gov.vn"
    [found] = [
        one
        for one in queries.findings(now=clock.now())
        if one.code == "ledger.installation-changed"
    ]
    assert found.severity == Severity.ERROR
    assert found.facts["configured"] == "tinh-khac.gov.vn"
    assert "LIENTHONG_INSTALLATION" in found.next_step


def test_a_database_that_lets_nobody_in_says_why(monkeypatch):
    def away():
        raise OperationalError("connection failed: FATAL: password authentication failed\nagain")

    monkeypatch.setattr(WHOLE, "schema_findings", away)
    (found,) = (one for one in queries.findings(now=clock.now()) if "away" in one.code)
    assert found.facts["reason"] == "FATAL: password authentication failed"


def test_a_clock_that_is_off_is_said():
    assert codes(now=clock.now() + timedelta(minutes=1))["operation.clock-of-disk"]


def test_a_job_that_died_or_waits_long_is_said():
    now = clock.now()
    jobs.enqueue(fail, "reason", now=now - timedelta(hours=1))
    assert codes()["operation.jobs-late"] == Severity.WARNING
    for _attempt in range(9):
        jobs.run_all_due(now=now + timedelta(hours=_attempt))
    assert codes()["operation.dead-jobs"] == Severity.ERROR


def asked(monkeypatch, answer) -> dict[str, Severity]:
    """What is found of an authority of time that answers so."""
    stamper = SimpleNamespace(answer=answer)
    monkeypatch.setattr(trust, "stamper_of_installation", lambda: stamper)
    found = queries.findings(now=clock.now(), asks_outside=True)
    names = ("operation.time-stamper", "operation.clock-of-authority")
    return {one.code: one.severity for one in found if one.code.startswith(names)}


def test_the_authority_of_time_is_asked_by_those_who_say_so_and_its_clock_is_compared(monkeypatch):
    authority = TestAuthority(now=clock.now() - timedelta(days=1))
    true = authority.stamper(at=clock.now()).answer
    wrong = authority.stamper(at=clock.now() - timedelta(minutes=2)).answer
    assert asked(monkeypatch, true) == {"operation.time-stamper": Severity.OK}
    assert asked(monkeypatch, wrong)["operation.clock-of-authority"] == Severity.ERROR
    assert "operation.time-stamper" not in codes()


def test_an_authority_that_is_away_or_answers_nonsense_is_said_in_time(monkeypatch):
    monkeypatch.setattr(trust, "PATIENCE", 0.2)

    def away(_request):
        raise OSError("ConnectError")

    for answer in (away, lambda _request: b"nonsense", lambda _request: time.sleep(5)):
        assert asked(monkeypatch, answer) == {"operation.time-stamper-away": Severity.ERROR}


def test_an_authority_whose_key_is_gone_is_a_finding_and_ends_no_check(monkeypatch):
    def gone():
        raise KeyMissing

    monkeypatch.setattr(trust, "stamper_of_installation", gone)
    found = queries.findings(now=clock.now(), asks_outside=True)
    (told,) = [one for one in found if one.code == "operation.time-stamper-away"]
    assert told.facts == {"reason": "signatures.key-missing"}


def test_issuers_whose_trust_ends_and_revocation_lists_that_are_old_are_said():
    now = clock.now()
    authority = TestAuthority(now=now)
    assert codes()["operation.no-trusted-issuer"] == Severity.WARNING
    by = {"actor": Actor.installation(), "now": now}
    issuer = {"certificate": authority.root.pem.encode(), "chain": authority.chain.encode()}
    issuer |= {"name": "Tổ chức cấp chứng thư", "trusted_from_on": now.date() - timedelta(days=400)}
    trust_issuer(**issuer, trusted_until_on=now.date() + timedelta(days=10), **by)
    assert codes()["operation.trust-ends"] == Severity.WARNING
    trust_issuer(**issuer, **by)
    assert not {"operation.trust-ends", "operation.revocation-list-old"} & set(codes())
    old = authority.crls(now=now - timedelta(days=8), until=now - timedelta(days=1))
    fresh = authority.crls(now=now, until=now + timedelta(days=7))
    for lists, is_old in ((old, True), (fresh, False), (old + fresh, False)):
        take_revocation_lists(data=lists.encode(), **by)
        assert ("operation.revocation-list-old" in codes()) is is_old


def test_the_command_ends_with_1_and_gives_json_lines_to_programs(capsys, settings):
    settings.DEBUG = True
    with pytest.raises(SystemExit, match="1"):
        call_command("check", "--json")
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {"code", "severity", "sentence", "next_step", "facts"} == set(lines[0])
    assert "operation.debug-on" in {line["code"] for line in lines}


def _jobs_that_wait(count: int) -> None:
    for _job in range(count):
        jobs.enqueue(fail, "x", now=clock.now())


def test_it_costs_the_same_whatever_the_stock(count_statements):
    _jobs_that_wait(3)
    queries.findings(now=clock.now())
    few = count_statements(lambda: queries.findings(now=clock.now()))
    _jobs_that_wait(60)
    assert count_statements(lambda: queries.findings(now=clock.now())) == few


def test_of_what_django_says_of_the_program_only_errors_count(monkeypatch, capsys):
    found = [checks.Warning("chỉ là lời nhắc", id="a.W001"), checks.Error("sai", id="a.E001")]
    monkeypatch.setattr(check, "run_checks", lambda: found)
    with pytest.raises(SystemExit, match="1"):
        call_command("check", "--json", "--offline")
    said = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    codes = [one["code"] for one in said if one["code"].startswith("django.")]
    assert codes == ["django.a.E001"]


def test_a_recogniser_that_cannot_be_run_is_told_and_none_is_no_fault(settings):
    assert "operation.recogniser-away" not in codes()
    settings.LIENTHONG_RECOGNISER = "/nowhere/tesseract"
    assert codes()["operation.recogniser-away"] == Severity.WARNING

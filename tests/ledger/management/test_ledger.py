"""`lienthong ledger` for operators: heads, losses, erasures."""

import io
import json
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from tests.ledger.builders import NOW, a_lost_head, a_receipt, recorded

from lienthong.kernel import clock
from lienthong.kernel.news import subscribe
from lienthong.ledger import queries, services
from lienthong.ledger.errors import LedgerHeld
from lienthong.ledger.events import LedgerInTime, LedgerLate
from lienthong.ledger.handlers import (
    publish_heads,
    stamp_heads,
    take_warning_back,
    watch_ledger,
)
from lienthong.ledger.models import Epoch, Publication, ShownHead, StampWanted
from lienthong.ledger.services import limit_questions

pytestmark = pytest.mark.django_db


def ledger(*arguments):
    out = io.StringIO()
    call_command("ledger", *arguments, stdout=out)
    return out.getvalue()


def a_file(folder, value):
    path = folder / "head.json"
    path.write_text(json.dumps(value))
    return str(path)


def test_the_newest_head_is_printed_as_a_file_to_keep():
    with pytest.raises(CommandError, match="no head"):
        ledger("head")
    recorded()
    services.sequence(now=NOW)
    assert json.loads(ledger("head", "--publish"))["format"] == "lienthong-published-head/1"


def test_a_head_to_which_the_tables_lead_is_said_to_be_right(tmp_path):
    recorded()
    services.sequence(now=NOW)
    head = json.loads(ledger("head", "--publish"))
    assert ledger("show", "--head", a_file(tmp_path, head)).startswith("ĐÚNG")


def test_a_lost_head_stops_the_ledger_and_an_epoch_lets_it_go_on(tmp_path):
    recorded()
    services.sequence(now=NOW)
    path = a_file(tmp_path, a_lost_head(7, after=60))
    with pytest.raises(CommandError, match=r"(?s)ledger\.held.*lienthong ledger epoch"):
        ledger("show", "--head", path)
    recorded(after=1)
    with pytest.raises(LedgerHeld):
        services.sequence(now=NOW)
    assert "đã mở kỳ sổ mới" in ledger("epoch", "--head", path, "--reason", "Khôi phục")
    assert services.sequence(now=NOW) == 2
    assert Epoch.objects.get(number=2).reason == "Khôi phục"
    assert ShownHead.objects.get().settled_at is not None


def test_a_file_that_is_no_head_or_not_there_is_named(tmp_path):
    recorded()
    (tmp_path / "x.json").write_text("no")
    with pytest.raises(CommandError, match=r"ledger\.head-not-ours"):
        ledger("show", "--head", str(tmp_path / "x.json"))
    with pytest.raises(CommandError, match=r"missing\.json"):
        ledger("show", "--head", str(tmp_path / "missing.json"))


def test_a_value_is_erased_and_the_receipt_says_so():
    ref = recorded()
    facts = ("--office", "Sở Nội vụ", "--reason", "Hết hạn")
    assert "đã xóa" in ledger("erase", str(ref.id), "--name", "subject", *facts)
    assert "không còn gì để xóa" in ledger("erase", str(ref.id), "--name", "subject", *facts)
    assert "erasures" in a_receipt(ref, reveal={"subject"})


def test_jobs_publish_try_to_stamp_and_tell_what_is_late_until_it_is_over(settings, monkeypatch):
    """Without an authority nothing is asked; `check` says so, and nobody is woken for it."""
    settings.LIENTHONG_TIME_STAMPER = ""
    heard = []
    subscribe(LedgerLate, heard.append)
    subscribe(LedgerInTime, heard.append)
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(hours=25))
    recorded()
    watch_ledger.func()
    take_warning_back.func()
    assert heard == [LedgerLate(("ledger.records-late",), NOW + timedelta(hours=25))]
    services.sequence(now=NOW)
    publish_heads.func()
    stamp_heads.func()
    assert Publication.objects.count() == 1
    assert StampWanted.objects.get().attempts == 0
    monkeypatch.setattr(clock, "now", lambda: NOW)
    watch_ledger.func()
    take_warning_back.func()
    assert heard[1:] == [LedgerInTime(NOW)]
    assert "ledger.no-time-stamper" in queries.health(NOW).problems


def test_addresses_that_are_silent_longest_are_forgotten(monkeypatch):
    monkeypatch.setattr(limit_questions, "MOST_ADDRESSES", 3)
    monkeypatch.setattr(limit_questions, "_asked", type(limit_questions._asked)())
    for n in range(10):
        limit_questions.count_question(f"10.0.0.{n}", now=NOW)
    assert list(limit_questions._asked) == ["10.0.0.7", "10.0.0.8", "10.0.0.9"]

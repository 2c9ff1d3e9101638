"""A report says what was seen, hides what is secret, and tells when it was changed."""

import copy
import json
import re
from datetime import UTC, datetime
from typing import Any

import pytest
from tests.lab.builders import FIRST, SECOND, SENDER, an_axis, played

from lienthong.lab.errors import ReportAltered, ReportUnreadable
from lienthong.lab.rules.book_of import book, chosen
from lienthong.lab.rules.report import Made, digest_of, judge, read_report, report_of
from lienthong.lab.services.page import report_page
from lienthong.lab.types import Candidate, Direction, Fault, Report, Result, Terms

pytestmark = pytest.mark.once
MORNING = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)  # 08:30 in Vietnam
PLAYED = ("new", "wrong-secret", "doctype", "list-limit")


@pytest.fixture(scope="module")
def results() -> list[Result]:
    with an_axis(Fault.TAKES_DOCTYPE) as (_axis, address):
        terms = Terms(large_bytes=1)
        return played(address, scenarios=chosen(Direction.SERVER, PLAYED), terms=terms)


def a_report(results: list[Result], terms: Terms | None = None) -> Report:
    made = Made("0.1.0", MORNING, MORNING, (SENDER, FIRST, SECOND), terms or Terms())
    tested = Candidate("Phần mềm <mẫu>", "4.2", "Công ty Mẫu", "https://mau.example.vn/vxp")
    return report_of(results, direction=Direction.SERVER, tested=tested, made=made)


@pytest.fixture
def report(results) -> Report:
    return a_report(results)


def sealed(report: Report) -> Report:
    return {**report, "digest": {"algorithm": "sha-256", "value": digest_of(report)}}


def everything_passed(report: Report) -> Report:
    """The report of a system that passed the whole book."""
    one = next(one for one in report["scenarios"] if one["outcome"] == "passed")
    scenarios = [{**one, "id": scenario.id} for scenario in book(Direction.SERVER)]
    return sealed({**report, "scenarios": scenarios})


def test_a_report_has_for_each_scenario_what_was_expected_sent_and_seen(report):
    scenarios = {one["id"]: one for one in report["scenarios"]}
    assert {name: one["outcome"] for name, one in scenarios.items()} == {
        "new": "passed",
        "wrong-secret": "passed",
        "doctype": "failed",
        "list-limit": "not-tried",
    }
    failed = scenarios["doctype"]
    wrong = [one for one in failed["checks"] if not one["holds"]]
    assert [one["key"] for one in wrong] == ["refused-in-form", "nothing-delivered"]
    assert wrong[0]["vi"] != wrong[0]["en"]
    assert '"status":"OK"' in wrong[0]["came"]
    assert failed["source"]
    assert failed["next_step"]["en"]
    sending = next(one for one in failed["calls"] if one["operation"] == "POST sendEdoc")
    assert sending["sent"]["XroadVnpt-from"] == SENDER.code
    assert scenarios["list-limit"]["why"]["vi"].startswith("Chỉ thử")
    assert report["summary"]["must"] == {"passed": 2, "failed": 1, "not-tried": 0}


def test_no_secret_and_no_signature_stands_in_a_report(results):
    told = copy.deepcopy(results)
    told[0].checks.append(type(told[0].checks[0])("taken", True, f"said {SENDER.secret} aloud"))
    text = json.dumps(a_report(told))
    assert SENDER.secret not in text
    calls = json.dumps([one["calls"] for one in json.loads(text)["scenarios"]])
    assert "XroadVnpt-systemid" in calls
    assert "hash-header" not in calls
    assert "sign-header" not in calls


def test_a_report_is_read_again_as_it_was_made(report):
    assert read_report(json.dumps(report, indent=3).encode()) == report


@pytest.mark.parametrize("path", ["tested", "scenarios", "summary", "terms", "ended_at"])
def test_a_report_that_was_changed_is_refused(report, path):
    changed = copy.deepcopy(report)
    changed[path] = "khác"
    with pytest.raises(ReportAltered):
        read_report(json.dumps(changed).encode())


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b"null", b'{"schema":"other/1"}', b"[" * 100_000]
)
def test_what_is_no_report_is_refused(content):
    with pytest.raises(ReportUnreadable):
        read_report(content)


@pytest.mark.parametrize(
    "path", [("scenarios", 0, "checks"), ("tested",), ("tested", "version"), ("lab", "book")]
)
def test_a_report_whose_parts_are_missing_is_refused(report, path):
    part = report = copy.deepcopy(report)
    for name in path[:-1]:
        part = part[name]
    del part[path[-1]]
    with pytest.raises(ReportUnreadable):
        judge(report)


def test_who_passed_everything_is_ready(report):
    verdict = judge(everything_passed(report))
    assert verdict.is_ready
    assert (verdict.passed, verdict.lacking) == (verdict.total, ())


def test_who_lacks_one_thing_that_must_be_is_not_ready(report):
    whole = everything_passed(report)
    whole["scenarios"] = [one for one in whole["scenarios"] if one["id"] != "lost-answer"]
    assert judge(whole).lacking == ("lost-answer",)
    assert not judge(whole).is_ready


def test_what_should_be_may_be_lacking(report):
    whole = everything_passed(report)
    whole["scenarios"] = [one for one in whole["scenarios"] if one["id"] != "list-limit"]
    assert judge(whole).is_ready


def _with_smaller(report: dict[str, Any]) -> None:
    report["terms"]["large_bytes"] = 1_000


def _of_another_book(report: dict[str, Any]) -> None:
    report["lab"]["book"] = "0" * 64


def _with_a_check_that_does_not_hold(report: dict[str, Any]) -> None:
    report["scenarios"][0]["checks"][0]["holds"] = False


@pytest.mark.parametrize(
    "spoil", [_with_smaller, _of_another_book, _with_a_check_that_does_not_hold]
)
def test_a_report_does_not_count_for_more_than_was_seen(report, spoil):
    whole = copy.deepcopy(everything_passed(report))
    spoil(whole)
    assert not judge(whole).is_ready


def test_the_page_stands_by_itself_in_both_languages(report):
    page = report_page(report, judge(report))
    assert "Phần mềm &lt;mẫu&gt; 4.2" in page
    assert "23/11/2026 08:30:00" in page
    assert page.index("Báo cáo kiểm tra") < page.index("Conformance report")
    assert "Chưa đạt." in page
    assert set(re.findall(r'(?:src|href|url)\s*[=(]\s*"([a-z]+):', page)) == {"data"}
    assert not re.search(r"<(script|link|img|iframe)\b", page)

"""A report as its JSON: made of results, without secrets, with a digest that tells changes."""

import hashlib
import json
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from lienthong.lab.errors import ReportAltered, ReportUnreadable
from lienthong.lab.rules.book_of import book, book_digest, check_words, reasons
from lienthong.lab.types import (
    Candidate,
    Direction,
    Outcome,
    Party,
    Report,
    Result,
    Severity,
    Terms,
    Text,
)

SCHEMA = "lienthong-lab-report/1"
HIDDEN = "…"


@dataclass(frozen=True, slots=True)
class Made:
    """When a report was made, by which version, between whom, and how large things were."""

    version: str
    begun_at: datetime
    ended_at: datetime
    parties: Sequence[Party]
    terms: Terms


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a report amounts to.

    system: what was tested, with its version. lacking: ids of scenarios that must pass and did not,
    or are not in it. reduced: whether large things were smaller than they have to be. other_book:
    whether another book was played than the one of this version.
    """

    system: str
    is_ready: bool
    lacking: tuple[str, ...]
    reduced: bool
    other_book: bool
    passed: int
    total: int


def report_of(
    results: Iterable[Result], *, direction: Direction, tested: Candidate, made: Made
) -> Report:
    """Return the report of a run, sealed by its digest; no secret of a party stands in it."""
    scenarios = [_scenario(one) for one in results]
    told: Report = {
        "schema": SCHEMA,
        "direction": str(direction),
        "tested": asdict(tested),
        "lab": {"version": made.version, "book": book_digest(direction)},
        "begun_at": made.begun_at.isoformat(timespec="seconds"),
        "ended_at": made.ended_at.isoformat(timespec="seconds"),
        "terms": asdict(made.terms),
        "parties": [{"code": one.code, "systemid": one.systemid} for one in made.parties],
        "summary": _summary(scenarios),
        "scenarios": scenarios,
    }
    told = _without(told, {one.secret for one in made.parties if one.secret})
    return {**told, "digest": {"algorithm": "sha-256", "value": digest_of(told)}}


def digest_of(report: Report) -> str:
    """Return the SHA-256 of everything but `digest`: keys sorted, no blanks, UTF-8."""
    bare = {name: value for name, value in report.items() if name != "digest"}
    text = json.dumps(bare, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def read_report(content: bytes) -> Report:
    """Return a report that is as it was made. Raises ReportUnreadable, ReportAltered."""
    try:
        told = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise ReportUnreadable(reason="JSON") from error
    if not isinstance(told, dict) or told.get("schema") != SCHEMA:
        raise ReportUnreadable(reason=f"schema {SCHEMA}")
    try:
        made = digest_of(told)
    except (ValueError, RecursionError) as error:  # half a letter, or deeper than one can write
        raise ReportUnreadable(reason="JSON") from error
    digest = told.get("digest")
    if not isinstance(digest, dict) or digest.get("value") != made:
        raise ReportAltered
    return told


def judge(report: Report) -> Verdict:
    """Return what a report amounts to; outcomes are taken from its checks, not from its summary.

    Raises ReportUnreadable for one whose parts are not there.
    """
    try:
        direction = Direction(report["direction"])
        outcomes = [(one["id"], _outcome(one)) for one in report["scenarios"]]
        failed = {one for one, outcome in outcomes if outcome is not Outcome.PASSED}
        passed = {one for one, _outcome in outcomes} - failed  # told twice: both must have passed
        reduced = int(report["terms"]["large_bytes"]) < Terms().large_bytes
        other_book = report["lab"]["book"] != book_digest(direction)
        system = "{name} {version}".format_map(report["tested"])
    except (KeyError, TypeError, ValueError, OverflowError) as error:
        raise ReportUnreadable(reason=str(error)) from error
    musts = [one.id for one in book(direction) if one.severity is Severity.MUST]
    lacking = tuple(one for one in musts if one not in passed)
    is_ready = not (lacking or reduced or other_book)
    total = len(book(direction))
    return Verdict(system, is_ready, lacking, reduced, other_book, len(passed), total)


def _outcome(told: dict[str, Any]) -> Outcome:
    """A scenario that says it passed with a check that did not hold did not pass."""
    holds = bool(told["checks"]) and all(one["holds"] is True for one in told["checks"])
    said = Outcome(told["outcome"])
    return Outcome.FAILED if said is Outcome.PASSED and not holds else said


def _scenario(result: Result) -> dict[str, Any]:
    scenario = result.scenario
    told: dict[str, Any] = {
        "id": scenario.id,
        "severity": str(scenario.severity),
        "source": scenario.source,
        "title": asdict(scenario.title),
        "steps": asdict(scenario.steps),
        "expected": asdict(scenario.expected),
        "next_step": asdict(scenario.next_step),
        "outcome": str(result.outcome),
        "seconds": result.seconds,
        "checks": [
            {"key": one.key, **asdict(check_words()[one.key]), "holds": one.holds, "came": one.came}
            for one in result.checks
        ],
        "calls": [asdict(one) for one in result.calls],
    }
    if result.why:
        told["why"] = asdict(reasons().get(result.why, Text(result.why, result.why)))
    return told


def _summary(scenarios: Sequence[dict[str, Any]]) -> dict[str, dict[str, int]]:
    counted = Counter((one["severity"], one["outcome"]) for one in scenarios)
    return {
        str(severity): {str(outcome): counted[severity, outcome] for outcome in Outcome}
        for severity in Severity
    }


def _without(value: Any, secrets: Collection[str]) -> Any:
    """Return a value of JSON in which no text holds a secret."""
    if isinstance(value, dict):
        return {name: _without(one, secrets) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_without(one, secrets) for one in value]
    if isinstance(value, str):
        for secret in secrets:
            value = value.replace(secret, HIDDEN)
    return value

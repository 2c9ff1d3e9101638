"""From the texts of one line to its facts, naming everything that is wrong in it."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from lienthong.directory.errors import CodeShape
from lienthong.directory.rules.codes import LONGEST_CODE, form_of, whole_code
from lienthong.directory.rules.import_columns import Column, Kind, Shape
from lienthong.directory.rules.import_findings import LineFinding
from lienthong.kernel.text import clean_line, fold

_MAILBOX = re.compile(r"[^@\s\"<>,;]{1,64}@[^@\s\"<>,;.]+(?:\.[^@\s\"<>,;.]+)+")
_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", re.ASCII)
# A day that lost the format of its cell: days since the eve of 1900, as spreadsheets count them.
_SERIAL, _DAY_ZERO = re.compile(r"[2-9]\d{4}", re.ASCII), date(1899, 12, 30)
_ISO_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)


@dataclass(frozen=True, slots=True)
class RawRow:
    """A line as it stood in the file: its number, and texts and problems by column name."""

    line: int
    texts: Mapping[str, str]
    problems: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ReadRow:
    """A line as it is understood. Days are ISO text, choices the stored words; "" is empty."""

    line: int
    facts: Mapping[str, str]
    findings: tuple[LineFinding, ...]


def read_row(shape: Shape, raw: RawRow) -> ReadRow:
    """Return the facts of a line and everything that is wrong in its cells."""
    facts: dict[str, str] = {}
    findings: list[LineFinding] = []
    for column in shape.columns:
        text = clean_line(raw.texts.get(column.name, ""))
        finding = _problem(column, text, raw.problems.get(column.name, ""))
        if finding is None and text:
            facts[column.name], finding = _READERS[column.kind](column, text)
        if finding is not None:
            facts[column.name] = ""
            findings.append(finding)
        facts.setdefault(column.name, "")
    start, end = facts.get("valid_from"), facts.get("valid_to")
    if start and end and end < start:
        findings.append(LineFinding("days-in-order"))
    return ReadRow(raw.line, facts, tuple(findings))


def _problem(column: Column, text: str, problem: str) -> LineFinding | None:
    if problem:
        return LineFinding(problem, column.heading, {"longest": column.longest})
    if column.is_required and not text:
        return LineFinding("missing", column.heading)
    if len(text) > column.longest:
        return LineFinding("too-long", column.heading, {"longest": column.longest})
    return None


_Read = tuple[str, LineFinding | None]


def _text(column: Column, text: str) -> _Read:
    return text, None


def _code(column: Column, text: str) -> _Read:
    whole = whole_code(text)
    try:
        form_of(whole)
    except CodeShape:
        return "", LineFinding("not-a-code", column.heading, {"text": text[:40]})
    return whole, None


def _codes(column: Column, text: str) -> _Read:
    """Further codes may be of neither form: a partner's own, kept as it is written."""
    codes = sorted({whole_code(part) for part in text.split(";") if part.strip()})
    long = next((code for code in codes if len(code) > LONGEST_CODE), "")
    if long:
        return "", LineFinding("not-a-code", column.heading, {"text": long[:40]})
    return ";".join(codes), None


def _choice(column: Column, text: str) -> _Read:
    wanted = fold(text)
    for words, stored in column.choices.items():
        if fold(words) == wanted:
            return str(stored), None
    facts = {"text": text[:40], "choices": ", ".join(column.choices)}
    return "", LineFinding("not-a-choice", column.heading, facts)


def _day(column: Column, text: str) -> _Read:
    if _SERIAL.fullmatch(text):
        return (_DAY_ZERO + timedelta(days=int(text))).isoformat(), None
    vietnamese, iso = _DAY.fullmatch(text), _ISO_DAY.fullmatch(text)
    parts = vietnamese.groups()[::-1] if vietnamese else iso.groups() if iso else ()
    try:
        day = date(*(int(part) for part in parts))
    except (ValueError, TypeError):
        return "", LineFinding("not-a-day", column.heading, {"text": text[:40]})
    if not 1900 <= day.year <= 2200:
        return "", LineFinding("not-a-day", column.heading, {"text": text[:40]})
    return day.isoformat(), None


def _mailbox(column: Column, text: str) -> _Read:
    if not _MAILBOX.fullmatch(text):
        return "", LineFinding("not-a-mailbox", column.heading, {"text": text[:40]})
    return text.lower(), None


def _identity(column: Column, text: str) -> _Read:
    try:
        return str(UUID(text)), None
    except ValueError:
        return "", LineFinding("not-an-identity", column.heading)


_READERS: Mapping[Kind, Callable[[Column, str], _Read]] = {
    Kind.TEXT: _text,
    Kind.CODE: _code,
    Kind.CODES: _codes,
    Kind.CHOICE: _choice,
    Kind.DAY: _day,
    Kind.MAILBOX: _mailbox,
    Kind.IDENTITY: _identity,
}

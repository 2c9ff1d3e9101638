"""What rules about sending ask of a document: its concern, the period of a report (A5)."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from uuid import UUID

from lienthong.documents.rules.policies import is_in_force
from lienthong.documents.types import AskedTopics, Concern, PolicyCard, ReportPeriod, Topic
from lienthong.kernel.text import fold
from lienthong.kernel.wording import noop as _

# Words of a subject line, folded, that speak of a concern. They only lead to a question.
_CONCERN_WORDS: Mapping[Concern, re.Pattern[str]] = {
    Concern.FINANCE: re.compile(r"\b(kinh phi|du toan|quyet toan|ngan sach|cap von)\b"),
    Concern.PERSONNEL: re.compile(
        r"\b(nhan su|bo nhiem|mien nhiem|dieu dong|tuyen dung|nghi huu|nang luong|ky luat)\b"
    ),
    Concern.LICENSING: re.compile(r"\b(cap phep|giay phep|cap giay chung nhan)\b"),
    Concern.EMULATION: re.compile(r"\b(thi dua|khen thuong|tang bang khen|huan chuong)\b"),
    Concern.STATISTICS: re.compile(r"\b(thong ke)\b"),
}
# The shorter period first: "tháng 10 năm 2026" is a month.
_PERIOD_WORDS: Mapping[ReportPeriod, re.Pattern[str]] = {
    ReportPeriod.QUICK: re.compile(r"\bbao cao nhanh\b"),
    ReportPeriod.HALF_YEAR: re.compile(r"\b(6|06|sau) thang\b"),
    ReportPeriod.QUARTER: re.compile(r"\bquy (i|ii|iii|iv|[1-4])\b"),
    ReportPeriod.MONTH: re.compile(r"\bthang (0?[1-9]|1[0-2])\b"),
    ReportPeriod.YEAR: re.compile(r"\bnam (19|20)\d\d\b"),
}
_REPORT = "bao cao"


def topics_of(
    rows: Iterable[PolicyCard], *, day: date, agency_ids: tuple[UUID, ...]
) -> AskedTopics:
    """Return which concerns and periods the rules in force tell apart, in the order of their lists.

    rows: of one matter. agency_ids: the issuer and those above it.
    """
    holding = [
        row
        for row in rows
        if is_in_force(row, day) and (row.agency_id is None or row.agency_id in agency_ids)
    ]
    concerns, periods = ({getattr(row, name) for row in holding} for name in ("concern", "period"))
    return AskedTopics(
        tuple(concern for concern in Concern if concern in concerns),
        tuple(period for period in ReportPeriod if period in periods),
    )


def topic_words(topic: Topic) -> Iterator[tuple[str, str]]:
    """Say what was said of a document, each with its title; nothing where nobody did."""
    if topic.concern:
        yield _("Nội dung về"), Concern(topic.concern).label
    if topic.period:
        yield _("Kỳ báo cáo"), ReportPeriod(topic.period).label


def unsaid(topic: Topic, subject: str, asked: AskedTopics) -> Concern | ReportPeriod | None:
    """Return what the subject line speaks of, a rule asks for, and nobody said; None mostly."""
    words = fold(subject)
    if not topic.concern:
        for concern in asked.concerns:
            if _CONCERN_WORDS[concern].search(words):
                return concern
    if not topic.period and _REPORT in words:
        spoken = next((each for each, said in _PERIOD_WORDS.items() if said.search(words)), None)
        return spoken if spoken in asked.periods else None
    return None

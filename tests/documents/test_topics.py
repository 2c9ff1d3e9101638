"""What rules ask of a document, and what its subject line speaks of without saying it (A5)."""

from datetime import date

import pytest

from lienthong.documents.rules.topics import topics_of, unsaid
from lienthong.documents.types import (
    AskedTopics,
    Concern,
    PolicyCard,
    ReportPeriod,
    Topic,
)
from lienthong.kernel.ids import uuid7

DAY = date(2026, 11, 20)
AGENCY, OTHER = uuid7(), uuid7()
EVERY = AskedTopics(tuple(Concern), tuple(ReportPeriod))


def a_row(**changes):
    facts = {
        "id": uuid7(),
        "matter": "routing",
        "clause": "14/CT-UBND",
        "title": "…",
        "value": {"electronic": True, "paper": True},
        "valid_from": date(2026, 1, 1),
        "valid_to": None,
        **changes,
    }
    return PolicyCard(**facts)


def test_A5_only_what_rules_in_force_for_the_issuer_tell_apart_is_asked():
    rows = [
        a_row(concern="personnel", agency_id=AGENCY),
        a_row(concern="finance"),
        a_row(period="year"),
        a_row(concern="licensing", agency_id=OTHER),
        a_row(concern="emulation", valid_to=date(2026, 11, 19)),
        a_row(period="month", valid_from=date(2026, 11, 21)),
        a_row(kind="cong-van"),
    ]
    asked = topics_of(rows, day=DAY, agency_ids=(AGENCY,))
    assert asked == AskedTopics((Concern.FINANCE, Concern.PERSONNEL), (ReportPeriod.YEAR,))
    assert topics_of([], day=DAY, agency_ids=(AGENCY,)) == AskedTopics()


@pytest.mark.parametrize(
    ("subject", "spoken"),
    [
        ("V/v bổ sung KINH PHÍ năm 2026", Concern.FINANCE),
        ("Quyết định bổ nhiệm cán bộ", Concern.PERSONNEL),
        ("Báo cáo kết quả công tác năm 2026", ReportPeriod.YEAR),
        ("Báo cáo tháng 10 năm 2026", ReportPeriod.MONTH),
        ("Báo cáo quý III/2026", ReportPeriod.QUARTER),
        ("Báo cáo 6 tháng đầu năm 2026", ReportPeriod.HALF_YEAR),
        ("Báo cáo nhanh tình hình bão tháng 9", ReportPeriod.QUICK),
        ("V/v tổ chức họp tháng 10 năm 2026", None),
        ("Ngân hàng, kinh phíp, giấy mời", None),
        ("", None),
    ],
)
def test_A5_a_subject_line_may_speak_of_what_nobody_said(subject, spoken):
    assert unsaid(Topic("bao-cao"), subject, EVERY) == spoken
    assert unsaid(Topic("bao-cao"), subject, AskedTopics()) is None


def test_A5_what_was_said_is_not_asked_again_and_a_shorter_period_is_not_taken_for_a_longer():
    said = Topic("bao-cao", concern="personnel")
    assert unsaid(said, "Báo cáo kinh phí", EVERY) is None
    assert unsaid(Topic("bao-cao", period="month"), "Báo cáo năm 2026", EVERY) is None
    only_years = AskedTopics(periods=(ReportPeriod.YEAR,))
    assert unsaid(Topic("bao-cao"), "Báo cáo tháng 10 năm 2026", only_years) is None

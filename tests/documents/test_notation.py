"""Notation against the rule (issue of own documents; a foreign form is a warning)."""

from datetime import date

import pytest

from lienthong.directory.types import AgencyClass
from lienthong.documents.rules.kinds import kind
from lienthong.documents.rules.notation import check_notation, clean_notation
from lienthong.documents.types import FindingLevel


def check(code, notation, day=date(2026, 11, 16), *, agency="UBND", of=AgencyClass.STATE, own=True):
    found = kind(code)
    assert found is not None
    return check_notation(
        kind=found,
        notation=notation,
        issued_on=day,
        agency_abbreviation=agency,
        agency_class=of,
        is_own=own,
    )


@pytest.mark.parametrize(
    ("code", "notation", "day"),
    [
        ("quyet-dinh", "QĐ-UBND", date(2026, 11, 16)),
        ("cong-van", "UBND-TTTH", date(2010, 11, 18)),
        ("cong-van", "UBND - HCC", date(2018, 7, 23)),
        ("cong-van", "UBND", date(2026, 11, 16)),
        ("chi-thi", "CT-UBND", date(2014, 5, 30)),
        ("giay-uy-quyen", "UQ-UBND", date(2020, 3, 4)),
        ("giay-uy-quyen", "GUQ-UBND", date(2020, 3, 5)),
        ("quyet-dinh-ubnd", "2010/QĐ-UBND", date(2010, 10, 19)),
    ],
)
def test_B5_a_notation_by_the_rule_of_its_day_is_right(code, notation, day):
    assert check(code, notation, day).level == FindingLevel.OK


@pytest.mark.parametrize(
    ("code", "notation", "day", "expected"),
    [
        ("quyet-dinh", "UBND-QĐ", date(2026, 11, 16), "QĐ-UBND"),
        ("quyet-dinh", "QD-UBND", date(2026, 11, 16), "QĐ-UBND"),
        ("quyet-dinh", "QĐ-SNV", date(2026, 11, 16), "QĐ-UBND"),
        ("cong-van", "CV-UBND", date(2026, 11, 16), "UBND-…"),
        ("giay-uy-quyen", "GUQ-UBND", date(2020, 3, 4), "UQ-UBND"),
        ("giay-uy-quyen", "UQ-UBND", date(2020, 3, 5), "GUQ-UBND"),
        ("quyet-dinh-ubnd", "QĐ-UBND", date(2010, 10, 19), "2010/QĐ-UBND"),
        ("quyet-dinh-ubnd", "2009/QĐ-UBND", date(2010, 10, 19), "2010/QĐ-UBND"),
        ("bao-cao", "", date(2026, 11, 16), "BC-UBND"),
    ],
)
def test_our_own_notation_against_the_rule_stops_and_says_what_it_should_be(
    code, notation, day, expected
):
    finding = check(code, notation, day)
    assert finding.level == FindingLevel.STOP
    assert finding.code == "documents.notation-against-rule"
    assert finding.facts["expected"] == expected
    assert expected in finding.sentence % finding.facts
    assert finding.cause % finding.facts
    assert finding.next_step


def test_a_foreign_form_is_a_warning_and_not_a_refusal():
    finding = check("quyet-dinh", "UBND-QĐ", own=False)
    assert finding.level == FindingLevel.WARN
    assert "Vẫn nhận được" in finding.next_step


def test_the_party_has_a_style_of_its_own():
    assert check("cong-van", "-CV/TU", agency="TU", of=AgencyClass.PARTY).level == FindingLevel.OK
    assert check("quyet-dinh", "-QĐ/TU", agency="TU", of=AgencyClass.PARTY).level == FindingLevel.OK
    wrong = check("cong-van", "TU-VP", agency="TU", of=AgencyClass.PARTY)
    assert wrong.level == FindingLevel.STOP
    assert wrong.facts["expected"] == "-CV/TU"


@pytest.mark.parametrize(
    ("day", "of", "clause"),
    [
        (date(2010, 11, 18), AgencyClass.STATE, "Thông tư liên tịch 55/2005/TTLT-BNV-VPCP"),
        (date(2011, 3, 5), AgencyClass.STATE, "Thông tư 01/2011/TT-BNV, Điều 8"),
        (date(2020, 3, 4), AgencyClass.STATE, "Thông tư 01/2011/TT-BNV, Điều 8"),
        (date(2020, 3, 5), AgencyClass.STATE, "Nghị định 30/2020/NĐ-CP, Phụ lục I"),
        (date(2018, 4, 2), AgencyClass.PARTY, "Hướng dẫn 11-HD/VPTW"),
        (date(2018, 4, 3), AgencyClass.PARTY, "Hướng dẫn 36-HD/VPTW"),
    ],
)
def test_B5_a_wrong_notation_is_held_against_the_text_of_its_day(day, of, clause):
    assert check("quyet-dinh", "wrong", day, of=of).facts["clause"] == clause


def test_mass_organisations_write_either_way():
    for notation in ("-CV/TĐTN", "TĐTN-VP"):
        found = check("cong-van", notation, agency="TĐTN", of=AgencyClass.MASS)
        assert found.level == FindingLevel.OK


def test_nothing_is_held_against_a_kind_that_we_do_not_know():
    assert check("khac", "gì cũng được").level == FindingLevel.OK
    assert check("luat", "2005/QH11").level == FindingLevel.OK


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("UBND - HCC", "UBND-HCC"),
        (" /UBND-TTTH", "UBND-TTTH"),
        ("QĐ–UBND", "QĐ-UBND"),
        ("- CV / TU", "-CV/TU"),
    ],
)
def test_blanks_around_the_marks_are_not_part_of_a_notation(typed, kept):
    assert clean_notation(typed) == kept

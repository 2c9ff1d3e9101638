"""Kinds of document by date (B5)."""

from datetime import date
from pathlib import Path

import pytest

from lienthong.documents.rules import kinds
from lienthong.documents.rules.kinds import KindClass

OLD, NEW = date(2020, 3, 4), date(2020, 3, 5)


def administrative(day):
    return [k for k in kinds.kinds_on(day) if k.kind_class == KindClass.ADMINISTRATIVE]


def test_B5_the_decree_of_2020_has_29_kinds_of_which_27_have_an_abbreviation():
    listed = administrative(NEW)
    assert len(listed) == 29
    assert sum(1 for kind in listed if kinds.abbreviation(kind.code, NEW)) == 27


def test_B5_before_2020_there_were_four_kinds_more():
    gone = {k.code for k in administrative(OLD)} - {k.code for k in administrative(NEW)}
    assert gone == {"ban-cam-ket", "giay-chung-nhan", "giay-di-duong", "giay-bien-nhan-ho-so"}


@pytest.mark.parametrize(
    ("code", "before", "after"),
    [
        ("ban-ghi-nho", "GN", "BGN"),
        ("ban-thoa-thuan", "TTh", "BTT"),
        ("giay-uy-quyen", "UQ", "GUQ"),
        ("giay-nghi-phep", "NP", "GNP"),
        ("giay-gioi-thieu", "GT", "GGT"),
        ("trich-sao", "TS", "TrS"),
        ("quyet-dinh", "QĐ", "QĐ"),
        ("cong-van", "", ""),
    ],
)
def test_B5_old_documents_keep_their_abbreviations(code, before, after):
    assert kinds.abbreviation(code, OLD) == before
    assert kinds.abbreviation(code, NEW) == after


def test_legal_texts_of_the_province_are_kinds_of_their_own():
    codes = {k.code for k in kinds.kinds_on(NEW) if k.kind_class == KindClass.LEGAL}
    assert {"nghi-quyet-hdnd", "quyet-dinh-ubnd"} <= codes
    assert "chi-thi-ubnd" not in codes


def test_directives_of_committees_were_legal_texts_until_july_2016():
    assert "chi-thi-ubnd" in {k.code for k in kinds.kinds_on(date(2016, 6, 30))}
    assert "chi-thi-ubnd" not in {k.code for k in kinds.kinds_on(date(2016, 7, 1))}


def test_copies_have_their_three_forms():
    copies = [k for k in kinds.kinds_on(NEW) if k.kind_class == KindClass.COPY]
    assert [kinds.abbreviation(k.code, NEW) for k in copies] == ["SY", "TrS", "SL"]


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("Công văn", "cong-van"),
        ("CÔNG VĂN", "cong-van"),
        ("  cong   van ", "cong-van"),
        ("Co\u0302ng va\u0306n", "cong-van"),  # decomposed
        ("Quyết định", "quyet-dinh"),
        ("Nghị quyết (cá biệt)", "nghi-quyet"),
        ("Giấy ủy quyền", "giay-uy-quyen"),
        ("Giấy uỷ quyền", "giay-uy-quyen"),  # the other place of the tone
        ("Thông tư", "thong-tu"),
    ],
)
def test_a_kind_is_known_by_its_name_however_it_is_typed(written, code):
    found = kinds.kind_by_name(written)
    assert found is not None
    assert found.code == code


@pytest.mark.parametrize("written", ["", "Văn bản lạ", "công"])
def test_an_unknown_name_is_no_kind(written):
    assert kinds.kind_by_name(written) is None


@pytest.mark.parametrize(
    ("written", "code"),
    [("QĐ", "quyet-dinh"), ("TTr", "to-trinh"), ("UQ", "giay-uy-quyen"), ("HD", "huong-dan")],
)
def test_a_kind_is_known_by_its_abbreviation_of_any_time(written, code):
    found = kinds.kind_by_abbreviation(written)
    assert found is not None
    assert found.code == code


@pytest.mark.parametrize(
    ("name", "notation", "code"),
    [
        ("Công văn", "MAU-VP", "cong-van"),
        ("Quyết định", "QĐ-UBND", "quyet-dinh"),
        ("Quyết định", "2010/QĐ-UBND", "quyet-dinh-ubnd"),
        ("Quyết định", "2018/QĐ-TTg", "quyet-dinh-ttg"),
        ("Nghị quyết", "2021/NQ-HĐND", "nghi-quyet-hdnd"),
        ("Nghị định", "2020/NĐ-CP", "nghi-dinh"),
        ("", "TTr-S2", "to-trinh"),
        ("Văn bản hành chính", "BC-S1", "bao-cao"),
        ("Văn bản lạ", "S1", "khac"),
        ("Công văn", "-CV/TU", "cong-van"),
        ("", "", "khac"),
    ],
)
def test_a_senders_kind_is_told_by_name_and_notation(name, notation, code):
    assert kinds.kind_meant(name, notation).code == code


def test_names_codes_and_abbreviations_of_a_day_are_unique():
    listed = administrative(NEW)
    short = [kinds.abbreviation(k.code, NEW) for k in listed]
    used = [text for text in short if text]
    assert len(set(used)) == len(used)
    assert len({k.name for k in listed}) == len(listed)


def test_the_reference_page_says_what_the_code_says():
    page = Path(__file__).parents[2] / "docs" / "reference" / "kinds.md"
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in page.read_text().splitlines()
        if line.startswith("| `")
    ]
    said = {row[0].strip("`"): (row[1], row[2], row[3]) for row in rows}
    known = {
        kind.code: (
            kind.name,
            " → ".join(each.text for each in kind.abbreviations) or "—",
            f"{kind.valid_to:%d/%m/%Y}" if kind.valid_to else "",
        )
        for kind in kinds.kinds().values()
    }
    assert said == known

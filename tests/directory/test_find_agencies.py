from datetime import date
from uuid import UUID

import pytest
from tests.directory.builders import TODAY, a_committee, a_department

from lienthong.directory import queries, services
from lienthong.directory.errors import UnknownAgency
from lienthong.directory.types import AgencyLevel
from lienthong.kernel.ids import uuid7

pytestmark = pytest.mark.django_db


def found(text: str, on: date = TODAY, limit: int = 20) -> list[str]:
    return [card.name for card in queries.search_agencies(text, on=on, limit=limit)]


@pytest.mark.parametrize(
    "text", ["Sở Y tế", "so y te", "SO Y TE", "tế y", "syt", "h19.1", "01.H19", "000.00"]
)
def test_an_agency_is_found_by_its_name_without_tones_abbreviation_and_codes(committee, text):
    agency = a_department(committee, "Sở Y tế", code="H19.18", abbreviation="SYT")
    services.give_code(agency_id=agency.id, code="01.H19", current=False)
    assert "Sở Y tế" in found(text)


def test_dung_with_a_bar_is_found_without_it(committee):
    a_department(committee, "Chi cục Quản lý đất đai", abbreviation="CCQLĐĐ")
    assert found("dat dai") == found("ĐẤT ĐAI") == found("ccqldd") == ["Chi cục Quản lý đất đai"]


def test_words_may_come_from_the_name_and_the_abbreviation(committee):
    a_department(committee, "Ủy ban nhân dân huyện Thống Nhất", abbreviation="UBND")
    assert found("ubnd thong nhat") == ["Ủy ban nhân dân huyện Thống Nhất"]


def test_typed_tones_and_whole_names_come_first(committee):
    for name, code in (("Sở Ý kiến", "H19.2"), ("Sở Y tế", "H19.3"), ("Ban Y tế sở tại", "H19.4")):
        a_department(committee, name, code=code, abbreviation=code[-1] + "X")
    assert found("sở y")[0] == "Sở Y tế"
    assert found("so y te")[0] == "Sở Y tế"
    assert found("h19.4")[0] == "Ban Y tế sở tại"


def test_an_agency_is_found_by_a_name_that_it_bore(committee):
    agency = a_department(committee, "Sở Thương mại")
    services.rename_agency(
        agency_id=agency.id, name="Sở Công Thương", abbreviation="SCT", on=date(2008, 3, 1)
    )
    assert found("thuong mai") == ["Sở Công Thương"]


def test_only_agencies_of_that_day_are_offered(committee):
    a_department(committee, "Sở Thủy sản", valid_to=date(2008, 5, 6))
    a_department(committee, "Sở Du lịch", valid_from=date(2017, 1, 1))
    assert found("so", on=date(2008, 5, 6)) == ["Sở Thủy sản"]
    assert found("so", on=TODAY) == []
    assert found("so", on=date(2017, 1, 1)) == ["Sở Du lịch"]


@pytest.mark.parametrize("text", ["", "  ", "\u200b"])
def test_nothing_typed_finds_nothing(committee, text):
    assert found(text) == []


def test_signs_of_a_pattern_are_plain_letters_to_a_search(committee):
    a_department(committee, "Sở Y tế")
    assert found("%") == found("_") == found("S%t") == []


def test_a_search_is_limited_and_costs_one_statement(committee, django_assert_num_queries):
    for number in range(12):
        a_department(committee, f"Sở số {number}")
    with django_assert_num_queries(1):
        assert len(found("so", limit=5)) == 5


def test_agencies_are_read_together_and_unknown_ids_are_left_out(
    committee, django_assert_num_queries
):
    agency = a_department(committee)
    with django_assert_num_queries(1):
        assert queries.agencies([agency.id, committee.id, uuid7()]) == {
            agency.id: agency,
            committee.id: committee,
        }
    with pytest.raises(UnknownAgency):
        queries.agency(uuid7())


def test_the_committee_of_an_agency_is_the_nearest_province_above_it(django_assert_num_queries):
    committee = a_committee()
    district = a_department(committee, "UBND huyện Thống Nhất", level=AgencyLevel.DISTRICT)
    commune = a_department(district, "UBND xã Gia Tân", level=AgencyLevel.COMMUNE)
    school = a_department(commune, "Trường Tiểu học Gia Tân", level=AgencyLevel.UNDER)
    with django_assert_num_queries(2):
        assert queries.committee(school.id) == committee
    assert queries.committee(committee.id) == committee
    assert queries.committee(a_department(name="Bộ Nội vụ", code="G09").id) is None


def test_children_are_those_directly_below_on_a_day(committee):
    for name in ("Sở Y tế", "Sở Nội vụ"):
        department = a_department(committee, name)
    a_department(department, "Chi cục Văn thư")
    a_department(committee, "Sở Thủy sản", valid_to=date(2008, 5, 6))
    names = [card.name for card in queries.children(committee.id, on=TODAY)]
    assert names == ["Sở Nội vụ", "Sở Y tế"]


def named(*names: str, writer: UUID | None = None) -> dict[str, list[str]]:
    found = queries.agencies_named(names, on=TODAY, writer=writer or uuid7())
    return {name: [card.code for card in cards] for name, cards in found.items()}


def test_a_list_of_names_is_found_in_three_statements(committee, django_assert_num_queries):
    a_department(committee, "Sở Y tế", code="H19.18", abbreviation="SYT")
    agency = a_department(committee, "Ủy ban nhân dân huyện Thống Nhất", code="H19.40")
    services.give_code(agency_id=agency.id, code="05.H19", current=False)
    names = ["so y te", "SYT", " Sở  Y tế", "UBND huyện Thống Nhất", "000.00.05.H19", "Sở Không Có"]
    with django_assert_num_queries(3):
        found = named(*names)
    assert found == {name: ["H19.18" if name in names[:3] else "H19.40"] for name in names[:5]}
    assert named("", " ") == {}


def test_several_that_bear_one_name_are_all_told_unless_the_tones_part_them(committee):
    for name, code in (("Xã Hòa Bình", "H19.2"), ("Xã Hóa Bình", "H19.3"), ("Xã An", "H19.4")):
        a_department(committee, name, code=code, abbreviation="UBND")
    assert named("xa hoa binh") == {"xa hoa binh": ["H19.2", "H19.3"]}
    assert named("xã hòa bình") == {"xã hòa bình": ["H19.2"]}
    assert set(named("UBND")["UBND"]) >= {"H19.2", "H19.3", "H19.4"}


def test_a_name_without_its_place_means_the_one_of_the_writers_own_place():
    top = a_committee(name="Ủy ban nhân dân tỉnh Đồng Nai", code="H19")
    home = a_department(top, "Sở Nội vụ tỉnh Đồng Nai", code="H19.1")
    a_department(top, "Văn phòng UBND tỉnh Đồng Nai", code="H19.2")
    district = a_department(top, "UBND huyện Thống Nhất", code="H19.3", level=AgencyLevel.DISTRICT)
    a_department(top, "UBND huyện Định Quán", code="H19.4", level=AgencyLevel.DISTRICT)
    city = a_department(top, "UBND thành phố Biên Hòa", code="H19.5", level=AgencyLevel.DISTRICT)
    other = a_committee(name="Ủy ban nhân dân tỉnh Bình Dương", code="H09")
    a_department(other, "Sở Nội vụ tỉnh Bình Dương", code="H09.1")
    names = ["UBND tỉnh", "so noi vu", "Văn phòng UBND tỉnh"]

    assert named(*names, writer=home.id) == {
        "UBND tỉnh": ["H19"],
        "so noi vu": ["H19.1"],
        "Văn phòng UBND tỉnh": ["H19.2"],
    }
    assert named("UBND tỉnh", "Sở Nội vụ", writer=other.id) == {
        "UBND tỉnh": ["H09"],
        "Sở Nội vụ": ["H09.1"],
    }
    # A district is known without its name only to those who belong to it.
    assert named("UBND huyện", writer=home.id) == {}
    assert named("UBND huyện", "UBND tỉnh", writer=district.id) == {
        "UBND huyện": ["H19.3"],
        "UBND tỉnh": ["H19"],
    }
    assert named("UBND thành phố", writer=city.id) == {"UBND thành phố": ["H19.5"]}
    assert named("UBND", writer=district.id) == {"UBND": ["H19.3", "H19"]}


def test_one_of_elsewhere_that_is_called_as_ours_is_for_short_is_not_taken_for_it():
    top = a_committee(name="Ủy ban nhân dân tỉnh Đồng Nai", code="H19")
    a_department(top, "Sở Nội vụ tỉnh Đồng Nai", code="H19.1")
    other = a_committee(name="Ủy ban nhân dân tỉnh Bình Dương", code="H09")
    a_department(other, "Sở Nội vụ", code="H09.1")

    assert named("Sở Nội vụ", writer=top.id) == {"Sở Nội vụ": ["H09.1", "H19.1"]}

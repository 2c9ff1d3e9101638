"""Search and lists over what a viewer may see (F2)."""

from datetime import date

import pytest
from tests.documents.builders import MONDAY, a_clerk, an_agency, issue

from lienthong.documents import queries
from lienthong.documents.types import Page, SearchFilters, Urgency

pytestmark = pytest.mark.django_db


@pytest.fixture
def agency():
    return an_agency("Ủy ban nhân dân tỉnh Đồng Nai", "UBND")


@pytest.fixture
def letter(agency):
    return issue(
        agency,
        number=9459,
        notation="UBND-TTTH",
        subject="V/v tổ chức triển khai thí điểm gửi nhận văn bản điện tử, đất đai",
        signer_name="Nguyễn Thành Trí",
    )


def found(agency, text="", **filters):
    page = queries.search_versions(a_clerk(agency), text, SearchFilters(**filters))
    return [row.id for row in page.rows]


@pytest.mark.parametrize(
    "typed",
    [
        "9459",
        "9459/UBND-TTTH",
        "9459 /ubnd-ttth",
        "ubnd-ttth",
        "thí điểm",
        "thi diem",
        "THÍ ĐIỂM",
        "đất đai",
        "dat dai",
        "Đồng Nai",
        "dong nai 9459",
        "điện tử thí điểm",
        "thành trí",
        "công văn",
        "thi\u0301 die\u0302\u0309m",
        "",
    ],
)
def test_a_document_is_found_with_and_without_tones(agency, letter, typed):
    assert found(agency, typed) == [letter.version_id]


@pytest.mark.parametrize("typed", ["9460", "thí điểm xyz", "100%", "_", "'; --"])
def test_every_word_must_stand_there_and_signs_mean_themselves(agency, letter, typed):
    assert found(agency, typed) == []


def test_a_number_below_ten_is_found_with_and_without_its_zero(agency):
    issued = issue(agency, number=5)
    assert found(agency, "5/UBND-VP") == found(agency, "05/UBND-VP") == [issued.version_id]


def test_filters_narrow_a_list(agency, letter):
    urgent = issue(
        agency,
        kind="bao-cao",
        notation="BC-UBND",
        urgency=Urgency.FLASH,
        issued_on=date(2026, 1, 2),
    )
    assert found(agency, kind="bao-cao") == [urgent.version_id]
    assert found(agency, urgency=Urgency.FLASH) == [urgent.version_id]
    assert found(agency, issued_to=date(2026, 1, 2)) == [urgent.version_id]
    assert found(agency, issued_from=date(2026, 1, 3)) == [letter.version_id]
    assert found(agency, issuer_id=agency.id) == [letter.version_id, urgent.version_id]
    assert found(agency, "9459", kind="bao-cao") == []


def test_a_page_tells_whether_another_follows_and_costs_one_statement(agency, count_statements):
    issued = [issue(agency, issued_on=date(2026, 1, day)) for day in (1, 2, 3, 4, 5)]
    newest_first = [each.version_id for each in reversed(issued)]

    def page(number, size=2):
        return queries.search_versions(a_clerk(agency), "", None, Page(number, size))

    assert [row.id for row in page(1).rows] == newest_first[:2]
    assert [row.id for row in page(2).rows] == newest_first[2:4]
    assert [row.id for row in page(3).rows] == newest_first[4:]
    assert [page(n).has_next for n in (1, 2, 3)] == [True, True, False]
    assert count_statements(lambda: page(1, 1)) == count_statements(lambda: page(1, 50)) == 1


def test_a_page_that_is_out_of_bounds_is_brought_into_them(agency, letter):
    page = queries.search_versions(a_clerk(agency), "", None, Page(-3, 0))
    assert (page.number, len(page.rows)) == (1, 1)


def test_cards_of_many_cost_one_statement(agency, count_statements):
    ids = [issue(agency).version_id for _n in range(5)]
    assert count_statements(lambda: queries.version_cards(ids)) == 1
    assert set(queries.version_cards(ids)) == set(ids)


def test_a_card_carries_the_facts_of_the_law(agency):
    issued = issue(
        agency,
        urgency=Urgency.URGENT,
        due_on=date(2026, 12, 1),
        signer_position="KT. CHỦ TỊCH",
        page_count=3,
    )
    card = queries.version_card(issued.version_id)
    assert (card.urgency, card.due_on, card.page_count) == (Urgency.URGENT, date(2026, 12, 1), 3)
    assert card.signer_position == "KT. CHỦ TỊCH"
    assert card.issued_on == MONDAY.date()
    assert queries.latest_version_id(issued.document_id) == issued.version_id

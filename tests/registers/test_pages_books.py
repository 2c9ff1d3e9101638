"""The books on the screen and on paper: no number is ever missing (B1)."""

from datetime import date

import pytest
from tests.desk.builders import an_entered, at_desk, two_offices, words_of
from tests.exchange.builders import an_office

from lienthong.kernel import clock
from lienthong.registers import queries, services
from lienthong.registers.types import Direction, EntryFacts

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def book_of(office, direction: Direction) -> str:
    books = queries.books_of(office.agency.id)
    return f"/so/{next(b.id for b in books if b.direction == direction)}/"


def a_voided_number(office, reason: str) -> None:
    facts = EntryFacts("", "", date(2026, 11, 21), "Công văn", "V/v bỏ")
    entry = services.take_number(
        agency_id=office.agency.id,
        facts=facts,
        reference_of=lambda number: f"{number}/STP-VP",
        key="void",
        actor=office.clerk,
        now=clock.now(),
    )
    services.void_number(entry_id=entry.id, reason=reason, actor=office.clerk, now=clock.now())


def test_the_books_are_listed():
    committee, department = two_offices()
    an_entered(committee, department)

    assert "Sổ đăng ký văn bản đến" in words_of(at_desk(department.clerk).get("/so/"))


def test_the_incoming_book_has_the_columns_of_the_law():
    committee, department = two_offices()
    an_entered(committee, department, subject="V/v đất đai")

    words = words_of(at_desk(department.leader).get(book_of(department, Direction.INCOMING)))

    for column in ("Ngày đến", "Số đến", "Tác giả", "Tên loại và trích yếu nội dung", "Ghi chú"):
        assert column in words
    assert "V/v đất đai" in words


def test_a_voided_number_stays_a_line_with_its_reason():
    _committee, department = two_offices()
    a_voided_number(department, "Đóng dấu không thành")

    words = words_of(at_desk(department.clerk).get(book_of(department, Direction.OUTGOING)))

    assert "Hủy số: Đóng dấu không thành" in words


def test_pages_of_a_book_lose_no_number():
    committee, department = two_offices()
    for _n in range(53):
        an_entered(committee, department)
    clerk, address = at_desk(department.clerk), book_of(department, Direction.INCOMING)

    first = clerk.get(address)
    second = clerk.get(address, {"tu-so": first.context["next_number"]})
    numbers = [line.entry.number for page in (first, second) for line in page.context["lines"]]

    assert numbers == list(range(53, 0, -1))


def test_a_page_of_a_book_costs_the_same_with_3_and_20_lines(count_statements):
    committee, department = two_offices()
    client = at_desk(department.clerk)
    for _n in range(3):
        an_entered(committee, department)
    address = book_of(department, Direction.INCOMING)
    few = count_statements(lambda: client.get(address))
    for _n in range(17):
        an_entered(committee, department)

    assert count_statements(lambda: client.get(address)) == few


def test_the_book_is_printed_as_a_pdf():
    committee, department = two_offices()
    an_entered(committee, department)

    response = at_desk(department.clerk).get(f"{book_of(department, Direction.INCOMING)}in.pdf")

    assert response["Content-Type"] == "application/pdf"
    assert response.content.startswith(b"%PDF")


def test_the_outgoing_book_is_printed_with_its_voided_numbers():
    _committee, department = two_offices()
    a_voided_number(department, "Đóng dấu không thành")

    response = at_desk(department.clerk).get(f"{book_of(department, Direction.OUTGOING)}in.pdf")

    assert response.content.startswith(b"%PDF")


def test_officers_have_no_books_and_strangers_do_not_find_them():
    committee, department = two_offices()
    stranger = an_office("Sở Nội vụ", parent=committee.agency)
    an_entered(committee, department)
    address = book_of(department, Direction.INCOMING)

    assert at_desk(department.officer).get(address).status_code == 403
    assert at_desk(department.leader).get(f"{address}in.pdf").status_code == 403
    assert at_desk(stranger.clerk).get(address).status_code == 404
    assert at_desk(stranger.clerk).get(f"{address}in.pdf").status_code == 404

"""Printing a book: small ones at once, a year's in the background, kept for a day (B1)."""

from datetime import timedelta
from functools import partial

import pytest
from tests.desk.builders import an_entered, an_instructed, at_desk, two_offices, words_of
from tests.exchange.builders import an_office
from tests.same_moment import together

from lienthong.blobs import queries as blobs
from lienthong.jobs import services as jobs
from lienthong.jobs.models import Job
from lienthong.kernel import clock
from lienthong.registers import queries, services
from lienthong.registers.errors import BookPrintNotFound, BookTooLong
from lienthong.registers.models import BookPrint
from lienthong.registers.services.books import _printed_book, print_book

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(monkeypatch):
    """A department with three lines in its book, where two are few enough to be printed at once."""
    monkeypatch.setattr(print_book, "AT_ONCE", 2)
    monkeypatch.setattr(services, "AT_ONCE", 2)
    committee, department = two_offices()
    for _n in range(3):
        an_entered(committee, department)
    return department


def book_of(office):
    return queries.books_of(office.agency.id)[0]


def asked(office):
    return services.ask_book_print(book_id=book_of(office).id, actor=office.clerk, now=clock.now())


def test_a_long_book_is_made_in_the_background_and_opened_when_it_is_ready(office):
    clerk, address = at_desk(office.clerk), f"/so/{book_of(office).id}/"

    assert clerk.get(f"{address}in.pdf")["Location"] == f"{address}in/"
    assert "Làm bản in" in words_of(clerk.get(f"{address}in/"))
    clerk.post(f"{address}in/")
    assert "Đang làm bản in: 0 trong 3 mục." in words_of(clerk.get(f"{address}in/"))

    card = queries.latest_book_print(
        book_of(office).id, agency_id=office.agency.id, now=clock.now()
    )
    services.make_book_print(print_id=card.id, now=clock.now())
    assert "Mở bản in (PDF)" in words_of(clerk.get(f"{address}in/"))
    response = clerk.get(f"{address}in/{card.id}.pdf")
    assert response["Content-Type"] == "application/pdf"
    assert b"".join(response.streaming_content).startswith(b"%PDF")


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_those_who_ask_at_one_moment_one_lets_a_print_be_made(office):
    facts = {"book_id": book_of(office).id, "actor": office.clerk, "now": clock.now()}
    assert together(*[partial(services.ask_book_print, **facts)] * 8) == []
    assert BookPrint.objects.count() == 1


def test_asking_leaves_one_job_that_makes_the_print(office):
    card = asked(office)
    asked(office)
    [job] = Job.objects.filter(task_path__endswith="make_book_print")
    assert job.args == [str(card.id)]
    jobs.run_all_due(now=clock.now())
    assert BookPrint.objects.get().state == "ready"


def test_asking_while_it_is_made_and_making_it_twice_is_one_print(office):
    first = asked(office)
    assert asked(office).id == first.id

    for _time in range(2):
        services.make_book_print(print_id=first.id, now=clock.now())
    row = BookPrint.objects.get()
    assert (row.state, row.made, row.total) == ("ready", 3, 3)


def test_a_print_that_was_lost_with_its_worker_may_be_asked_for_again(office):
    first = asked(office)
    BookPrint.objects.update(asked_at=clock.now() - timedelta(hours=2))

    assert asked(office).id != first.id


def test_a_print_is_gone_after_a_day_with_its_content(office):
    card = asked(office)
    services.make_book_print(print_id=card.id, now=clock.now())
    digest = queries.book_print_content(card.id, agency_id=office.agency.id, now=clock.now())
    tomorrow = clock.now() + timedelta(days=1, minutes=1)

    with pytest.raises(BookPrintNotFound):
        queries.book_print_content(card.id, agency_id=office.agency.id, now=tomorrow)
    assert services.end_book_prints(now=tomorrow) == 1
    assert services.end_book_prints(now=tomorrow) == 0
    assert blobs.holders(digest) == set()


def test_others_find_neither_page_nor_print(office):
    card = asked(office)
    services.make_book_print(print_id=card.id, now=clock.now())
    address = f"/so/{book_of(office).id}/in/"
    stranger = at_desk(an_office("Sở Nội vụ", parent=office.agency).clerk)

    assert stranger.get(address).status_code == 404
    assert stranger.get(f"{address}{card.id}.pdf").status_code == 404
    assert at_desk(office.officer).post(address).status_code == 403


def test_a_long_book_is_not_laid_out_while_one_waits(office):
    with pytest.raises(BookTooLong):
        services.print_small_book(book_id=book_of(office).id, actor=office.clerk)


def test_the_incoming_book_says_to_whom_and_when_a_document_was_handed():
    """Columns 7 and 8 of Appendix IV; 9 is for a signature by hand."""
    committee, department = two_offices()
    an_instructed(committee, department)
    an_entered(committee, department)
    [book] = queries.books_of(department.agency.id)[:1]

    handed, not_yet = _printed_book.rows_of(book, department.agency.id)
    lines = queries.book_page(book)

    today = f"{clock.local_day(clock.now()):%d/%m/%Y}"
    assert handed.cells[6:9] == ("Phòng Công nghệ thông tin", today, "")
    assert not_yet.cells[6:9] == ("", "", "")
    assert [line.handed.on for line in lines] == [None, clock.local_day(clock.now())]
    shown = words_of(at_desk(department.clerk).get(f"/so/{book.id}/"))
    assert "Ngày chuyển" in shown
    assert shown.count("Phòng Công nghệ thông tin") == 1

"""The pages of figures: of an agency (G1), of the province (G3), for everybody (F3)."""

import csv
import json
from datetime import date
from io import BytesIO, StringIO

import openpyxl
import pytest
from django.core.management import call_command
from tests.desk.builders import at_desk, words_of
from tests.statistics.builders import (
    CLOSED,
    a_november,
    a_province,
    accept,
    on,
)
from tests.statistics.test_closing import answer, figures
from tests.systems.builders import a_bearer, a_system

from lienthong.access.queries import actor_in
from lienthong.directory import queries as find
from lienthong.directory import services as directory
from lienthong.directory.types import Role
from lienthong.kernel import clock
from lienthong.statistics import queries, services
from lienthong.statistics.types import Measure
from lienthong.webkit.commands import WrongUse

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def province():
    return a_province()


@pytest.fixture
def at(monkeypatch):
    def set_clock(moment) -> None:
        monkeypatch.setattr(clock, "now", lambda: moment)

    return set_clock


def a_monitor(province):
    person = directory.add_person(name="Người theo dõi", email="")
    post = directory.appoint(
        person_id=person.id,
        agency_id=province.committee.agency.id,
        role=Role.MONITOR,
        title="Theo dõi",
        valid_from=date(2020, 1, 1),
    )
    return at_desk(actor_in(find.posts([post.id])[post.id]))


def test_a_month_that_goes_on_is_counted_now_and_opens(province, at):
    a_november(province)
    at(on(20, 10))
    clerk = at_desk(province.department.clerk)
    page = clerk.get("/so-lieu/")
    said = words_of(page)
    assert "Số liệu tháng 11/2026" in said
    assert "từ 31/10/2026 đến hết 30/11/2026" in said
    assert "hệ thống chốt khi hết ngày 30/11/2026" in said
    shown = {line.name: (line.value, line.url) for line in page.context["lines"]}
    assert shown["nhận điện tử"] == ("2", "/so-lieu/2026-11/incoming-electronic/")
    opened = clerk.get(shown["nhận điện tử"][1])
    assert len(opened.context["lines"]) == 2
    assert "Đếm được 2" in words_of(opened)


def test_what_came_after_the_closing_stands_beside_it(province, at):
    waiting = a_november(province)
    services.close_due(now=CLOSED)
    accept(waiting, province.department, on(1, 9, month=12))
    at(on(2, month=12))
    page = at_desk(province.department.clerk).get("/so-lieu/2026-11/")

    shown = {line.name: (line.value, line.now) for line in page.context["lines"]}
    assert shown["quá hạn tiếp nhận"] == ("1", "2")
    assert shown["Văn bản đến"] == ("2", "")
    assert "Đã chốt lúc" in words_of(page)


def test_a_clerk_confirms_and_an_objection_says_why(province, at):
    a_november(province)
    closing = services.close_due(now=CLOSED)[-1]
    at(on(1, 10, month=12))
    clerk = at_desk(province.district.clerk)
    page = clerk.get("/so-lieu/2026-11/")
    assert "chờ xác nhận" in words_of(page)
    assert "quá hạn thì bảng tổng hợp tính 0 %" in words_of(page)
    address = f"/so-lieu/xac-nhan/{figures(province, province.district, closing).id}/"

    wordless = clerk.post(address, {"answer": "object"}, headers={"Accept": "text/html"})
    assert wordless.status_code == 422
    assert "Chưa ghi ý kiến" in words_of(wordless)
    # In the browser the sentence comes into the form, and what was typed stays.
    form = page.content.decode().split(f'action="{address}"')[1].split("</form>")[0]
    assert "data-in-place" in form.partition(">")[0]
    assert 'class="refused"' in form
    here = {"HX-Request": "true", "X-In-Place": "yes"}
    notice = clerk.post(address, {"answer": "object"}, headers=here)
    assert notice.status_code == 422
    assert "Chưa ghi ý kiến" in words_of(notice)
    assert "<html" not in notice.content.decode()
    odd = clerk.post(address, {"answer": "confirm", "outgoing_total": "-1"})
    assert odd.status_code == 422
    books_here = figures(province, province.department, closing).id
    other = at_desk(province.department.clerk)
    not_asked = {"answer": "confirm", "outgoing_total": "-1", "sentence": "x" * 1001}
    assert other.post(f"/so-lieu/xac-nhan/{books_here}/", not_asked).status_code == 422
    done = clerk.post(address, {"answer": "confirm", "outgoing_total": "4"}, follow=True)
    said = words_of(done)
    assert "Đã xác nhận số liệu." in said
    assert "25,00 %, theo tổng số 4 do cơ quan báo" in said


def test_a_month_to_come_and_a_measure_that_is_none_are_not_there(province, at):
    a_november(province)
    at(on(20))
    clerk = at_desk(province.department.clerk)
    unknown = ("2026-12", "2026-09", "2000-01", "2026-13", "x")
    addresses = [f"/so-lieu/{month}/{rest}" for month in unknown for rest in ("", "arrived/")]
    for address in [*addresses, "/so-lieu/2026-11/x/"]:
        assert clerk.get(address).status_code == 404, address
    first, this = (clerk.get(f"/so-lieu/{month}/").context for month in ("2026-10", "2026-11"))
    assert (first["before"], first["after"]) == ("", "2026-11")
    assert (this["before"], this["after"]) == ("2026-10", "")


def test_the_province_is_ranked_and_the_silent_count_nothing(province, at):
    a_november(province)
    closing = services.close_due(now=CLOSED)[-1]
    answer(figures(province, province.committee, closing), province.committee)
    at(on(3, month=12))
    monitor = a_monitor(province)
    page = monitor.get("/so-lieu/tinh/", follow=True)

    lines = page.context["lines"]
    assert next(line.one.agency_name for line in lines) == "Ủy ban nhân dân tỉnh"
    assert (lines[0].counted, lines[0].real) == ("75,00 %", "75,00 %")
    silent = next(one for one in lines if one.one.agency_name == "Sở Tư pháp")
    assert (silent.counted, silent.standing.label) == ("0,00 %", "chưa xác nhận")
    report = words_of(monitor.get("/so-lieu/tinh/2026-11/bao-cao/"))
    assert "Cơ quan không xác nhận trong hạn, tính 0 % Sở Tư pháp" in report
    only = monitor.get("/so-lieu/tinh/2026-11/", {"cap": "province"}).context["lines"]
    assert len(only) == 1


def test_the_table_is_taken_away(province, at):
    a_november(province)
    services.close_due(now=CLOSED)
    at(on(3, month=12))
    monitor = a_monitor(province)
    book = openpyxl.load_workbook(BytesIO(monitor.get("/so-lieu/tinh/2026-11/bang.xlsx").content))
    rows = [[cell or "" for cell in row] for row in book.active.iter_rows(values_only=True)]
    text = monitor.get("/so-lieu/tinh/2026-11/bang.csv").content.decode("utf-8-sig")
    assert list(csv.reader(StringIO(text))) == rows
    assert len(rows) == 4
    assert rows[0][1] == "Đơn vị"


def test_who_watches_the_province_sees_numbers_and_days_and_no_document(province, at):
    a_november(province)
    services.close_due(now=CLOSED)
    at(on(3, month=12))
    monitor = a_monitor(province)
    address = f"/so-lieu/tinh/2026-11/{province.department.agency.id}/"
    page = monitor.get(address)
    assert page.status_code == 200
    days = monitor.get(f"{address}{Measure.ARRIVED}/")
    assert [number for _day, number in days.context["days"]] == [1, 1, 1]
    assert "V/v báo cáo" not in days.content.decode() + page.content.decode()
    assert monitor.get("/so-lieu/2026-11/").status_code == 403


def test_pages_take_as_many_statements_for_many(province, at, count_statements):
    a_november(province)
    services.close_due(now=CLOSED)
    at(on(3, month=12))
    clerk = at_desk(province.committee.clerk)
    few = count_statements(lambda: clerk.get("/so-lieu/2026-11/"))
    for _each in range(3):
        a_november(province)
    assert count_statements(lambda: clerk.get("/so-lieu/2026-11/")) == few
    assert queries.closing_to_come(now=clock.now()) is None


def test_a_month_is_public_once_the_time_to_answer_is_over(province, at, client):
    a_november(province)
    services.close_due(now=CLOSED)
    at(on(1, 23, month=12))
    early = client.get("/so-lieu/cong-khai/2026-11/", headers={"Accept": "text/html"})
    assert early.status_code == 404
    assert "chưa công bố" in words_of(early)
    told = client.get("/api/v1/figures/2026-11/province").json()
    assert told["code"] == "statistics.month-not-published"
    at(on(3, month=12))
    page = client.get("/so-lieu/cong-khai/")
    assert "Sở Tư pháp" in words_of(page)
    assert "V/v" not in page.content.decode()
    told = client.get("/api/v1/figures/2026-11/province").json()
    committee = next(one for one in told["agencies"] if one["level"] == "province")
    assert committee["figures"]["outgoing_share"] == "75.00"
    assert (committee["standing"], committee["counted_share"]) == ("unconfirmed", "0")


def test_a_system_reads_the_figures_of_its_agency(province, at, client):
    a_november(province)
    services.close_due(now=CLOSED)
    at(on(3, month=12))
    secret = a_bearer(a_system(province.district.agency, now=clock.now()), now=clock.now())
    told = client.get(
        "/api/v1/figures/2026-11", headers={"Authorization": f"Bearer {secret}"}
    ).json()
    assert told["closed"] == told["now"]
    assert told["standing"] == "unconfirmed"
    assert told["closed"]["basis"] == "exchange"
    assert "outgoing" not in told["closed"]["counts"]
    assert told["closed"]["outgoing_share"] is None


def test_the_command_closes_and_shows(province, at, capsys):
    a_november(province)
    at(CLOSED)
    call_command("figures", "close")
    assert [line[:7] for line in capsys.readouterr().out.splitlines()] == ["2026-10", "2026-11"]
    call_command("figures", "show", month="2026-11")
    shown = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {one["name"]: one["outgoing_share"] for one in shown}["Ủy ban nhân dân tỉnh"] == "75.00"
    call_command("figures", "show", month="2026-11", agency="H19", now=True)
    assert json.loads(capsys.readouterr().out)["outgoing"] == 4
    with pytest.raises(WrongUse, match=r"statistics\.month-not-over"):
        call_command("figures", "close", month="2026-12")

"""The list of incoming documents and the split view of what waits for acceptance (B1)."""

import io
import zipfile
from datetime import date, timedelta

import pytest
from tests.desk.builders import (
    an_arrived,
    an_entered,
    an_instructed,
    at_desk,
    two_offices,
    words_of,
)
from tests.exchange.builders import an_office

from lienthong.desk.web import words
from lienthong.documents.types import Urgency
from lienthong.kernel import clock
from lienthong.registers.web.deadlines import days_left

pytestmark = [pytest.mark.django_db, pytest.mark.once]
LIST, SPLIT = "/van-ban-den/", "/van-ban-den/cho-tiep-nhan/"


def subjects(response) -> list[str]:
    return [shown.row.subject for shown in response.context["rows"]]


def test_the_clerk_sees_the_whole_book_of_the_agency_only():
    committee, department = two_offices()
    other = an_office("Sở Nội vụ", parent=committee.agency)
    an_entered(committee, department, subject="V/v của ta")
    an_entered(committee, other, subject="V/v của họ")

    assert subjects(at_desk(department.clerk).get(LIST)) == ["V/v của ta"]


def test_the_officer_sees_only_what_was_given():
    committee, department = two_offices()
    an_entered(committee, department, subject="V/v chưa giao")
    an_instructed(committee, department, subject="V/v đã giao")
    officer = at_desk(department.officer)

    response = officer.get(LIST)

    assert subjects(response) == ["V/v đã giao"]
    assert "Chờ tiếp nhận" not in [tab.name for tab in response.context["tabs"]]
    assert officer.get(SPLIT).status_code == 403


def test_an_empty_list_leads_to_what_waits_or_says_what_belongs_there():
    committee, department = two_offices()
    clerk, officer = at_desk(department.clerk), at_desk(department.officer)
    assert "Văn bản đã tiếp nhận và vào sổ hiện ở đây." in words_of(clerk.get(LIST))
    an_arrived(committee, department)

    told = "1 văn bản chờ tiếp nhận chưa có số đến, nên chưa ở đây."
    page = clerk.get(LIST)
    assert told in words_of(page)
    assert f'{told} <a href="{SPLIT}">Tiếp nhận</a>' in page.content.decode()
    assert told not in words_of(officer.get(LIST))
    narrowed = words_of(clerk.get(LIST, {"nam": "2020"}))
    assert told not in narrowed
    assert "bỏ bớt bộ lọc" in narrowed


def test_tabs_say_how_much_stands_in_each():
    committee, department = two_offices()
    an_arrived(committee, department)
    an_entered(committee, department)
    an_instructed(committee, department)

    tabs = {tab.name: tab.count for tab in at_desk(department.clerk).get(LIST).context["tabs"]}

    assert tabs == {
        "Chờ tiếp nhận": 1,
        "Chờ chỉ đạo": 1,
        "Đang xử lý": 1,
        "Quá hạn": 0,
        "Hoàn thành": None,
        "Đã từ chối": None,
        "Tất cả": None,
    }


def test_a_tab_shows_its_own():
    committee, department = two_offices()
    an_entered(committee, department, subject="V/v chờ")
    an_instructed(committee, department, subject="V/v làm")
    clerk = at_desk(department.clerk)

    assert subjects(clerk.get(LIST, {"muc": "cho-chi-dao"})) == ["V/v chờ"]
    assert subjects(clerk.get(LIST, {"muc": "dang-xu-ly"})) == ["V/v làm"]
    assert subjects(clerk.get(LIST, {"muc": "hoan-thanh"})) == []


def test_chips_and_search_narrow_and_stay_in_the_address():
    committee, department = two_offices()
    ministry = an_office("Sở Nội vụ", parent=committee.agency)
    an_entered(committee, department, subject="V/v đất đai")
    an_entered(ministry, department, subject="V/v biên chế")
    clerk = at_desk(department.clerk)

    by_author = clerk.get(LIST, {"co-quan": "Sở Nội vụ", "muc": "tat-ca"})

    assert subjects(by_author) == ["V/v biên chế"]
    assert subjects(clerk.get(LIST, {"tim": "dat dai"})) == ["V/v đất đai"]
    author = next(f for f in by_author.context["filters"] if f.name == "Cơ quan ban hành")
    assert author.is_set
    assert [choice.name for choice in author.choices if choice.is_here] == ["Sở Nội vụ"]
    year = next(f for f in by_author.context["filters"] if f.name != "Cơ quan ban hành")
    assert [choice.name for choice in year.choices if choice.is_here] == ["tất cả"]
    assert author.choices[0].url == "?muc=tat-ca"


def test_columns_can_be_hidden_and_the_address_keeps_it():
    committee, department = two_offices()
    an_entered(committee, department)
    clerk = at_desk(department.clerk)

    response = clerk.get(LIST, {"an": "han.la", "muc": "tat-ca"})

    chip = next(f for f in response.context["filters"] if f.name == "Cột")
    assert 'class="table fold incoming no-han"' in response.content.decode()
    assert chip.value == "4/5"
    assert [c.url for c in chip.choices if c.name == "Hạn"] == ["?muc=tat-ca"]


def test_the_deadline_is_said_in_working_days():
    committee, department = two_offices()
    today = clock.local_day(clock.now())
    an_entered(committee, department, due_on=today)

    assert "hạn hôm nay" in words_of(at_desk(department.clerk).get(LIST, {"han": "hom-nay"}))


def test_the_list_says_how_urgent_a_document_is(count_statements):
    committee, department = two_offices()
    clerk = at_desk(department.clerk)
    an_entered(committee, department, urgency=Urgency.FLASH)
    one = count_statements(lambda: clerk.get(LIST))
    an_entered(committee, department, urgency=Urgency.VERY_URGENT)
    an_entered(committee, department)

    response = clerk.get(LIST)

    assert [s.urgency for s in response.context["rows"]] == ["", "Thượng khẩn", "Hỏa tốc"]
    assert count_statements(lambda: clerk.get(LIST)) == one


def test_pages_go_on_where_the_one_before_ended():
    committee, department = two_offices()
    for n in range(52):
        an_entered(committee, department, subject=f"V/v số {n}")
    clerk = at_desk(department.clerk)

    first = clerk.get(LIST)
    second = clerk.get(LIST + first.context["next_url"])

    assert len(subjects(first)) == 50
    assert subjects(second) == ["V/v số 1", "V/v số 0"]
    assert second.context["next_url"] == ""


def test_what_the_address_says_wrongly_narrows_nothing():
    committee, department = two_offices()
    an_entered(committee, department, subject="V/v một")
    wrong = {"muc": "x", "nam": "abc", "han": "mai", "truoc": "không"}

    assert subjects(at_desk(department.clerk).get(LIST, wrong)) == ["V/v một"]


def test_the_list_costs_the_same_with_3_and_60_rows(count_statements):
    committee, department = two_offices()
    client = at_desk(department.clerk)
    due_on = clock.local_day(clock.now()) + timedelta(days=3)
    for _n in range(3):
        an_entered(committee, department, due_on=due_on)
    few = count_statements(lambda: client.get(LIST))
    for _n in range(57):
        an_entered(committee, department, due_on=due_on)

    assert count_statements(lambda: client.get(LIST)) == few
    assert few <= 16


def test_what_was_refused_stands_in_its_own_tab():
    committee, department = two_offices()
    delivery = an_arrived(committee, department, subject="V/v nhầm")
    clerk = at_desk(department.clerk)
    clerk.post(f"/chuyen-phat/{delivery.id}/tu-choi/", {"reason": "Gửi nhầm."})

    response = clerk.get(LIST, {"muc": "tu-choi"})

    assert [row.version.subject for row in response.context["rows"]] == ["V/v nhầm"]


def test_the_spreadsheet_has_what_the_list_has_and_no_formulas():
    committee, department = two_offices()
    an_entered(committee, department, subject='=HYPERLINK("x")')
    an_instructed(committee, department, subject="V/v đã giao")

    response = at_desk(department.clerk).get("/van-ban-den/tai-ve.xlsx", {"muc": "tat-ca"})
    whole = zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content)))
    sheet = whole.read("xl/worksheets/sheet1.xml").decode()

    assert response["Content-Disposition"] == 'attachment; filename="van-ban-den-tat-ca.xlsx"'
    assert sheet.count("<row") == 3
    assert "V/v đã giao" in sheet
    assert "<f>" not in sheet


def test_the_officers_spreadsheet_has_only_what_was_given():
    committee, department = two_offices()
    an_entered(committee, department, subject="V/v chưa giao")

    response = at_desk(department.officer).get("/van-ban-den/tai-ve.xlsx")
    whole = zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content)))

    assert whole.read("xl/worksheets/sheet1.xml").decode().count("<row") == 1


def test_the_split_view_begins_with_the_urgent_and_the_oldest():
    committee, department = two_offices()
    older = an_arrived(committee, department, subject="V/v cũ")
    an_arrived(committee, department, subject="V/v mới")
    an_arrived(committee, department, subject="V/v hỏa tốc", urgency=Urgency.FLASH)
    clerk = at_desk(department.clerk)

    response = clerk.get(SPLIT)
    chosen = clerk.get(SPLIT, {"chon": str(older.id)}).context["chosen"]

    assert [row.version.subject for row in response.context["rows"]] == [
        "V/v hỏa tốc",
        "V/v cũ",
        "V/v mới",
    ]
    assert response.context["chosen"].row.version.subject == "V/v hỏa tốc"
    assert response.context["chosen"].after == older.id
    assert chosen.row.version.subject == "V/v cũ"


def test_accepting_in_the_split_view_moves_on_to_the_next():
    committee, department = two_offices()
    older = an_arrived(committee, department, subject="V/v cũ")
    newer = an_arrived(committee, department, subject="V/v mới")
    clerk = at_desk(department.clerk)

    response = clerk.post(
        f"/chuyen-phat/{older.id}/tiep-nhan/",
        {"tu": "cho-tiep-nhan", "sau": str(newer.id)},
        follow=True,
    )

    assert response.redirect_chain == [(f"{SPLIT}?chon={newer.id}", 302)]
    assert response.context["chosen"].row.version.subject == "V/v mới"
    assert "Đã tiếp nhận văn bản đến số 1." in words_of(response)


def test_what_another_took_meanwhile_is_told_over_the_list_and_the_next_document_comes():
    committee, department = two_offices()
    taken = an_arrived(committee, department, subject="V/v đã có người nhận")
    following = an_arrived(committee, department, subject="V/v tiếp theo")
    here, there = at_desk(department.clerk), at_desk(department.clerk)
    address = f"/chuyen-phat/{taken.id}/tiep-nhan/"
    there.post(address, {"form_key": "mot"})

    response = here.post(
        address,
        {"form_key": "hai", "tu": "cho-tiep-nhan", "sau": str(following.id)},
        follow=True,
    )
    page = words_of(response)

    assert response.redirect_chain == [(f"{SPLIT}?chon={following.id}", 302)]
    assert response.context["chosen"].row.version.subject == "V/v tiếp theo"
    assert "Mã: exchange.already-decided" in page
    assert f"“Đã tiếp nhận”, do {department.clerk.name} cập nhật" in page
    assert f'href="/chuyen-phat/{taken.id}/"' in response.content.decode()
    # From elsewhere it is refused as before, and no second number is given.
    assert here.post(address, {"form_key": "ba"}).status_code == 409
    assert subjects(here.get(LIST)) == ["V/v đã có người nhận"]


def test_the_split_view_costs_the_same_with_3_and_20_rows(count_statements):
    committee, department = two_offices()
    client = at_desk(department.clerk)
    for _n in range(3):
        an_arrived(committee, department)
    few = count_statements(lambda: client.get(SPLIT))
    for _n in range(17):
        an_arrived(committee, department)

    assert count_statements(lambda: client.get(SPLIT)) == few


def test_nothing_waiting_is_said():
    _committee, department = two_offices()

    words = words_of(at_desk(department.clerk).get(SPLIT))

    assert "Không còn văn bản nào chờ tiếp nhận." in words


def test_the_leader_looks_and_has_no_buttons():
    committee, department = two_offices()
    delivery = an_arrived(committee, department)

    page = at_desk(department.leader).get(SPLIT).content.decode()

    assert f"/chuyen-phat/{delivery.id}/tiep-nhan/" not in page
    assert "data-viewer" in page


@pytest.mark.parametrize("far", [date.min, date.max])
def test_a_deadline_too_far_to_count_is_shown_as_a_date(far):
    today = clock.local_day(clock.now())

    assert days_left([far, today, None], today) == {today: 0}
    assert words._left(far, today) == f" ({far:%d/%m/%Y})"


def test_a_mark_of_no_delivery_starts_at_the_top():
    clerk = at_desk(two_offices()[1].clerk)

    wrong = {"truoc": "0001-01-01T00:00:00+14:00~0192f0c1-7d2e-7abc-8def-0123456789ab"}

    assert clerk.get(SPLIT, wrong).status_code == 200
    assert clerk.get(LIST, {"muc": "tu-choi", **wrong}).status_code == 200

"""The pages of case files: from the document into a file, closed, printed, to the archive."""

import html
import io

import openpyxl
import pypdfium2
import pytest
from django.urls import reverse
from tests.casefiles.builders import a_closed_file, an_open_file, facts, put
from tests.desk.builders import an_entered, at_desk
from tests.exchange.builders import a_version

from lienthong.casefiles import queries, services
from lienthong.casefiles.errors import FileIsFull
from lienthong.casefiles.models import CaseFile, Deposit
from lienthong.casefiles.services import file_documents
from lienthong.casefiles.types import CaseFileFilter, CaseFileState, CaseFileTab
from lienthong.casefiles.web import printing
from lienthong.kernel import clock

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def text_of(answer, status=200) -> str:
    assert answer.status_code == status
    return html.unescape(answer.content.decode())


def words_of(pdf) -> str:
    pages = pypdfium2.PdfDocument(pdf.content)
    return " ".join(" ".join(page.get_textpage().get_text_range().split()) for page in pages)


def of(name, *args) -> str:
    return reverse(f"casefiles:{name}", args=args)


def test_B6_a_document_goes_into_a_new_file_from_its_own_page_and_into_the_box(committee, justice):
    entry = an_entered(committee, justice)
    clerk = at_desk(justice.clerk)
    document = reverse("desk:document", args=[entry.version_id])
    put_url = of("put-document", entry.version_id)
    assert put_url in text_of(clerk.get(document))
    assert "Không có hồ sơ đang mở nào mà bạn giữ." in text_of(clerk.get(put_url))
    new_url = f"{of('new')}?van-ban={entry.version_id}"
    assert str(entry.version_id) in text_of(clerk.get(new_url))
    told = {"notation": "05/HS-VP", "year": "2026", "title": "", "van-ban": str(entry.version_id)}
    officer = at_desk(justice.officer)
    assert officer.post(of("new"), {**told, "as": "open"}).status_code == 404
    assert not CaseFile.objects.exists()
    assert "Năm gồm bốn chữ số" in text_of(clerk.post(of("new"), {**told, "year": "x"}), 422)
    assert clerk.post(of("new"), {**told, "as": "open"}).status_code == 302

    case_file = CaseFile.objects.get()
    page = text_of(clerk.get(of("one", case_file.pk)))
    assert entry.facts.reference_code in page
    shown = text_of(clerk.get(document))
    assert "Lưu hồ sơ số:</dt><dd>05/HS-VP" in shown
    assert of("one", case_file.pk) in shown
    assert "05/HS-VP" in text_of(clerk.get(put_url))
    listed = text_of(clerk.get(of("list")))
    assert "chưa có tiêu đề" in listed
    assert "Đang mở" in listed

    found = text_of(clerk.get(of("one", case_file.pk), {"tim": str(entry.number)}))
    assert "Đã có trong hồ sơ</td>" in found
    again = clerk.post(put_url, {"case_file": str(case_file.pk)})
    assert again.status_code == 302
    assert "Đã có trong hồ sơ 05/HS-VP." in text_of(clerk.get(document))
    nothing = clerk.post(put_url)
    assert "casefiles.no-file-chosen" in text_of(nothing, 422)
    for name in ("put", "take-out"):
        refused = clerk.post(of(name, case_file.pk))
        assert "casefiles.no-document-chosen" in text_of(refused, 422)


def test_B6_a_file_is_closed_printed_and_handed_over(justice, monkeypatch):
    now = clock.now()
    case_file = an_open_file(
        justice.clerk, unit_id=justice.unit_id, now=now, retention="", title="Hồ sơ <b>thử</b>"
    )
    version = a_version(justice, now=now)
    put(case_file, version.version_id, justice.clerk, now=now)
    clerk, leader, officer = map(at_desk, (justice.clerk, justice.leader, justice.officer))
    close_url = of("close", case_file)
    assert "Hồ sơ chưa có thời hạn bảo quản." in text_of(clerk.get(close_url))
    today = clock.local_day(now)
    changed = {"notation": "05", "year": str(today.year), "title": "Hồ sơ <b>thử</b>"}
    changed |= {"retention": "10-years", "unit": str(justice.unit_id)}
    assert officer.post(of("change", case_file), changed).status_code == 302
    assert leader.get(of("change", case_file)).status_code == 403
    assert "trong 12 tháng" in text_of(clerk.get(close_url))
    assert clerk.post(close_url, {"ended_on": f"{today:%d/%m/%Y}"}).status_code == 302

    pdf = clerk.get(of("list-pdf", case_file))
    words = words_of(pdf)
    assert "MỤC LỤC VĂN BẢN, TÀI LIỆU TRONG HỒ SƠ" in words
    assert "Mục lục này có 1 văn bản." in words
    sheet = openpyxl.load_workbook(io.BytesIO(clerk.get(of("list-xlsx", case_file)).content))
    rows = list(sheet.active.iter_rows(values_only=True))
    assert rows[0] == (
        *("STT", "Số, ký hiệu văn bản", "Ngày tháng văn bản"),
        *("Tên loại và trích yếu nội dung văn bản", "Tác giả văn bản", "Số trang", "Ghi chú"),
    )
    assert len(rows) == 2
    # Who may not see the document reads neither on the page nor on paper what it is.
    hidden = openpyxl.load_workbook(io.BytesIO(officer.get(of("list-xlsx", case_file)).content))
    assert list(hidden.active.iter_rows(values_only=True))[1][6] == "người in không được xem"
    page = text_of(officer.get(of("one", case_file)))
    assert "Một văn bản mà bạn không được xem." in page
    assert rows[1][1] not in page
    assert "<b>thử</b>" not in officer.get(of("one", case_file)).content.decode()
    monkeypatch.setattr(printing, "MOST_LINES", 0)
    assert "casefiles.list-too-long" in text_of(clerk.get(of("list-pdf", case_file)), 409)

    offered = officer.post(of("offer"), {"case_file": str(case_file), "note": "Năm nay"})
    assert offered.status_code == 302
    deposit = Deposit.objects.get()
    home = text_of(clerk.get(reverse("desk:home")))
    assert of("deposit", deposit.pk) in home
    assert "Nhận hồ sơ nộp lưu" in home
    assert "Nhận vào lưu trữ" not in text_of(officer.get(of("deposit", deposit.pk)))
    assert "Nhận vào lưu trữ" in text_of(clerk.get(of("deposit", deposit.pk)))
    minutes = words_of(clerk.get(of("minutes-pdf", deposit.pk)))
    assert "BIÊN BẢN GIAO NHẬN HỒ SƠ, TÀI LIỆU" in minutes
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in minutes
    assert f"2. Thời gian của tài liệu: {rows[1][2]} 3." in minutes
    assert "Số lượng: 1 hồ sơ điện tử, 1 văn bản, 1 trang." in minutes
    listed = words_of(clerk.get(of("deposit-list-pdf", deposit.pk)))
    assert "MỤC LỤC HỒ SƠ, TÀI LIỆU NỘP LƯU" in listed
    assert "gồm 0 hồ sơ bảo quản vĩnh viễn, 1 hồ sơ bảo quản có thời hạn" in listed
    assert clerk.post(of("take-over", deposit.pk)).status_code == 302
    assert "Năm nay" in text_of(clerk.get(of("deposits")))
    assert "Đã nộp lưu" in text_of(clerk.get(f"{of('list')}?muc=da-nop-luu"))
    assert queries.case_file(case_file, agency_id=justice.agency.id).state == (
        CaseFileState.HANDED_OVER
    )


def test_B6_the_leader_lets_a_file_be_kept_back_and_a_year_begins_with_the_last(justice):
    leader, clerk = at_desk(justice.leader), at_desk(justice.clerk)
    case_file = a_closed_file(justice)
    due = queries.case_file(case_file, agency_id=justice.agency.id).due_on
    page = text_of(leader.get(of("one", case_file)))
    assert "Cho giữ lại, chưa nộp lưu" in page
    assert "Cho giữ lại, chưa nộp lưu" not in text_of(clerk.get(of("one", case_file)))
    assert leader.post(of("keep-back", case_file), {"until": "x"}).status_code == 422
    until = f"{due.replace(year=due.year + 1):%d/%m/%Y}"
    told = {"until": until, "reason": "Vụ việc còn khiếu nại."}
    assert leader.post(of("keep-back", case_file), told).status_code == 302
    assert "Vụ việc còn khiếu nại." in text_of(clerk.get(of("one", case_file)))

    now = clock.now()
    year = clock.local_day(now).year
    services.new_file(
        facts=facts("01", year=year), is_listed=True, key="d", actor=justice.clerk, now=now
    )
    sheet = clerk.get(of("year-xlsx", year))
    rows = list(
        openpyxl.load_workbook(io.BytesIO(sheet.content)).active.iter_rows(values_only=True)
    )
    assert [row[1] for row in rows] == ["Số và ký hiệu", "01"]
    paper = words_of(clerk.get(of("year-pdf", year)))
    assert f"DANH MỤC HỒ SƠ NĂM {year}" in paper
    assert "1 hồ sơ bảo quản có thời hạn." in paper
    assert of("year-xlsx", year) in text_of(clerk.get(of("list")))
    copy = {"from": str(year), "to": str(year + 1)}
    assert f"sang {year + 1}" in text_of(clerk.get(of("list")))
    assert clerk.post(of("copy-list"), copy).status_code == 302
    assert f"sang {year + 1}" not in text_of(clerk.get(of("list")))
    listed = queries.find_files(
        CaseFileFilter(CaseFileTab.ALL, year=year + 1),
        actor=justice.clerk,
        today=clock.local_day(now),
    )
    assert [one.facts.notation for one in listed] == ["01"]
    assert clerk.post(of("open", listed[0].id)).status_code == 302
    refused = clerk.post(of("strike", listed[0].id))
    assert refused.status_code == 409


def test_B6_a_full_file_takes_no_more(justice, monkeypatch):
    monkeypatch.setattr(file_documents, "MOST_DOCUMENTS", 1)
    case_file = an_open_file(justice.clerk)
    put(case_file, a_version(justice).version_id, justice.clerk)
    with pytest.raises(FileIsFull) as refused:
        put(case_file, a_version(justice).version_id, justice.clerk)
    assert refused.value.code == "casefiles.file-is-full"


def test_B6_the_lists_cost_the_same_with_2_and_8_files(justice, count_statements):
    clerk = at_desk(justice.clerk)
    for notation in ("1", "2"):
        a_closed_file(justice, notation)
    pages = [f"{of('list')}?muc=tat-ca", of("offer"), of("deposits")]
    few = [count_statements(lambda page=page: clerk.get(page)) for page in pages]
    for notation in "345678":
        a_closed_file(justice, notation)
    assert [count_statements(lambda page=page: clerk.get(page)) for page in pages] == few
    assert len(clerk.get(pages[0]).context["rows"]) == 8

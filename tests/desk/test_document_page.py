"""The page of a document from every side; closed by default (A2)."""

import re
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from tests.desk.builders import (
    an_arrived,
    an_entered,
    an_instructed,
    at_desk,
    two_offices,
    words_of,
)
from tests.exchange.builders import a_dispatch, an_office

from lienthong.blobs import services as blobs
from lienthong.documents import queries as documents
from lienthong.documents.types import AttachedFile, LegalValue
from lienthong.exchange import queries as exchange_queries
from lienthong.exchange import services as exchange
from lienthong.kernel import clock
from lienthong.registers import services as registers
from lienthong.webkit.templatetags.webkit import vn_deadline

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def page(actor, version_id):
    return at_desk(actor).get(f"/van-ban/{version_id}/")


def test_before_acceptance_the_clerk_can_accept_or_refuse():
    committee, department = two_offices()
    delivery = an_arrived(committee, department)

    words = words_of(page(department.clerk, delivery.version_id))

    assert "Chờ tiếp nhận." in words
    assert "Tiếp nhận và vào sổ" in words
    assert "Từ chối và gửi lý do" in words
    assert "Trục liên thông" in words


def test_the_leader_sees_it_before_acceptance_and_cannot_accept():
    committee, department = two_offices()
    delivery = an_arrived(committee, department)

    response = page(department.leader, delivery.version_id)

    assert response.status_code == 200
    assert f"/chuyen-phat/{delivery.id}/tiep-nhan/" not in response.content.decode()


def test_an_invalid_signature_leaves_only_refusal():
    committee, department = two_offices()
    delivery = an_arrived(committee, department, legal_value=LegalValue.INVALID)

    response = page(department.clerk, delivery.version_id)

    assert f"/chuyen-phat/{delivery.id}/tiep-nhan/" not in response.content.decode()
    assert "Từ chối tiếp nhận" in words_of(response)


def test_after_acceptance_number_and_box_are_there_and_the_leader_has_the_act():
    committee, department = two_offices()
    entry = an_entered(committee, department)

    response = page(department.leader, entry.version_id)
    words = words_of(response)

    assert "Văn bản đến số 1." in words
    assert "chờ lãnh đạo chỉ đạo" in words
    assert "Cho ý kiến chỉ đạo" in words
    assert response.context["view"].arrival.number == "1"


def test_the_officer_sees_what_was_given_and_has_start_and_finish():
    committee, department = two_offices()
    entry = an_instructed(committee, department)

    words = words_of(page(department.officer, entry.version_id))

    assert "đã giao Phòng Công nghệ thông tin chủ trì" in words
    assert "Bắt đầu xử lý" in words
    assert "Báo cáo hoàn thành" in words
    assert "“Phòng CNTT tham mưu trả lời.”" in words
    assert words.count("chờ vào sổ cái") == 3


def test_the_officer_does_not_find_what_was_not_given():
    committee, department = two_offices()
    entry = an_entered(committee, department)

    assert page(department.officer, entry.version_id).status_code == 404


def test_another_agency_does_not_find_it():
    committee, department = two_offices()
    stranger = an_office("Sở Nội vụ", parent=committee.agency)
    entry = an_entered(committee, department)

    assert page(stranger.clerk, entry.version_id).status_code == 404
    assert at_desk(stranger.clerk).get(f"/muc/{entry.id}/").status_code == 404
    assert at_desk(stranger.clerk).get(f"/chuyen-phat/{entry.delivery_id}/").status_code == 404


def test_the_sender_sees_where_it_stands_at_every_recipient():
    committee, department = two_offices()
    entry = an_entered(committee, department)

    words = words_of(page(committee.clerk, entry.version_id))

    assert "mọi nơi đã tiếp nhận" in words
    assert "Sở Tư pháp" in words


def test_a_refused_document_says_who_and_why():
    committee, department = two_offices()
    delivery = an_arrived(committee, department)
    clerk = at_desk(department.clerk)
    clerk.post(f"/chuyen-phat/{delivery.id}/tu-choi/", {"phrase": "Gửi nhầm nơi nhận."})

    words = words_of(clerk.get(f"/van-ban/{delivery.version_id}/"))

    assert "Đã từ chối tiếp nhận." in words
    assert f"{department.clerk.name} từ chối ngày" in words
    assert "“Gửi nhầm nơi nhận.”" in words


def test_what_was_given_back_shows_line_and_proof_without_content():
    committee, department = two_offices()
    entry = an_entered(committee, department)
    withdraw(committee, department, entry)

    response = page(department.clerk, entry.version_id)
    words = words_of(response)

    assert "Văn bản đến số 1 đã thu hồi." in words
    assert "Nội dung không còn xem được." in words
    assert response.context["view"] is None
    assert "bản ghi" in words or "chờ vào sổ cái" in words
    content = at_desk(department.clerk).get(f"/tep/{entry.version_id}/")
    assert content.status_code == 409


def withdraw(committee, department, entry) -> None:
    now = clock.now()
    dispatch = exchange.request_recall(
        dispatch_id=_dispatch_of(entry),
        recipient_ids=None,
        reason="Gửi nhầm tệp.",
        key=str(uuid4()),
        actor=committee.clerk,
        now=now,
    )
    exchange.answer_change(
        delivery_id=dispatch[0].id,
        agrees=True,
        note="",
        key=str(uuid4()),
        actor=department.clerk,
        now=clock.now(),
    )


def _dispatch_of(entry):
    return exchange_queries.delivery_card(entry.delivery_id).dispatch_id


def test_a_recall_that_waits_is_asked_on_the_page():
    committee, department = two_offices()
    entry = an_entered(committee, department)
    exchange.request_recall(
        dispatch_id=_dispatch_of(entry),
        recipient_ids=None,
        reason="Gửi nhầm tệp.",
        key=str(uuid4()),
        actor=committee.clerk,
        now=clock.now(),
    )

    words = words_of(page(department.clerk, entry.version_id))

    assert "Bên gửi đang chờ trả lời đề nghị." in words
    assert "Gửi nhầm tệp." in words


def test_an_attachment_that_cannot_be_shown_is_given_to_save():
    committee, department = two_offices()
    table = blobs.store(b"PK\x03\x04 table", agency_ids=[committee.agency.id], now=clock.now())
    file = AttachedFile("phu-luc.xlsx", table.digest, "application/vnd.ms-excel")
    delivery = an_arrived(committee, department, attachments=(file,))
    clerk = at_desk(department.clerk)

    response = clerk.get(f"/van-ban/{delivery.version_id}/", {"phu-luc": "1"})
    saved = clerk.get(f"/tep/{delivery.version_id}/phu-luc/1/")

    assert [tab.name for tab in response.context["tabs"]] == ["Văn bản chính", "phu-luc.xlsx"]
    assert response.context["view"] is None
    assert "Tải phụ lục về" in words_of(response)
    assert saved["Content-Disposition"] == 'attachment; filename="phu-luc.xlsx"'
    assert b"".join(saved.streaming_content).startswith(b"PK")


def test_many_attachments_open_as_a_list_beside_the_one_that_is_read():
    committee, department = two_offices()
    files = tuple(an_attached(committee, number) for number in range(1, 61))
    delivery = an_arrived(committee, department, attachments=files)
    clerk = at_desk(department.clerk)

    page = clerk.get(f"/van-ban/{delivery.version_id}/", {"phu-luc": "20"}).content.decode()
    start = page.index('<nav class="tabs files"')
    bar = page[start : page.index("</nav>", start)]
    beside = re.findall(r'<a class="tab"[^>]*>([^<]*)</a>', bar)

    assert beside == ["Văn bản chính", "phu-luc-20.xlsx"]
    assert "60 tệp kèm theo" in bar
    assert bar.count("<li>") == 60


def test_few_attachments_stand_side_by_side():
    committee, department = two_offices()
    files = tuple(an_attached(committee, number) for number in range(1, 4))
    delivery = an_arrived(committee, department, attachments=files)

    page = at_desk(department.clerk).get(f"/van-ban/{delivery.version_id}/").content.decode()

    assert len(re.findall(r'<a class="tab"', page)) == 4
    assert "tệp kèm theo" not in page


def an_attached(committee, number: int) -> AttachedFile:
    content = b"PK\x03\x04 table %d" % number
    table = blobs.store(content, agency_ids=[committee.agency.id], now=clock.now())
    return AttachedFile(f"phu-luc-{number}.xlsx", table.digest, "application/vnd.ms-excel")


def test_the_senders_page_costs_the_same_with_2_and_12_recipients(count_statements):
    committee, department = two_offices()
    others = [an_office(f"Sở {n}", parent=committee.agency) for n in range(11)]
    few = a_dispatch(committee, department, others[0], now=clock.now())
    many = a_dispatch(committee, department, *others, now=clock.now())
    client = at_desk(committee.clerk)

    assert count_statements(lambda: client.get(f"/van-ban/{few.version_id}/")) == count_statements(
        lambda: client.get(f"/van-ban/{many.version_id}/")
    )


def test_the_recipients_page_costs_the_same_with_1_and_6_instructions(count_statements):
    committee, department = two_offices()
    once, often = (an_instructed(committee, department) for _n in range(2))
    for n in range(5):
        registers.give_instruction(
            entry_id=often.id,
            text=f"Lần {n}.",
            assignees=[],
            due_on=None,
            key=f"{n}",
            actor=department.leader,
            now=clock.now(),
        )
    client = at_desk(department.clerk)

    assert count_statements(lambda: client.get(f"/van-ban/{once.version_id}/")) == count_statements(
        lambda: client.get(f"/van-ban/{often.version_id}/")
    )


def test_a_document_that_is_asked_back_has_one_main_act_and_is_one_line_of_work():
    committee, department = two_offices()
    delivery = an_arrived(committee, department)
    exchange.request_recall(
        dispatch_id=delivery.dispatch_id,
        recipient_ids=[department.agency.id],
        reason="Sai số liệu.",
        key="thu-hoi",
        actor=committee.clerk,
        now=clock.now(),
    )
    clerk = at_desk(department.clerk)

    html = clerk.get(f"/van-ban/{delivery.version_id}/").content.decode()
    main = re.findall(r'<button class="button act[^>]*>(?:<svg.*?</svg>)?([^<]+)', html)
    assert "Đồng ý trả lại" in main
    assert "Tiếp nhận và vào sổ" not in main
    assert "Tiếp nhận và vào sổ" in html
    assert words_of(clerk.get("/")).count(delivery_code(delivery)) == 1

    exchange.answer_change(
        delivery_id=delivery.id,
        agrees=False,
        note="Đang dùng.",
        key="khong",
        actor=department.clerk,
        now=clock.now(),
    )
    home = words_of(clerk.get("/"))
    assert home.count(delivery_code(delivery)) == 1
    assert "Tiếp nhận" in home


def delivery_code(delivery):
    return documents.version_card(delivery.version_id).reference_code


def test_a_limit_that_runs_to_midnight_is_said_as_the_end_of_its_day():
    midnight = datetime(2026, 11, 23, 17, tzinfo=UTC)
    assert vn_deadline(midnight) == "hết ngày 23/11/2026"
    assert vn_deadline(midnight - timedelta(hours=12, minutes=30)) == "11:30 23/11/2026"
    assert vn_deadline(None) == ""

"""Tracking, recall, its answer and sending again, as people do it on the pages."""

import html
import re
from datetime import timedelta

import pytest
from django.template import Context, Template
from django.test import Client, RequestFactory
from django.urls import reverse
from tests.exchange.builders import MONDAY_9AM, a_dispatch, an_office, the_delivery

from lienthong.access import services as access
from lienthong.access.services import HashedPassword
from lienthong.documents import queries as documents
from lienthong.exchange import queries, services
from lienthong.exchange.models import Dispatch, StatusReport
from lienthong.exchange.types import DeliveryState, NewReport, StatusCode
from lienthong.kernel import clock
from lienthong.kernel.ids import uuid7

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture(autouse=True)
def _monday(monkeypatch, settings, tmp_path):
    settings.LIENTHONG_HOME = tmp_path
    monkeypatch.setattr(clock, "now", lambda: MONDAY_9AM + timedelta(minutes=5))


@pytest.fixture
def offices(db):
    committee = an_office("Ủy ban nhân dân tỉnh")
    return committee, *[
        an_office(name, parent=committee.agency) for name in ("Sở Tư pháp", "Sở Tài chính")
    ]


def a_client(actor) -> Client:
    from django.contrib.auth import get_user_model

    username = f"nguoi-{actor.person_id.hex[-12:]}"
    access.open_account(
        person_id=actor.person_id,
        username=username,
        password=HashedPassword("!"),
        now=MONDAY_9AM,
    )
    client = Client()
    client.force_login(get_user_model().objects.get(username=username))
    return client


def report(delivery, code, office, note="", at=MONDAY_9AM):
    services.report_status(
        report=NewReport(delivery_id=delivery.id, code=code, key=f"{code}", note=note),
        actor=office.clerk,
        now=at,
    )


def words(page: str) -> str:
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", page)))


def tracking(client, dispatch, **query):
    return client.get(reverse("exchange:tracking-of", args=[dispatch.version_id]), query)


def test_the_table_has_each_step_with_its_time_late_ones_and_refused_ones_first(
    offices, monkeypatch
):
    committee, justice, finance = offices
    interior = an_office("Sở Nội vụ", parent=committee.agency)
    dispatch = a_dispatch(committee, justice, finance, interior)
    report(the_delivery(dispatch, interior), StatusCode.ACCEPTED, interior)
    report(the_delivery(dispatch, justice), StatusCode.REFUSED, justice, "Gửi nhầm nơi nhận")
    monkeypatch.setattr(clock, "now", lambda: MONDAY_9AM + timedelta(days=3))
    page = tracking(a_client(committee.clerk), dispatch).content.decode()
    order = re.findall(r'<td class="wide">(.*?) <span', page)

    assert order == ["Sở Tài chính", "Sở Tư pháp", "Sở Nội vụ"]
    assert "chưa tiếp nhận, quá hạn" in words(page)
    assert "Từ chối “Gửi nhầm nơi nhận”" in words(page)
    assert "Tiếp nhận 09:00 23/11" in words(page)
    assert "Gửi lại" in page


def test_the_sum_stands_over_the_table_and_only_over_several(offices, monkeypatch):
    committee, justice, finance = offices
    interior = an_office("Sở Nội vụ", parent=committee.agency)
    dispatch = a_dispatch(committee, justice, finance, interior)
    alone = a_dispatch(committee, justice)
    report(the_delivery(dispatch, interior), StatusCode.ACCEPTED, interior)
    report(the_delivery(dispatch, justice), StatusCode.REFUSED, justice, "Gửi nhầm nơi nhận")
    monkeypatch.setattr(clock, "now", lambda: MONDAY_9AM + timedelta(days=3))
    client = a_client(committee.clerk)

    said = words(tracking(client, dispatch).content.decode())

    assert "1/3 nơi đã tiếp nhận, 1 nơi từ chối, 1 nơi quá hạn" in said
    assert "nơi đã tiếp nhận" not in words(tracking(client, alone).content.decode())


def test_the_page_asks_again_only_while_something_is_open(offices):
    committee, justice, _finance = offices
    dispatch = a_dispatch(committee, justice)
    client = a_client(committee.clerk)
    assert "every 10s" in tracking(client, dispatch).content.decode()

    report(the_delivery(dispatch, justice), StatusCode.REFUSED, justice, "Gửi nhầm")
    assert "every 10s" not in tracking(client, dispatch).content.decode()


def test_nothing_is_sent_while_nothing_has_changed(offices):
    committee, justice, _finance = offices
    dispatch = a_dispatch(committee, justice)
    client = a_client(committee.clerk)
    mark = re.search(r"co=([^\"&]*)", tracking(client, dispatch).content.decode())[1]

    assert tracking(client, dispatch, co=mark).status_code == 204
    report(the_delivery(dispatch, justice), StatusCode.ACCEPTED, justice)
    assert tracking(client, dispatch, co=mark).status_code == 200


def test_htmx_gets_the_rows_alone(offices):
    committee, justice, _finance = offices
    dispatch = a_dispatch(committee, justice)
    address = reverse("exchange:tracking-of", args=[dispatch.version_id])
    page = a_client(committee.clerk).get(address, headers={"HX-Request": "true"}).content.decode()

    assert page.lstrip().startswith('<div class="tracking-rows"')
    assert "<html" not in page


def test_a_stranger_finds_no_tracking_and_a_recipient_sees_no_other_recipient(offices):
    committee, justice, finance = offices
    dispatch = a_dispatch(committee, justice)

    assert tracking(a_client(finance.clerk), dispatch).status_code == 404
    page = tracking(a_client(justice.clerk), dispatch).content.decode()
    assert "<td" not in page


def test_the_tag_draws_the_same_for_other_pages_at_a_constant_cost(offices, count_statements):
    committee, justice, finance = offices
    many = [an_office(f"Sở số {n}", parent=committee.agency) for n in range(20)]
    small, large = a_dispatch(committee, justice), a_dispatch(committee, justice, finance, *many)
    request = RequestFactory().get("/")
    request.actor = committee.clerk

    def drawn(dispatch):
        template = Template("{% load exchange %}{% tracking version %}")
        version = documents.version_card(dispatch.version_id)
        return template.render(Context({"request": request, "version": version}))

    assert "Sở Tư pháp" in drawn(small)
    assert "Thu hồi" in drawn(small)
    costs = [count_statements(lambda each=each: drawn(each)) for each in (small, large)]
    assert costs[0] == costs[1]


def recall(client, dispatch, *offices, reason="Sai số liệu ở phụ lục 2", key="k"):
    return client.post(
        reverse("exchange:recall", args=[dispatch.id]),
        {
            "recipient": [str(office.agency.id) for office in offices],
            "reason": reason,
            "idempotency_key": key,
        },
    )


def test_A12_all_or_none_of_the_recipients_are_ticked_without_a_script(offices):
    committee, justice, finance = offices
    dispatch = a_dispatch(committee, justice, finance)
    page, clerk = reverse("desk:document", args=[dispatch.version_id]), a_client(committee.clerk)

    def ticked(query: str) -> int:
        shown = clerk.get(f"{page}{query}").content.decode()
        assert f"chon=khong#thu-hoi-{dispatch.id}" in shown
        boxes = re.findall(r'<input type="checkbox" name="recipient"[^>]*>', shown)
        assert len(boxes) == 2
        return sum(" checked" in box for box in boxes)

    assert [ticked(query) for query in ("", "?chon=khong", "?chon=het")] == [2, 0, 2]


def test_A12_a_recall_from_nobody_is_refused(offices):
    committee, justice, _finance = offices
    dispatch = a_dispatch(committee, justice)
    refused = recall(a_client(committee.clerk), dispatch)
    assert refused.status_code == 422
    assert "exchange.nobody-chosen" in refused.content.decode()


def test_A12_chosen_recipients_are_asked_and_one_agrees_and_one_declines(offices):
    committee, justice, finance = offices
    dispatch = a_dispatch(committee, justice, finance)
    clerk = a_client(committee.clerk)

    answer = recall(clerk, dispatch, justice, finance)
    assert answer["Location"] == reverse("desk:document", args=[dispatch.version_id])
    assert "Chờ trả lời thu hồi" in words(tracking(clerk, dispatch).content.decode())

    asked = reverse("exchange:answer", args=[the_delivery(dispatch, justice).id])
    at_justice = a_client(justice.clerk)
    assert "“Sai số liệu ở phụ lục 2”" in words(at_justice.get(asked).content.decode())
    at_justice.post(asked, {"answer": "agree", "idempotency_key": "a"})
    asked = reverse("exchange:answer", args=[the_delivery(dispatch, finance).id])
    a_client(finance.clerk).post(
        asked, {"answer": "decline", "note": "Đã thực hiện xong", "idempotency_key": "b"}
    )

    assert the_delivery(dispatch, justice).state == DeliveryState.RECALLED
    page = words(tracking(clerk, dispatch).content.decode())
    assert "Đã thu hồi" in page
    assert "Không đồng ý thu hồi “Đã thực hiện xong”" in page


def test_asking_twice_with_one_form_is_one_request(offices):
    committee, justice, _finance = offices
    dispatch = a_dispatch(committee, justice)
    clerk = a_client(committee.clerk)
    recall(clerk, dispatch, justice)
    recall(clerk, dispatch, justice)

    assert StatusReport.objects.filter(code=StatusCode.TAKE_BACK).count() == 1


def test_a_recall_without_reason_and_a_decline_without_reason_are_told(offices):
    committee, justice, _finance = offices
    dispatch = a_dispatch(committee, justice)
    clerk = a_client(committee.clerk)
    refused = recall(clerk, dispatch, justice, reason=" ")
    assert refused.status_code == 422
    assert "Chưa ghi lý do." in words(refused.content.decode())

    recall(clerk, dispatch, justice)
    address = reverse("exchange:answer", args=[the_delivery(dispatch, justice).id])
    refused = a_client(justice.clerk).post(address, {"answer": "decline", "note": ""})
    assert refused.status_code == 422
    silent = a_client(justice.clerk).post(address, {"note": "Đã xử lý xong"})
    assert silent.status_code == 422
    assert "webkit.answer-missing" in silent.content.decode()
    assert the_delivery(dispatch, justice).is_change_pending


def test_only_the_sender_recalls_and_only_the_recipient_answers(offices):
    committee, justice, finance = offices
    dispatch = a_dispatch(committee, justice)
    assert recall(a_client(finance.clerk), dispatch, justice).status_code == 404
    recall(a_client(committee.clerk), dispatch, justice)

    address = reverse("exchange:answer", args=[the_delivery(dispatch, justice).id])
    stranger = a_client(finance.leader)
    assert stranger.get(address).status_code == 404
    assert stranger.post(address, {"answer": "agree"}).status_code == 404
    assert a_client(justice.officer).post(address, {"answer": "agree"}).status_code == 403


def test_a_refused_document_is_sent_again_once(offices):
    committee, justice, _finance = offices
    dispatch = a_dispatch(committee, justice)
    report(the_delivery(dispatch, justice), StatusCode.REFUSED, justice, "Thiếu trang 2")
    clerk = a_client(committee.clerk)
    address = reverse("exchange:resend", args=[dispatch.version_id])
    form = {"recipient": str(justice.agency.id), "idempotency_key": str(uuid7())}

    assert clerk.post(address, form).status_code == 302
    assert clerk.post(address, form).status_code == 302
    assert Dispatch.objects.filter(version_id=dispatch.version_id).count() == 2
    assert the_delivery(dispatch, justice).state == DeliveryState.ARRIVED
    rows = queries.tracking(dispatch.version_id, sender_id=committee.agency.id, at=MONDAY_9AM).rows
    assert len(rows) == 1


def test_what_was_not_refused_is_not_sent_again(offices):
    committee, justice, _finance = offices
    dispatch = a_dispatch(committee, justice)
    address = reverse("exchange:resend", args=[dispatch.version_id])
    refused = a_client(committee.clerk).post(address, {"recipient": str(justice.agency.id)})

    assert refused.status_code == 409
    assert Dispatch.objects.count() == 1


def test_A10_what_is_not_accepted_in_time_is_listed_by_agency(
    offices, monkeypatch, count_statements
):
    committee, justice, finance = offices
    for _ in range(2):
        a_dispatch(committee, justice)
    dispatch = a_dispatch(committee, justice, finance)
    report(the_delivery(dispatch, justice), StatusCode.ACCEPTED, justice)
    clerk = a_client(committee.clerk)
    address = reverse("exchange:tracking")
    assert "Chưa nơi nhận nào quá hạn tiếp nhận." in words(clerk.get(address).content.decode())

    monkeypatch.setattr(clock, "now", lambda: MONDAY_9AM + timedelta(days=2))
    clerk = a_client(committee.clerk)
    page = clerk.get(address).content.decode()
    assert re.findall(r'scope="rowgroup">(.*?)<', page) == ["Sở Tư pháp · 2", "Sở Tài chính · 1"]

    few = count_statements(lambda: clerk.get(address))
    for _ in range(5):
        a_dispatch(committee, finance)
    assert count_statements(lambda: clerk.get(address)) == few


def test_the_late_list_goes_on_where_it_ended(offices, monkeypatch):
    committee, justice, _finance = offices
    monkeypatch.setattr(queries, "PAGE", 2)
    for _ in range(3):
        a_dispatch(committee, justice)
    monkeypatch.setattr(clock, "now", lambda: MONDAY_9AM + timedelta(days=2))
    clerk = a_client(committee.clerk)
    first = clerk.get(reverse("exchange:tracking")).content.decode()
    following = html.unescape(re.search(r'href="([^"]*sau=[^"]*)"', first)[1])
    second = clerk.get(following).content.decode()

    assert [page.count("<tr data-row>") for page in (first, second)] == [2, 1]


def test_a_mark_that_no_page_wrote_starts_at_the_top(offices):
    committee, justice, _finance = offices
    a_dispatch(committee, justice)
    wrong = f"0001-01-01T00:00:00+14:00~{uuid7()}"

    response = a_client(committee.clerk).get(reverse("exchange:tracking"), {"sau": wrong})

    assert response.status_code == 200


def test_the_question_is_shown_only_while_it_waits_and_to_who_may_answer(offices):
    committee, justice, _finance = offices
    dispatch = a_dispatch(committee, justice)
    address = reverse("exchange:answer", args=[the_delivery(dispatch, justice).id])
    clerk = a_client(justice.clerk)

    nothing = clerk.get(address)
    assert nothing.status_code == 409
    assert "exchange.nothing-to-answer" in nothing.content.decode()
    services.request_recall(
        dispatch_id=dispatch.id,
        recipient_ids=[justice.agency.id],
        reason="Gửi nhầm",
        key="recall",
        actor=committee.clerk,
        now=clock.now(),
    )
    assert clerk.get(address).status_code == 200
    assert a_client(justice.officer).get(address).status_code == 403


def test_a_key_that_no_page_wrote_is_refused_in_words(offices):
    committee, justice, _finance = offices
    dispatch = a_dispatch(committee, justice)
    address = reverse("exchange:recall", args=[dispatch.id])

    response = a_client(committee.clerk).post(address, {"idempotency_key": "a\0b", "reason": "x"})

    assert response.status_code == 422
    assert "webkit.form-key" in response.content.decode()


def test_recipients_stand_in_the_order_of_the_vietnamese_alphabet(offices):
    committee, *_others = offices
    names = ("Sở Đo lường", "Sở Di sản", "Sở Em")
    them = [an_office(name, parent=committee.agency) for name in names]
    dispatch = a_dispatch(committee, *them)
    rows = queries.tracking(dispatch.version_id, sender_id=committee.agency.id, at=MONDAY_9AM).rows
    shown = [row.delivery.recipient_name for row in rows]
    assert shown == ["Sở Di sản", "Sở Đo lường", "Sở Em"]


def test_who_reminds_comes_back_to_where_the_button_stood(offices, monkeypatch):
    committee, *recipients = offices
    due_on = clock.local_day(MONDAY_9AM) + timedelta(days=1)
    later = MONDAY_9AM + timedelta(days=2)
    monkeypatch.setattr(clock, "now", lambda: later)
    clerk = a_client(committee.clerk)
    for asked, page in (
        ({}, lambda sent: reverse("desk:document", args=[sent.version_id])),
        ({"tu": "theo-doi"}, lambda _sent: reverse("exchange:tracking")),
    ):
        sent = a_dispatch(committee, *recipients, due_on=due_on)
        deliveries = [the_delivery(sent, one).id for one in recipients]
        form = {"delivery": deliveries, "idempotency_key": str(uuid7()), **asked}
        answer = clerk.post(reverse("exchange:urge"), form)
        assert (answer.status_code, answer["Location"]) == (302, page(sent))

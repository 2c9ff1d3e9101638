"""The pages of the paper beside documents: both sides mark it, many rows at once (A5)."""

import html
import re
from datetime import timedelta

import pytest
from django.urls import reverse
from tests.exchange.builders import MONDAY_9AM, a_dispatch, an_office, the_delivery
from tests.exchange.test_pages_tracking import a_client
from tests.exchange.test_paper import a_rule, paper_of

from lienthong.exchange.types import PaperState
from lienthong.kernel import clock

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture(autouse=True)
def _monday(monkeypatch, settings, tmp_path):
    settings.LIENTHONG_HOME = tmp_path
    monkeypatch.setattr(clock, "now", lambda: MONDAY_9AM + timedelta(minutes=5))


def words(answer) -> str:
    text = re.sub(r"<(script|style).*?</\1>", " ", answer.content.decode(), flags=re.DOTALL)
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", text)))


@pytest.fixture
def offices(db):
    committee = an_office("Ủy ban nhân dân tỉnh")
    a_rule(committee)
    return committee, *[
        an_office(name, parent=committee.agency) for name in ("Sở Tư pháp", "Sở Tài chính")
    ]


def test_A5_the_sender_marks_what_goes_and_the_recipient_what_comes(offices):
    committee, justice, finance = offices
    dispatch = a_dispatch(committee, justice, finance)
    first, second = the_delivery(dispatch, justice), the_delivery(dispatch, finance)
    sender, recipient = a_client(committee.clerk), a_client(justice.clerk)
    page = reverse("exchange:papers-of", args=[dispatch.id])

    shown = words(sender.get(page))
    assert "Văn bản về tài chính gửi điện tử và bản giấy (Chỉ thị 14/CT-UBND)" in shown
    assert "Chưa gửi bản giấy" in shown
    assert "Bản giấy gửi kèm" in words(sender.get(reverse("desk:home")))
    document = reverse("desk:document", args=[dispatch.version_id])
    assert page in sender.get(document).content.decode()

    filled = {"day": "23/11/2026", "way": "post", "post_number": "EE 1", "delivery": [first.id]}
    assert sender.post(page, filled).headers["Location"] == page
    assert paper_of(first).state == PaperState.SENT
    rest = reverse("exchange:papers") + "?xem=can-gui"
    assert "Sở Tài chính" in words(sender.get(rest))
    assert "gửi ngày 23/11/2026, gửi bưu điện EE 1" in words(recipient.get(document))

    come = reverse("exchange:papers") + "?xem=sap-den"
    assert "Không còn bản giấy nào cần gửi" in words(recipient.get(rest))
    assert "EE 1" in words(recipient.get(come))
    marked = recipient.post(
        come, {"day": "23/11/2026", "delivery": [first.id], "tu": "van-ban"}, follow=True
    )
    assert marked.redirect_chain[-1][0] == document
    assert "Đã nhận bản giấy" in words(marked)
    assert paper_of(second).state == PaperState.OWED


def test_A5_an_error_is_taken_back_on_the_page_on_which_it_was_made(offices):
    committee, justice, _finance = offices
    dispatch = a_dispatch(committee, justice)
    delivery = the_delivery(dispatch, justice)
    client, page = a_client(committee.clerk), reverse("exchange:papers-of", args=[dispatch.id])
    client.post(page, {"day": "23/11/2026", "way": "by-hand", "delivery": [delivery.id]})
    client.post(reverse("exchange:take-paper-back", args=[delivery.id]), {"step": "sent"})
    assert paper_of(delivery).state == PaperState.OWED


def test_what_is_filled_in_wrong_is_said_and_nothing_is_marked(offices):
    committee, justice, _finance = offices
    dispatch = a_dispatch(committee, justice)
    delivery = the_delivery(dispatch, justice)
    page = reverse("exchange:papers-of", args=[dispatch.id])
    client, ticked = a_client(committee.clerk), {"delivery": [delivery.id]}
    for filled, said in (
        ({"day": "31/02/2026", "way": "by-hand", **ticked}, "Ngày không đúng"),
        ({"day": "24/11/2026", "way": "by-hand", **ticked}, "exchange.paper-day"),
        ({"day": "23/11/2026", "way": "post", **ticked}, "exchange.post-number-missing"),
        ({"day": "23/11/2026", "way": "by-hand"}, "exchange.no-paper-chosen"),
    ):
        answer = client.post(page, filled)
        assert (answer.status_code, said in words(answer)) == (422, True), filled
        ticks = re.findall(r'<input[^>]* name="delivery"[^>]*>', answer.content.decode())
        assert [" checked" in one for one in ticks] == ["delivery" in filled], filled
    assert paper_of(delivery).state == PaperState.OWED
    come = reverse("exchange:papers") + "?xem=sap-den"
    for day, said in (("31/02/2026", "Ngày không đúng"), ("24/11/2026", "exchange.paper-day")):
        answer = a_client(justice.clerk).post(come, {"day": day, "tu": "van-ban", **ticked})
        assert (answer.status_code, said in words(answer)) == (422, True), day
    assert 'type="checkbox"' not in a_client(committee.leader).get(page).content.decode()

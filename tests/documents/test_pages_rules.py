"""The pages of the rule table, as the operator uses them (A5)."""

import html
import re

import pytest
from django.urls import reverse
from tests.directory.builders import an_operator
from tests.documents.builders import MONDAY, a_committee, an_agency
from tests.issuing.builders import a_client

from lienthong.documents import queries
from lienthong.kernel import clock

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def committee(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: MONDAY)
    return a_committee()


@pytest.fixture
def operator(committee):
    return a_client(an_operator(an_agency("Sở Thông tin và Truyền thông", parent=committee)))


def words(answer) -> str:
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())))


def filled(committee, **changes):
    return {
        "title": "Công văn kèm bản giấy",
        "clause": "14/CT-UBND, khoản 2",
        "way": "both",
        "paper_by": "2",
        "agency": committee.code,
        "kind": "cong-van",
        "recipient_role": "action",
        "recipient_level": "department",
        "issuer_level": "",
        "valid_from": "17/11/2026",
        "valid_to": "",
        **changes,
    }


def test_A5_a_rule_is_previewed_entered_seen_and_ended(committee, operator):
    new = reverse("documents:new-rule")
    assert committee.code in operator.get(new).content.decode()
    seen = words(operator.post(new, filled(committee, act="preview")))
    assert "Công văn, để thực hiện, gửi tới sở, ban, ngành" in seen
    assert "chỉ gửi điện tử Quyết định 28/2018/QĐ-TTg, Điều 4 và 5" in seen
    assert "gửi điện tử và bản giấy, bản giấy trong 2 ngày làm việc" in seen
    assert not any(line.entered_by for line in queries.rules())

    narrow = filled(committee, act="preview", concern="finance", period="year")
    seen = words(operator.post(new, narrow))
    assert "Công văn, về kinh phí, báo cáo năm, để thực hiện, gửi tới sở, ban, ngành" in seen

    page = operator.post(new, filled(committee, act="enter")).headers["Location"]
    assert "chưa áp dụng" in words(operator.get(page))
    listed = operator.get(reverse("documents:rules"), {"loai": "cong-van", "ngay": "17/11/2026"})
    assert "Công văn kèm bản giấy (14/CT-UBND, khoản 2)" in words(listed)
    today = operator.get(reverse("documents:rules"), {"ngay": "16/11/2026"})
    assert "Công văn kèm bản giấy" not in words(today)
    odd = operator.get(reverse("documents:rules"), {"loai": "a\x00", "viec": "x", "ngay": "0000"})
    assert "Công văn kèm bản giấy" in words(odd)
    assert "a\x00" not in odd.content.decode()
    ended = operator.post(page, {"last_day": "30/11/2026"}, follow=True)
    assert "17/11/2026 – 30/11/2026" in words(ended)


def test_what_is_wrong_is_said_before_anything_is_entered(committee, operator):
    for changes, said in (
        ({"valid_from": "16/11/2026"}, "documents.rule-days"),
        ({"agency": "H99.9"}, "documents.rule-scope-unknown"),
        ({"paper_by": "99"}, "20"),
        ({"clause": ""}, "Chưa điền"),
    ):
        answer = operator.post(
            reverse("documents:new-rule"), filled(committee, act="preview", **changes)
        )
        assert (answer.status_code, said in words(answer)) == (422, True), changes

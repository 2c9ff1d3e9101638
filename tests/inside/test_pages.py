"""The pages of documents inside an agency, and their way there from the sending page (B9)."""

import html
import re
from datetime import timedelta

import pytest
from django.urls import reverse
from tests.inside.test_unit_deliveries import another_unit
from tests.issuing import builders
from tests.issuing.builders import FRIDAY_9AM, a_client, a_draft, findings_on, issued, to

from lienthong.directory.models import Unit
from lienthong.documents.types import RecipientLine, RecipientRole
from lienthong.exchange.models import Dispatch
from lienthong.inside.models import UnitDelivery
from lienthong.issuing import queries as issuing
from lienthong.kernel import clock
from lienthong.kernel.ids import uuid7
from lienthong.worklist import queries as worklist
from lienthong.worklist.types import Verb

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture(autouse=True)
def _friday(monkeypatch, settings, tmp_path):
    settings.LIENTHONG_HOME = tmp_path
    monkeypatch.setattr(clock, "now", lambda: FRIDAY_9AM + builders.MINUTE)


@pytest.fixture
def province(db):
    return builders.a_province()


def words(answer) -> str:
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())))


def to_unit(office, role=RecipientRole.ACTION, unit_id=None, name="Phòng Công nghệ thông tin"):
    return RecipientLine(name, role, unit_id=unit_id or office.unit_id)


def test_B9_a_document_for_a_unit_alone_takes_its_number_and_waits_there_and_goes_nowhere_else(
    province,
):
    justice = province.justice
    card = issued(justice, a_draft(justice, to_unit(justice), due_on=FRIDAY_9AM.date()))
    assert card.entry_number
    assert (card.dispatch_id, Dispatch.objects.count()) == (None, 0)
    given = UnitDelivery.objects.get()
    assert (given.unit_id, given.due_on) == (justice.unit_id, FRIDAY_9AM.date())

    officer = a_client(justice.officer)
    home = officer.get("/")
    assert "Xử lý văn bản nội bộ" in words(home)
    page = reverse("desk:document", args=[card.version_id])
    assert page in home.content.decode()
    shown = words(officer.get(page))
    assert "Kết quả của Phòng Công nghệ thông tin" in shown
    empty = officer.post(
        reverse("inside:finish", args=[given.pk]), {"note": ""}, headers={"X-In-Place": "yes"}
    )
    assert (empty.status_code, "Chưa ghi kết quả." in words(empty)) == (422, True)
    done = officer.post(reverse("inside:finish", args=[given.pk]), {"note": "Đã làm xong."})
    assert done["Location"] == page
    assert "Đã làm xong." in words(a_client(justice.clerk).get(page))


def test_B9_units_and_agencies_stand_in_one_recipients_block(province):
    justice = province.justice
    units = (to_unit(justice, RecipientRole.INFORMATION),)
    card = issued(justice, a_draft(justice, to(province.committee), *units))
    assert Dispatch.objects.count() == 1
    assert UnitDelivery.objects.get().role == "information"
    lines = issuing.draft_card(card.id, agency_id=justice.agency.id).facts.recipients
    assert [line.unit_id for line in lines] == [None, justice.unit_id, None]
    found = worklist.counts(justice.officer, now=FRIDAY_9AM).by_verb
    assert found[Verb.READ_INSIDE] == 1


def test_B9_the_recipients_block_offers_own_units_and_takes_them_typed(province):
    justice, finance = province.justice, province.finance
    client = a_client(justice.officer)
    offered = client.get("/gui/noi-nhan/", {"q": "cong nghe"}).json()["items"]
    own = [each for each in offered if each["key"].startswith("unit:")]
    assert [(each["key"], each["route"], each["detail"]) for each in own] == [
        (f"unit:{justice.unit_id}", "nội bộ", "đơn vị trong cơ quan")
    ]
    typed = client.post(
        "/gui/noi-nhan/", {"names": "- phòng công nghệ thông tin (để biết);\n- Như trên"}
    ).json()
    own_key = f"unit:{justice.unit_id}"
    assert [(each["key"], each["role"]) for each in typed["items"]] == [(own_key, "information")]
    upload = builders.an_upload(justice.officer).upload_id

    def checked(*keys):
        said = {
            "origin": "here",
            "kind": "cong-van",
            "notation": "STP-VP",
            "subject": "V/v báo cáo công tác tư pháp tháng 11",
            "signer": str(justice.leader.post_id),
            "upload": upload,
            "recipient": keys,
            "role": ["action"] * len(keys),
            "idempotency_key": str(uuid7()),
        }
        return findings_on(client.post("/gui/kiem-tra/", said).content.decode())

    good = checked(own_key)
    assert ("ok", "1 đơn vị trong cơ quan nhận ngay khi phát hành.") in good
    assert "stop" not in {level for level, _said in good}
    twice = checked(own_key, own_key)
    assert [said for level, said in twice if level == "stop" and "Phòng Công nghệ" in said]
    # Of another agency's unit nothing is known here.
    assert any(level == "stop" for level, _said in checked(f"unit:{finance.unit_id}"))


def test_B9_the_list_of_what_went_out_says_how_many_units_have_it(province):
    justice = province.justice
    issued(justice, a_draft(justice, to_unit(justice)))
    listed = words(a_client(justice.clerk).get("/van-ban-di/"))
    assert "1 đơn vị trong cơ quan" in listed
    assert "không gửi điện tử" not in listed


def test_B9_a_unit_that_ended_before_the_issue_is_told_by_the_check(province):
    justice = province.justice
    unit_id, _officer = another_unit(justice, "Phòng Pháp chế")
    draft = a_draft(justice, to_unit(justice, unit_id=unit_id, name="Phòng Pháp chế"))
    Unit.objects.filter(pk=unit_id).update(valid_to=(FRIDAY_9AM - timedelta(days=1)).date())
    page = words(a_client(justice.officer).get(f"/du-thao/{draft.id}/"))
    assert "1 nơi nhận không còn là đơn vị của cơ quan." in page


def test_B9_clerks_and_leaders_give_what_is_issued_to_more_units(province):
    justice = province.justice
    card = issued(justice, a_draft(justice, to(province.committee)))
    give = reverse("inside:give", args=[card.version_id])
    clerk = a_client(justice.clerk)
    assert give in clerk.get(reverse("desk:document", args=[card.version_id])).content.decode()
    assert a_client(justice.officer).get(give).status_code == 403
    assert a_client(province.finance.clerk).get(give).status_code == 404
    nobody = clerk.post(give, {"role": "action"})
    assert (nobody.status_code, "Đánh dấu ít nhất một đơn vị." in words(nobody)) == (422, True)
    past = clerk.post(give, {"units": justice.unit_id, "role": "action", "due_on": "19/11/2026"})
    assert (past.status_code, "19/11/2026 đã qua" in words(past)) == (422, True)
    odd = clerk.post(give, {"units": uuid7(), "role": "rule"})
    assert odd.status_code == 422
    said = {"units": justice.unit_id, "role": "action", "due_on": "27/11/2026"}
    clerk.post(give, said)
    assert UnitDelivery.objects.count() == 1
    assert "Mọi đơn vị của cơ quan đã có văn bản này." in words(clerk.get(give))
    given = UnitDelivery.objects.get()
    clerk.post(reverse("inside:withdraw", args=[given.pk]), {"reason": "Nhầm."})
    assert "đã thu lại" in words(clerk.get(reverse("desk:document", args=[card.version_id])))


def test_B9_the_list_shows_a_unit_its_own_and_clerks_all(province):
    justice = province.justice
    _unit_id, other = another_unit(justice)
    card = issued(justice, a_draft(justice, to_unit(justice)))
    listed = reverse("inside:list")
    assert card.entry_number in words(a_client(justice.officer).get(listed))
    assert "Không có văn bản nội bộ nào" in words(a_client(other).get(listed))
    clerk = a_client(justice.clerk)
    assert "Phòng Công nghệ thông tin" in words(clerk.get(listed))
    for odd in ("sau=x", "sau=2026-01-01~y", "sau=2026-01-01T00:00~z", "xem=%00", "sau=%00~"):
        assert clerk.get(f"{listed}?{odd}").status_code == 200

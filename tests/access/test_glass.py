"""Breaking the glass: two people, a while, to read only, recorded and told at once."""

from datetime import timedelta

import pytest
from django.utils import timezone
from tests.access.builders import NOW, an_agency
from tests.access.builders import an_actor as somebody
from tests.desk.builders import an_arrived, at_desk, two_offices

from lienthong.access import queries, rules, services
from lienthong.access.errors import (
    AskedOtherwise,
    GlassClosed,
    GlassDecided,
    GlassHours,
    GlassOneself,
    ReasonMissing,
    RightMissing,
    UnknownGlass,
)
from lienthong.access.services import NewGlass, Read
from lienthong.access.types import GlassState, ReadingWay
from lienthong.directory.types import Role
from lienthong.documents import queries as documents
from lienthong.kernel import clock
from lienthong.ledger import queries as ledger
from lienthong.notices import queries as notices
from lienthong.worklist import queries as worklist
from lienthong.worklist.types import Verb

WHOLE_SITE = True
pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def agency():
    return an_agency()


@pytest.fixture
def operator():
    return somebody(an_agency("Sở Thông tin và Truyền thông", "H19.9"), Role.OPERATOR)


@pytest.fixture
def head(agency):
    return somebody(agency, Role.LEADER)


def asked(agency, operator, *, key: str = "k", now=NOW, **facts):
    told = {"reason": "Tệp không mở được, cơ quan nhờ xem", "hours": 2, **facts}
    return services.ask_glass(NewGlass(key, agency.id, **told), actor=operator, now=now)


def decided(card, actor, *, agrees: bool = True, note: str = "", now=NOW):
    return services.decide_glass(glass_id=card.id, agrees=agrees, note=note, actor=actor, now=now)


def test_a_request_is_told_at_once_waits_for_an_answer_and_is_recorded(agency, operator, head):
    card = asked(agency, operator)
    assert asked(agency, operator) == card
    administrator = somebody(agency, Role.ADMINISTRATOR)
    for who in (head, administrator):
        assert [line.code for line in notices.unread(who)] == ["access.glass-asked"]
        assert [line.verb for line in worklist.waiting(who, now=NOW).lines] == [Verb.AGREE_GLASS]
    assert [line.act for line in ledger.records_of_subject(card.id)] == ["access.glass-asked"]


def test_a_form_sent_again_with_other_words_asks_for_nothing_else(agency, operator):
    card = asked(agency, operator)
    with pytest.raises(AskedOtherwise):
        asked(agency, operator, hours=3)
    assert queries.glasses_for(operator) == [card]


def test_nothing_is_read_before_somebody_else_agreed(agency, operator, head):
    card = asked(agency, operator)
    with pytest.raises(GlassClosed):
        services.actor_with_glass(card.id, operator=operator, now=NOW)
    with pytest.raises(GlassOneself):
        decided(card, operator)
    agreed = decided(card, head)
    assert agreed.until == NOW + 2 * HOUR
    reader = services.actor_with_glass(card.id, operator=operator, now=NOW + HOUR)
    assert (reader.agency_id, reader.rights) == (agency.id, rules.READING)
    assert reader.person_id == operator.person_id


def test_it_closes_by_itself_at_its_time_and_that_is_recorded_and_told(agency, operator, head):
    card = decided(asked(agency, operator), head)
    services.actor_with_glass(card.id, operator=operator, now=NOW + 2 * HOUR - timedelta(seconds=1))
    with pytest.raises(GlassClosed):
        services.actor_with_glass(card.id, operator=operator, now=NOW + 2 * HOUR)
    assert services.end_glasses(now=NOW + HOUR) == 0
    assert services.end_glasses(now=NOW + 2 * HOUR) == 1
    assert services.end_glasses(now=NOW + 2 * HOUR) == 0
    assert queries.glass(card.id).state == GlassState.ENDED
    acts = {line.act for line in ledger.records_of_subject(card.id)}
    assert acts == {"access.glass-asked", "access.glass-agreed", "access.glass-ended"}
    assert notices.unread(head)[0].code == "access.glass-ended"
    assert not worklist.waiting(head, now=NOW).lines


def test_only_who_asked_reads_by_it(agency, operator, head):
    card = decided(asked(agency, operator), head)
    another = somebody(an_agency("Sở Nội vụ", "H19.8"), Role.OPERATOR)
    with pytest.raises(GlassClosed):
        services.actor_with_glass(card.id, operator=another, now=NOW)


def test_another_operator_may_be_the_second_person(agency, operator):
    card = asked(agency, operator)
    second = somebody(an_agency("Sở Nội vụ", "H19.8"), Role.OPERATOR)
    assert decided(card, second).state == GlassState.AGREED


def test_others_do_not_find_it_and_clerks_do_not_decide(agency, operator):
    card = asked(agency, operator)
    stranger = somebody(an_agency("Sở Nội vụ", "H19.8"), Role.LEADER)
    for who in (stranger, somebody(agency, Role.CLERK)):
        with pytest.raises(UnknownGlass):
            decided(card, who)


def test_a_refusal_has_a_reason_and_stays(agency, operator, head):
    card = asked(agency, operator)
    with pytest.raises(ReasonMissing):
        decided(card, head, agrees=False)
    refused = decided(card, head, agrees=False, note="Không cần thiết")
    assert decided(card, head, agrees=False, note="Không cần thiết") == refused
    with pytest.raises(GlassDecided):
        decided(card, somebody(agency, Role.ADMINISTRATOR))
    with pytest.raises(GlassClosed):
        services.actor_with_glass(card.id, operator=operator, now=NOW)
    assert notices.unread(operator)[0].code == "access.glass-refused"


def test_a_request_that_nobody_answered_is_gone_after_three_days(agency, operator, head):
    card = asked(agency, operator)
    with pytest.raises(GlassDecided):
        decided(card, head, now=NOW + timedelta(days=3))
    assert services.end_glasses(now=NOW + timedelta(days=3)) == 1
    assert queries.glass(card.id).state == GlassState.ENDED


@pytest.mark.parametrize("hours", [0, 25, -1])
def test_it_lasts_an_hour_at_least_and_a_day_at_most(agency, operator, hours):
    with pytest.raises(GlassHours):
        asked(agency, operator, hours=hours)


def test_it_needs_a_reason_and_an_operator(agency, operator, head):
    with pytest.raises(ReasonMissing):
        asked(agency, operator, reason=" ")
    with pytest.raises(RightMissing):
        asked(agency, head)


@pytest.fixture
def province():
    committee, justice = two_offices()
    first = an_arrived(committee, justice)
    second = an_arrived(committee, justice)
    return justice, first, second


@pytest.fixture
def reading(province):
    """An operator's browser that has entered behind a glass for the first of two documents."""
    justice, first, _second = province
    now = timezone.now()
    operator = somebody(an_agency("Sở Thông tin và Truyền thông", "H19.99"), Role.OPERATOR)
    card = documents.version_card(first.version_id)
    asked_ = asked(
        justice.agency,
        operator,
        now=now,
        document_id=card.document_id,
        document_text=card.reference_code,
    )
    decided(asked_, justice.leader, now=now)
    client = at_desk(operator)
    assert client.get(f"/van-ban/{first.version_id}/").status_code == 404
    client.post(f"/pha-kinh/{asked_.id}/vao/")
    return client, asked_


def test_the_one_document_is_read_and_no_other_and_each_reading_is_logged(province, reading):
    justice, first, second = province
    client, card = reading
    page = client.get(f"/van-ban/{first.version_id}/")
    assert page.status_code == 200
    assert "Đang xem khẩn cấp" in page.content.decode()
    assert client.get(f"/tep/{first.version_id}/").status_code == 200
    assert client.get(f"/van-ban/{second.version_id}/").status_code == 404
    assert client.get(f"/tep/{second.version_id}/").status_code == 404
    found = client.get("/tra-cuu/").content.decode()
    assert str(first.version_id) in found
    assert str(second.version_id) not in found
    assert client.get("/van-ban-den/").content.decode().count("/van-ban/") == 0
    lines = queries.readings_behind_glass(card.id)
    assert sorted(line.way for line in lines) == ["file", "page"]
    assert {line.agency_id for line in lines} == {justice.agency.id}
    leader = at_desk(justice.leader).get(f"/van-ban/{first.version_id}/ai-da-xem/")
    assert "xem khẩn cấp" in leader.content.decode()


def test_what_is_read_by_a_second_glass_on_the_same_day_is_told_of_that_one(agency, operator, head):
    cards = [decided(asked(agency, operator, key=key), head) for key in ("k", "k2")]
    read = Read(ReadingWay.EXPORT, reference="Danh sách")
    for card in cards:
        reader = services.actor_with_glass(card.id, operator=operator, now=NOW)
        services.note_reading(read, actor=reader, now=NOW)
        services.note_reading(read, actor=reader, now=NOW)
    assert [len(queries.readings_behind_glass(card.id)) for card in cards] == [1, 1]


def test_behind_the_glass_nothing_is_done_and_leaving_gives_the_own_post_back(province, reading):
    _justice, first, _second = province
    client, card = reading
    answer = client.post(f"/chuyen-phat/{first.id}/tiep-nhan/", headers={"Accept": "text/html"})
    assert answer.status_code == 403
    assert "Khi xem khẩn cấp chỉ được xem, không làm việc thay cơ quan." in answer.content.decode()
    assert client.post("/pha-kinh/thoat/")["Location"] == f"/pha-kinh/{card.id}/"
    assert client.get(f"/van-ban/{first.version_id}/").status_code == 404


def test_time_runs_out_in_the_middle_of_a_session(province, reading, monkeypatch):
    _justice, first, _second = province
    client, _card = reading
    assert client.get(f"/van-ban/{first.version_id}/").status_code == 200
    later = timezone.now() + 2 * HOUR
    monkeypatch.setattr(clock, "now", lambda: later)
    assert client.get(f"/van-ban/{first.version_id}/").status_code == 404


def test_who_asks_on_the_page_names_an_agency_that_there_is(province):
    justice, first, _second = province
    operator = somebody(an_agency("Sở Thông tin và Truyền thông", "H19.99"), Role.OPERATOR)
    client = at_desk(operator)
    facts = {"agency": "H19.none", "reason": "Sự cố", "hours": "2"}
    assert (
        "Không có cơ quan nào có mã này"
        in client.post("/pha-kinh/de-nghi/", facts).content.decode()
    )
    facts["agency"] = justice.agency.code
    facts["document"] = str(first.id)
    assert "không có văn bản nào" in client.post("/pha-kinh/de-nghi/", facts).content.decode()
    facts["document"] = str(first.version_id)
    page = client.post("/pha-kinh/de-nghi/", facts, follow=True)
    assert documents.version_card(first.version_id).reference_code in page.content.decode()
    assert documents.version_card(first.version_id).subject not in page.content.decode()

"""The leader's page: one document a screen, with and without JavaScript (B2)."""

from uuid import uuid4

import pytest
from tests.desk.builders import an_arrived, an_entered, at_desk, two_offices, words_of
from tests.directory.builders import a_person, a_post
from tests.exchange.builders import an_office

from lienthong.blobs import services as blobs
from lienthong.directory.types import Role
from lienthong.documents.types import Urgency
from lienthong.kernel import clock
from lienthong.practice.letters import committee_letter
from lienthong.registers import queries
from lienthong.registers.types import AssignmentRole, WorkState
from lienthong.registers.web.deadlines import due_chips

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def form_of(department, **fields: str) -> dict[str, str]:
    return {
        "text": "Phòng CNTT chủ trì.",
        "due": "5",
        f"unit-{department.unit_id}": "lead",
        "idempotency_key": str(uuid4()),
        **fields,
    }


def test_the_walk_says_how_many_wait_and_begins_with_the_urgent():
    committee, department = two_offices()
    an_entered(committee, department, subject="V/v thường")
    an_entered(committee, department, subject="V/v hỏa tốc", urgency=Urgency.FLASH)

    response = at_desk(department.leader).get("/chi-dao/")

    assert response.context["version"].subject == "V/v hỏa tốc"
    assert "Chờ chỉ đạo · 1 trong 2" in words_of(response)


def test_the_walk_goes_as_the_home_page_does():
    committee, department = two_offices()
    for subject, urgency in (
        ("thường", Urgency.NORMAL),
        ("khẩn", Urgency.URGENT),
        ("hỏa tốc", Urgency.FLASH),
        ("thượng khẩn", Urgency.VERY_URGENT),
    ):
        an_entered(committee, department, subject=subject, urgency=urgency)
    leader = at_desk(department.leader)

    groups = leader.get("/").context["groups"]
    walked, address = [], "/chi-dao/"
    for _n in range(4):
        page = leader.get(address)
        walked.append(page.context["version"].subject)
        address = f"/chi-dao/?van-ban={page.context['place'].after}"

    assert walked == ["hỏa tốc", "thượng khẩn", "khẩn", "thường"]
    assert [shown.line.summary for group in groups for shown in group.lines] == walked


def test_handing_on_shows_the_next_document():
    committee, department = two_offices()
    first = an_entered(committee, department, subject="V/v một")
    second = an_entered(committee, department, subject="V/v hai")
    leader = at_desk(department.leader)

    response = leader.post(
        f"/muc/{first.id}/chi-dao/",
        form_of(department, tu="chi-dao", sau=str(second.id)),
        follow=True,
    )

    assert response.context["version"].subject == "V/v hai"
    assert "Đã chuyển văn bản đến số 1, Phòng Công nghệ thông tin chủ trì." in words_of(response)


def test_opinion_lead_and_deadline_are_kept():
    committee, department = two_offices()
    entry = an_entered(committee, department)

    at_desk(department.leader).post(f"/muc/{entry.id}/chi-dao/", form_of(department))

    card = queries.incoming_card(entry.id)
    chips = {chip.days: chip.day for chip in due_chips(clock.local_day(clock.now()))}
    assert card.state == WorkState.ASSIGNED
    assert card.lead_name == "Phòng Công nghệ thông tin"
    assert card.due_on == chips[5]
    assert card.instructions[0].text == "Phòng CNTT chủ trì."


def test_people_can_be_chosen_beside_units():
    committee, department = two_offices()
    entry = an_entered(committee, department)
    person = {f"post-{department.officer.post_id}": "support"}

    at_desk(department.leader).post(f"/muc/{entry.id}/chi-dao/", form_of(department, **person))

    roles = {a.assignee_name: a.role for a in queries.incoming_card(entry.id).assignments}
    assert roles[department.officer.name] == AssignmentRole.SUPPORT


def test_ticked_phrases_count_without_javascript():
    committee, department = two_offices()
    entry = an_entered(committee, department)

    at_desk(department.leader).post(
        f"/muc/{entry.id}/chi-dao/",
        form_of(department, text="Gấp.", phrase="Thực hiện, báo cáo kết quả."),
    )

    assert queries.incoming_card(entry.id).instructions[0].text == (
        "Thực hiện, báo cáo kết quả. Gấp."
    )


def test_the_same_form_twice_is_one_instruction():
    committee, department = two_offices()
    entry = an_entered(committee, department)
    leader, form = at_desk(department.leader), form_of(department)

    for _time in range(2):
        assert leader.post(f"/muc/{entry.id}/chi-dao/", form).status_code == 302
    assert len(queries.incoming_card(entry.id).instructions) == 1


def test_a_day_that_is_none_comes_back_with_what_was_written():
    committee, department = two_offices()
    entry = an_entered(committee, department)

    response = at_desk(department.leader).post(
        f"/muc/{entry.id}/chi-dao/", form_of(department, due="date", day="31/31/2026", text="Gấp.")
    )

    assert response.status_code == 422
    assert "Ngày không đúng." in words_of(response)
    assert "Gấp." in words_of(response)
    assert response.context["units"][0].part == "lead"


def test_a_chosen_date_without_a_day_is_asked_for():
    committee, department = two_offices()
    entry = an_entered(committee, department)

    response = at_desk(department.leader).post(
        f"/muc/{entry.id}/chi-dao/", form_of(department, due="date", day="")
    )

    assert response.status_code == 422
    assert "Chưa chọn ngày." in words_of(response)


def test_nothing_written_and_nobody_chosen_is_turned_down():
    committee, department = two_offices()
    entry = an_entered(committee, department)

    response = at_desk(department.leader).post(f"/muc/{entry.id}/chi-dao/", {"text": ""})

    assert response.status_code == 422
    assert queries.incoming_card(entry.id).instructions == ()


@pytest.mark.parametrize("role", ["clerk", "officer"])
def test_only_a_leader_instructs(role):
    committee, department = two_offices()
    entry = an_entered(committee, department)
    client = at_desk(getattr(department, role))

    assert client.get("/chi-dao/").status_code == 403
    assert client.post(f"/muc/{entry.id}/chi-dao/", form_of(department)).status_code == 403


def test_another_agencys_leader_does_not_find_it():
    committee, department = two_offices()
    stranger = an_office("Sở Nội vụ", parent=committee.agency)
    entry = an_entered(committee, department)
    leader = at_desk(stranger.leader)

    assert leader.get(f"/muc/{entry.id}/chi-dao/").status_code == 404
    assert leader.post(f"/muc/{entry.id}/chi-dao/", form_of(stranger)).status_code == 404


def test_a_unit_of_another_agency_is_turned_down():
    committee, department = two_offices()
    entry = an_entered(committee, department)

    response = at_desk(department.leader).post(
        f"/muc/{entry.id}/chi-dao/",
        {"text": "Giao.", f"unit-{committee.unit_id}": "lead"},
    )

    assert response.status_code == 422
    assert queries.incoming_card(entry.id).instructions == ()


def test_his_own_phrases_come_first():
    committee, department = two_offices()
    leader = at_desk(department.leader)
    for _n in range(2):
        entry = an_entered(committee, department)
        leader.post(f"/muc/{entry.id}/chi-dao/", form_of(department, text="Họp thứ Hai."))
    an_entered(committee, department)

    assert leader.get("/chi-dao/").context["phrases"][0] == "Họp thứ Hai."


def test_phrases_are_words_of_the_record_and_stay_vietnamese_for_an_english_reader():
    committee, department = two_offices()
    an_entered(committee, department)
    leader = at_desk(department.leader)
    leader.cookies["django_language"] = "en"

    page = leader.get("/chi-dao/").content.decode()

    assert 'name="phrase" value="Thực hiện, báo cáo kết quả."' in page
    assert "Assign to" in page


def test_the_first_sentences_stand_under_the_subject():
    committee, department = two_offices()
    now = clock.now()
    pdf = committee_letter(signer_name="Trần Văn Mẫu", on=clock.local_day(now))
    content = blobs.store(pdf, agency_ids=[committee.agency.id], now=now)
    an_entered(committee, department, content_digest=content.digest)

    client = at_desk(department.leader)
    # A page waits a second for it, and not longer where others use the machine.
    shown = (client.get("/chi-dao/").context["extract"] for _time in range(30))
    extract = next(filter(None, shown), "")

    assert extract.startswith("Để giảm văn bản giấy, rút ngắn thời gian xử lý")
    assert len(extract) <= 321


def test_a_file_that_cannot_be_read_has_no_extract():
    committee, department = two_offices()
    an_entered(committee, department)

    assert at_desk(department.leader).get("/chi-dao/").context["extract"] == ""


def test_nothing_waiting_is_said():
    committee, department = two_offices()
    an_arrived(committee, department)

    words = words_of(at_desk(department.leader).get("/chi-dao/"))

    assert "Không còn văn bản nào chờ chỉ đạo." in words


def test_the_walk_costs_the_same_with_3_and_20_waiting(count_statements):
    committee, department = two_offices()
    client = at_desk(department.leader)
    for _n in range(3):
        an_entered(committee, department)
    few = count_statements(lambda: client.get("/chi-dao/"))
    for _n in range(17):
        an_entered(committee, department)

    assert count_statements(lambda: client.get("/chi-dao/")) == few


def test_B2_only_who_handles_documents_is_offered():
    committee, department = two_offices()
    entry = an_entered(committee, department)
    watching = a_post(department.agency, Role.ADMINISTRATOR, person=a_person("Nguyễn Quản Trị"))

    page = at_desk(department.leader).get(f"/muc/{entry.id}/chi-dao/")

    offered = {one.field for one in page.context["people"]}
    assert f"post-{department.officer.post_id}" in offered
    assert f"post-{watching.id}" not in offered

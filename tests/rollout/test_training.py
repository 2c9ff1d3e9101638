"""Who was trained in what, from a pasted list; it counts before an agency joins (G10)."""

import unicodedata
from datetime import timedelta

import pytest
from tests.access.builders import an_actor
from tests.desk.builders import at_desk, words_of
from tests.exchange.builders import an_office

from lienthong.access.errors import RightMissing
from lienthong.directory import queries as directory
from lienthong.directory.models import Person
from lienthong.directory.types import Role
from lienthong.kernel import clock
from lienthong.kernel.ids import uuid7
from lienthong.rollout import errors, queries, services
from lienthong.rollout.models import Attendance, Training
from lienthong.rollout.types import Line

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def today():
    return clock.local_day(clock.now())


@pytest.fixture
def committee(db):
    return an_office("Ủy ban nhân dân tỉnh")


@pytest.fixture
def office(committee):
    return an_office("Sở Tư pháp", parent=committee.agency)


@pytest.fixture
def administrator(office):
    return an_actor(office.agency, Role.ADMINISTRATOR)


def a_session(actor, **facts):
    told = {"held_on": today() - DAY, "subject": "Gửi, nhận", "trainer": "Sở TTTT", "key": "k"}
    return services.record_training(**{**told, "actor": actor, "now": clock.now(), **facts})


def enter(session, actor, *people):
    return services.enter_people(
        training_id=session, person_ids=people, actor=actor, now=clock.now()
    )


def is_trained(office):
    state = queries.state_of(office.agency.id, now=clock.now())
    return next(one.is_met for one in state.lines if one.line == Line.TRAINED)


def test_G10_a_pasted_list_names_people_by_mailbox_or_name_and_code(
    office, django_assert_max_num_queries
):
    Person.objects.filter(pk=office.clerk.person_id).update(email="vanthu@dongnai.gov.vn")
    code = directory.agency(office.agency.id).code
    twice = an_actor(office.agency, Role.OFFICER)
    Person.objects.filter(pk__in=[twice.person_id, office.officer.person_id]).update(name="Lê An")
    text = (
        f"An Văn Thư\tVANTHU@dongnai.gov.vn\n\n{office.leader.name.upper()}; {code}\n"
        f"Lê An; {code}\nKhông Ai; {code}\nAi; H99.9\nkhong@co.vn\nTên suông"
    )
    with django_assert_max_num_queries(4):
        lines = services.read_list(text, now=clock.now())
    assert [one.number for one in lines] == [1, 3, 4, 5, 6, 7, 8]
    assert [one.person_id for one in lines[:2]] == [office.clerk.person_id, office.leader.person_id]
    assert len({one.problem for one in lines[2:]}) == 5
    with pytest.raises(errors.ListTooLong) as long:
        services.read_list("Ai; H99.9\n" * 301, now=clock.now())
    assert long.value.code == "rollout.list-too-long"
    assert long.value.facts["count"] == 301


def test_G10_a_name_with_its_tones_names_the_one_who_has_them(office):
    code = directory.agency(office.agency.id).code
    Person.objects.filter(pk=office.clerk.person_id).update(name="Lê Ân")
    Person.objects.filter(pk=office.leader.person_id).update(name="Lê An")
    text = unicodedata.normalize("NFD", f"LÊ ÂN; {code}\nLê An; {code}\nLe an; {code}")
    named = [one.person_id for one in services.read_list(text, now=clock.now())]
    assert named == [office.clerk.person_id, office.leader.person_id, None]


def test_G10_who_was_trained_counts_before_joining_until_taken_out(office, administrator):
    session = a_session(administrator)
    assert a_session(administrator) == session
    people = office.clerk.person_id, office.leader.person_id
    assert enter(session, administrator, *people) == 2
    assert enter(session, administrator, *people) == 0
    assert is_trained(office)
    assert {one.person_id for one in queries.trained_of(office.agency.id)} == set(people)
    one = Attendance.objects.filter(person_id=people[0]).get()
    for _again in range(2):
        services.take_out(attendance_id=one.pk, actor=administrator, now=clock.now())
    assert not is_trained(office)
    assert enter(session, administrator, *people) == 1


def test_G10_an_administrator_enters_his_own_people_and_sessions_only(
    committee, office, administrator
):
    session = a_session(administrator)
    beside = a_session(an_actor(committee.agency, Role.ADMINISTRATOR))
    wrong = (
        (lambda: enter(session, administrator, committee.clerk.person_id), errors.PeopleElsewhere),
        (lambda: enter(session, administrator), errors.NobodyChosen),
        (lambda: enter(beside, administrator, office.clerk.person_id), errors.TrainingUnknown),
        (lambda: enter(uuid7(), administrator, office.clerk.person_id), errors.TrainingUnknown),
        (lambda: enter(session, office.clerk, office.clerk.person_id), RightMissing),
        (lambda: a_session(administrator, subject=" ", key="2"), errors.TrainingIncomplete),
        (lambda: a_session(administrator, held_on=today() + DAY, key="2"), errors.DayAhead),
        (lambda: queries.training(beside, administrator), errors.TrainingUnknown),
    )
    for act, refusal in wrong:
        with pytest.raises(refusal):
            act()
    assert enter(session, an_actor(committee.agency, Role.OPERATOR), committee.clerk.person_id) == 1
    above = an_actor(committee.agency, Role.ADMINISTRATOR)
    assert enter(beside, above, office.clerk.person_id) == 1
    assert Training.objects.count() == 2


@pytest.mark.once
def test_G10_a_session_is_recorded_previewed_and_entered_on_the_page(office, administrator):
    desk = at_desk(administrator)
    told = {"held_on": f"{today():%d/%m/%Y}", "subject": "Ký số", "trainer": "Sở TTTT"}
    page = desk.post("/tap-huan/", told, follow=True)
    session = page.redirect_chain[-1][0]
    code = directory.agency(office.agency.id).code
    page = desk.post(session, {"people": f"{office.clerk.name}; {code}\nAi; {code}"})
    assert "Không ai tên này" in words_of(page)
    assert str(office.clerk.person_id) in page.content.decode()
    assert "rollout.nobody-chosen" in desk.post(session, {"people": " "}).content.decode()
    page = desk.post(f"{session}them/", {"person": str(office.clerk.person_id)}, follow=True)
    assert "Đã ghi 1 người" in words_of(page)
    assert office.clerk.name in words_of(
        at_desk(office.leader).get("/san-sang/cua-toi/", follow=True)
    )
    one = Attendance.objects.get()
    assert "Chưa ghi ai" in words_of(desk.post(f"/tap-huan/bo/{one.pk}/", follow=True))
    assert "Ký số" in words_of(desk.get("/tap-huan/"))

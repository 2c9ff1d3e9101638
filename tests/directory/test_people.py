from datetime import date
from uuid import uuid4

import pytest
from tests.directory.builders import (
    LONG_AGO,
    TODAY,
    a_committee,
    a_department,
    a_person,
    a_post,
)

from lienthong.directory import queries, services
from lienthong.directory.errors import (
    AgencyClosed,
    DatesOutOfOrder,
    EmailTaken,
    EnteredOtherwise,
    NameMissing,
    PostOverlaps,
    UnknownAgency,
    UnknownPerson,
    UnknownPost,
    UnknownUnit,
)
from lienthong.directory.models import Person, Post, Unit
from lienthong.directory.types import Role, SuccessionKind

pytestmark = pytest.mark.django_db


@pytest.fixture
def agency():
    return a_department()


def test_a_unit_is_entered_once(agency):
    first = services.add_unit(agency_id=agency.id, name="Văn phòng", abbreviation="VP")
    assert services.add_unit(agency_id=agency.id, name=" Văn  phòng") == first
    assert queries.units_of(agency.id, on=TODAY) == [first]


def test_units_of_a_day_leave_out_what_is_closed(agency):
    services.add_unit(agency_id=agency.id, name="Phòng cũ", valid_to=date(2009, 12, 31))
    unit = services.add_unit(agency_id=agency.id, name="Phòng mới", valid_from=date(2010, 1, 1))
    assert queries.units_of(agency.id, on=TODAY) == [unit]


def test_a_person_with_a_mailbox_is_entered_once_and_one_without_each_time():
    first = a_person(email="An.NV@dongnai.example.vn")
    assert a_person(email="an.nv@dongnai.example.vn") == first
    assert queries.person_by_email(" AN.nv@dongnai.example.vn") == first
    assert queries.person(first.id) == first
    assert a_person().id != a_person().id


def test_a_form_sent_again_enters_one_person_and_nobody_else():
    first = services.add_person(name="Nguyễn Văn An", key="k-1")
    assert services.add_person(name=" Nguyễn Văn  An", key="k-1") == first
    for other in (
        {"name": "Nguyễn Văn Anh"},
        {"name": "Nguyễn Văn An", "email": "an@x.example.vn"},
    ):
        with pytest.raises(EnteredOtherwise) as refused:
            services.add_person(**other, key="k-1")
        assert refused.value.code == "directory.entered-otherwise"
    assert services.add_person(name="Nguyễn Văn An", key="k-2") != first


def test_people_without_a_mailbox_are_not_found_by_an_empty_one():
    a_person()
    assert queries.person_by_email("") is None


def test_a_mailbox_of_somebody_else_is_refused():
    a_person(email="an@dongnai.example.vn")
    with pytest.raises(EmailTaken):
        a_person("Trần Thị Bình", email="an@dongnai.example.vn")
    assert Person.objects.count() == 1


def test_a_post_is_given_once_and_shows_all_that_a_menu_needs(agency):
    unit = services.add_unit(agency_id=agency.id, name="Văn phòng")
    person = a_person()
    told = {"person": person, "unit_id": unit.id, "title": "Phó Giám đốc", "authority": "KT. GĐ"}
    post = a_post(agency, Role.LEADER, **told)
    assert a_post(agency, Role.LEADER, **told) == post
    assert queries.post(post.id) == post
    assert (post.person_name, post.agency_name, post.unit_name, post.authority) == (
        "Nguyễn Văn An", "Sở Tư pháp", "Văn phòng", "KT. GĐ",
    )  # fmt: skip


def test_a_post_holds_from_its_first_day_to_its_last(agency):
    first, last = date(2010, 1, 1), date(2010, 12, 31)
    post = a_post(agency, valid_from=first)
    services.end_post(post_id=post.id, on=last)
    days = [date(2009, 12, 31), first, last, date(2011, 1, 1)]
    held = [bool(queries.posts_of_person(post.person_id, on=day)) for day in days]
    assert held == [False, True, True, False]
    assert queries.post(post.id).title == "Văn thư"


def test_two_people_may_hold_the_same_role_and_one_person_not_twice_at_once(agency):
    a_post(agency)
    person = a_person()
    a_post(agency, person=person, valid_from=date(2010, 1, 1), valid_to=date(2010, 6, 30))
    with pytest.raises(PostOverlaps):
        a_post(agency, person=person, valid_from=date(2010, 6, 30))
    a_post(agency, person=person, valid_from=date(2010, 7, 1))
    assert len(queries.posts_of_agency(agency.id, role=Role.CLERK, on=TODAY)) == 2


def test_a_form_sent_again_gives_one_post_and_no_other(agency):
    facts = {"person_id": a_person().id, "agency_id": agency.id, "key": "k-1"}
    facts |= {"role": Role.CLERK, "title": "Văn thư", "valid_from": LONG_AGO}
    first = services.appoint(**facts)
    assert services.appoint(**facts) == first
    for other in ({"title": "Thủ quỹ"}, {"role": Role.OFFICER}, {"valid_to": TODAY}):
        with pytest.raises(EnteredOtherwise):
            services.appoint(**{**facts, **other})
    assert Post.objects.count() == 1


@pytest.mark.parametrize(
    ("facts", "refusal"),
    [
        ({"title": " "}, NameMissing),
        ({"valid_to": date(2004, 12, 31)}, DatesOutOfOrder),
        ({"unit_id": uuid4()}, UnknownUnit),
    ],
)
def test_a_post_that_is_refused_leaves_nothing_behind(agency, facts, refusal):
    with pytest.raises(refusal):
        a_post(agency, **facts)
    assert not Post.objects.exists()


def test_nobody_is_appointed_to_a_unit_of_another_agency(agency):
    unit = services.add_unit(agency_id=a_department(name="Sở Y tế").id, name="Văn phòng")
    with pytest.raises(UnknownUnit):
        a_post(agency, unit_id=unit.id)


def test_unknown_people_agencies_and_posts_are_said(agency):
    post = {"role": Role.CLERK, "title": "Văn thư", "valid_from": LONG_AGO}
    with pytest.raises(UnknownPerson):
        services.appoint(person_id=uuid4(), agency_id=agency.id, **post)
    with pytest.raises(UnknownAgency):
        services.appoint(person_id=a_person().id, agency_id=uuid4(), **post)
    with pytest.raises(UnknownPost):
        services.end_post(post_id=uuid4(), on=TODAY)
    with pytest.raises(UnknownPost):
        queries.post(uuid4())
    with pytest.raises(UnknownPerson):
        queries.person(uuid4())


def test_a_post_does_not_end_before_it_began(agency):
    post = a_post(agency)
    with pytest.raises(DatesOutOfOrder):
        services.end_post(post_id=post.id, on=date(2004, 12, 31))


def test_posts_end_with_their_unit_and_their_agency(agency):
    unit = services.add_unit(agency_id=agency.id, name="Phòng cũ")
    in_unit = a_post(agency, Role.OFFICER, unit_id=unit.id)
    head = a_post(agency, Role.LEADER)
    Unit.objects.filter(pk=unit.id).update(valid_to=date(2010, 12, 19))
    assert queries.posts_of_agency(agency.id, on=TODAY) == [head]
    successor = a_department(name="Sở Nội vụ và Tư pháp")
    services.succeed(
        predecessor_id=agency.id, successor_ids=[successor.id], on=TODAY,
        kind=SuccessionKind.MERGED,
    )  # fmt: skip
    assert queries.posts_of_agency(agency.id, on=TODAY) == []
    assert queries.posts_of_person(head.person_id, on=date(2010, 12, 19)) == [head]
    assert queries.posts([in_unit.id, head.id, uuid4()]).keys() == {in_unit.id, head.id}


def test_nobody_is_appointed_to_an_agency_that_has_ended():
    closed = a_department(valid_to=date(2009, 12, 31))
    with pytest.raises(AgencyClosed):
        a_post(closed, valid_from=date(2010, 1, 1))


def test_the_officers_of_a_unit_are_read_in_one_statement(agency, django_assert_num_queries):
    units = [services.add_unit(agency_id=agency.id, name=f"Phòng {n}") for n in range(2)]
    mine = [a_post(agency, Role.OFFICER, unit_id=units[0].id) for _ in range(5)]
    other = a_post(agency, Role.OFFICER, unit_id=units[1].id)
    a_post(agency, Role.LEADER)
    with django_assert_num_queries(1):
        assert queries.officers(agency.id, unit_id=units[0].id, on=TODAY) == mine
    with django_assert_num_queries(1):
        assert queries.officers(agency.id, on=TODAY) == [*mine, other]
    with django_assert_num_queries(1):
        assert len(queries.posts_of_agency(agency.id, on=TODAY)) == 7


def test_a_person_may_hold_posts_in_two_agencies(agency):
    person, committee = a_person(), a_committee()
    first = a_post(agency, person=person, valid_from=date(2009, 1, 1))
    second = a_post(committee, person=person, valid_from=date(2008, 1, 1))
    assert queries.posts_of_person(person.id, on=TODAY) == [second, first]

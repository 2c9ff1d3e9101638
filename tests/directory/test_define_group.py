from datetime import date
from uuid import uuid4

import pytest
from tests.directory.builders import TODAY, a_committee, a_department

from lienthong.directory import queries, services
from lienthong.directory.errors import GroupEmpty, GroupTaken, UnknownAgency, UnknownGroup
from lienthong.directory.models import RecipientGroup
from lienthong.directory.types import AgencyClass, AgencyLevel, SuccessionKind

pytestmark = pytest.mark.django_db
DEPARTMENTS = "các Sở, ban, ngành"


def the_departments(committee):
    return services.define_group(
        name=DEPARTMENTS,
        parent_id=committee.id,
        levels=[AgencyLevel.DEPARTMENT],
        classes=[AgencyClass.STATE],
    )


def names(group, on=TODAY) -> list[str]:
    return [card.name for card in queries.expand_group(group, on=on)]


def test_A13_a_group_stands_for_the_agencies_of_that_day(committee):
    group = the_departments(committee)
    a_department(committee, "Sở Thủy sản", valid_to=date(2008, 5, 6))
    a_department(committee, "Sở Nông nghiệp")
    a_department(committee, "Sở Du lịch", valid_from=date(2017, 1, 1))
    assert names(group.id, on=date(2008, 5, 6)) == ["Sở Nông nghiệp", "Sở Thủy sản"]
    assert names(group.id) == ["Sở Nông nghiệp"]
    assert names(group.id, on=date(2017, 1, 1)) == ["Sở Du lịch", "Sở Nông nghiệp"]


def test_A13_level_class_and_parent_all_have_to_fit(committee):
    group = the_departments(committee)
    a_department(committee, "Tỉnh ủy", agency_class=AgencyClass.PARTY)
    a_department(committee, "UBND huyện Thống Nhất", level=AgencyLevel.DISTRICT)
    a_department(a_committee("H98", "UBND tỉnh Lân Cận"), "Sở Y tế Lân Cận")
    a_department(committee, "Sở Y tế")
    assert names(group.id) == ["Sở Y tế"]


def test_A13_a_group_is_found_by_its_name_without_tones(committee):
    group = the_departments(committee)
    a_department(committee, "Sở Y tế")
    assert names("CAC SO, BAN, NGANH") == ["Sở Y tế"]
    written = " Các sở,  ban, ngành "
    assert queries.groups_named([written, "các Hội"]) == {written: group}
    assert queries.groups("ban nganh") == [group]
    assert queries.groups("huyen") == []


def test_A13_in_the_place_of_a_member_that_ended_stand_those_that_took_over(committee):
    one, two = a_department(committee, "Sở Thủy sản"), a_department(committee, "Sở Nông nghiệp")
    new = a_department(committee, "Sở Nông nghiệp và Phát triển nông thôn")
    group = services.define_group(name="Đợt 1", member_ids=[one.id, two.id])
    for old in (one, two):
        services.succeed(
            predecessor_id=old.id, successor_ids=[new.id], on=TODAY, kind=SuccessionKind.MERGED
        )
    assert names(group.id, on=date(2010, 12, 19)) == ["Sở Nông nghiệp", "Sở Thủy sản"]
    assert names(group.id) == ["Sở Nông nghiệp và Phát triển nông thôn"]


def test_a_member_that_does_not_exist_yet_is_left_out(committee):
    new = a_department(committee, "Sở Du lịch", valid_from=date(2017, 1, 1))
    group = services.define_group(name="Đợt 1", member_ids=[new.id])
    assert names(group.id) == []


def test_a_group_is_defined_anew_under_the_same_name(committee):
    one, two = a_department(committee, "Sở Y tế"), a_department(committee, "Sở Nội vụ")
    first = services.define_group(name="Đợt 1", member_ids=[one.id])
    again = services.define_group(name="đợt 1", member_ids=[two.id])
    assert again.id == first.id
    assert names(first.id) == ["Sở Nội vụ"]


def test_what_is_refused_leaves_no_group_behind(committee):
    with pytest.raises(GroupEmpty):
        services.define_group(name="Nhóm rỗng", parent_id=committee.id)
    with pytest.raises(UnknownAgency):
        services.define_group(name="Đợt 1", member_ids=[committee.id, uuid4()])
    assert not RecipientGroup.objects.exists()
    with pytest.raises(UnknownGroup):
        queries.expand_group("nhóm nào đó", on=TODAY)


def test_two_parents_cannot_have_groups_of_one_name(committee):
    the_departments(committee)
    with pytest.raises(GroupTaken):
        the_departments(a_committee("H98", "UBND tỉnh Lân Cận"))


def test_a_group_is_expanded_in_three_statements_whatever_its_size(
    committee, django_assert_num_queries
):
    group = the_departments(committee)
    for number in range(15):
        a_department(committee, f"Sở số {number}")
    with django_assert_num_queries(3):
        assert len(queries.expand_group(group.id, on=TODAY)) == 15

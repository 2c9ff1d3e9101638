"""Lists of agencies, units and people are in the order of the Vietnamese alphabet (A4)."""

from datetime import timedelta

import pytest
from tests.access.builders import NOW, an_agency

from lienthong.directory import queries, services
from lienthong.directory.types import Role
from lienthong.kernel.clock import local_day

pytestmark = pytest.mark.django_db
TODAY = local_day(NOW)
NAMES = ["Ban Dân tộc", "Chi cục Thú y", "Dĩ An", "Đội Quản lý đô thị", "Êm", "Ủy ban", "Văn phòng"]
# By the given name, all of one together, then by the rest.
PEOPLE = ["Lê Thị An", "Vũ Văn An", "Đào Thị Án", "Phạm Ánh", "Lê Văn Ấu", "Vũ Đô", "Bế Tý", "Ưng"]


@pytest.fixture
def top():
    return an_agency("Ủy ban nhân dân tỉnh", "H19")


def test_agencies_below_one_and_their_timetable(top):
    for number, name in enumerate(reversed(NAMES)):
        services.found_agency(
            code=f"H19.{number}", name=name, abbreviation=f"A{number}", parent_id=top.id
        )

    assert [one.name for one in queries.children(top.id, on=TODAY)] == NAMES
    rows = queries.timetable(on=TODAY, under=top.id, limit=4)
    assert [one.agency.name for one in rows] == NAMES[:4]
    rest = queries.timetable(on=TODAY, under=top.id, after=rows[-1].agency.id)
    assert [one.agency.name for one in rest] == NAMES[4:]
    page = queries.tree_page(on=TODAY, number=1, size=50)
    assert [one.name for one in page.branches[0].under] == NAMES


def test_people_of_an_agency_page_by_page(top):
    since = TODAY - timedelta(days=1)
    for name in reversed(PEOPLE):
        person = services.add_person(name=name, email="")
        services.appoint(
            person_id=person.id,
            agency_id=top.id,
            role=Role.OFFICER,
            title="Chuyên viên",
            valid_from=since,
        )

    first = queries.postings_of_agency(top.id, ended_since=since, limit=3)
    rest = queries.postings_of_agency(top.id, ended_since=since, after=first[-1].post.id)

    assert [one.post.person_name for one in [*first, *rest]] == PEOPLE
    for done in range(1, len(PEOPLE)):
        known = queries.postings_of_agency(top.id, ended_since=since, limit=done)
        rest = queries.postings_of_agency(top.id, ended_since=since, after=known[-1].post.id)
        assert [one.post.person_name for one in rest] == PEOPLE[done:]


def test_the_directory_names_leaders_first_and_then_people_by_their_given_names(top):
    for name in reversed(PEOPLE):
        role = Role.LEADER if name in PEOPLE[-2:] else Role.OFFICER
        services.appoint(
            person_id=services.add_person(name=name, email="").id,
            agency_id=top.id,
            role=role,
            title="Người",
            valid_from=TODAY - timedelta(days=1),
        )
    pages = [
        queries.page_of_posts(top.id, on=TODAY, skipped=skipped, limit=3) for skipped in (0, 3, 6)
    ]

    assert [one.person_name for page in pages for one in page] == [*PEOPLE[-2:], *PEOPLE[:-2]]

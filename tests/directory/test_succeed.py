from datetime import date
from uuid import uuid4

import pytest
from tests.directory.builders import LONG_AGO, a_committee, a_department

from lienthong.directory import queries, services
from lienthong.directory.errors import (
    AgencyClosed,
    DatesOutOfOrder,
    SuccessorMissing,
    UnknownAgency,
)
from lienthong.directory.models import Agency, Succession
from lienthong.directory.types import SuccessionKind

pytestmark = pytest.mark.django_db
NEW_ORDER = date(2025, 7, 1)
MERGED, SPLIT = SuccessionKind.MERGED, SuccessionKind.SPLIT


@pytest.fixture
def agencies():
    committee = a_committee()
    return [a_department(committee, name) for name in ("Sở Một", "Sở Hai", "Sở Ba")]


def succeed(old, *new, on=NEW_ORDER, kind=MERGED):
    services.succeed(
        predecessor_id=old.id,
        successor_ids=[card.id for card in new],
        kind=kind,
        on=on,
        heir_id=new[0].id if new else None,
    )


def after(old, on=NEW_ORDER) -> list[str]:
    return [card.name for card in queries.successors([old.id], on=on)[old.id]]


def test_a_merged_agency_ends_the_day_before_and_its_code_leads_to_the_successor(agencies):
    one, two, _ = agencies
    succeed(one, two)
    closed = queries.agency_by_code(one.code)
    assert (closed.id, closed.valid_to) == (one.id, date(2025, 6, 30))
    assert after(one) == ["Sở Hai"]
    assert after(one, on=date(2025, 6, 30)) == []


def test_who_took_over_is_found_through_several_reforms(agencies):
    one, two, three = agencies
    succeed(one, two, on=date(2015, 1, 1))
    succeed(two, three)
    assert after(one, on=date(2016, 1, 1)) == ["Sở Hai"]
    assert after(one) == ["Sở Ba"]


def test_a_split_has_several_successors_and_a_later_merger_makes_them_one(agencies):
    one, two, three = agencies
    succeed(one, two, three, kind=SPLIT, on=date(2015, 1, 1))
    assert sorted(after(one)) == ["Sở Ba", "Sở Hai"]
    succeed(two, three)
    assert after(one) == ["Sở Ba"]


def test_telling_it_again_changes_nothing(agencies):
    one, two, _ = agencies
    for _again in range(2):
        succeed(one, two)
    assert Succession.objects.count() == 1


def test_what_stood_under_a_merged_agency_stands_under_the_successor(agencies):
    one, two, _ = agencies
    office = a_department(one, "Chi cục Một")
    succeed(one, two)
    assert queries.agency(office.id).parent_id == two.id


def test_successors_that_do_not_fit_are_refused_and_nothing_is_closed(agencies):
    one, two, three = agencies
    ended = a_department(name="Sở Cũ", valid_to=LONG_AGO)
    for refusal, act in (
        (SuccessorMissing, lambda: succeed(one)),
        (SuccessorMissing, lambda: succeed(one, one)),
        (SuccessorMissing, lambda: succeed(one, two, three)),
        (SuccessorMissing, lambda: succeed(one, two, kind=SPLIT)),
        (AgencyClosed, lambda: succeed(one, ended)),
        (AgencyClosed, lambda: succeed(ended, one)),
    ):
        with pytest.raises(refusal):
            act()
    with pytest.raises(UnknownAgency):
        services.succeed(predecessor_id=one.id, successor_ids=[uuid4()], kind=MERGED, on=NEW_ORDER)
    assert Agency.objects.get(pk=one.id).valid_to is None
    assert not Succession.objects.exists()


def test_an_agency_does_not_end_before_it_began():
    young, other = a_department(name="Sở Mới", valid_from=NEW_ORDER), a_department()
    with pytest.raises(DatesOutOfOrder):
        succeed(young, other)


def test_successors_of_many_cost_two_statements(agencies, django_assert_num_queries):
    one, two, three = agencies
    succeed(one, three)
    succeed(two, three)
    with django_assert_num_queries(2):
        found = queries.successors([one.id, two.id, three.id], on=NEW_ORDER)
    assert [len(cards) for cards in found.values()].count(1) == 2

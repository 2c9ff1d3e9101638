"""Who sends before our hourly list has it is looked up at once, and not refused (A14)."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from tests.routes.builders import a_package, a_route, an_agency, outside, turn
from tests.routes.test_poll import BOTH, received

from lienthong.directory import queries as directory
from lienthong.routes import queries
from lienthong.routes.ports import Away
from lienthong.routes.types import FetchedState, ParcelKind, TheirAgency, Trouble

pytestmark = [pytest.mark.django_db, pytest.mark.once]
SLUG = "truc-quoc-gia"
MINUTE = timedelta(minutes=1)


@pytest.fixture
def here(parent):
    """One of ours; the list of the other side was read a moment ago."""
    a_route()
    outside(parent)
    return an_agency()


def a_newcomer(parent, here, *, is_listed=True) -> None:
    """Somebody who was entered there since, and sends at once."""
    told = TheirAgency("H09.77", "Sở Mới tỉnh bên")
    if is_listed:
        parent.agencies_there.append(told)
    card = SimpleNamespace(code=told.code, name=told.name, abbreviation="SM")
    parent.listed["d1"] = (ParcelKind.DOCUMENT, a_package(card, here))


def counted(parent) -> list[int]:
    """How often the list is read from now on."""
    agencies, reads = parent.agencies, []

    def read():
        reads.append(1)
        return agencies()

    parent.agencies = read
    return reads


def test_A14_a_newcomer_is_looked_up_at_once_and_its_document_taken_in(parent, here):
    a_newcomer(parent, here)
    turn(after=2 * MINUTE)
    assert received(here) == []
    turn(after=2 * MINUTE)
    assert len(received(here)) == 1
    assert directory.agency_by_code("H09.77").is_outside
    assert parent.settled == {"d1": True}
    assert queries.fetched(queries.route(SLUG).id, BOTH) == []


def test_the_list_is_read_for_newcomers_once_a_minute(parent, here):
    a_newcomer(parent, here, is_listed=False)
    for number in range(2, 6):
        parent.listed[f"d{number}"] = parent.listed["d1"]
    reads = counted(parent)
    turn(after=MINUTE / 2)
    turn(after=MINUTE / 2)
    assert reads == []
    for _again in range(3):
        turn(after=MINUTE + MINUTE / 6)
    assert len(reads) == 1


def test_who_is_not_listed_either_is_turned_down(parent, here):
    a_newcomer(parent, here, is_listed=False)
    turn(after=2 * MINUTE)
    turn(after=2 * MINUTE)
    assert parent.settled == {"d1": False}
    (seen,) = queries.fetched(queries.route(SLUG).id, BOTH)
    assert (seen.state, seen.code) == (FetchedState.TURNED_DOWN, "gateways.sender-unknown")


def test_while_the_list_cannot_be_read_the_package_waits(parent, here):
    a_newcomer(parent, here)
    agencies = parent.agencies

    def broken():
        raise Away(Trouble.ODD_ANSWER, "HTTP 500")

    parent.agencies = broken
    for minutes in (2, 4, 12):
        turn(after=minutes * MINUTE)
    assert parent.settled == {}
    parent.agencies = agencies
    turn(after=100 * MINUTE, hurry=SLUG)
    turn(after=100 * MINUTE)
    assert len(received(here)) == 1

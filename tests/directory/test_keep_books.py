"""Where the books of an agency are kept decides who gives its outgoing numbers."""

from uuid import uuid4

import pytest
from tests.directory import builders

from lienthong.directory import queries, services
from lienthong.directory.errors import UnknownAgency

pytestmark = pytest.mark.django_db


def test_the_books_of_an_agency_are_kept_here_unless_it_says_otherwise():
    here = builders.a_department()
    elsewhere = builders.a_department(name="Sở Công Thương", books_here=False)

    cards = queries.agencies([here.id, elsewhere.id])

    assert cards[here.id].books_here
    assert not cards[elsewhere.id].books_here


def test_an_agency_may_take_its_books_into_its_own_software_and_bring_them_back():
    agency = builders.a_department()

    assert not services.keep_books(agency_id=agency.id, here=False).books_here
    assert services.keep_books(agency_id=agency.id, here=True).books_here


def test_nobody_keeps_the_books_of_an_unknown_agency():
    with pytest.raises(UnknownAgency):
        services.keep_books(agency_id=uuid4(), here=False)

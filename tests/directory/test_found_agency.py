from datetime import date
from uuid import uuid4

import pytest
from tests.directory.builders import LONG_AGO, a_department

from lienthong.directory import queries, services
from lienthong.directory.errors import (
    AgencyClosed,
    CodeShape,
    CodeTaken,
    DatesOutOfOrder,
    NameMissing,
    NameTooLong,
    UnknownAgency,
)
from lienthong.directory.models import Agency, FormerName

pytestmark = pytest.mark.django_db


def test_an_agency_is_founded_with_a_clean_name_and_its_code():
    agency = a_department(name="  Sở   Tư pha\u0301p\u200b ", code="h19.5", email="STP@DN.gov.vn")
    assert (agency.name, agency.code, agency.email) == ("Sở Tư pháp", "H19.5", "stp@dn.gov.vn")
    assert queries.agency(agency.id) == agency


def test_the_same_founding_again_changes_nothing():
    first = a_department(code="H19.5", place="Biên Hòa")
    again = a_department(code="h19.5 ", place="Long Khánh")
    assert again == first
    assert Agency.objects.count() == 1


def test_a_code_is_not_given_to_a_second_agency():
    a_department(code="000.00.05.H19")
    for spelling in ("000.00.05.H19", "05.H19"):
        with pytest.raises(CodeTaken) as caught:
            a_department(name="Sở Công Thương", code=spelling)
        assert caught.value.facts["agency"] == "Sở Tư pháp"
    assert Agency.objects.count() == 1


@pytest.mark.parametrize(
    ("facts", "refusal"),
    [
        ({"code": "Sở 5"}, CodeShape),
        ({"name": " \u200b"}, NameMissing),
        ({"name": "x" * 201}, NameTooLong),
        ({"abbreviation": ""}, NameMissing),
        ({"valid_from": date(2011, 1, 1), "valid_to": date(2010, 1, 1)}, DatesOutOfOrder),
        ({"parent_id": uuid4()}, UnknownAgency),
    ],
)
def test_what_is_refused_leaves_nothing_behind(facts, refusal):
    told = {"code": "H19.5", "name": "Sở Tư pháp", "abbreviation": "STP", **facts}
    with pytest.raises(refusal):
        services.found_agency(**told)
    assert not Agency.objects.exists()


def test_nothing_is_founded_under_an_agency_that_has_ended():
    old = a_department(valid_to=date(2010, 1, 1))
    with pytest.raises(AgencyClosed):
        a_department(old, "Phòng Công chứng", valid_from=date(2010, 1, 2))


def test_a_renamed_agency_stays_the_same_and_its_founding_is_still_known():
    agency = a_department(name="Sở Thương mại", code="H19.6")
    renamed = services.rename_agency(
        agency_id=agency.id, name="Sở Công Thương", abbreviation="SCT", on=date(2008, 3, 1)
    )
    assert (renamed.id, renamed.name, renamed.abbreviation) == (agency.id, "Sở Công Thương", "SCT")
    assert a_department(name="Sở Thương mại", code="H19.6").name == "Sở Công Thương"
    assert FormerName.objects.get().ended_on == date(2008, 2, 29)


def test_renaming_twice_to_the_same_name_leaves_one_former_name():
    agency = a_department(name="Sở Thương mại")
    for _ in range(2):
        services.rename_agency(
            agency_id=agency.id, name="Sở Công Thương", abbreviation="SCT", on=date(2008, 3, 1)
        )
    assert FormerName.objects.count() == 1


def test_a_closed_agency_gets_no_new_name():
    agency = a_department(valid_to=LONG_AGO)
    with pytest.raises(AgencyClosed):
        services.rename_agency(
            agency_id=agency.id, name="Sở Công Thương", abbreviation="SCT", on=date(2008, 3, 1)
        )

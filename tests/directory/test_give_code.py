from datetime import date

import pytest
from django.db import IntegrityError
from tests.directory.builders import a_committee, a_department

from lienthong.directory import queries, services
from lienthong.directory.errors import CodeShape, CodeTaken
from lienthong.directory.models import AgencyCode
from lienthong.directory.types import CodeForm

pytestmark = pytest.mark.django_db


def test_an_agency_with_a_new_code_is_still_found_by_every_old_one():
    agency = a_department(code="000.00.05.H19")
    services.give_code(agency_id=agency.id, code="H19.5", valid_from=date(2020, 9, 15))
    services.give_code(agency_id=agency.id, code="H19.77", valid_from=date(2025, 7, 1))
    for code in ("000.00.05.H19", "05.H19", "H19.5", "h19.77"):
        assert queries.agency_by_code(code).id == agency.id
    assert queries.agency(agency.id).code == "H19.77"
    assert queries.codes_of(agency.id) == ["H19.77", "000.00.05.H19", "H19.5"]


def test_the_day_before_a_new_code_is_the_last_of_the_old_one():
    agency = a_department(code="000.00.05.H19")
    services.give_code(agency_id=agency.id, code="H19.5", valid_from=date(2020, 9, 15))
    old = AgencyCode.objects.get(code="000.00.05.H19")
    assert (old.is_current, old.valid_to) == (False, date(2020, 9, 14))


def test_an_agency_may_go_back_to_a_code_that_it_had():
    agency = a_department(code="H19.5")
    services.give_code(agency_id=agency.id, code="H19.6", valid_from=date(2020, 1, 1))
    services.give_code(agency_id=agency.id, code="H19.5", valid_from=date(2021, 1, 1))
    assert queries.agency(agency.id).code == "H19.5"
    assert AgencyCode.objects.get(code="H19.5").valid_to is None


def test_a_second_form_stands_beside_the_code_that_we_write():
    agency = a_department(code="H19.5")
    services.give_code(agency_id=agency.id, code="000.00.05.H19", current=False)
    assert queries.agency(agency.id).code == "H19.5"
    assert queries.agency_by_code("000.00.05.H19").code == "H19.5"


def test_a_code_of_another_agency_is_refused_and_nothing_moves():
    agency, other = a_department(code="H19.5"), a_department(name="Sở Y tế", code="H19.6")
    with pytest.raises(CodeTaken):
        services.give_code(agency_id=agency.id, code=other.code)
    assert queries.agency(agency.id).code == "H19.5"


def test_a_code_of_neither_form_is_taken_only_as_a_partners_name_for_it():
    agency = a_department(code="H19.5")
    with pytest.raises(CodeShape):
        services.give_code(agency_id=agency.id, code="STP-DONGNAI")
    services.give_code(agency_id=agency.id, code="STP-DONGNAI", current=False, foreign=True)
    assert AgencyCode.objects.get(code="STP-DONGNAI").form == CodeForm.FOREIGN
    assert queries.agency_by_code("stp-dongnai").id == agency.id
    with pytest.raises(CodeShape):
        services.give_code(agency_id=agency.id, code="x" * 36, foreign=True)


def test_the_database_itself_holds_a_code_to_one_agency_and_an_agency_to_one_current_code():
    one, other = a_department(code="H19.5"), a_department(name="Sở Y tế", code="H19.6")
    with pytest.raises(IntegrityError):
        AgencyCode.objects.create(agency_id=other.id, code="H19.5", is_current=False)
    del one


def test_many_codes_are_looked_up_in_one_statement(django_assert_num_queries):
    a_committee()
    agencies = [a_department(name=f"Sở {n}", code=f"H19.{n}") for n in range(20)]
    asked = [agency.code for agency in agencies] + ["H19", "H99.1", "không phải mã"]
    with django_assert_num_queries(1):
        found = queries.agencies_by_codes(asked)
    assert set(found) == set(asked[:-2])
    with django_assert_num_queries(1):
        assert queries.agency_by_code("H99.1") is None

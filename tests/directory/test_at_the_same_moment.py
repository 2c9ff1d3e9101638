"""Two people who act at one moment: one is served, the other is told."""

import pytest
from django.db import transaction
from tests.directory.builders import (
    NOW,
    TODAY,
    a_department,
    a_merger,
    a_person,
    a_post,
    a_workbook,
    the_second,
)
from tests.same_moment import together

from lienthong.directory import queries, services
from lienthong.directory.errors import AgencyClosed, CodeTaken, ImportOutdated, PostOverlaps
from lienthong.directory.types import Role
from lienthong.kernel.actor import Actor

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]


def test_one_form_sent_twice_at_once_enters_one_person_with_one_post():
    agency = a_department()

    def enter() -> None:
        with transaction.atomic():
            person = services.add_person(name="Nguyễn Văn An", key="k-1")
            services.appoint(
                person_id=person.id,
                agency_id=agency.id,
                role=Role.CLERK,
                title="Văn thư",
                valid_from=TODAY,
                key="k-1",
            )

    assert together(*[enter] * 4) == []
    [post] = queries.posts_of_agency(agency.id, on=TODAY)
    assert post.person_name == "Nguyễn Văn An"


def test_one_code_goes_to_one_of_two_agencies():
    agencies = [a_department(name=f"Sở {n}") for n in range(4)]
    raised = together(
        *[
            lambda agency=agency: services.give_code(agency_id=agency.id, code="H19.500")
            for agency in agencies
        ]
    )
    assert raised == [CodeTaken] * 3
    assert queries.agency_by_code("H19.500").id in {agency.id for agency in agencies}


def test_one_founding_told_by_two_makes_one_agency():
    def found():
        services.found_agency(code="H19.501", name="Sở Mới", abbreviation="SM")

    assert together(found, found, found) == []
    assert [card.name for card in queries.search_agencies("so moi", on=TODAY)] == ["Sở Mới"]


def test_one_post_is_given_once():
    agency, person = a_department(), a_person()

    def appoint(title: str):
        return lambda: a_post(agency, Role.CLERK, person=person, title=title)

    assert together(appoint("Văn thư"), appoint("Văn thư chính")) == [PostOverlaps]
    assert len(queries.posts_of_person(person.id, on=TODAY)) == 1


def test_of_two_reorganisations_the_second_sees_what_the_first_did():
    one, two, three = (a_department(name=f"Sở {n}") for n in range(3))
    a_post(one)

    def agreed(into, key):
        facts = {"actor": Actor.installation(), "now": NOW}
        found = services.propose(plan=a_merger(one, into, on=TODAY), key=key, **facts)
        return lambda: services.agree(reorganisation_id=found, actor=the_second(), now=NOW)

    assert together(agreed(two, "1"), agreed(three, "2")) == [AgencyClosed]
    assert (
        len(queries.posts_of_agency(two.id, on=TODAY))
        + len(queries.posts_of_agency(three.id, on=TODAY))
        == 1
    )


def test_one_form_sent_twice_at_one_moment_is_one_reorganisation():
    one, two = (a_department(name=f"Sở {n}") for n in range(2))

    def propose():
        services.propose(
            plan=a_merger(one, two, on=TODAY), key="k", actor=Actor.installation(), now=NOW
        )

    assert together(propose, propose, propose) == []
    assert len(queries.reorganisations()) == 1


def test_of_two_files_with_one_agency_the_second_is_out_of_date():
    cards = [
        services.check_import(
            file=a_workbook(agencies=[["H19.8", "Sở Nội vụ", "SNV"]]),
            name="x.xlsx",
            key=key,
            actor=Actor.installation(),
            now=NOW,
        )
        for key in ("1", "2")
    ]

    def apply(card):
        return lambda: services.apply_import(import_id=card.id, actor=Actor.installation(), now=NOW)

    assert together(*[apply(card) for card in cards]) == [ImportOutdated]
    assert queries.agency_by_code("H19.8") is not None

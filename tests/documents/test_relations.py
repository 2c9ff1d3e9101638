"""The chain of documents that answer and replace one another (B7)."""

from datetime import date
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st
from tests.documents.builders import MONDAY, a_clerk, an_agency, issue

from lienthong.directory import services as directory
from lienthong.documents import errors, queries, services
from lienthong.documents.models import Document, Relation
from lienthong.documents.rules.relations import canonical_reference, split_reference
from lienthong.documents.types import Grant, RelationFacts, RelationKind, Road, written_reference

CODE = "H19.77.77"


def answers(**written):
    return (RelationFacts(RelationKind.ANSWERS, **written),)


def deliver(issued, agency):
    services.grant(
        issued.document_id, [(agency.id, None, None)], granted_by=Grant.DELIVERED, now=MONDAY
    )


def chain(issued, agency):
    """Source and target of each link, as the agency's clerk sees them."""
    found = queries.relations_of(issued.document_id, viewer=a_clerk(agency))
    return [
        (line.source.reference_code, line.target.reference_code if line.target else None)
        for line in found
    ]


@pytest.fixture
def asker(db):
    agency = an_agency("Văn phòng UBND tỉnh", "VP")
    directory.give_code(agency_id=agency.id, code=CODE)
    return agency


@pytest.fixture
def question(asker):
    return issue(asker, number=11, notation="VP-TH", issued_on=date(2026, 5, 2), foreign_id="q-11")


@pytest.mark.parametrize(
    "written",
    [
        {"foreign_id": "q-11", "issuer_code": CODE},
        {"foreign_id": "q-11"},
        {"reference_code": "11/VP-TH", "issuer_code": CODE, "issued_on": date(2026, 5, 2)},
        {"reference_code": "11 /VP - TH", "issuer_code": CODE},
        {"foreign_id": f"{CODE},2026/05/02,11/VP-TH"},
    ],
)
def test_B7_an_answer_finds_what_it_answers_however_its_sender_names_it(asker, question, written):
    answer = issue(asker, road=Road.PACKAGE, number=12, relations=answers(**written))
    assert chain(answer, asker) == chain(question, asker) == [("12/VP-VP", "11/VP-TH")]


def test_B7_an_answer_may_name_the_id_that_we_gave(asker, question):
    by_our_id = answers(foreign_id=str(question.document_id))
    answer = issue(asker, road=Road.PACKAGE, number=12, relations=by_our_id)
    assert chain(answer, asker) == [("12/VP-VP", "11/VP-TH")]


def test_B7_the_whole_chain_is_one_view_from_every_document_in_it(asker, question):
    first = issue(asker, number=12, relations=answers(document_id=question.document_id))
    second = issue(asker, number=13, relations=answers(document_id=first.document_id))
    beside = issue(asker, number=14, relations=answers(document_id=question.document_id))
    whole = [("12/VP-VP", "11/VP-TH"), ("13/VP-VP", "12/VP-VP"), ("14/VP-VP", "11/VP-TH")]
    for each in (question, first, second, beside):
        assert chain(each, asker) == whole


def test_B7_an_unknown_document_stays_named_as_its_sender_wrote_it(asker):
    written = answers(reference_code="99/UBND-KT", issuer_code="H01", foreign_id="x-99")
    answer = issue(asker, road=Road.PACKAGE, relations=written)
    (line,) = queries.relations_of(answer.document_id, viewer=a_clerk(asker))
    assert line.target is None
    assert (line.target_reference, line.target_issuer_code) == ("99/UBND-KT", "H01")


@pytest.mark.parametrize(
    "written",
    [
        {"foreign_id": "q-11", "issuer_code": CODE},
        {"reference_code": "11/VP-TH", "issuer_code": CODE, "issued_on": date(2026, 5, 2)},
        {"reference_code": "11/VP-TH", "issuer_code": CODE},
    ],
)
def test_B7_a_document_that_comes_after_its_answer_takes_its_place(asker, written):
    answer = issue(asker, road=Road.PACKAGE, number=12, relations=answers(**written))
    assert chain(answer, asker) == [("12/VP-VP", None)]
    issue(asker, number=11, notation="VP-TH", issued_on=date(2026, 5, 2), foreign_id="q-11")
    assert chain(answer, asker) == [("12/VP-VP", "11/VP-TH")]


def test_B7_the_same_number_of_another_year_or_agency_is_not_what_was_meant(asker, question):
    dated = answers(reference_code="11/VP-TH", issuer_code=CODE, issued_on=date(2025, 5, 2))
    other_year = issue(asker, road=Road.PACKAGE, number=12, relations=dated)
    of_another = answers(reference_code="11/VP-TH", issuer_code="H01")
    other_agency = issue(asker, road=Road.PACKAGE, number=13, relations=of_another)
    assert chain(other_year, asker) == [("12/VP-VP", None)]
    assert chain(other_agency, asker) == [("13/VP-VP", None)]


def test_B7_of_two_years_a_number_alone_names_neither(asker, question):
    issue(asker, number=11, notation="VP-TH", issued_on=date(2025, 5, 2))
    undated = answers(reference_code="11/VP-TH", issuer_code=CODE)
    answer = issue(asker, road=Road.PACKAGE, number=12, relations=undated)
    assert chain(answer, asker) == [("12/VP-VP", None)]


def test_naming_a_document_of_ours_that_does_not_exist_is_refused(asker):
    with pytest.raises(errors.TargetUnknown), transaction.atomic():
        issue(asker, relations=answers(document_id=UUID(int=5)))
    assert not Document.objects.exists()


def test_B7_a_replacement_that_a_package_said_twice_is_linked_no_third_time(asker, question):
    named = RelationFacts(RelationKind.REPLACES, foreign_id="q-11")
    new = issue(asker, road=Road.PACKAGE, number=12, relations=(named, named))
    services.link_replacement(new.version_id, question.document_id)
    other = issue(asker, number=13)
    for _time in range(2):
        services.link_replacement(other.version_id, question.document_id)
    linked = Relation.objects.filter(target=question.document_id)
    assert linked.filter(version=new.version_id).count() == 2
    assert linked.filter(version=other.version_id).count() == 1


def test_B7_what_a_viewer_may_not_see_is_not_told(asker, question):
    recipient = an_agency("Sở Y tế", "SYT")
    answer = issue(asker, number=12, relations=answers(document_id=question.document_id))
    hidden = issue(asker, number=13, relations=answers(document_id=answer.document_id))
    deliver(answer, recipient)
    assert chain(answer, recipient) == [("12/VP-VP", None)]
    assert chain(hidden, recipient) == []
    assert len(chain(answer, asker)) == 2


def test_B7_a_circle_ends_and_a_long_chain_costs_a_bounded_number_of_statements(
    asker, question, count_statements
):
    last = question
    for number in range(12, 20):
        last = issue(asker, number=number, relations=answers(document_id=last.document_id))

    def read():
        return queries.relations_of(question.document_id, viewer=a_clerk(asker))

    assert len(read()) == 8
    assert count_statements(read) <= 10


@given(
    number=st.integers(min_value=1, max_value=99999),
    blanks=st.text(alphabet=" \u00a0", max_size=2),
    zeros=st.integers(min_value=0, max_value=2),
)
def test_a_reference_is_the_same_with_blanks_and_leading_zeros(number, blanks, zeros):
    written = f"{'0' * zeros}{number}{blanks}/{blanks}UBND{blanks}-{blanks}TTTH"
    assert canonical_reference(written) == f"{number:02d}/UBND-TTTH"


@given(
    number=st.integers(min_value=1, max_value=99999),
    notation=st.sampled_from(["UBND-TTTH", "2010/QĐ-UBND", "-CV/TU", "QĐ-TTg"]),
    suffix=st.sampled_from(["", "a", "B"]),
)
def test_a_reference_that_is_written_is_read_back(number, notation, suffix):
    written = written_reference(number, suffix, notation)
    assert split_reference(written) == (number, suffix, notation)
    assert canonical_reference(written) == written


def test_the_partys_form_and_what_has_no_number_stay_what_they_are():
    assert canonical_reference("6758-CV/TU") == "6758-CV/TU"
    assert canonical_reference("Công điện khẩn") == "Công điện khẩn"


def plan_of(act, beginning):
    """How the database goes about the statement of an act that begins so."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # So few rows are read whole otherwise; this asks what happens when there are many.
            cursor.execute("SET LOCAL enable_seqscan = off")
        with CaptureQueriesContext(connection) as statements:
            act()
        asked = next(q["sql"] for q in statements if q["sql"].startswith(beginning))
        explain = "EXPLAIN" if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN"
        cursor.execute(f"{explain} {asked}")
        return "\n".join(str(row) for row in cursor.fetchall())


def test_the_links_of_a_document_are_looked_up_both_ways_however_many_there_are(asker, question):
    plan = plan_of(lambda: chain(question, asker), 'SELECT "documents_relation"')
    assert "documents_relation_version_id" in plan
    assert "documents_relation_target_id" in plan


def test_what_a_document_answers_is_looked_up_by_each_of_its_names(asker, question):
    def answer():
        named = answers(foreign_id="q-11", reference_code="11/VP-TH", issuer_code=CODE)
        issue(asker, number=12, notation="VP-TH", relations=named)

    plan = plan_of(answer, 'SELECT "documents_version"."document_id"')
    assert "documents_document_named" in plan
    assert "documents_version_reference_code" in plan

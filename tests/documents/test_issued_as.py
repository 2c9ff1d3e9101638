"""The document of a number is found along the index of numbers, not among the words of all."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.documents.builders import an_agency, issue

from lienthong.documents import queries
from lienthong.documents.models import Document, Version
from lienthong.documents.types import VersionCard

pytestmark = pytest.mark.django_db


def test_only_the_very_number_of_that_agency_is_found_the_newest_first():
    agency, other = an_agency(), an_agency("Sở Y tế", "SYT")
    old = issue(agency, number=7, issued_on=date(2025, 11, 16))
    new = issue(agency, number=7)
    issue(agency, number=77)
    issue(other, number=7)
    reference = queries.version_card(new.version_id).reference_code

    found = queries.issued_as(agency.id, reference)
    assert [card.id for card in found] == [new.version_id, old.version_id]
    assert found[0] == queries.version_card(new.version_id)
    assert queries.issued_as(agency.id, reference[:-1]) == []


def test_the_days_between_which_it_was_issued_are_both_included():
    agency = an_agency()
    card = queries.version_card(issue(agency).version_id)

    def found(first: date, last: date) -> int:
        return len(queries.issued_as(agency.id, card.reference_code, first=first, last=last))

    day, before, after = card.issued_on, date(2026, 1, 1), date(2026, 12, 31)
    assert (found(day, day), found(before, day), found(day, after)) == (1, 1, 1)
    assert found(before, date(2026, 2, 1)) == 0


def and_many_more(card: VersionCard, count: int = 2_000) -> None:
    """Further documents of the same agency."""
    like = Version.objects.select_related("document").get(pk=card.id)
    documents = [
        Document(issuer_id=card.issuer_id, year=2026, number=10_000 + n, created_at=like.created_at)
        for n in range(count)
    ]
    Document.objects.bulk_create(documents)
    same = {
        "issued_on": like.issued_on,
        "kind": like.kind,
        "subject": like.subject,
        "content_id": like.content_id,
        "created_at": like.created_at,
    }
    Version.objects.bulk_create(
        Version(document=one, reference_code=f"{one.number}/SNV-VP", **same) for one in documents
    )


def test_a_package_does_not_read_all_documents_to_know_one():
    card = queries.version_card(issue(an_agency()).version_id)
    and_many_more(card)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        with CaptureQueriesContext(connection) as statements:
            assert len(queries.issued_as(card.issuer_id, card.reference_code)) == 1
        [asked] = [q["sql"] for q in statements]
        explain = "EXPLAIN" if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN"
        cursor.execute(f"{explain} {asked}")
        plan = "\n".join(str(row) for row in cursor.fetchall())
    assert "documents_version_reference_code" in plan

"""What is issued here has the identifier of the law: kept, found, shown (A1, B3)."""

import html

import pytest
from django.urls import reverse
from tests.issuing.builders import FRIDAY_9AM, a_complete_draft, a_draft, a_scan, issued, to
from tests.issuing.copying import made

from lienthong.documents import queries as documents
from lienthong.issuing import services

# On PostgreSQL other modules meet each statement of these (docs/explain/testing.md).
pytestmark = [pytest.mark.django_db, pytest.mark.once]


def identifier_of(card) -> str:
    return documents.identifier_of(documents.version_card(card.version_id).document_id)


def test_what_takes_its_number_here_has_an_identifier_that_nothing_else_has(province):
    justice = province.justice
    letter = issued(justice, a_draft(justice, to(province.committee)))
    copy = made(justice)
    code = justice.agency.code

    assert identifier_of(letter) == f"{code}.2026.1"
    assert identifier_of(copy) == f"{code}.2026.SY.1"


def test_what_has_its_number_from_elsewhere_has_none_of_ours(province):
    finance = province.finance
    draft = a_complete_draft(finance, to(province.justice), pdf=a_scan())
    card = services.issue_document(draft_id=draft.id, actor=finance.clerk, now=FRIDAY_9AM)
    assert identifier_of(card) == ""


def test_a_document_is_found_by_its_identifier_and_shows_it(province, signed_in):
    justice, committee = province.justice, province.committee
    letter = issued(justice, a_draft(justice, to(committee)))
    identifier = identifier_of(letter)

    found = documents.search_versions(documents.viewer_of(committee.clerk), identifier)
    assert [row.id for row in found.rows] == [letter.version_id]
    page = signed_in(committee.clerk).get(reverse("desk:document", args=[letter.version_id]))
    assert identifier in html.unescape(page.content.decode())

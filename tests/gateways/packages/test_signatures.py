"""A9: what a document of a package is worth follows from the signatures in its PDF."""

from datetime import date

import pytest
from tests.gateways.builders import a_document, codes, take
from tests.signatures.builders import (
    HOUR,
    NOW,
    World,
    _registered,
    an_issued_letter,
    signed_by_person,
    the_agency,
    the_authority,
    the_person,
    trust_the_authority,
)

from lienthong.documents import queries as documents
from lienthong.documents.types import LegalValue
from lienthong.formats.edxml import types as t
from lienthong.formats.edxml.dates import PackageDate
from lienthong.gateways.types import TakenIn
from lienthong.kernel.ids import uuid7
from lienthong.signatures import queries as signatures
from lienthong.signatures.types import HolderKind, Verdict

# On PostgreSQL other modules meet each statement of these (docs/explain/testing.md).
pytestmark = pytest.mark.once


@pytest.fixture
def world(agencies) -> World:
    """Certificates of a person and of the Office itself, under an authority that is trusted."""
    trust_the_authority()
    chain, person_id = the_authority().chain, uuid7()
    return World(
        person_id,
        agencies.office.id,
        _registered(the_person(), chain, HolderKind.PERSON, person_id),
        _registered(the_agency(), chain, HolderKind.AGENCY, agencies.office.id),
    )


def taken(pdf: bytes) -> TakenIn:
    place = t.PromulgationInfo("Mẫu", PackageDate(date(2026, 11, 20)))
    return take(a_document(files={"cong-van.pdf": pdf}, promulgation=place), now=NOW + HOUR)


def test_A9_signed_and_sealed_it_is_an_original(world):
    answer = taken(an_issued_letter(world))
    assert answer.legal.value == LegalValue.ORIGINAL
    assert "Thay thế bản giấy" in answer.legal.sentence


def test_A9_with_one_signature_it_is_incomplete(world):
    answer = taken(signed_by_person(world))
    assert answer.legal.value == LegalValue.INCOMPLETE


def test_A9_changed_after_signing_it_is_taken_in_and_told_to_be_invalid(world):
    pdf = an_issued_letter(world)
    answer = taken(pdf[:9] + bytes([pdf[9] ^ 1]) + pdf[10:])
    assert answer.legal.value == LegalValue.INVALID
    assert documents.version_card(answer.version_id).legal_value == LegalValue.INVALID


def test_A9_the_verdict_is_kept_so_that_a_doubt_is_looked_at_again(world):
    version = documents.version_card(taken(an_issued_letter(world)).version_id)
    verdict = signatures.latest_verdicts([version.content_digest])[version.content_digest]
    assert verdict.verdict == Verdict.VALID


def test_what_stands_on_the_page_is_compared_with_the_package(world):
    assert "documents.field-differs" in codes(taken(an_issued_letter(world)))

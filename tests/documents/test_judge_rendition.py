"""Signatures are checked, and what follows is kept; 'cannot tell' is decided later (A9)."""

from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO
from uuid import UUID

import pikepdf
import pytest
from tests.documents.builders import MONDAY, an_agency, content, facts, issue, listening, subscribed

from lienthong.blobs import services as blobs
from lienthong.documents import events, handlers, queries, services
from lienthong.documents.models import Rendition
from lienthong.documents.types import LegalValue, Road
from lienthong.kernel.actor import Actor
from lienthong.signatures.events import ContentsJudged
from lienthong.signatures.types import ContentVerdict, HolderKind, SignatureFinding, Verdict

pytestmark = pytest.mark.django_db
LATER = datetime(2026, 11, 17, 2, tzinfo=UTC)


def a_pdf() -> bytes:
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        made = BytesIO()
        pdf.save(made)
        return made.getvalue()


def a_verdict(digest, agency, verdict=Verdict.VALID):
    def one(kind, holder, name):
        return SignatureFinding(
            field=name,
            verdict=verdict,
            reason="untouched",
            sentence="…",
            holder_kind=kind,
            holder_id=holder,
            signer_name=name,
            signed_at=MONDAY,
        )

    both = (
        one(HolderKind.PERSON, UUID(int=1), "Nguyễn Văn A"),
        one(HolderKind.AGENCY, agency.id, agency.name),
    )
    return ContentVerdict(digest, verdict, both, LATER)


def taken_in(agency, *, legal_value=LegalValue.UNDETERMINED, is_scan=False, **changes):
    given = facts(agency, **changes)
    issued = services.issue_version(
        facts=given,
        road=Road.PACKAGE,
        legal_value=legal_value,
        actor=Actor.installation(),
        now=MONDAY,
        is_scan=is_scan,
    )
    return issued.version_id, given.content_digest


def worth(version_id):
    return queries.version_card(version_id).legal_value


def test_A9_what_could_not_be_told_is_decided_by_a_later_check():
    agency = an_agency()
    version, digest = taken_in(agency)
    with listening(events.LegalValueChanged) as heard:
        assert services.keep_judgements([a_verdict(digest, agency)], now=LATER) == 1
    assert worth(version) == LegalValue.ORIGINAL
    (news,) = heard
    assert (news.version_id, news.before, news.after) == (
        version,
        LegalValue.UNDETERMINED,
        LegalValue.ORIGINAL,
    )


def test_A9_the_same_verdict_again_changes_nothing_and_makes_no_news():
    agency = an_agency()
    _version, digest = taken_in(agency)
    services.keep_judgements([a_verdict(digest, agency)], now=LATER)
    with listening(events.LegalValueChanged) as heard:
        assert services.keep_judgements([a_verdict(digest, agency)], now=LATER) == 0
    assert heard == []


def test_A9_a_later_check_judges_by_the_rule_of_the_documents_day():
    agency = an_agency()
    version_2019, digest_2019 = taken_in(agency, issued_on=date(2019, 5, 2))
    version_2026, digest_2026 = taken_in(agency)
    for digest in (digest_2019, digest_2026):
        whole = a_verdict(digest, agency)
        services.keep_judgements([replace(whole, findings=whole.findings[:1])], now=LATER)
    assert worth(version_2019) == LegalValue.ORIGINAL
    assert worth(version_2026) == LegalValue.INCOMPLETE


def test_C3_a_scan_stays_a_scan_whatever_a_later_check_says():
    agency = an_agency()
    version, digest = taken_in(agency, legal_value=LegalValue.SCAN, is_scan=True)
    assert services.keep_judgements([a_verdict(digest, agency)], now=LATER) == 0
    assert worth(version) == LegalValue.SCAN


def test_a_content_that_no_document_has_concerns_nobody():
    assert services.keep_judgements([a_verdict("0" * 64, an_agency())], now=LATER) == 0


def test_A9_the_check_of_signatures_tells_documents_by_its_news():
    agency = an_agency()
    pdf = blobs.store(a_pdf(), agency_ids=[agency.id], now=MONDAY).digest
    version, _digest = taken_in(agency, content_digest=pdf)
    with subscribed(ContentsJudged, handlers.rejudge):
        judged = services.judge_content(
            pdf, on=date(2026, 11, 16), now=LATER, issuer_id=agency.id, road=Road.PACKAGE
        )
    assert judged == worth(version) == LegalValue.INFORMATION


def test_what_is_no_pdf_carries_no_signature_and_is_for_information():
    digest = content(holder=an_agency().id)
    judged = services.judge_content(digest, on=date(2026, 11, 16), now=LATER)
    assert judged == LegalValue.INFORMATION


def test_A9_the_sentence_comes_from_the_last_verdict_and_names_the_rule():
    agency = an_agency()
    pdf = blobs.store(a_pdf(), agency_ids=[agency.id], now=MONDAY).digest
    version, _digest = taken_in(agency, content_digest=pdf)
    unchecked, _other = taken_in(agency)
    services.judge_content(pdf, on=date(2026, 11, 16), now=LATER)
    told = queries.legal_values([version, unchecked, UUID(int=4)])
    assert set(told) == {version, unchecked}
    assert "Không có chữ ký số" in told[version].sentence
    assert "30/2020" in told[version].clause
    assert "Đang kiểm tra chữ ký" in told[unchecked].sentence


def test_legal_values_of_many_cost_three_statements(count_statements):
    agency = an_agency()
    ids = [taken_in(agency)[0] for _n in range(4)]
    assert count_statements(lambda: queries.legal_values(ids)) == 3


def test_the_file_as_issued_decides_and_not_a_later_scan_of_it():
    agency, other = an_agency(), an_agency("Sở Y tế", "SYT")
    issued = issue(agency)
    services.add_rendition(
        version_id=issued.version_id,
        digest=content(holder=other.id),
        road=Road.PAPER,
        agency_id=other.id,
        legal_value=LegalValue.SCAN,
        is_scan=True,
        now=LATER,
    )
    assert Rendition.objects.count() == 2
    assert worth(issued.version_id) == LegalValue.ORIGINAL

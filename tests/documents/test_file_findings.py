"""What a PDF that could be read may still have against it (A6)."""

import pytest

from lienthong.documents.rules.file_findings import no_stamp_finding, pdf_findings
from lienthong.documents.types import FindingLevel, Recognition
from lienthong.formats.pdf.types import PageText, PdfFacts


def a_pdf(**changes) -> PdfFacts:
    given = {
        "page_count": 2,
        "version": "1.7",
        "is_encrypted": False,
        "is_repaired": False,
        "active_content": (),
        "embedded_files": (),
        "has_form_fields": False,
        "signed_fields": 0,
        "empty_signature_fields": 0,
        "producer": "",
        "page_sizes": ((595.0, 842.0),) * 2,
        "pages": (),
    }
    return PdfFacts(**{**given, **changes})


def levels(pdf, *, is_own=True):
    return {finding.code: finding.level for finding in pdf_findings(pdf, is_own=is_own)}


def test_an_ordinary_pdf_has_nothing_against_it():
    assert levels(a_pdf()) == {"documents.file": FindingLevel.OK}


@pytest.mark.parametrize(
    ("is_own", "level"), [(True, FindingLevel.STOP), (False, FindingLevel.WARN)]
)
def test_restrictions_stop_a_file_of_ours_and_are_remarked_on_in_anothers(is_own, level):
    assert levels(a_pdf(is_encrypted=True), is_own=is_own)["pdf.encrypted"] == level


def test_a_repaired_file_is_warned_of():
    assert levels(a_pdf(is_repaired=True))["documents.file-irregular"] == FindingLevel.WARN


def test_scripts_stop_a_file_whoever_sends_it():
    for is_own in (True, False):
        found = levels(a_pdf(active_content=("JavaScript",)), is_own=is_own)
        assert found["pdf.active-content"] == FindingLevel.STOP


def test_A3_what_was_not_looked_at_is_not_called_free_of_a_stamp():
    page = PageText(1, 595.0, 842.0, ())
    assert no_stamp_finding(a_pdf(pages=(page,) * 2)).level == FindingLevel.OK

    long = no_stamp_finding(a_pdf(page_count=60, pages=(page,) * 6, text_is_partial=True))
    assert (long.code, long.level) == ("documents.not-read-whole", FindingLevel.WARN)
    assert long.sentence % long.facts == (
        "Không thấy dấu chỉ mức độ mật ở 6 trang đã đọc; tệp có 60 trang."
    )
    assert long.cause
    assert long.next_step

    scan = no_stamp_finding(a_pdf(pages=(page,) * 2, is_scan=True))
    assert (scan.code, scan.level) == ("documents.picture-not-read", FindingLevel.WARN)
    assert scan.cause
    assert scan.next_step


@pytest.mark.parametrize(
    ("recognition", "code"),
    [
        (Recognition.FAILED, "documents.picture-not-recognised"),
        (Recognition.FIRST, "documents.picture-read-in-part"),
        (Recognition.ALL, "documents.picture-read"),
    ],
)
def test_A3_a_scan_is_looked_at_by_a_person_however_much_of_it_was_read(recognition, code):
    told = no_stamp_finding(a_pdf(is_scan=True), recognition)
    assert (told.code, told.level) == (code, FindingLevel.WARN)
    assert told.sentence % told.facts
    assert told.next_step

"""The check of a file reads the first page of a scan, where the settings name a recogniser (A3)."""

import io
from datetime import date

import pytest
from tests.documents.builders import MONDAY, an_agency, listening
from tests.formats.scans.builders import TESSERACT, a_scan, needs_tesseract

from lienthong.blobs.models import Blob, Upload
from lienthong.documents import events, services
from lienthong.documents.services import _recognise
from lienthong.documents.types import FindingLevel, Recognition

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture(autouse=True)
def reads_scans(settings, monkeypatch):
    """With all the time that a busy machine may need."""
    settings.LIENTHONG_RECOGNISER = TESSERACT
    monkeypatch.setattr(_recognise, "PATIENCE", 120.0)
    _recognise.forget()


def look(content: bytes, **more):
    return services.examine(io.BytesIO(content), name="quet.pdf", now=MONDAY, **more)


def codes(examination) -> set[str]:
    return {finding.code for finding in examination.findings}


@needs_tesseract
def test_B4_fields_of_a_scan_are_offered_and_a_person_is_told_to_look():
    seen = look(a_scan())
    assert seen.recognition == Recognition.ALL
    assert seen.pdf.is_scan
    assert seen.fields.reference_code.value == "9459/UBND-TTTH"
    assert seen.fields.issued_on.value == date(2026, 11, 18)
    (told,) = [each for each in seen.findings if each.code == "documents.picture-read"]
    assert told.level == FindingLevel.WARN


@needs_tesseract
@pytest.mark.parametrize("look_at", [services.examine, services.examine_attachment])
def test_A3_a_stamp_on_a_scan_is_refused_and_counted_and_nothing_is_kept(look_at):
    agency = an_agency()
    with listening(events.SecretRefused) as heard:
        seen = look_at(
            io.BytesIO(a_scan(stamp="MẬT")), name="quet.pdf", now=MONDAY, agency_id=agency.id
        )
    assert [stop.code for stop in seen.stops] == ["documents.secret"]
    assert [(event.agency_id, event.level) for event in heard] == [(agency.id, "Mật")]
    assert seen.pdf is None
    assert not Blob.objects.exists()
    assert not Upload.objects.exists()
    assert not _recognise._kept, "words of a secret stay nowhere, not in memory either"


@needs_tesseract
def test_A3_a_system_that_sends_a_secret_scan_is_refused_too():
    assert [stop.code for stop in look(a_scan(stamp="MẬT"), only_stops=True).stops] == [
        "documents.secret"
    ]


@needs_tesseract
def test_a_scan_is_read_once_however_often_it_is_looked_at(settings):
    first = look(a_scan())
    settings.LIENTHONG_RECOGNISER = "/nowhere/tesseract"
    assert look(a_scan()).fields == first.fields


def test_a_recogniser_that_is_away_stops_nothing_and_is_told(settings):
    settings.LIENTHONG_RECOGNISER = "/nowhere/tesseract"
    seen = look(a_scan())
    assert seen.recognition == Recognition.FAILED
    assert "documents.picture-not-recognised" in codes(seen)
    settings.LIENTHONG_RECOGNISER = ""
    assert "documents.picture-not-read" in codes(look(a_scan()))

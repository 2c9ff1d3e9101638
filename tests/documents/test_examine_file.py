"""A file is looked at before anybody takes it in (A3, A6, A9, C3)."""

import hashlib
import io
from datetime import date

import pikepdf
import pytest
from tests import bad_files as bad
from tests.documents.builders import MONDAY, an_agency, listening
from tests.printing.builders import a_numbered_letter
from tests.signatures.builders import (
    HOUR,
    NOW,
    a_world,
    an_issued_letter,
    signed_by_person,
    with_password,
)

from lienthong.blobs.models import Blob, Upload
from lienthong.documents import events, services
from lienthong.documents.types import Declared, FindingLevel, LegalValue, Road
from lienthong.printing.letters import print_letter
from lienthong.signatures import services as signatures
from lienthong.signatures.models import VerdictRow
from lienthong.signatures.types import HolderKind

pytestmark = [pytest.mark.django_db, pytest.mark.once]
TO_SIGN = Declared()
FINISHED = Declared(will_be_signed=False)
FOREIGN = Declared(is_own=False, will_be_signed=False)


@pytest.fixture(scope="module")
def letter() -> bytes:
    return print_letter(a_numbered_letter())


def look(content, *, declared=TO_SIGN, name="van-ban.pdf", now=MONDAY, **more):
    return services.examine(io.BytesIO(content), name=name, now=now, declared=declared, **more)


def stops(examination):
    return [finding.code for finding in examination.stops]


def told(examination, code):
    (finding,) = [each for each in examination.findings if each.code == code]
    return finding.level, finding.sentence % finding.facts


def changed(content, change) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as document:
        change(document)
        document.save(out)
    return out.getvalue()


def add_script(document):
    script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
    document.Root.OpenAction = script


def test_A6_a_printed_letter_can_go_and_its_fields_are_read(letter):
    examination = look(letter)
    assert examination.can_go
    assert examination.page_count == 1
    assert examination.digest == hashlib.sha256(letter).hexdigest()
    assert examination.fields.reference_code.value == "9459/UBND-TTTH"
    assert examination.fields.issued_on.value == date(2026, 11, 18)
    assert told(examination, "documents.file") == (FindingLevel.OK, "Tệp PDF đọc được, 1 trang.")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "pdf.empty"),
        (b"PK\x03\x04 not a pdf", "pdf.not-a-pdf"),
        (b"%PDF-1.7\n%%EOF", "pdf.unreadable"),
    ],
)
def test_A6_what_is_no_pdf_stops_with_its_reason(content, code):
    examination = look(content)
    assert stops(examination) == [code]
    (finding,) = examination.stops
    assert finding.sentence
    assert finding.cause
    assert finding.next_step
    assert examination.page_count == 0


def test_A6_a_truncated_file_stops(letter):
    assert stops(look(letter[: len(letter) // 2])) == ["pdf.truncated"]


def test_A6_a_file_with_a_password_stops(letter):
    assert stops(look(with_password(letter))) == ["pdf.encrypted"]


def test_A6_a_file_that_runs_a_script_stops(letter):
    examination = look(changed(letter, add_script))
    assert stops(examination) == ["pdf.active-content"]
    assert "JavaScript" in examination.stops[0].sentence % examination.stops[0].facts


def test_A6_an_office_file_is_a_draft_and_goes_only_as_an_attachment():
    content = bad.a_zip(*bad.OOXML)
    assert stops(look(content, name="du-thao.docx")) == ["pdf.not-a-pdf"]
    assert told(look(content, declared=FOREIGN), "pdf.not-a-pdf")[0] == FindingLevel.WARN
    attached = services.examine_attachment(io.BytesIO(content), name="du-thao.docx", now=MONDAY)
    assert attached.can_go
    assert attached.name == "du-thao.docx"


def test_an_attachment_of_another_kind_stops():
    content = b"MZ a program"
    attached = services.examine_attachment(io.BytesIO(content), name="Chay.EXE", now=MONDAY)
    assert stops(attached) == ["documents.attachment-kind"]
    assert "Chay.EXE" in attached.stops[0].sentence % attached.stops[0].facts


def test_an_attached_pdf_is_looked_into(letter):
    def attach(content):
        source = io.BytesIO(content)
        return services.examine_attachment(source, name="phu-luc.pdf", now=MONDAY)

    assert attach(letter).can_go
    assert stops(attach(changed(letter, add_script))) == ["pdf.active-content"]
    assert stops(attach(b"%PDF-1.7\n%%EOF")) == ["pdf.unreadable"]


@pytest.mark.parametrize(
    ("stamp", "level"), [("MẬT", "Mật"), ("TỐI MẬT", "Tối mật"), ("TUYỆT MẬT", "Tuyệt mật")]
)
def test_A3_a_secrecy_stamp_on_a_document_declared_ordinary_stops_and_is_counted(stamp, level):
    agency = an_agency()
    content = print_letter(a_numbered_letter(circulation=stamp))
    with listening(events.SecretRefused) as heard:
        examination = look(content, agency_id=agency.id)
    assert stops(examination) == ["documents.secret"]
    assert level in examination.stops[0].sentence % examination.stops[0].facts
    assert heard == [events.SecretRefused(agency.id, Road.UPLOAD, level, refused_at=MONDAY)]


def test_A3_nothing_of_a_secret_is_in_the_answer_but_its_level():
    content = print_letter(a_numbered_letter(circulation="MẬT", subject="điều bí mật"))
    examination = look(content)
    assert examination.pdf is None
    assert examination.fields.subject is None
    assert "điều bí mật" not in repr(examination)


def test_A3_a_declared_level_stops_even_what_cannot_be_read():
    with listening(events.SecretRefused) as heard:
        examination = look(b"", declared=Declared(secrecy="Tối mật"))
    assert stops(examination) == ["documents.secret"]
    assert [each.level for each in heard] == ["Tối mật"]


def test_A3_words_about_secrecy_are_no_stamp(letter):
    """The letter says "trừ những văn bản mật" and "bảo mật thông tin"."""
    with listening(events.SecretRefused) as heard:
        assert told(look(letter), "documents.secret")[0] == FindingLevel.OK
    assert heard == []


def test_A3_a_secret_attachment_is_refused_too():
    content = print_letter(a_numbered_letter(circulation="MẬT"))
    with listening(events.SecretRefused) as heard:
        attached = services.examine_attachment(
            io.BytesIO(content), name="phu-luc.pdf", now=MONDAY, road=Road.PACKAGE
        )
    assert stops(attached) == ["documents.secret"]
    assert [each.road for each in heard] == [Road.PACKAGE]


def test_A9_both_signatures_are_told_in_plain_words():
    examination = look(an_issued_letter(a_world()), declared=FINISHED, now=NOW + HOUR)
    assert examination.can_go
    assert examination.standing.value == LegalValue.ORIGINAL
    level, sentence = told(examination, "documents.signature")
    assert level == FindingLevel.OK
    assert sentence.startswith("Bản gốc điện tử: chữ ký của Phó Chủ tịch Nguyễn Văn Hòa và con dấu")
    assert sentence.endswith("đều hợp lệ, ký ngày 20/11/2026. Thay thế bản giấy.")


def test_A9_a_missing_seal_is_a_warning():
    examination = look(signed_by_person(a_world()), declared=FINISHED, now=NOW + HOUR)
    assert examination.can_go
    assert told(examination, "documents.signature") == (
        FindingLevel.WARN,
        "Chưa đủ giá trị: thiếu chữ ký số của cơ quan. Chờ bản giấy.",
    )


def test_A9_a_file_changed_after_signing_stops():
    issued = an_issued_letter(a_world())
    tampered = issued.replace(b"/MediaBox", b"/mediabox", 1)
    assert tampered != issued
    examination = look(tampered, declared=FINISHED, now=NOW + HOUR)
    assert stops(examination) == ["documents.signature"]
    assert "Từ chối tiếp nhận" in examination.stops[0].sentence


def test_A6_a_finished_document_of_an_agency_with_a_certificate_must_be_signed(letter):
    agency = an_agency()
    world = a_world()
    signatures.register_certificate(
        pem=a_certificate_for(world),
        holder_kind=HolderKind.AGENCY,
        holder_id=agency.id,
        chain="",
        key_reference="",
    )
    finished = Declared(issuer_id=agency.id, will_be_signed=False)
    assert stops(look(letter, declared=finished, now=NOW)) == ["documents.must-be-signed"]
    a_scan = Declared(issuer_id=agency.id, will_be_signed=False, is_scan=True)
    assert stops(look(letter, declared=a_scan, now=NOW)) == ["documents.must-be-signed"]
    assert look(letter, declared=Declared(issuer_id=agency.id), now=NOW).can_go


def a_certificate_for(world) -> str:
    from tests.signatures.builders import the_authority

    return the_authority().agency("Sở Tư pháp").pem


def test_C3_without_a_certificate_a_scan_is_the_official_document(letter):
    agency = an_agency()
    as_text = Declared(issuer_id=agency.id, will_be_signed=False)
    as_scan = Declared(issuer_id=agency.id, will_be_signed=False, is_scan=True)
    assert stops(look(letter, declared=as_text)) == ["documents.must-be-scan"]
    examination = look(letter, declared=as_scan)
    assert examination.can_go
    assert examination.standing.value == LegalValue.SCAN
    assert told(examination, "documents.signature")[0] == FindingLevel.WARN


def test_what_others_send_unsigned_is_taken_with_a_warning(letter):
    examination = look(letter, declared=FOREIGN)
    assert examination.can_go
    assert told(examination, "documents.signature")[0] == FindingLevel.WARN
    assert examination.standing.value == LegalValue.INFORMATION


def test_a_form_that_says_something_else_than_the_page_is_warned_of(letter):
    declared = Declared(reference_code="9460/UBND-TTTH", issued_on=date(2026, 11, 17))
    examination = look(letter, declared=declared)
    warned = [f for f in examination.findings if f.code == "documents.field-differs"]
    assert [f.sentence % f.facts for f in warned] == [
        "Số, ký hiệu trong biểu mẫu là “9460/UBND-TTTH”, trên văn bản là “9459/UBND-TTTH”.",
        "Ngày ban hành trong biểu mẫu là “17/11/2026”, trên văn bản là “18/11/2026”.",
    ]
    assert examination.can_go


def test_a_form_that_agrees_with_the_page_is_not_remarked_on(letter):
    declared = Declared(reference_code=" 9459 /ubnd-ttth", issued_on=date(2026, 11, 18))
    codes = [f.code for f in look(letter, declared=declared).findings]
    assert "documents.field-differs" not in codes


def test_looking_keeps_nothing(letter):
    look(letter)
    assert not Blob.objects.exists()
    assert not Upload.objects.exists()
    assert not VerdictRow.objects.exists()


def test_looking_costs_a_fixed_number_of_statements(letter, count_statements):
    declared = Declared(issuer_id=an_agency().id)
    assert count_statements(lambda: look(letter, declared=declared)) <= 8

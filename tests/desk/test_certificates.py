"""The certificate of a delivery: one page, signed, the same facts at any time."""

import io
import json
import re
import shutil
import subprocess
from datetime import timedelta

import pikepdf
import pypdfium2
import pytest
from tests.desk.builders import an_arrived, an_entered, at_desk, two_offices

from lienthong.desk.certificates import certificate_of
from lienthong.desk.proofs import proof_of
from lienthong.exchange import queries as exchange
from lienthong.exchange.types import StatusCode
from lienthong.kernel import clock
from lienthong.ledger import services as ledger
from lienthong.ledger.rules.checks.enclosed import verify_enclosed

# On PostgreSQL other modules meet each statement of these (docs/explain/testing.md).
pytestmark = [pytest.mark.django_db, pytest.mark.once]
ADDRESS = "https://lienthong.example/bien-nhan/0193a000-0000-7000-8000-00000000000e/"


@pytest.fixture
def accepted():
    """A delivery that was accepted and whose records have their places under a published head."""
    committee, department = two_offices()
    entry = an_entered(committee, department)
    ledger.sequence(now=clock.now())
    ledger.publish_head(now=clock.now())
    return committee, department, exchange.delivery_card(entry.delivery_id)


def made(delivery, office, *, later=timedelta()):
    proof = proof_of(delivery.dispatch_record_id, delivery.id, actor=office.clerk, now=clock.now())
    return certificate_of(proof, check_address=ADDRESS, now=clock.now() + later)


def text_of(pdf):
    document = pypdfium2.PdfDocument(pdf)
    assert len(document) == 1
    text = document[0].get_textpage().get_text_range()
    return re.sub(r"\s+", " ", text)


def enclosed_in(pdf):
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return {
            name: document.attachments[name].get_file().read_bytes()
            for name in document.attachments
        }


def test_it_says_on_one_page_who_sent_what_to_whom_and_what_happened(accepted):
    committee, _department, delivery = accepted
    text = text_of(made(delivery, committee))
    for said in (
        "GIẤY CHỨNG NHẬN",
        "Ủy ban nhân dân tỉnh",
        "Sở Tư pháp",
        "Gửi qua hệ thống",
        "Bên nhận tiếp nhận",
        "kỳ 1, bản ghi 1",
        "20/2023/QH15",
        "lienthong verify",
    ):
        assert said in text


def test_both_sides_may_have_it_and_the_page_of_either_receipt_gives_the_same(accepted):
    committee, department, delivery = accepted
    line = next(r for r in exchange.course([delivery.id]) if r.code == StatusCode.ACCEPTED)
    answers = [
        at_desk(committee.clerk).get(f"/bien-nhan/{delivery.dispatch_record_id}/{delivery.id}.pdf"),
        at_desk(department.clerk).get(f"/bien-nhan/{line.record_id}.pdf"),
    ]
    texts = []
    for answer in answers:
        assert answer["Content-Type"] == "application/pdf"
        texts.append(without_issue(text_of(answer.content)))
    assert texts[0] == texts[1]


def without_issue(text):
    """The text without the moment of issue and the address of the page that it came from."""
    return re.sub(r"Cấp lúc .*?\.|hoặc mở .*? Không cần mạng", "", text)


def test_issued_again_it_says_the_same_with_a_new_moment_of_issue(accepted):
    committee, _department, delivery = accepted
    first, second = (
        text_of(made(delivery, committee, later=later))
        for later in (timedelta(), timedelta(days=900))
    )
    assert first != second
    assert without_issue(first) == without_issue(second)


def test_the_proofs_inside_hold_with_the_public_key_alone(accepted):
    committee, _department, delivery = accepted
    files = enclosed_in(made(delivery, committee))
    assert sorted(files) == ["bien-nhan-1.json", "bien-nhan-2.json", "dau-so.json"]
    steps = verify_enclosed(files, public_key_pem=ledger.ensure_key().pem)
    assert all(step.ok for step in steps)
    assert [step.code for step in steps][-2:] == ["inclusion.published", "certificate.printed"]
    kinds = [json.loads(files[f"bien-nhan-{n}.json"])["format"] for n in (1, 2)]
    assert kinds == ["lienthong-receipt/1"] * 2


def test_before_the_record_has_its_place_the_certificate_promises_it():
    committee, department = two_offices()
    delivery = an_arrived(committee, department)
    pdf = made(delivery, committee)
    assert "chậm nhất lúc" in text_of(pdf)
    steps = verify_enclosed(enclosed_in(pdf), public_key_pem=ledger.ensure_key().pem)
    assert all(step.ok for step in steps)
    assert "dau-so.json" not in enclosed_in(pdf)


def test_what_was_erased_by_law_is_said_on_the_certificate(accepted):
    committee, _department, delivery = accepted
    ledger.erase(
        delivery.dispatch_record_id,
        names={"subject"},
        reason="Hết thời hạn bảo quản",
        office="Trung tâm Lưu trữ lịch sử",
        actor=committee.clerk,
        now=clock.now(),
    )
    text = text_of(made(delivery, committee))
    assert "Trung tâm Lưu trữ lịch sử" in text
    assert "xóa theo quy định" in text
    assert "Trích yếu" not in text


def test_a_long_reason_and_subject_still_fit_on_one_page():
    committee, department = two_offices()
    delivery = an_arrived(committee, department)
    at_desk(department.clerk).post(
        f"/chuyen-phat/{delivery.id}/tu-choi/", {"reason": "Thiếu phụ lục số 2. " * 20}
    )
    ledger.sequence(now=clock.now())
    text = text_of(made(delivery, committee))
    assert "từ chối tiếp nhận: “Thiếu phụ lục" in text


@pytest.mark.poppler
def test_pdfsig_finds_the_signature_valid_and_a_changed_byte(accepted, tmp_path):
    committee, _department, delivery = accepted
    pdf = made(delivery, committee)
    (tmp_path / "true.pdf").write_bytes(pdf)
    at = pdf.index(b"stream") + 20
    (tmp_path / "changed.pdf").write_bytes(pdf[:at] + bytes([pdf[at] ^ 1]) + pdf[at + 1 :])
    said = {
        name: subprocess.run(
            [shutil.which("pdfsig"), "-nocert", f"{name}.pdf"],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        ).stdout
        for name in ("true", "changed")
    }
    assert "Signature is Valid" in said["true"]
    assert "Total document signed" in said["true"]
    assert "Signature is Valid" not in said["changed"]

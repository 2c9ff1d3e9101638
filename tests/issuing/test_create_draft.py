"""A file from quarantine becomes a draft, once per form; what cannot go out leaves nothing."""

from datetime import date
from pathlib import Path

import pytest
from tests.issuing import builders
from tests.issuing.builders import FRIDAY_9AM, a_complete_draft, a_draft, an_upload, to

from lienthong.blobs import queries as blob_queries
from lienthong.blobs.errors import UploadClosed, UploadNotFound
from lienthong.documents.errors import NotationAgainstRule
from lienthong.issuing import errors, queries, services
from lienthong.issuing.models import Draft, DraftAttachment, DraftRecipient, Step
from lienthong.issuing.types import DraftState, NewFile, Origin
from lienthong.kernel.ids import uuid7

pytestmark = pytest.mark.django_db


def test_a_file_and_its_fields_become_a_draft_with_its_recipients_block(province):
    draft = a_draft(province.justice, to(province.committee))

    assert draft.state == DraftState.DRAFTING
    assert [line.text for line in draft.facts.recipients] == [
        "Ủy ban nhân dân tỉnh Đồng Nai",
        "Lưu: VT",
    ]
    assert [step.name for step in queries.course(draft.id)] == ["drafted"]


def test_the_same_form_sent_twice_makes_one_draft(province):
    first = a_draft(province.justice, key="form 1")
    again = a_draft(province.justice, key="form 1")

    assert again.id == first.id
    assert Draft.objects.count() == 1
    assert DraftRecipient.objects.count() == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"subject": "V/v một việc khác"},
        {"slip": "Phiếu trình khác."},
        {"due_on": date(2026, 12, 1)},
        {"pdf": builders.a_letter(subject="báo cáo công tác tư pháp tháng 12")},
    ],
    ids=["subject", "slip", "limit", "file"],
)
def test_the_same_form_for_another_document_is_refused(province, changes):
    a_draft(province.justice, key="form 1")
    with pytest.raises(errors.DraftDiffers):
        a_draft(province.justice, key="form 1", **changes)
    assert Draft.objects.count() == 1


def test_the_same_form_with_other_recipients_or_attachments_is_refused(province):
    justice = province.justice
    a_draft(justice, to(province.committee), key="form 1")
    with pytest.raises(errors.DraftDiffers):
        a_draft(justice, to(province.finance), key="form 1")
    with pytest.raises(errors.DraftDiffers):
        services.create_draft(
            facts=builders.the_facts(justice, to(province.committee)),
            origin=Origin.HERE,
            file=an_upload(justice.officer),
            attachments=[an_upload(justice.officer, name="phu-luc.pdf")],
            key="form 1",
            actor=justice.officer,
            now=FRIDAY_9AM,
        )


def test_a_kept_draft_goes_on_when_the_same_form_is_sent(province):
    kept = the_button(province.justice, is_kept=True)
    sent = the_button(province.justice, is_kept=False)

    assert (kept.state, sent.state) == (DraftState.DRAFTING, DraftState.AWAITING_SIGNATURE)
    assert sent.id == kept.id
    assert Draft.objects.count() == 1


def the_button(office, *, is_kept):
    return services.send_document(
        facts=builders.the_facts(office),
        origin=Origin.HERE,
        file=an_upload(office.officer),
        is_kept=is_kept,
        key="form 1",
        actor=office.officer,
        now=FRIDAY_9AM,
    )


def test_files_are_called_as_quarantine_calls_them_whatever_the_form_says(province):
    officer = province.justice.officer
    main, extra = (
        NewFile(an_upload(officer, name=name).upload_id, "../khac\x00.exe")
        for name in ("bao-cao.pdf", "phu-luc.pdf")
    )
    draft = services.create_draft(
        facts=builders.the_facts(province.justice),
        origin=Origin.HERE,
        file=main,
        attachments=[extra],
        key="form 1",
        actor=officer,
        now=FRIDAY_9AM,
    )

    assert draft.content_name == "bao-cao.pdf"
    assert [each.name for each in DraftAttachment.objects.all()] == ["phu-luc.pdf"]


def test_A3_a_secret_stamp_refuses_the_file_and_its_bytes_are_gone(
    province, tmp_path, django_capture_on_commit_callbacks
):
    file = an_upload(province.justice.officer, builders.a_secret_letter())
    with (
        django_capture_on_commit_callbacks(execute=True),
        pytest.raises(errors.FileNotSendable) as refused,
    ):
        services.create_draft(
            facts=builders.the_facts(province.justice),
            origin=Origin.HERE,
            file=file,
            key="form 1",
            actor=province.justice.officer,
            now=FRIDAY_9AM,
        )

    assert refused.value.facts["finding"] == "documents.secret"
    assert not Draft.objects.exists()
    with pytest.raises(UploadClosed):
        blob_queries.upload_card(file.upload_id, actor=province.justice.officer)
    assert bytes_of_uploads(tmp_path) == []


def bytes_of_uploads(home: Path) -> list[Path]:
    """Return every file that lies anywhere but among the keys."""
    return [path for path in home.rglob("*") if path.is_file() and "keys" not in path.parts]


def test_a_file_of_another_agency_is_not_found(province):
    file = an_upload(province.finance.officer)
    with pytest.raises(UploadNotFound):
        services.create_draft(
            facts=builders.the_facts(province.justice),
            origin=Origin.HERE,
            file=file,
            key="form 1",
            actor=province.justice.officer,
            now=FRIDAY_9AM,
        )


def test_a_document_to_be_signed_here_needs_its_signer(province):
    with pytest.raises(errors.SignerMissing):
        a_draft(province.justice, signer_post_id=None)


def test_a_signer_of_another_agency_is_no_signer(province):
    with pytest.raises(errors.SignerMissing):
        a_draft(province.justice, signer_post_id=province.finance.leader.post_id)


def test_B5_a_notation_against_the_rule_is_refused_before_a_number_is_taken(province):
    with pytest.raises(NotationAgainstRule) as refused:
        a_draft(province.justice, notation="ABC-XYZ")
    assert refused.value.facts["notation"] == "ABC-XYZ"
    assert not Draft.objects.exists()


def test_a_complete_file_needs_number_and_day(province):
    with pytest.raises(errors.NumberMissing):
        a_complete_draft(province.finance, number=None)
    with pytest.raises(errors.NumberMissing):
        a_complete_draft(province.finance, issued_on=None)


def test_what_is_answered_must_be_a_line_of_our_own_book(province):
    with pytest.raises(errors.AnswersNothingOfOurs):
        a_draft(province.justice, answers_entry_id=uuid7())


def test_a_refused_draft_leaves_no_row(province):
    with pytest.raises(errors.NumberMissing):
        a_complete_draft(province.finance, issued_on=None, number=3)

    assert not Draft.objects.exists()
    assert not Step.objects.exists()


def test_a_draft_of_another_agency_is_not_found(province):
    draft = a_draft(province.justice)
    with pytest.raises(errors.DraftNotFound):
        queries.draft_card(draft.id, agency_id=province.finance.agency.id)


def test_what_is_returned_is_dated_by_the_form_only_for_complete_files(province):
    draft = a_draft(province.justice, number=7, issued_on=date(2026, 11, 20))

    assert draft.facts.number is None
    assert draft.facts.issued_on is None

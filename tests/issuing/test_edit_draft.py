"""Editing a draft: the form with what it holds, other files, and who may until when."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests.issuing.builders import (
    FRIDAY_9AM,
    a_draft,
    a_letter,
    an_upload,
    issued,
    numbered,
    submitted,
    the_facts,
    to,
)

from lienthong.documents import queries as documents
from lienthong.issuing import queries, services
from lienthong.issuing.types import DraftState

# On PostgreSQL `both` and other modules meet each statement of these (docs/explain/testing.md).
pytestmark = [pytest.mark.django_db, pytest.mark.once]


def edit(client, draft, **fields):
    """Send the form as the page shows it, with these fields in the place of what it shows."""
    address = reverse("issuing:edit", args=[draft.id])
    page = client.get(address)
    form = page.context["form"]
    values = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    kept = [each.digest for each in page.context["attachments"]]
    return client.post(address, {**values, "had": kept, "kept": kept, **fields})


def act(client, draft, name, **fields):
    return client.post(reverse(f"issuing:{name}", args=[draft.id]), fields)


def table(content: bytes, name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def changes(draft) -> list[str]:
    return [step.note for step in queries.course(draft.id) if step.name == "changed"]


def attached(draft) -> list[str]:
    return [each.name for each in queries.attachments_of(draft.id)]


def test_a_returned_draft_is_put_right_and_its_course_says_what_changed(province, signed_in):
    justice = province.justice
    draft = submitted(justice, a_draft(justice, to(province.committee)))
    act(signed_in(justice.leader), draft, "return", reason="Trích yếu sai.")
    officer = signed_in(justice.officer)
    lines = {"recipient": f"agency:{province.finance.agency.id}", "role": "action"}
    shown = edit(officer, draft, **lines, subject="")
    assert shown.status_code == 422
    assert "Sở Tài chính" in shown.content.decode()
    sent = {**lines, "subject": "V/v báo cáo công tác tháng 11"}
    assert edit(officer, draft, **sent).status_code == 302
    assert edit(officer, draft, **sent).status_code == 302

    card = queries.draft_card(draft.id, agency_id=justice.agency.id)
    assert card.facts.subject == "V/v báo cáo công tác tháng 11"
    assert card.content_digest == draft.content_digest
    assert changes(draft) == ["trích yếu, nơi nhận"]
    assert act(officer, draft, "submit").status_code == 302


@pytest.mark.both
def test_editing_what_waits_for_the_signature_takes_it_back_and_is_the_authors(province, signed_in):
    justice = province.justice
    draft = submitted(justice, a_draft(justice))
    officer = signed_in(justice.officer)

    refused = edit(signed_in(justice.clerk), draft, subject="V/v việc khác")
    assert refused.status_code == 403
    new_file = SimpleUploadedFile("sua.pdf", a_letter(subject="V/v việc đã sửa"))
    assert edit(officer, draft, file=new_file).status_code == 302

    card = queries.draft_card(draft.id, agency_id=justice.agency.id)
    assert card.state == DraftState.DRAFTING
    assert card.content_digest != draft.content_digest
    assert changes(draft) == ["tệp"]
    assert act(signed_in(justice.leader), draft, "sign").status_code == 409
    assert officer.get(reverse("issuing:outgoing") + "?muc=dang-soan").status_code == 200


def test_a_signed_draft_is_not_edited(province, signed_in):
    justice = province.justice
    draft = a_draft(justice)
    numbered(justice, draft)
    officer = signed_in(justice.officer)

    assert edit(officer, draft, subject="V/v khác").status_code == 409


@pytest.mark.both
def test_attachments_of_a_returned_draft_are_added_and_taken_away(province, signed_in):
    justice = province.justice
    draft = a_draft(justice)
    officer = signed_in(justice.officer)
    files = [table(b"a;1\n", "phu-luc-1.csv"), table(b"b;2\n", "phu-luc-2.csv")]
    assert edit(officer, draft, attachments=files).status_code == 302
    submitted(justice, draft)
    act(signed_in(justice.leader), draft, "return", reason="Thay phụ lục 1.")

    first, second = [each.digest for each in queries.attachments_of(draft.id)]
    form = {"had": [first, second], "kept": [second]}
    for _twice in range(2):
        sent = edit(officer, draft, **form, attachments=table(b"a;3\n", "phu-luc-1-sua.csv"))
        assert sent.status_code == 302

    assert attached(draft) == ["phu-luc-2.csv", "phu-luc-1-sua.csv"]
    assert changes(draft) == ["tệp kèm theo", "tệp kèm theo"]
    card = issued(justice, draft)
    assert [each.name for each in documents.attachments_of(card.version_id)] == attached(draft)


def test_a_refused_form_keeps_the_files_that_came_with_it(province, signed_in):
    justice = province.justice
    draft = a_draft(justice)
    officer = signed_in(justice.officer)
    new = {"file": table(a_letter(subject="V/v khác"), "sua.pdf")}

    refused = edit(officer, draft, subject="", attachments=table(b"a;1\n", "so-lieu.csv"), **new)
    assert refused.status_code == 422
    upload, extra = refused.context["file"].file, refused.context["added"][0]
    assert attached(draft) == []
    again = {"upload": str(upload.upload_id), "attachment": str(extra.upload_id)}
    assert edit(officer, draft, **again).status_code == 302

    assert attached(draft) == ["so-lieu.csv"]
    assert changes(draft) == ["tệp, tệp kèm theo"]


def test_an_attachment_that_cannot_go_out_changes_nothing(province, signed_in):
    justice = province.justice
    draft = a_draft(justice)

    refused = edit(
        signed_in(justice.officer), draft, attachments=table(b"MZ\x90\x00" + b"\0" * 99, "a.exe")
    )

    assert refused.status_code == 422
    assert attached(draft) == changes(draft) == []


@pytest.mark.both
def test_a_draft_is_edited_once_when_two_forms_come_at_once(province):
    justice = province.justice
    draft = a_draft(justice)
    file = an_upload(justice.officer, a_letter(subject="V/v khác"))
    extra = an_upload(justice.officer, a_letter(number="3"), name="phu-luc.pdf")

    for _twice in range(2):
        services.edit_draft(
            draft_id=draft.id,
            facts=the_facts(justice, subject="V/v khác"),
            file=file,
            attachments=[extra],
            dropped=["0" * 64],
            actor=justice.officer,
            now=FRIDAY_9AM,
        )

    assert changes(draft) == ["trích yếu, tệp, tệp kèm theo"]
    assert attached(draft) == ["phu-luc.pdf"]


def test_attachments_of_a_draft_open_to_whom_sees_the_draft(province, signed_in):
    justice = province.justice
    draft = a_draft(justice)
    officer = signed_in(justice.officer)
    files = [table(a_letter(number="3"), "phu-luc.pdf"), table(b"a;1\n", "so-lieu.csv")]
    edit(officer, draft, attachments=files)
    page = officer.get(reverse("issuing:draft", args=[draft.id])).content.decode()
    addresses = [reverse("issuing:attachment", args=[draft.id, number]) for number in (0, 1, 2)]

    assert [address in page for address in addresses] == [True, True, False]
    shown, saved, missing = [officer.get(address) for address in addresses]
    assert shown.headers["Content-Disposition"].startswith("inline")
    assert b"".join(saved.streaming_content) == b"a;1\n"
    assert saved.headers["Content-Disposition"].startswith("attachment")
    assert missing.status_code == 404
    assert signed_in(province.finance.clerk).get(addresses[0]).status_code == 404

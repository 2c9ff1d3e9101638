"""Other agencies are asked about a draft by letter; the answers are gathered on the draft (A8)."""

import html
from datetime import date, timedelta
from io import BytesIO

import openpyxl
import pytest
from django.urls import reverse
from tests.issuing.builders import (
    FRIDAY_9AM,
    MINUTE,
    a_complete_draft,
    a_draft,
    a_scan,
    an_upload,
    signed,
    the_facts,
    to,
)

from lienthong.documents.queries import viewer_of
from lienthong.exchange import queries as exchange
from lienthong.issuing import errors, queries, services
from lienthong.issuing.types import DraftState, NotedComment, Origin, Treatment
from lienthong.registers import services as registers
from lienthong.signatures.adapters.keyfiles import KeyFiles

pytestmark = pytest.mark.django_db
FRIDAY = date(2026, 11, 20)
DUE = FRIDAY + timedelta(days=5)
LARGEST = 10 * 1024 * 1024


@pytest.fixture
def justice(province):
    return province.justice


@pytest.fixture
def draft(justice):
    return a_draft(justice, subject="V/v quy chế làm việc")


def a_letter_about(draft, office, *recipients, **changes):
    """The letter that asks, issued, with the draft's file in it."""
    files = services.start_consultation(
        draft_id=draft.id, largest=LARGEST, actor=office.officer, now=FRIDAY_9AM
    )
    letter = services.create_draft(
        facts=the_facts(
            office,
            *recipients,
            **{"consults_draft_id": draft.id, "due_on": DUE, **changes},
        ),
        origin=Origin.HERE,
        file=an_upload(office.officer),
        attachments=files,
        key="lay-y-kien",
        actor=office.officer,
        now=FRIDAY_9AM,
    )
    signed(office, letter)
    return services.issue_at_once(
        draft_id=letter.id, signer=KeyFiles(), actor=office.clerk, now=FRIDAY_9AM
    )


def entered_by(office, letter):
    delivery = exchange.delivery_to(letter.version_id, recipient_id=office.agency.id)
    return registers.accept_delivery(
        delivery_id=delivery.id, key="tiep-nhan", actor=office.clerk, now=FRIDAY_9AM + MINUTE
    )


def on(draft, office, day=FRIDAY, viewer=None):
    actor = viewer or office.officer
    return queries.consultations_on(draft.id, viewer=viewer_of(actor), on=day)


def note(letter, office, agency, **changes):
    facts = {"agrees": False, "text": "Sửa Điều 5.", "treatment": None, "explanation": ""}
    return services.note_agency_comment(
        letter_id=letter.id,
        agency_id=agency.agency.id,
        noted=NotedComment(**{**facts, "seen_at": None, **changes}),
        actor=changes.pop("actor", office.officer),
        now=FRIDAY_9AM + 5 * MINUTE,
    )


def test_the_answer_of_an_agency_is_gathered_and_who_is_silent_is_late(province, justice, draft):
    letter = a_letter_about(draft, justice, to(province.committee), to(province.finance))
    attached = queries.attachments_of(letter.id)
    assert [file.name for file in attached] == [draft.content_name]
    assert queries.consultation_until(letter.version_id) == DUE
    assert [step.name for step in queries.course(draft.id)][-1] == "consultation-sent"

    entry = entered_by(province.finance, letter)
    answer = a_complete_draft(
        province.finance, to(justice), answers_entry_id=entry.id, pdf=a_scan()
    )
    services.issue_document(draft_id=answer.id, actor=province.finance.clerk, now=FRIDAY_9AM)

    before, after = on(draft, justice)[0], on(draft, justice, DUE + timedelta(days=1))[0]
    told = {one.name: one for one in after.agencies}
    finance, committee = told["Sở Tài chính"], told["Ủy ban nhân dân tỉnh Đồng Nai"]
    assert (before.late_count, after.late_count) == (0, 1)
    assert [bool(one.answers) for one in (finance, committee)] == [True, False]
    assert (finance.is_late, committee.is_late) == (False, True)
    assert not finance.answers[0].is_visible
    seen = on(draft, justice, viewer=justice.clerk)[0].agencies
    assert [one.answers[0].is_visible for one in seen if one.answers] == [True]


def test_a_letter_without_a_day_or_about_what_takes_no_comments_is_refused(justice, draft):
    with pytest.raises(errors.ConsultationDueMissing) as refused:
        a_letter_about(draft, justice, due_on=None)
    assert refused.value.code == "issuing.consultation-due-missing"
    services.withdraw_draft(draft_id=draft.id, reason="Gộp.", actor=justice.officer, now=FRIDAY_9AM)
    with pytest.raises(errors.CommentsNotAsked):
        a_draft(justice, consults_draft_id=draft.id, due_on=DUE)
    with pytest.raises(errors.CommentsNotAsked):
        services.start_consultation(
            draft_id=draft.id, largest=LARGEST, actor=justice.officer, now=FRIDAY_9AM
        )


def test_what_an_agency_says_is_noted_once_and_who_comes_second_is_told(province, justice, draft):
    letter = a_letter_about(draft, justice, to(province.finance))
    with pytest.raises(errors.ConsultationNotFound) as refused:
        note(letter, justice, province.committee)
    assert refused.value.code == "issuing.consultation-not-found"
    with pytest.raises(errors.ConsultationNotFound):
        note(draft, justice, province.finance)
    with pytest.raises(errors.NotTheAuthor):
        services.note_agency_comment(
            letter_id=letter.id,
            agency_id=province.finance.agency.id,
            noted=NotedComment(True, "", None, "", None),
            actor=justice.clerk,
            now=FRIDAY_9AM,
        )
    for bad, refusal in (
        ({"text": " "}, errors.CommentEmpty),
        ({"agrees": True}, errors.AgreesWithComment),
        ({"text": "x" * 5001}, errors.CommentTooLong),
        ({"treatment": Treatment.NOT_TAKEN}, errors.ExplanationMissing),
    ):
        with pytest.raises(refusal):
            note(letter, justice, province.finance, **bad)

    for _ in range(2):
        note(letter, justice, province.finance)
    with pytest.raises(errors.CommentTreated):
        note(letter, justice, province.finance, text="Khác.")
    noted = on(draft, justice)[0].agencies[0].comment
    note(letter, justice, province.finance, treatment=Treatment.TAKEN, seen_at=noted.noted_at)
    assert on(draft, justice)[0].agencies[0].comment.treatment == Treatment.TAKEN
    assert on(draft, justice, DUE + timedelta(days=9))[0].late_count == 0


@pytest.mark.once
def test_from_the_button_to_the_summary_and_the_answer_at_the_other_end(
    province, justice, draft, signed_in
):
    author = signed_in(justice.officer)
    start = author.post(reverse("issuing:start-consultation", args=[draft.id]))
    page = html.unescape(author.get(start["Location"]).content.decode())
    assert "V/v lấy ý kiến góp ý dự thảo: quy chế làm việc" in page
    assert draft.content_name in page
    assert f'name="consults" value="{draft.id}"' in page

    letter = a_letter_about(
        draft, justice, to(province.finance), subject="V/v lấy ý kiến góp ý dự thảo: quy chế"
    )
    assert letter.state == DraftState.ISSUED
    entry = entered_by(province.finance, letter)
    other = signed_in(province.finance.clerk)
    received = html.unescape(
        other.get(reverse("desk:document", args=[letter.version_id])).content.decode()
    )
    assert "lấy ý kiến về một dự thảo (tệp kèm theo); trả lời trước 25/11/2026." in received
    form = other.get(reverse("issuing:send"), {"tra-loi": str(entry.id)}).content.decode()
    assert "V/v góp ý dự thảo: quy chế" in html.unescape(form)

    line = reverse("issuing:note-agency-comment", args=[letter.id, province.finance.agency.id])
    told = {"text": "=Sửa Điều 5.", "treatment": "not-taken", "explanation": "Đã có ở Điều 6."}
    assert author.post(line, told).status_code == 302
    table = author.get(reverse("issuing:consultations", args=[draft.id])).content.decode()
    assert "Không tiếp thu</b>: Đã có ở Điều 6." in html.unescape(table)
    sheet = author.get(reverse("issuing:comment-sheet", args=[draft.id]))
    rows = openpyxl.load_workbook(BytesIO(sheet.getvalue())).active.iter_rows(values_only=True)
    assert list(rows)[1] == (
        *(1, "Sở Tài chính", "", "=Sửa Điều 5."),
        *("Không tiếp thu", "Đã có ở Điều 6."),
    )
    shown = html.unescape(author.get(reverse("issuing:draft", args=[draft.id])).content.decode())
    assert "1/1 nơi đã trả lời" in shown

"""The pages of comments: asking, commenting as one who was asked, and what the signer sees."""

import html
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests.issuing.builders import a_client, a_draft, an_upload, submitted, to
from tests.issuing.test_comments import a_colleague, ask, say

from lienthong.issuing import queries
from lienthong.issuing.models import Comment, CommentRequest

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def text_of(answer, status=200) -> str:
    assert answer.status_code == status
    return html.unescape(answer.content.decode())


def test_from_asking_to_the_signers_page(province, signed_in):
    justice = province.justice
    draft = a_draft(justice, to(province.committee))
    colleague = a_colleague(justice)
    author, reader = signed_in(justice.officer), signed_in(colleague)
    ask_url = reverse("issuing:ask-comments", args=[draft.id])
    page = text_of(author.get(ask_url))
    assert "Trần Văn Cảnh" in page
    assert justice.officer.name not in page[page.index('<form method="post" action="' + ask_url) :]
    refused = author.post(ask_url, {"due_on": "23/11/2026", "question": ""})
    assert "Chưa chọn ai" in text_of(refused, 422)
    asked = {"due_on": "23/11/2026", "post": str(colleague.post_id), "question": "Xem mục 2."}
    assert author.post(ask_url, asked).status_code == 302

    home = text_of(reader.get(reverse("desk:home")))
    request = CommentRequest.objects.get()
    comment_url = reverse("issuing:comment", args=[request.pk])
    assert comment_url in home
    assert "Góp ý dự thảo" in home
    assert "“Xem mục 2.”" in text_of(reader.get(comment_url))
    assert reader.get(reverse("issuing:draft", args=[draft.id])).status_code == 404
    content = reader.get(reverse("issuing:comment-content", args=[request.pk]))
    assert content["Content-Type"] == "application/pdf"
    said = {"text": "Mục 2 thiếu số liệu quý.", "page": "1", "seen": draft.content_digest}
    file = SimpleUploadedFile("sua.txt", "Đã sửa mục 2.".encode())
    assert reader.post(comment_url, {**said, "file": file}).status_code == 302
    assert "Mục 2 thiếu số liệu quý." in text_of(reader.get(comment_url))

    page = text_of(author.get(reverse("issuing:draft", args=[draft.id])))
    assert "1/1 nơi được hỏi đã trả lời; 1 ý kiến chưa được trả lời." in page
    comment = Comment.objects.get()
    treat_url = reverse("issuing:treat-comment", args=[comment.pk])
    answered = {"treatment": "not-taken", "explanation": "Theo kỳ báo cáo."}
    assert author.post(treat_url, answered).status_code == 302
    for odd in ("2026-13-45T10:00:00", "2026-11-23T10:00:00", "\x00", "9" * 40):
        other = {"treatment": "taken", "explanation": "", "seen_at": odd}
        assert author.post(treat_url, other).status_code in (409, 422), odd
    for each in (author, reader):
        got = each.get(reverse("issuing:comment-file", args=[comment.pk]))
        assert "attachment" in got["Content-Disposition"]

    submitted(justice, draft)
    leader = text_of(signed_in(justice.leader).get(reverse("issuing:draft", args=[draft.id])))
    slip = leader[: leader.index("Ký số")]
    assert "1/1 nơi được hỏi đã trả lời." in slip
    assert re.search(r"Không tiếp thu</b>: Theo kỳ báo cáo\.", leader)


def test_after_the_end_one_sees_the_own_words_and_nothing_of_the_draft(province, signed_in):
    justice = province.justice
    draft = a_draft(justice, to(province.committee))
    colleague = a_colleague(justice)
    request_id = ask(draft, justice, colleague)
    say(request_id, colleague, file=an_upload(colleague, b"Sua.", name="sua.txt"))
    author, reader = signed_in(justice.officer), signed_in(colleague)
    end = reverse("issuing:take-back-comments", args=[request_id])
    assert author.post(end).status_code == 302

    page = text_of(reader.get(reverse("issuing:comment", args=[request_id])))
    assert "người soạn thôi lấy ý kiến" in page
    assert "số liệu chưa khớp" in page
    assert draft.content_name not in page
    assert reader.get(reverse("issuing:comment-content", args=[request_id])).status_code == 409
    late = reader.post(reverse("issuing:comment", args=[request_id]), {"text": "Thêm."})
    assert "Không nhận ý kiến góp ý nữa" in text_of(late, 409)


def test_a_draft_page_costs_the_same_for_one_comment_and_for_many(
    province, signed_in, django_assert_max_num_queries
):
    justice = province.justice
    draft = a_draft(justice, to(province.committee))
    request_id = ask(draft, justice, justice.clerk, justice.leader)
    for number in range(8):
        say(request_id, justice.clerk, f"Điểm {number}.", key=f"y-{number}")
    on = submitted(justice, draft).created_at.date()
    with django_assert_max_num_queries(7):
        found = queries.comments_on(draft.id, on=on)
    assert len(found.files[0].comments) == 8
    assert a_client(justice.clerk).get(reverse("issuing:draft", args=[draft.id])).status_code == 200

"""Comments of colleagues on a draft (B3): asked, given, treated, ended; and all that goes wrong."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from tests.issuing.builders import FRIDAY_9AM, MINUTE, a_draft, a_letter, an_upload, submitted

from lienthong.access.errors import RightMissing
from lienthong.access.queries import actor_in
from lienthong.directory import queries as directory
from lienthong.directory import services as directory_services
from lienthong.directory.models import Post
from lienthong.directory.types import Role
from lienthong.issuing import errors, queries, services
from lienthong.issuing.types import (
    CommentRequestState,
    DraftState,
    NewCommenter,
    SaidComment,
    Treatment,
)
from lienthong.kernel.clock import local_day
from lienthong.notices import queries as notices
from lienthong.worklist import queries as worklist
from lienthong.worklist.types import Verb

pytestmark = pytest.mark.django_db
FRIDAY = date(2026, 11, 20)
LATER = FRIDAY_9AM + timedelta(days=4)


def ask(draft, office, *posts, unit=None, key="hoi-1", now=FRIDAY_9AM, **changes):
    asked = [NewCommenter(post_id=post.post_id) for post in posts]
    if unit is not None:
        asked.append(NewCommenter(unit_id=unit))
    facts = {
        "draft_id": draft.id,
        "commenters": asked,
        "question": "Góp ý phần số liệu.",
        "due_on": FRIDAY + timedelta(days=3),
        "key": key,
        "actor": office.officer,
        "now": now,
    }
    return services.ask_comments(**{**facts, **changes})


def say(
    request_id, actor, text="Trang 1: số liệu chưa khớp.", *, key="y-1", now=FRIDAY_9AM, **facts
):
    return services.give_comment(
        request_id=request_id,
        said=SaidComment(text=text, **facts),
        key=key,
        actor=actor,
        now=now + MINUTE,
    )


def treat(comment_id, actor, treatment=Treatment.TAKEN, explanation="", *, seen_at=None):
    return services.treat_comment(
        comment_id=comment_id,
        treatment=treatment,
        explanation=explanation,
        seen_at=seen_at,
        actor=actor,
        now=FRIDAY_9AM + 2 * MINUTE,
    )


def on(draft, day=FRIDAY):
    return queries.comments_on(draft.id, on=day)


def verbs_of(actor):
    return [line.verb for line in worklist.waiting(actor, now=FRIDAY_9AM).lines]


def a_colleague(office):
    """An officer of the agency outside the unit, who sees no draft that is not his."""
    person = directory_services.add_person(name="Trần Văn Cảnh")
    post = directory_services.appoint(
        person_id=person.id,
        agency_id=office.agency.id,
        role=Role.OFFICER,
        title="Chuyên viên",
        valid_from=date(2020, 1, 1),
    )
    return actor_in(directory.post(post.id))


@pytest.fixture
def justice(province):
    return province.justice


@pytest.fixture
def draft(justice):
    return a_draft(justice)


def test_who_is_asked_has_it_in_the_list_reads_the_draft_and_is_heard(justice, draft):
    colleague = a_colleague(justice)
    request_id = ask(draft, justice, colleague, justice.clerk)
    assert verbs_of(colleague) == [Verb.COMMENT]
    asked = queries.request_for(request_id, colleague)
    assert queries.draft_to_comment(asked, colleague).id == draft.id

    say(request_id, colleague, page=1, file=an_upload(colleague, b"Sua cau nay.", name="sua.txt"))
    say(request_id, justice.clerk, "", agrees=True)

    assert verbs_of(colleague) == verbs_of(justice.clerk) == []
    said = on(draft).files[0].comments
    assert [(one.agrees, one.page, one.file and one.file.name) for one in said] == [
        (False, 1, "sua.txt"),
        (True, None, None),
    ]
    assert (on(draft).said_count, on(draft).untreated_count) == (2, 1)
    told = [line.code for line in notices.unread(justice.officer, limit=5)]
    assert sorted(told) == ["issuing.comment-agrees", "issuing.commented"]
    names = [step.name for step in queries.course(draft.id)]
    assert names == ["drafted", "comments-asked", "commented", "agreed"]


def test_a_unit_is_asked_as_one_and_whoever_answers_takes_it_off_the_list(justice, draft):
    request_id = ask(draft, justice, unit=justice.unit_id, actor=justice.leader)
    assert Verb.COMMENT in verbs_of(justice.officer)
    say(request_id, justice.officer)
    assert Verb.COMMENT not in verbs_of(justice.officer)
    assert [one.has_said for one in on(draft).requests[0].commenters] == [True]


def test_a_form_that_comes_twice_asks_and_says_once(justice, draft):
    request_id = ask(draft, justice, justice.clerk)
    assert ask(draft, justice, justice.clerk) == request_id
    with pytest.raises(errors.CommentDiffers):
        ask(draft, justice, justice.leader)

    comment_id = say(request_id, justice.clerk)
    assert say(request_id, justice.clerk) == comment_id
    with pytest.raises(errors.CommentDiffers) as refused:
        say(request_id, justice.clerk, "Điều khác.")
    assert refused.value.code == "issuing.key-used-for-other-comment"
    assert len(on(draft).files[0].comments) == 1


@pytest.mark.parametrize(
    ("changes", "refusal", "code"),
    [
        ({"commenters": []}, errors.NobodyAsked, "issuing.nobody-asked"),
        (
            {"due_on": FRIDAY - timedelta(days=1)},
            errors.CommentsDuePassed,
            "issuing.comments-due-passed",
        ),
        ({"question": "x" * 501}, errors.CommentTooLong, "issuing.comment-too-long"),
    ],
)
def test_what_cannot_be_asked_is_told(justice, draft, changes, refusal, code):
    with pytest.raises(refusal) as refused:
        ask(draft, justice, justice.clerk, **changes)
    assert refused.value.code == code
    assert on(draft).requests == ()


def test_nobody_of_elsewhere_and_whose_post_has_ended_is_asked(province, justice, draft):
    with pytest.raises(errors.NotToBeAsked) as refused:
        ask(draft, justice, province.finance.clerk)
    assert refused.value.code == "issuing.not-to-be-asked"

    colleague = a_colleague(justice)
    request_id = ask(draft, justice, colleague)
    Post.objects.filter(pk=colleague.post_id).update(valid_to=FRIDAY)
    late = local_day(LATER)
    assert [(c.is_there, c.is_late) for c in on(draft, late).requests[0].commenters] == [
        (False, False)
    ]
    assert on(draft, late).asked_count == 0
    assert queries.request_for(request_id, colleague).is_open


def test_only_the_author_or_a_leader_asks_and_only_who_was_asked_says(province, justice, draft):
    with pytest.raises(errors.NotTheAuthor):
        ask(draft, justice, justice.leader, actor=justice.clerk)
    request_id = ask(draft, justice, justice.clerk)
    for other in (justice.leader, province.finance.clerk):
        with pytest.raises(errors.CommentRequestNotFound) as refused:
            say(request_id, other)
        assert refused.value.code == "issuing.comment-request-not-found"
        with pytest.raises(errors.CommentRequestNotFound):
            queries.request_for(request_id, other)
    with pytest.raises(RightMissing):
        say(request_id, replace(justice.clerk, rights=frozenset()))


@pytest.mark.parametrize(
    ("said", "refusal", "code"),
    [
        ({"text": " \n "}, errors.CommentEmpty, "issuing.comment-empty"),
        ({"text": "x" * 5001}, errors.CommentTooLong, "issuing.comment-too-long"),
        ({"agrees": True}, errors.AgreesWithComment, "issuing.agrees-with-comment"),
        ({"page": 99}, errors.CommentPageMissing, "issuing.comment-page-missing"),
    ],
)
def test_what_cannot_be_said_is_told(justice, draft, said, refusal, code):
    request_id = ask(draft, justice, justice.clerk)
    with pytest.raises(refusal) as refused:
        say(request_id, justice.clerk, **said)
    assert refused.value.code == code
    assert len(say(request_id, justice.clerk, "x" * 5000).hex) == 32


def test_a_file_with_the_stamp_of_a_secret_is_refused_and_nothing_is_said(justice, draft):
    from tests.issuing.builders import a_secret_letter

    request_id = ask(draft, justice, justice.clerk)
    with pytest.raises(errors.FileNotSendable):
        say(request_id, justice.clerk, file=an_upload(justice.clerk, a_secret_letter()))
    assert on(draft).said_count == 0


def test_a_comment_on_an_earlier_file_stays_beside_it_and_one_after_the_day_is_late(justice, draft):
    request_id = ask(draft, justice, justice.clerk)
    services.edit_draft(
        draft_id=draft.id,
        facts=queries.draft_card(draft.id, agency_id=justice.agency.id).facts,
        file=an_upload(justice.officer, a_letter(subject="báo cáo tháng 11, bản hai")),
        actor=justice.officer,
        now=FRIDAY_9AM + MINUTE,
    )
    say(request_id, justice.clerk, seen_digest=draft.content_digest)
    say(request_id, justice.clerk, "Đã ổn.", key="y-2", now=LATER)

    newest, first = on(draft).files
    assert (newest.number, newest.is_current, first.number, first.is_current) == (2, True, 1, False)
    assert [(one.is_earlier, one.is_late) for one in first.comments] == [(True, False)]
    assert [(one.is_earlier, one.is_late) for one in newest.comments] == [(False, True)]
    assert queries.earlier_file(draft.id, 1) == draft.content_digest


def test_the_day_that_passes_in_silence_is_late(justice, draft):
    ask(draft, justice, justice.clerk)
    assert on(draft, FRIDAY + timedelta(days=3)).late_count == 0
    assert on(draft, FRIDAY + timedelta(days=4)).late_count == 1


def test_each_comment_is_treated_once_and_who_comes_second_is_told(justice, draft):
    comment_id = say(ask(draft, justice, justice.clerk), justice.clerk)
    with pytest.raises(errors.ExplanationMissing) as refused:
        treat(comment_id, justice.officer, Treatment.NOT_TAKEN, " ")
    assert refused.value.code == "issuing.explanation-missing"
    with pytest.raises(errors.NotTheAuthor):
        treat(comment_id, justice.clerk)

    treat(comment_id, justice.officer, Treatment.NOT_TAKEN, "Số liệu theo kỳ báo cáo.")
    treat(comment_id, justice.officer, Treatment.NOT_TAKEN, "Số liệu theo kỳ báo cáo.")
    with pytest.raises(errors.CommentTreated) as second:
        treat(comment_id, justice.leader)
    assert second.value.code == "issuing.comment-treated"
    treated = on(draft).files[0].comments[0]
    treat(comment_id, justice.leader, seen_at=treated.treated_at)
    assert on(draft).files[0].comments[0].treatment == Treatment.TAKEN


def test_taken_back_or_withdrawn_nothing_is_said_or_read_any_more(justice, draft):
    colleague = a_colleague(justice)
    first, second = ask(draft, justice, colleague), ask(draft, justice, colleague, key="hoi-2")
    for _ in range(2):
        services.take_back_comments(request_id=first, actor=justice.officer, now=FRIDAY_9AM)
    services.withdraw_draft(draft_id=draft.id, reason="Gộp.", actor=justice.officer, now=FRIDAY_9AM)

    for request_id, state in (
        (first, CommentRequestState.TAKEN_BACK),
        (second, CommentRequestState.WITHDRAWN),
    ):
        with pytest.raises(errors.CommentsEnded) as refused:
            say(request_id, colleague)
        assert refused.value.facts == {"why": state.label}
        asked = queries.request_for(request_id, colleague)
        with pytest.raises(errors.CommentsEnded):
            queries.draft_to_comment(asked, colleague)
    assert verbs_of(colleague) == []
    codes = [line.code for line in notices.unread(colleague, limit=5)]
    assert codes == ["issuing.comments-no-longer-asked"] * 2


def test_the_signature_ends_it_and_who_spoke_hears_of_it(justice, draft):
    from lienthong.signatures.adapters.keyfiles import KeyFiles

    comment_id = say(ask(draft, justice, justice.clerk), justice.clerk)
    submitted(justice, draft)
    ask(draft, justice, justice.officer, actor=justice.leader, key="lanh-dao-hoi")
    card = services.sign_with_kept_key(
        draft_id=draft.id, signer=KeyFiles(), actor=justice.leader, now=FRIDAY_9AM + 2 * MINUTE
    )
    assert card.state == DraftState.SIGNED
    assert {one.state for one in on(draft).requests} == {CommentRequestState.SIGNED}
    assert "issuing.commented-draft-signed" in [
        line.code for line in notices.unread(justice.clerk, limit=5)
    ]
    with pytest.raises(errors.CommentsNotAsked) as refused:
        ask(draft, justice, justice.clerk, key="hoi-3")
    assert refused.value.code == "issuing.comments-not-asked-now"
    with pytest.raises(errors.CommentsNotAsked):
        treat(comment_id, justice.officer)

"""Telling: the right readers, the right words, in bulk."""

from datetime import timedelta

import pytest
from tests.notices.builders import JUSTICE, MONDAY_9AM, REFUSED, a_notice, a_viewer, told

from lienthong.kernel.actor import Actor
from lienthong.notices import queries, services
from lienthong.notices.models import Notice
from lienthong.notices.sentences import declare

pytestmark = pytest.mark.django_db


def subjects(viewer) -> set:
    return {line.subject_id for line in queries.unread(viewer)}


def test_a_notice_is_a_sentence_with_its_facts():
    told()
    [line] = queries.unread(a_viewer())
    assert line.text() == "Sở Tư pháp từ chối tiếp nhận văn bản 9459/UBND-TTTH."
    assert line.text("%(agency)s refused %(notation)s.") == "Sở Tư pháp refused 9459/UBND-TTTH."


def test_a_notice_to_a_role_reaches_everybody_in_it_and_nobody_else():
    notice = told(role="clerk")
    assert subjects(a_viewer("clerk")) == {notice.subject_id}
    assert subjects(a_viewer("leader")) == set()
    assert subjects(a_viewer("clerk", agency_id=JUSTICE)) == set()
    assert subjects(Actor.installation()) == set()


def test_a_notice_to_a_post_reaches_that_post_only():
    viewer = a_viewer("officer")
    notice = told(role="", post_id=viewer.post_id)
    assert subjects(viewer) == {notice.subject_id}
    assert subjects(a_viewer("officer")) == set()


def test_many_notices_are_written_in_bulk(django_assert_num_queries):
    with django_assert_num_queries(1):
        services.tell((a_notice() for _ in range(100)), now=MONDAY_9AM)


def test_a_code_that_nobody_declared_or_a_missing_fact_is_found_when_it_is_told():
    with pytest.raises(KeyError):
        told(code="tests.unknown")
    with pytest.raises(KeyError):
        told(facts={"agency": "Sở Tư pháp"})
    assert not Notice.objects.exists()


def test_one_code_has_one_sentence():
    assert declare(REFUSED, "%(agency)s từ chối tiếp nhận văn bản %(notation)s.") == REFUSED
    with pytest.raises(ValueError, match=r"tests\.refused"):
        declare(REFUSED, "khác")


def test_unread_notices_are_paged_from_the_newest_in_one_statement(django_assert_num_queries):
    for _ in range(5):
        told()
    viewer = a_viewer()
    whole = queries.unread(viewer)
    with django_assert_num_queries(1):
        first = queries.unread(viewer, limit=2)
    rest = queries.unread(viewer, before=first[-1].id)
    assert first + rest == whole
    assert queries.count_unread(viewer) == 5
    assert queries.count_unread(viewer, most=3) == 3


def test_notices_are_pruned_after_ninety_days():
    told()
    services.mark_all_read(viewer=a_viewer(), now=MONDAY_9AM)
    assert services.prune(now=MONDAY_9AM + timedelta(days=90)) == 0
    assert services.prune(now=MONDAY_9AM + timedelta(days=90, seconds=1)) == 1
    assert not Notice.objects.exists()


def test_whether_a_subject_was_told_about_is_known_since_a_moment():
    notice = told()
    before, after = MONDAY_9AM - timedelta(seconds=1), MONDAY_9AM
    assert queries.was_told(notice.code, notice.subject_id, since=before)
    assert not queries.was_told(notice.code, notice.subject_id, since=after)
    assert not queries.was_told("another", notice.subject_id, since=before)


def test_what_an_earlier_program_told_is_still_shown_where_its_code_is_no_longer_known():
    told()
    Notice.objects.update(code="tests.of-an-earlier-program")
    [line] = queries.unread(a_viewer())
    assert line.text() == "Thông báo từ phiên bản trước của chương trình."

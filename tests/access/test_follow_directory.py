"""When an agency ends, so does acting for another in it, and both people are told (A4)."""

from datetime import timedelta

import pytest
from tests.access.builders import NOW, a_post, acting_as, an_agency
from tests.directory.builders import decided

from lienthong.access import queries, services
from lienthong.access.errors import UnknownActing
from lienthong.access.services import NewActing
from lienthong.access.types import ActingKind
from lienthong.directory import queries as directory_queries
from lienthong.directory import services as directory
from lienthong.directory.rules.reorganisation import ReorganisationPlan
from lienthong.directory.types import Role
from lienthong.kernel.actor import Actor
from lienthong.kernel.clock import local_day
from lienthong.notices import queries as notices

pytestmark = pytest.mark.django_db
TODAY = local_day(NOW)
DAY = timedelta(days=1)


@pytest.fixture
def acting():
    """The chief of the office of justice signs for its head, from today on for ten days."""
    justice = an_agency()
    head = a_post(justice, Role.LEADER, title="Giám đốc")
    chief = a_post(justice, Role.OFFICER, title="Chánh Văn phòng")
    an_agency("Sở Tài chính", "H19.6")
    new = NewActing(
        key="k",
        kind=ActingKind.AUTHORISED,
        post_id=chief.id,
        for_post_id=head.id,
        valid_from=TODAY,
        valid_to=TODAY + 10 * DAY,
        source="Giấy ủy quyền số 12/GUQ-STP",
    )
    return services.grant_acting(new, actor=queries.actor_in(head), now=NOW)


def merger(on=TODAY) -> ReorganisationPlan:
    step = {"kind": "merge", "agencies": ["H19.5"], "into": "H19.6"}
    return ReorganisationPlan.read(
        {"happens_on": on.isoformat(), "source": "Nghị quyết 12/NQ-HĐND", "steps": [step]}
    )


def test_A4_acting_for_another_ends_with_the_agency_and_both_people_are_told(acting):
    decided(plan=merger(), key="k", now=NOW)

    ended = queries.acting(acting.id)
    assert ended.last_day == TODAY - DAY
    with pytest.raises(UnknownActing):
        acting_as(acting.id, person_id=acting.post.person_id, on=TODAY)
    told = {}
    for person_id in (acting.post.person_id, acting.for_post.person_id):
        (post,) = directory_queries.posts_of_person(person_id, on=TODAY)
        assert post.agency_name == "Sở Tài chính"
        told[post.role] = [one.text() for one in notices.unread(queries.actor_in(post), limit=9)]
    assert any("kết thúc việc bạn TUQ. GIÁM ĐỐC" in text for text in told[Role.OFFICER])
    assert any("không còn TUQ. GIÁM ĐỐC thay bạn" in text for text in told[Role.LEADER])


def test_A4_the_trial_names_it_and_ends_nothing(acting):
    trial = directory.try_out(plan=merger(), actor=Actor.installation(), now=NOW)

    (found,) = (one for one in trial.moved if one.what == "acting")
    assert (found.id, found.to_agency) == (str(acting.id), None)
    assert queries.acting(acting.id).last_day == TODAY + 10 * DAY


def test_what_ended_before_is_left_as_it_is(acting):
    head = queries.actor_in(acting.for_post)
    services.end_acting(acting_id=acting.id, reason="Đã về", actor=head, now=NOW)

    decided(plan=merger(), key="k", now=NOW)

    assert queries.acting(acting.id).end_reason == "Đã về"


@pytest.mark.parametrize("day", [TODAY, TODAY + 30 * DAY])
def test_heads_are_told_of_a_reorganisation_when_it_is_proposed_and_decided(acting, day):
    taking_over = directory_queries.agency_by_code("H19.6")
    heads = [
        queries.actor_in(a_post(taking_over, Role.LEADER)),
        queries.actor_in(acting.for_post),
    ]
    for _time in range(2):
        decided(plan=merger(on=day), key="k", now=NOW)

    for head in heads:
        lines = [line for line in notices.unread(head) if line.subject_kind == "reorganisation"]
        texts = sorted(line.text() for line in lines)
        assert len(texts) == 2
        for text in texts:
            assert "sắp xếp lại Sở Tài chính, Sở Tư pháp" in text
            assert f"từ ngày {day:%d/%m/%Y}, theo Nghị quyết 12/NQ-HĐND" in text
        assert "chờ người thứ hai đồng ý" in texts[0] + texts[1]
        assert "Người thứ hai đồng ý phương án của" in texts[0] + texts[1]

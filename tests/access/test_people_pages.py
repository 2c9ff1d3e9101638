"""Pages of an agency's administrator: what a form sent twice does."""

from uuid import uuid4

import pytest
from tests.access.builders import a_post, an_actor
from tests.desk.builders import at_desk

from lienthong.directory import queries as directory
from lienthong.directory.types import Role
from lienthong.kernel import clock
from lienthong.kernel.clock import local_day
from lienthong.worklist import services as worklist
from lienthong.worklist.types import Audience, NewWork, Verb

WHOLE_SITE = True
pytestmark = pytest.mark.django_db


def test_the_form_of_a_new_person_enters_one_and_sent_again_with_another_name_is_refused(agency):
    desk = at_desk(an_actor(agency, Role.ADMINISTRATOR))
    form = {
        "name": "Lê Thị Hoa",
        "email": "hoa@stp.example.vn",
        "role": "clerk",
        "title": "Văn thư",
        "valid_from": f"{local_day(clock.now())}",
        "idempotency_key": "k-1",
    }
    answers = [desk.post("/quan-tri/nguoi-moi/", form) for _twice in range(2)]
    assert len({answer["Location"] for answer in answers}) == 1
    other = {**form, "name": "Lê Thị Huệ", "email": "hue@stp.example.vn"}
    refused = desk.post("/quan-tri/nguoi-moi/", other)
    assert "directory.entered-otherwise" in refused.content.decode()
    assert directory.person_by_email("hue@stp.example.vn") is None


def test_one_form_gives_one_post_and_no_other(agency):
    desk = at_desk(an_actor(agency, Role.ADMINISTRATOR))
    person_id = a_post(agency).person_id
    page = f"/quan-tri/nguoi/{person_id}/vi-tri/"
    form = {
        "role": "officer",
        "title": "Chuyên viên",
        "valid_from": f"{local_day(clock.now())}",
        "idempotency_key": "k-1",
    }
    for _twice in range(2):
        assert desk.post(page, form).status_code == 302
    refused = desk.post(page, {**form, "title": "Thủ quỹ", "role": "leader"})
    assert "directory.entered-otherwise" in refused.content.decode()
    held = directory.posts_of_person(person_id, on=local_day(clock.now()))
    assert sorted(post.title for post in held) == ["Chuyên viên", "Văn thư"]


def test_who_lets_a_post_end_is_told_what_waits_for_it_alone(agency):
    desk = at_desk(an_actor(agency, Role.ADMINISTRATOR))
    post = a_post(agency, Role.OFFICER)
    told = "1 việc chỉ chờ vị trí này."
    assert told not in desk.get(f"/quan-tri/nguoi/{post.person_id}/").content.decode()

    work = NewWork(
        agency_id=agency.id,
        audience=Audience(post_id=post.id),
        verb=Verb.HANDLE,
        subject_kind="entry",
        subject_id=uuid4(),
        arrived_at=clock.now(),
        summary="V/v chuyển đổi số",
    )
    worklist.put([work])

    page = desk.get(f"/quan-tri/nguoi/{post.person_id}/").content.decode()
    assert told in page
    assert work.summary not in page

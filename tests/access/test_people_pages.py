"""Pages of an agency's administrator: what a form sent twice does."""

import pytest
from tests.access.builders import a_post, an_actor
from tests.desk.builders import at_desk

from lienthong.directory import queries as directory
from lienthong.directory.types import Role
from lienthong.kernel import clock
from lienthong.kernel.clock import local_day

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

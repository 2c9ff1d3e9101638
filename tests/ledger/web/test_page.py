"""The public page of the ledger, as a stranger sees it."""

import json

import pytest
from django.test import Client
from tests.ledger.builders import NOW, recorded

from lienthong.ledger import queries, services
from lienthong.ledger.services.limit_questions import QUESTIONS_A_MINUTE
from lienthong.signatures.adapters.test_authority import TestAuthority

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture(scope="module")
def stamper():
    return TestAuthority(now=NOW).stamper(at=NOW)


@pytest.fixture
def stranger():
    """Each test asks from an address of its own: the limit is for addresses."""
    stranger.count = getattr(stranger, "count", 0) + 1
    return Client(REMOTE_ADDR=f"10.9.8.{stranger.count}")


def a_published_head():
    recorded()
    services.sequence(now=NOW)
    return services.publish_head(now=NOW).head


def test_a_stranger_reads_heads_and_no_content(stranger, stamper):
    head = a_published_head()
    services.stamp_next_head(stamper=stamper, now=NOW)
    page = stranger.get("/so-cai/")
    text = page.content.decode()
    assert page.status_code == 200
    assert "21/11/2026" in text
    assert head.root.hex()[:4] in text
    assert "V/v gửi" not in text
    assert "Cơ quan số 1" not in text


def test_before_the_first_head_the_page_says_so(stranger):
    assert "Chưa công bố" in stranger.get("/so-cai/").content.decode()


def test_a_head_its_stamp_and_the_key_are_files_to_keep(stranger, stamper):
    head = a_published_head()
    assert stranger.get("/so-cai/dau-so-1-1.tst").status_code == 404
    services.stamp_next_head(stamper=stamper, now=NOW)
    said = json.loads(stranger.get("/so-cai/dau-so-1-1.json").content)
    assert said["format"] == "lienthong-published-head/1"
    assert said["stamp"]
    token = stranger.get("/so-cai/dau-so-1-1.tst").content
    assert token == queries.published_latest().stamp.token
    assert stranger.get("/so-cai/khoa-cong-khai.pem").content == services.ensure_key().pem
    assert stranger.get("/so-cai/dau-so-1-2.json").status_code == 404
    assert head.size == 1


@pytest.mark.parametrize("before", ["", "x", "2026-13-41", "2026-11-21", "2026-11-21T02:00:00"])
def test_any_place_in_the_list_is_a_page(stranger, before):
    assert stranger.get("/so-cai/", {"truoc": before}).status_code == 200


def test_who_asks_too_often_is_told_to_wait(stranger):
    answers = {stranger.get("/so-cai/khoa-cong-khai.pem").status_code for _n in range(50)}
    assert answers == {200}
    for _n in range(2 * QUESTIONS_A_MINUTE):
        last = stranger.get("/so-cai/khoa-cong-khai.pem", headers={"Accept": "application/json"})
        if last.status_code != 200:
            break
    assert last.json()["code"] == "ledger.asked-too-often"


def test_the_page_costs_the_same_whatever_it_lists(stranger, count_statements):
    a_published_head()
    stranger.get("/so-cai/")
    few = count_statements(lambda: stranger.get("/so-cai/"))
    for n in range(3):
        recorded(after=n)
        services.sequence(now=NOW)
    assert count_statements(lambda: stranger.get("/so-cai/")) == few

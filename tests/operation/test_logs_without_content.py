"""The log of a working day has ids, routes and codes, and nothing that people wrote or searched."""

import io
import json
import logging

import pytest
from django.test import Client
from tests.access.builders import PASSWORD, a_post, an_account, an_agency
from tests.desk.builders import at_desk
from tests.jobs.builders import fail

from lienthong.access.queries import actor_in
from lienthong.config.logs import logging_settings
from lienthong.directory import services as directory
from lienthong.directory.types import Role
from lienthong.jobs import services as jobs
from lienthong.kernel import clock

pytestmark = pytest.mark.django_db
# Each stands for something personal; none may come back in the log.
NAME, SEARCHED, TYPED, REASON = "Zyxa Marked", "zyxsearch", "zyxtyped", "zyxreason"


@pytest.fixture
def log():
    """Everything that our loggers and those of libraries write meanwhile, as one text."""
    facts = logging_settings(form="json", level="debug")
    formatter = facts["formatters"]["lines"].copy()
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(formatter.pop("()")(**formatter))
    ours, root = logging.getLogger("lienthong"), logging.getLogger()
    root.addHandler(handler)
    level, ours.level = ours.level, logging.DEBUG
    yield stream.getvalue
    ours.level = level
    root.removeHandler(handler)


def test_the_main_pages_leave_nothing_personal_in_the_log(log):
    person = directory.add_person(name=NAME, email="zyx@example.vn")
    post = a_post(an_agency(), Role.CLERK, person_id=person.id)
    clerk = at_desk(actor_in(post))
    for address in (
        *("/", "/danh-ba/", "/tra-cuu/", "/thong-bao/", "/van-ban-di/", "/so/", "/gui/"),
        f"/tra-cuu/?q={SEARCHED}",
        f"/nothing/?q={SEARCHED}",
    ):
        clerk.get(address)
    clerk.post("/gui/", {"subject": TYPED, "reason": REASON})
    an_account(a_post(an_agency("Sở Y tế", "H19.6"), Role.LEADER), "zyxuser")
    Client().post("/dang-nhap/", {"login": "zyxuser", "password": PASSWORD + TYPED})
    now = clock.now()
    jobs.enqueue(fail, TYPED, now=now)
    jobs.run_all_due(now=now)

    text = log()
    assert "zyx" not in text.lower()
    lines = [json.loads(line) for line in text.splitlines()]
    requests = [line for line in lines if line["event"] in {"request", "slow request"}]
    assert len(requests) == 11
    assert all({"request", "route", "status", "ms", "statements"} <= set(one) for one in requests)
    assert any("account" in one for one in requests)
    assert any(line["event"] == "job failed" for line in lines)


def test_an_error_of_a_page_is_logged_by_class_and_place(log, monkeypatch):
    def broken(*_arguments: object, **_facts: object) -> None:
        raise ValueError(TYPED)

    monkeypatch.setattr("lienthong.access.web.views.SignIn.get", broken)
    answer = Client(raise_request_exception=False).get("/dang-nhap/")
    assert answer.status_code == 500
    (line,) = [
        one for one in map(json.loads, log().splitlines()) if one["event"] == "request failed"
    ]
    assert line["error"] == "builtins.ValueError"
    assert line["request"] == answer["X-Request-ID"]
    assert TYPED not in log()


def test_a_slow_request_is_a_warning(log, settings):
    settings.LIENTHONG_SLOW_REQUEST = 0.0
    Client().get("/dang-nhap/")
    (line,) = [one for one in map(json.loads, log().splitlines()) if "slow" in one["event"]]
    assert (line["level"], line["route"]) == ("warning", "account_login")

"""Refusals become a page, a notice or a problem, in words and with the status of their family."""

import logging

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import translation

from lienthong.kernel.refusals import Conflict, Invalid, NotAllowed, NotFound, Refusal
from lienthong.webkit.middleware import (
    PlainAddressMiddleware,
    PolicyMiddleware,
    RefusalMiddleware,
    status_of,
)
from lienthong.webkit.wording import fill, parts_of

ADDRESS = "/_gallery/tu-choi/"


class NumberTaken(Conflict):
    code = "registers.number-taken"
    sentence = "Số %(number)s đã được cấp."
    cause = "%(who)s vừa vào sổ số này."
    next_step = "Lấy số tiếp theo."


@pytest.fixture
def client(gallery_urls):
    return Client()


def test_a_person_gets_a_page_with_sentence_cause_next_step_and_code(client):
    answer = client.get(ADDRESS)

    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Văn bản 9459/UBND-TTTH đã được người khác tiếp nhận." in page
    assert "Lê Văn Bình tiếp nhận lúc 08:05, vào sổ số 1274." in page
    assert "Tải lại danh sách, rồi mở văn bản tiếp theo." in page
    assert "webkit.sample" in page


def test_htmx_gets_a_notice_for_the_place_of_notices_whatever_it_wanted_to_replace(client):
    answer = client.post(ADDRESS, headers={"HX-Request": "true"})

    assert answer.status_code == 409
    assert answer["HX-Retarget"] == "#notices"
    assert answer["HX-Reswap"] == "innerHTML"
    assert answer["HX-Reselect"] == ".notice"
    assert answer.content.decode().startswith('<div class="notice stop"')


@pytest.mark.parametrize(
    ("content", "status", "is_taken"),
    [
        (b"<!doctype html>\n<html>", 422, True),
        (b"<!doctype html>\n<html>", 404, False),
        (b'<div class="notice stop"', 422, False),
    ],
)
def test_a_form_that_stays_takes_itself_from_the_page_that_shows_its_errors(
    content, status, is_taken
):
    """The whole page once stood inside its own form, with a second menu."""
    request = RequestFactory().post(
        "/danh-ba/lich/?nam=2026", headers={"HX-Request": "true", "X-In-Place": "yes"}
    )
    answer = RefusalMiddleware(lambda _: HttpResponse(content, status=status))(request)

    taken = {"HX-Retarget": "this", "HX-Reselect": 'form[hx-post="/danh-ba/lich/?nam=2026"]'}
    assert (taken.items() <= dict(answer.items()).items()) is is_taken


@pytest.mark.django_db
def test_the_address_of_a_button_opened_by_hand_says_where_to_go_on():
    """A browser has a blank page of its own for an answer without words."""
    address = reverse("account_logout")
    answer = Client().get(address, headers={"Accept": "text/html,*/*;q=0.8"})

    assert answer.status_code == 405
    assert answer["Allow"] == "POST"
    assert "Trang này không mở bằng địa chỉ" in answer.content.decode()
    assert Client().get(address, headers={"Accept": "*/*"}).content == b""


def test_a_client_that_prefers_json_gets_a_problem(client):
    answer = client.get(ADDRESS, headers={"Accept": "application/json"})

    assert answer["Content-Type"] == "application/problem+json"
    problem = answer.json()
    assert problem["code"] == "webkit.sample"
    assert problem["status"] == answer.status_code == 409
    assert problem["title"].startswith("Văn bản 9459")
    assert "tiếp nhận" in answer.content.decode()


def test_a_browser_that_also_takes_json_gets_the_page(client):
    answer = client.get(ADDRESS, headers={"Accept": "text/html,application/json;q=0.9,*/*;q=0.8"})

    assert answer["Content-Type"].startswith("text/html")


def test_caches_keep_the_three_answers_apart(client):
    vary = client.get(ADDRESS)["Vary"]

    assert "Accept" in vary
    assert "HX-Request" in vary


@pytest.mark.parametrize(
    ("family", "status"),
    [(Invalid, 422), (NotAllowed, 403), (NotFound, 404), (Conflict, 409), (Refusal, 422)],
)
def test_each_family_has_its_status(family, status):
    kind = type("Some", (family,), {})

    assert status_of(kind()) == status


def test_a_missing_fact_shows_as_an_ellipsis():
    parts = parts_of(NumberTaken(number=12))

    assert parts.sentence == "Số 12 đã được cấp."
    assert parts.cause == "… vừa vào sổ số này."


@pytest.mark.parametrize("text", ["Đúng 100% rồi.", "%(number)d văn bản", "%(number", "%z"])
def test_a_text_that_cannot_be_filled_is_shown_as_it_is(text):
    assert fill(text, {"number": "mười"}) == text


def test_a_doubled_per_cent_sign_is_one():
    assert fill("Đạt %(share)s%%.", {"share": 98}) == "Đạt 98%."


def test_facts_are_shown_as_text_never_as_markup(client):
    request = RequestFactory().get("/")
    request.resolver_match = None
    refusal = NumberTaken(number="<script>alert(1)</script>", who="")

    answer = RefusalMiddleware(lambda _request: None).process_exception(request, refusal)

    assert b"<script>alert" not in answer.content
    assert b"&lt;script&gt;" in answer.content


def test_other_exceptions_pass():
    request = RequestFactory().get("/")
    middleware = RefusalMiddleware(lambda _request: None)

    assert middleware.process_exception(request, ValueError("bug")) is None


def test_the_log_has_the_code_but_nobody_s_name(client, caplog):
    with caplog.at_level(logging.INFO, logger="lienthong.webkit.middleware"):
        client.get(ADDRESS)

    logged = [line for line in caplog.messages if "webkit.sample" in line]
    assert logged == ["refused webkit.sample with 409 in gallery:refuse"]
    assert "Lê Văn Bình" not in caplog.text


@pytest.mark.parametrize(
    ("before", "back"),
    [
        ("http://testserver/_gallery/gui/?a=1", "/_gallery/gui/?a=1"),
        ("http://elsewhere.example/page", "/"),
        ("http://testserver.elsewhere.example/", "/"),
        ("", "/"),
    ],
)
def test_the_way_back_leads_only_to_our_own_pages(client, before, back):
    page = client.get(ADDRESS, headers={"Referer": before}).content.decode()

    assert f'<a class="button act" href="{back}">' in page


def test_words_come_in_the_reader_s_language_or_in_the_source(client):
    with translation.override("en"):
        assert parts_of(NumberTaken(number=1, who="A")).next_step == "Lấy số tiếp theo."


@pytest.mark.parametrize(
    ("before", "way_back"),
    [
        ("http://testserver/van-ban-den/?muc=tat-ca", 'href="/van-ban-den/?muc=tat-ca"'),
        ("http://testserver//evil.example.vn/x", 'href="/evil.example.vn/x"'),
        ("http://testserver/\\\\evil.example.vn", 'href="/evil.example.vn"'),
    ],
)
def test_the_way_back_never_leaves_this_installation(client, before, way_back):
    page = client.get(ADDRESS, headers={"Referer": before}).content.decode()

    assert way_back in page
    assert 'href="//' not in page


def test_every_directive_of_the_policy_is_told_and_a_page_may_tell_its_own():
    pages = iter([HttpResponse(), HttpResponse(headers={"Content-Security-Policy": "sandbox"})])
    tell = PolicyMiddleware(lambda _request: next(pages))
    told = tell(RequestFactory().get("/"))["Content-Security-Policy"].split("; ")
    directives = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    assert sorted(told) == sorted(f"{name} {' '.join(of)}" for name, of in directives.items())
    assert tell(RequestFactory().get("/"))["Content-Security-Policy"] == "sandbox"


def test_pages_of_errors_in_development_have_their_own_looks(settings):
    settings.DEBUG = True
    for status, has_policy in ((404, False), (500, False), (403, True)):
        answer = PolicyMiddleware(lambda _request, status=status: HttpResponse(status=status))(
            RequestFactory().get("/")
        )
        assert ("Content-Security-Policy" in answer) is has_policy


@pytest.mark.parametrize("query", ["q=a%00b", "q=a%%0000b", "q=a%00%00b&x=%00"])
def test_no_nul_of_an_address_reaches_a_page(query):
    seen = []
    middleware = PlainAddressMiddleware(lambda request: seen.append(request.GET["q"]))
    middleware(RequestFactory().get(f"/?{query}"))
    assert seen == ["ab"]

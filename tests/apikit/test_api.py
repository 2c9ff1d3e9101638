"""What every interface of ours keeps, tried on a small one without callers."""

import json
from io import BytesIO

import pytest
from django.core.handlers.wsgi import WSGIRequest
from django.http import Http404
from django.test import RequestFactory
from django.urls import path, resolve

from lienthong.apikit import errors
from lienthong.apikit.api import Api, public_urls
from lienthong.apikit.schemas import PageSize, StrictSchema
from lienthong.kernel.refusals import NotFound

pytestmark = pytest.mark.django_db
api = Api(title="Thử", urls_namespace="apikit-test", docs_url=None)


class Broken:
    """A connection that is gone."""

    def read(self, *_size: int) -> bytes:
        raise OSError("reset by peer")

    readline = read


class Missing(NotFound):
    code = "apikit-test.missing"
    sentence = "Không có “%(what)s”."
    cause = "Chưa ai thêm."
    next_step = "Thêm vào."


class Letter(StrictSchema):
    subject: str
    pages: int = 1


@api.get("/list")
def listed(request, limit: PageSize = 50) -> dict[str, object]:
    return {"subject": "Về việc kiểm tra", "limit": limit}


@api.post("/letters")
def letter(request, body: Letter) -> dict[str, object]:
    return {"subject": body.subject}


@api.get("/missing")
def missing(request) -> None:
    raise Missing(what="tờ trình")


@api.get("/gone")
def gone(request) -> None:
    raise Http404


@api.get("/failing")
def failing(request) -> None:
    raise RuntimeError("bí mật của máy chủ")


urlpatterns = [path("api/", public_urls(api))]


@pytest.fixture(autouse=True)
def _urls(settings):
    settings.ROOT_URLCONF = __name__


def post(client, body: object):
    text = body if isinstance(body, bytes) else json.dumps(body).encode()
    return client.post("/api/letters", text, "application/json")


def test_answers_are_plain_utf8_with_an_id_of_their_request(client):
    answer = client.get("/api/list", headers={"X-Request-ID": "abc-12345678"})
    assert "Về việc kiểm tra" in answer.content.decode()
    assert answer["X-Request-ID"] == "abc-12345678"
    assert answer["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("said", ["short", "x" * 81, "a b c d e f", "<script>alert"])
def test_an_id_that_does_not_belong_into_a_log_is_replaced(client, said):
    made = client.get("/api/list", headers={"X-Request-ID": said})["X-Request-ID"]
    assert made != said
    assert len(made) == 36


def test_a_refusal_is_a_problem_with_a_stable_code(client):
    answer = client.get("/api/missing")
    assert answer.status_code == 404
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json() == {
        "type": "urn:lienthong:refusal:apikit-test.missing",
        "title": "Không có “tờ trình”.",
        "status": 404,
        "detail": "Chưa ai thêm.",
        "instance": answer["X-Request-ID"],
        "code": "apikit-test.missing",
        "next_step": "Thêm vào.",
        "errors": [],
    }


def test_an_address_that_is_not_there_is_a_problem(client):
    assert client.get("/api/gone").json()["code"] == "api.unknown-address"


def test_a_bug_of_ours_shows_nothing_of_itself(client, caplog):
    answer = client.get("/api/failing")
    assert (answer.status_code, answer.json()["code"]) == (500, "api.internal")
    assert "bí mật" not in answer.content.decode()
    assert "bí mật của máy chủ" in caplog.text


def test_each_wrong_field_is_pointed_to(client):
    answer = post(client, {"pages": "many", "wrong/name": 1})
    said = answer.json()
    assert (answer.status_code, said["code"]) == (422, "api.invalid-request")
    pointers = {one["pointer"] for one in said["errors"]}
    assert pointers == {"/body/subject", "/body/pages", "/body/wrong~1name"}


@pytest.mark.parametrize("limit", ["0", "201", "many"])
def test_a_page_has_1_to_200_lines(client, limit):
    assert client.get(f"/api/list?limit={limit}").status_code == 422
    assert client.get("/api/list?limit=200").json()["limit"] == 200


@pytest.mark.parametrize("body", [b'{"subject":"a","subject":"b"}', b"{", b"[" * 40 + b"]" * 40])
def test_json_that_is_not_strict_is_refused(client, body):
    answer = post(client, body)
    assert (answer.status_code, answer.json()["code"]) == (422, "api.invalid-json")


def test_json_of_more_than_a_megabyte_is_refused(client):
    answer = post(client, {"subject": "x" * 1_100_000})
    assert (answer.status_code, answer.json()["code"]) == (413, "api.body-too-large")


def test_json_of_more_than_memory_takes_is_refused(client, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000
    answer = post(client, {"subject": "x" * 2_000})
    assert (answer.status_code, answer.json()["code"]) == (413, "api.body-too-large")


@pytest.mark.parametrize("stream", [BytesIO(b"{}"), Broken()])
def test_a_body_that_breaks_off_is_refused(stream):
    request = RequestFactory().post("/api/letters", b"{}", "application/json")
    facts = {**request.META, "wsgi.input": stream, "CONTENT_LENGTH": "90"}
    answer = resolve("/api/letters").func(WSGIRequest(facts))
    assert json.loads(answer.content)["code"] == "api.body-incomplete"


def test_every_refusal_of_an_interface_has_the_status_that_it_says(client):
    from lienthong.apikit.problems import status_of

    said = {
        errors.BodyTooLarge: 413,
        errors.InternalFailure: 500,
        errors.StillAtWork: 409,
        errors.BadCursor: 422,
    }
    assert {one: status_of(one()) for one in said} == said

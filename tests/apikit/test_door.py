"""What programs ask passes by what is for people, and is no less guarded."""

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from tests.gateways.calls import a_caller, a_pdf

from lienthong.apikit import door

pytestmark = pytest.mark.django_db
SAFE = {
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
}


class Unread:
    """A body that fails the test when anybody reads it."""

    def read(self, *_size):
        raise AssertionError("the body was read")

    readline = read


@pytest.fixture
def system():
    return a_caller()


@pytest.mark.parametrize("path", ["/kinds", "/unheard-of", "/agencies?limit=0"])
def test_every_answer_bears_the_headers_of_a_page_and_its_length(system, path):
    answer = system.get(path)
    for name, value in SAFE.items():
        assert answer[name] == value
    assert answer["Content-Security-Policy"]
    assert int(answer["Content-Length"]) == len(answer.content)


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("get", "/unheard-of", 404, "api.unknown-address"),
        ("get", "/", 404, "api.unknown-address"),
        ("delete", "/kinds", 405, "api.method-not-allowed"),
    ],
)
def test_an_address_or_a_method_that_nobody_takes_is_a_problem(system, method, path, status, code):
    answer = getattr(system.client, method)(f"/api/v1{path}")
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")
    assert answer.json()["code"] == code
    assert answer.headers.get("Allow") == ("GET" if status == 405 else None)


@pytest.mark.parametrize("coding", ["gzip", "identity, BR", "x-gzip"])
def test_a_compressed_body_is_refused_unread(system, coding):
    """It would be kept as it came: as no PDF, or as a file that nobody asked for."""
    answer = system.send("POST", "/uploads?name=a.pdf", a_pdf(), Content_Encoding=coding)
    assert (answer.status_code, answer.json()["code"]) == (415, "api.coding-not-taken")
    assert answer["Accept-Encoding"] == "identity"
    told = system.client.post("/vxp/sendEdoc", b"x", "a/b", headers={"Content-Encoding": coding})
    assert (told.status_code, told.json()["ErrorCode"]) == (415, "api.coding-not-taken")


@pytest.mark.parametrize("coding", ["", "identity", "UTF-8"])
def test_what_says_of_no_compression_changes_nothing(system, coding):
    answer = system.send("POST", "/uploads?name=a.pdf", a_pdf(), Content_Encoding=coding)
    assert answer.status_code == 201


def test_an_answer_to_a_program_sets_no_cookie_and_asks_for_no_session(system):
    system.client.cookies["sessionid"] = "of somebody"
    statements: list[str] = []

    def note(execute, sql, *rest):
        statements.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(note):
        answer = system.get("/kinds")
    assert answer.status_code == 200
    assert answer.cookies == {}
    assert not any("session" in sql for sql in statements)


def test_a_host_that_is_not_ours_is_refused_before_anybody_is_let_in(system):
    assert system.get("/kinds", Host="bad.example").status_code == 400


def test_an_unknown_address_is_told_and_costs_no_question(system, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert system.get("/unheard-of").status_code == 404


def test_nobody_reads_in_the_language_of_the_request_before(system):
    with translation.override("en"):
        system.get("/kinds")
        assert translation.get_language() == "vi"


@pytest.mark.parametrize("address", ["/documents", "/checks"])
def test_a_body_that_is_too_large_is_refused_unread(system, address):
    facts = {"CONTENT_LENGTH": str(3 * 1024 * 1024), "wsgi.input": Unread()}
    answer = system.client.generic("POST", f"/api/v1{address}", headers=system.headers(), **facts)
    assert (answer.status_code, answer["Content-Type"]) == (413, "application/problem+json")
    assert answer.json()["code"] == "webkit.too-large"


def test_a_body_in_pieces_is_taken_as_long_as_it_was_measured(system):
    """As .NET's `PostAsJsonAsync` and Java's `BodyPublishers.ofInputStream` send it."""
    facts = {"HTTP_TRANSFER_ENCODING": "chunked", "headers": system.headers()}
    taken = system.client.generic("POST", "/api/v1/checks", b"{}", "application/json", **facts)
    assert taken.json()["code"] == "api.invalid-request"  # it was read: nothing is in it
    facts |= {"CONTENT_LENGTH": "", "wsgi.input": Unread()}
    for address in ("/api/v1/checks", "/api/v1/uploads?name=a.pdf"):
        answer = system.client.generic("POST", address, b"", "application/json", **facts)
        assert (answer.status_code, answer.json()["code"]) == (411, "api.length-missing")
        assert "2 MB" in answer.json()["detail"]
    told = system.client.generic("POST", "/vxp/sendEdoc", b"", "a/b", **facts)
    assert (told.status_code, told.json()["ErrorCode"]) == (411, "api.length-missing")


@pytest.mark.parametrize(
    "path", ["/agencies", "/kinds", "/arrivals?limit=1", "/documents", "/ledger/heads", "/hooks"]
)
def test_head_is_answered_as_get_and_costs_no_more(system, path, django_assert_max_num_queries):
    whole = system.get(path)
    with CaptureQueriesContext(connection) as asked:
        system.get(path)
    with django_assert_max_num_queries(len(asked)):
        head = system.client.head(f"/api/v1{path}", headers=system.headers())
    assert (head.status_code, head.content) == (200, b"")
    assert head["ETag"] == whole["ETag"]


def test_head_is_refused_as_get_is_and_where_there_is_no_get(system):
    assert system.client.head("/api/v1/agencies").status_code == 401
    answer = system.client.head("/api/v1/checks", headers=system.headers())
    assert (answer.status_code, answer["Allow"]) == (405, "POST")


@pytest.mark.parametrize("moment", ["9999-12-31T23:59:59-23:59", "0001-01-01T00:00:00+23:59"])
def test_a_moment_that_no_calendar_has_in_utc_is_refused(system, moment):
    answer = system.client.get(
        "/api/v1/agencies", {"changed_since": moment}, headers=system.headers()
    )
    assert (answer.status_code, answer.json()["code"]) == (422, "api.invalid-request")


def test_a_database_that_goes_away_is_said_with_503(system, monkeypatch):
    def away(*_arguments: object) -> None:
        raise OperationalError("the words of the driver")

    client = Client(raise_request_exception=False)
    with connection.execute_wrapper(away):
        answer = client.get("/api/v1/kinds", headers=system.headers())
    assert answer.status_code == 503
    assert answer.json()["code"] == "operation.database-away"
    assert "driver" not in answer.content.decode()


def test_the_page_of_the_interface_is_a_page(client, monkeypatch):
    monkeypatch.setattr(door.ProgramsMiddleware, "_view", None)
    page = client.get("/api/v1/docs")
    assert page.status_code == 200
    assert page["Content-Type"].startswith("text/html")

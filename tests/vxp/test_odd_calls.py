"""Calls that nobody should make: answered in the interface's form, never fatal."""

import json
from pathlib import Path

import pytest
from django.core.handlers.exception import convert_exception_to_response
from django.db import OperationalError
from django.test import Client
from tests.left_behind import assert_nothing_left
from tests.vxp.builders import a_package, an_office, said

from lienthong.vxp.api.envelope import EnvelopeMiddleware

pytestmark = [pytest.mark.django_db, pytest.mark.once]
COMMON = {"status", "ErrorCode", "ErrorDesc"}


@pytest.mark.parametrize(
    "name", ["getUnit", "../admin", "sendEdoc/x", "%00", "a" * 900, "SENDEDOC"]
)
def test_an_unknown_operation_is_a_failure_with_a_code(name):
    with assert_nothing_left():
        told = said(Client().post(f"/vxp/{name}", b"{}", "application/json"))
    assert (told["status"], told["ErrorCode"]) == ("FAIL", "vxp.operation-unknown")


def test_the_address_without_an_operation_is_a_failure_too():
    answer = Client().post("/vxp/", b"{}", "application/json")
    assert set(answer.json()) >= COMMON
    assert answer.json()["status"] == "FAIL"


@pytest.mark.parametrize("path", ["/vxp/", "/vxp//", "/vxp///"])
def test_a_base_address_that_ends_in_a_slash_is_fine(path):
    office = an_office()
    assert said(office.ask("countReceiveEdoc", path=path))["ErrorCode"] == "0"


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "PATCH", "OPTIONS"])
def test_a_wrong_method_is_a_failure(method):
    answer = an_office().ask("sendEdoc", method=method)
    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert (answer.json()["ErrorCode"], answer.json()["DocId"]) == ("vxp.method-wrong", "")


def test_a_call_without_anything_is_a_failure():
    told = said(Client().post("/vxp/getAgenciesList"))
    assert told["ErrorCode"] == "vxp.call-malformed"
    assert told["data"] == []


def test_a_long_body_of_a_call_that_has_none_is_refused_unread():
    office = an_office()
    told = said(office.ask("updateStatus", b"{" + b" " * 300_000 + b"}", status="done", docid="x"))
    assert told["ErrorCode"] == "vxp.body-too-long"


def test_what_is_too_large_for_the_installation_is_a_failure_too(settings):
    settings.LIENTHONG_LARGEST_UPLOAD = 2_200_000
    office = an_office()
    answer = office.send(b"x" * 2_300_000)
    assert answer.status_code == 413
    told = answer.json()
    assert told["ErrorCode"] == "webkit.too-large"
    assert " 2 MB" in told["ErrorDesc"]
    assert told["DocId"] == ""
    assert answer.content.isascii()


def test_a_database_that_is_away_is_said_in_the_form_of_the_interface():
    client = Client(raise_request_exception=False)

    def away(request):
        raise OperationalError("gone")

    middleware = EnvelopeMiddleware(convert_exception_to_response(away))
    request = client.get("/vxp/sendEdoc").wsgi_request
    answer = middleware(request)
    assert answer.status_code == 503
    assert answer.content.isascii()
    told = json.loads(answer.content)
    assert (told["ErrorCode"], told["DocId"]) == ("operation.database-away", "")


@pytest.mark.usefixtures("all_folders")
def test_a_disk_that_is_away_is_a_refusal_like_any_other(settings):
    """Clients log its words whatever the status is; those of .NET may read no body beside 5xx."""
    sender, recipient = an_office("Sở Một"), an_office("Sở Hai")
    said(sender.send(a_package(sender.agency, recipient.agency)))
    (line,) = said(recipient.ask("getReceivedEdocList", messagetype="edoc"))["data"]
    contents = Path(settings.LIENTHONG_HOME) / "blobs"
    contents.rename(contents.with_name("away"))
    contents.mkdir(mode=0o700)

    told = said(sender.send(a_package(sender.agency, recipient.agency)))
    assert (told["ErrorCode"], told["DocId"]) == ("blobs.folder-away", "")
    told = said(recipient.ask("getEdoc", docId=line["docId"]))
    assert (told["ErrorCode"], told["data"]) == ("blobs.folder-away", "")
    answer = recipient.ask("downloadEdoc", method="GET", docId=line["docId"])
    assert (answer.status_code, answer.content) == (404, b"")


def test_other_addresses_are_left_alone():
    answer = Client().get("/khong-co-trang-nay/")
    assert b"ErrorCode" not in answer.content

"""A document and its files in one request: all of it is taken in, or nothing is left (A3, A11)."""

import hashlib
import io
import json
from contextlib import contextmanager

import pytest
from django.db import connection
from tests import bad_files
from tests.gateways.calls import FORM, a_caller, a_form, a_pdf, a_signed_pdf
from tests.issuing.builders import a_secret_letter
from tests.left_behind import assert_nothing_left

from lienthong.apikit.signing import content_digest
from lienthong.blobs import files
from lienthong.blobs import services as blobs
from lienthong.blobs.models import Blob, Seal, Upload
from lienthong.blobs.ports import ScannerAway
from lienthong.documents.models import Attachment
from lienthong.gateways.models import Submission
from lienthong.kernel import clock, disk

pytestmark = [pytest.mark.django_db, pytest.mark.once]
HERE = {"part": "content", "name": "Báo cáo.pdf"}
# Statements of one request, without those that begin and end a transaction.
ELSEWHERE, HERE_TOO = 36, 45


def code_of(answer) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def test_A11_a_document_goes_with_its_file_in_one_request(sender, recipient, home):
    content = a_pdf()
    document = sender.document(recipient, content=HERE)
    answer = sender.submit_whole(document, ("content", content))
    assert answer.status_code == 201, answer.json()
    assert answer.json()["promise"]["signature"]

    (arrived,) = recipient.get("/arrivals").json()["arrivals"]
    assert arrived["content"]["name"] == "Báo cáo.pdf"
    fetched = recipient.get(arrived["content"]["href"].removeprefix("/api/v1"))
    assert b"".join(fetched.streaming_content) == content
    assert list((home / "quarantine").iterdir()) == []
    assert not Upload.objects.exists()


def test_attachments_come_along_wait_as_uploads_or_are_here_already(sender, recipient):
    held, other, table = a_pdf(), a_pdf(), bad_files.a_zip(*bad_files.OOXML)
    first = sender.document(recipient, content=HERE)
    assert sender.submit_whole(first, ("content", held)).status_code == 201
    document = sender.document(
        recipient,
        content={"part": "content"},
        attachments=[
            {"part": "bang", "name": "bang.docx"},
            {"upload": sender.upload(other)},
            {"sha256": hashlib.sha256(held).hexdigest(), "name": "truoc.pdf"},
        ],
    )
    answer = sender.submit_whole(document, ("bang", table), ("content", a_pdf()))
    assert answer.status_code == 201, answer.json()
    names = set(Attachment.objects.values_list("name", flat=True))
    assert {"bang.docx", "van-ban.pdf", "truoc.pdf"} <= names


def test_the_same_key_repeats_the_answer_by_whatever_road_the_file_comes(sender, recipient):
    content = a_pdf()
    document = sender.document(recipient, content=HERE)
    first = sender.submit_whole(document, ("content", content))
    again = sender.submit_whole(document, ("content", content))
    named = {"sha256": hashlib.sha256(content).hexdigest(), "name": HERE["name"]}
    by_digest = sender.post("/documents", {**document, "content": named})
    assert (Blob.objects.count(), Seal.objects.count()) == (1, 1)
    uploaded = {"upload": sender.upload(content), "name": HERE["name"]}
    by_upload = sender.post("/documents", {**document, "content": uploaded})
    answers = (first, again, by_digest, by_upload)
    assert [one.status_code for one in answers] == [201, 200, 200, 200]
    assert len({one.json()["dispatch"] for one in answers}) == 1
    other = sender.submit_whole(document, ("content", a_pdf()))
    assert code_of(other) == (409, "gateways.key-used-for-other-document")


def test_content_that_is_here_already_is_not_written_a_second_time(sender, recipient):
    content = a_pdf()
    for _time in range(2):
        document = sender.document(recipient, content=HERE)
        assert sender.submit_whole(document, ("content", content)).status_code == 201
    assert (Blob.objects.count(), Seal.objects.count()) == (1, 1)


def test_A11_a_document_was_sent_when_its_last_file_had_come(sender, recipient, monkeypatch):
    came, bring = [], blobs.brought

    @contextmanager
    def brought(*told, **facts):
        with bring(*told, **facts) as ready:
            came.append(clock.now())
            yield ready

    monkeypatch.setattr(blobs, "brought", brought)
    document = sender.document(recipient, content=HERE)
    assert sender.submit_whole(document, ("content", a_pdf())).status_code == 201
    assert Submission.objects.get().submitted_at >= came[0]


def test_A3_a_secret_leaves_nothing_behind(sender, recipient):
    document = sender.document(recipient, content=HERE)
    with assert_nothing_left("ledger", "systems.Failure", "jobs.Job"):
        answer = sender.submit_whole(document, ("content", a_secret_letter()))
    assert code_of(answer) == (422, "documents.secret")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "blobs.empty"),
        (b"PK\x03\x04", "blobs.mislabelled"),
        (a_pdf()[:-40], "gateways.file-not-sendable"),
        (bad_files.locked(), "gateways.file-not-sendable"),
        (bad_files.page_tree_of_itself(), "gateways.file-not-sendable"),
        (bad_files.built(bad_files.with_button), "gateways.file-not-sendable"),
    ],
)
def test_a_bad_file_is_refused_and_leaves_nothing_behind(sender, recipient, content, code):
    document = sender.document(recipient, content=HERE)
    with assert_nothing_left("systems.Failure"):
        answer = sender.submit_whole(document, ("content", content))
    assert code_of(answer) == (422, code)


@pytest.mark.parametrize(
    ("facts", "parts", "code"),
    [
        ({}, [], "gateways.file-not-brought"),
        ({}, ["content", "other"], "gateways.file-not-named"),
        ({}, ["content", "content"], "gateways.file-not-named"),
        ({"content": {"part": "nowhere"}}, ["content"], "gateways.file-not-named"),
        ({"content": {}}, ["content"], "api.invalid-request"),
        ({"content": {"part": "content", "sha256": "0" * 64}}, ["content"], "api.invalid-request"),
        ({"unheard_of": 1}, ["content"], "api.invalid-request"),
        ({"recipients": [{"agency": "H99.9"}]}, ["content"], "gateways.recipient-code-unknown"),
    ],
)
def test_a_request_that_does_not_fit_together_leaves_nothing(sender, recipient, facts, parts, code):
    document = {**sender.document(recipient, content=HERE), **facts}
    with assert_nothing_left("systems.Failure"):
        answer = sender.submit_whole(document, *((name, a_pdf()) for name in parts))
    assert code_of(answer) == (422, code)
    assert answer["Content-Type"] == "application/problem+json"


def test_a_wrong_field_is_pointed_to(sender, recipient):
    document = {**sender.document(recipient, content=HERE), "number": 0}
    told = sender.submit_whole(document, ("content", a_pdf())).json()
    assert [one["pointer"] for one in told["errors"]] == ["/body/document/number"]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"no part at all", "api.invalid-multipart"),
        (a_form(b"{}")[:-9], "api.invalid-multipart"),
        (a_form(b"[1, 2"), "api.invalid-json"),
        (a_form(b"7"), "api.invalid-request"),
        (a_form(b'{"a": "' + b"x" * 1_100_000 + b'"}'), "api.body-too-large"),
        (b"--lt-1--\r\n", "gateways.document-not-first"),
        (a_form(b"{}").replace(b'"document"', b'"content"'), "gateways.document-not-first"),
        (a_form(b"{}").replace(b"/json", b"/pdf"), "gateways.document-not-first"),
    ],
)
def test_a_body_that_is_no_form_leaves_nothing(sender, body, code):
    headers = sender.headers()
    with assert_nothing_left("systems.Failure"):
        answer = sender.client.generic("POST", "/api/v1/submissions", body, FORM, headers=headers)
    assert answer.json()["code"] == code


def test_a_body_other_than_its_digest_leaves_nothing_and_acts_on_nothing(sender, recipient):
    document, content = sender.document(recipient, content=HERE), a_pdf()
    right = content_digest([a_form(json.dumps(document).encode(), ("content", content))])
    with assert_nothing_left("systems.Failure"):
        answer = sender.submit_whole(document, ("content", a_pdf()), Content_Digest=right)
    assert code_of(answer) == (422, "api.digest-differs")
    made = sender.submit_whole(document, ("content", content), Content_Digest=right)
    assert made.status_code == 201


def test_a_scanner_that_is_away_holds_nothing_back_that_nobody_asks_for(
    sender, recipient, monkeypatch
):
    class Away:
        def scan(self, _source: io.BytesIO) -> str:
            raise ScannerAway("away")

    monkeypatch.setattr("lienthong.blobs.places.virus_scanner", Away)
    document = sender.document(recipient, content=HERE)
    with assert_nothing_left("systems.Failure"):
        answer = sender.submit_whole(document, ("content", a_pdf()))
    assert answer.json()["code"] == "blobs.scan-pending"


@pytest.mark.parametrize(("books_here", "most"), [(False, ELSEWHERE), (True, HERE_TOO)])
def test_one_request_costs_fewer_statements_and_one_copy(recipient, books_here, most):
    sender = a_caller("Sở Tài chính", books_here=books_here)
    sender.submit_whole(sender.document(recipient, content=HERE), ("content", a_signed_pdf()))
    copies, flushes = files.counters.copies, disk.counters.flushes
    statements: list[str] = []

    def note(execute, sql, *rest):
        statements.append(sql)
        return execute(sql, *rest)

    document = sender.document(recipient, content=HERE)
    with connection.execute_wrapper(note):
        assert sender.submit_whole(document, ("content", a_signed_pdf())).status_code == 201
    ends = ("BEGIN", "SAVEPOINT", "RELEASE")
    asked = [sql for sql in statements if not sql.startswith(ends)]
    assert len(asked) <= most, "\n".join(asked)
    assert files.counters.copies - copies == 1
    assert disk.counters.flushes - flushes <= 2  # the file and its folder

"""A system submits a document as a clerk does on the page (A1, A3, A11)."""

import pytest
from tests.gateways.calls import a_caller, a_pdf

pytestmark = pytest.mark.django_db


@pytest.fixture
def sender():
    return a_caller("Sở Tư pháp")


@pytest.fixture
def recipient():
    return a_caller("Sở Nội vụ")


def test_A11_a_document_goes_from_one_system_to_another(sender, recipient):
    content = a_pdf()
    document = sender.document(recipient, content={"upload": sender.upload(content)})
    answer = sender.post("/documents", document)
    assert answer.status_code == 201, answer.json()
    made = answer.json()
    assert made["promise"]["signature"]
    assert [one["state"] for one in made["deliveries"]] == ["arrived"]

    arrived = recipient.get("/arrivals").json()
    assert [one["document"]["subject"] for one in arrived["arrivals"]] == [document["subject"]]
    fetched = recipient.get(arrived["arrivals"][0]["content"]["href"].removeprefix("/api/v1"))
    assert b"".join(fetched.streaming_content) == content


def test_the_same_key_repeats_the_answer_and_nothing_else(sender, recipient):
    document = sender.document(recipient)
    first = sender.post("/documents", document)
    again = sender.post("/documents", document)
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json()["is_repeat"]
    assert again.json()["dispatch"] == first.json()["dispatch"]
    assert len(recipient.get("/arrivals").json()["arrivals"]) == 1


def test_the_same_key_for_another_document_is_refused(sender, recipient):
    document = sender.document(recipient)
    sender.post("/documents", document)
    other = {**document, "subject": "V/v việc khác"}
    answer = sender.post("/documents", other)
    assert answer.status_code == 409
    assert answer.json()["code"] == "gateways.key-used-for-other-document"

"""A system submits a document as a clerk does on the page (A1, A3, A11)."""

import hashlib
from uuid import uuid4

import pytest
from tests.gateways.calls import Caller, a_caller, a_pdf, an_agency
from tests.issuing.builders import a_secret_letter
from tests.systems.builders import a_bearer, a_system

from lienthong.gateways.api.shapes_in import SubmissionIn
from lienthong.gateways.models import Submission
from lienthong.kernel import clock
from lienthong.kernel.actor import Actor, ActorKind
from lienthong.registers import services as registers
from lienthong.registers.models import Entry
from lienthong.registers.types import EntryFacts

pytestmark = pytest.mark.django_db


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


def test_A10_the_same_key_with_the_same_bytes_uploaded_anew_repeats_the_answer(sender, recipient):
    content = a_pdf()
    document = sender.document(recipient, content={"upload": sender.upload(content)})
    first = sender.post("/documents", document)
    anew = {**document, "content": {"upload": sender.upload(content)}}
    again = sender.post("/documents", anew)
    assert (first.status_code, again.status_code) == (201, 200), again.json()
    assert again.json()["dispatch"] == first.json()["dispatch"]

    others = {**document, "content": {"upload": sender.upload(a_pdf())}}
    refused = code_of(sender.post("/documents", others))
    assert refused == (409, "gateways.key-used-for-other-document")


def test_A10_what_was_submitted_by_its_upload_before_contents_counted_repeats(sender, recipient):
    document = sender.document(recipient, content={"upload": sender.upload(a_pdf())})
    first = sender.post("/documents", document)
    new = SubmissionIn.model_validate(document).new_document()
    Submission.objects.update(digest=new.digest())
    assert sender.post("/documents", document).status_code == 200
    assert first.status_code == 201


def test_the_same_key_for_another_document_is_refused(sender, recipient):
    document = sender.document(recipient)
    sender.post("/documents", document)
    other = {**document, "subject": "V/v việc khác"}
    answer = sender.post("/documents", other)
    assert answer.status_code == 409
    assert answer.json()["code"] == "gateways.key-used-for-other-document"


def code_of(answer) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def test_a_key_that_was_used_for_one_agency_is_refused_for_another_of_the_same_system(recipient):
    """What A sent is no answer to B, whose document would never go out."""
    one, two = an_agency("Sở Tư pháp"), an_agency("Sở Tài chính")
    now = clock.now()
    both = Caller(one, a_bearer(a_system(one, two, now=now), now=now))
    upload = both.send("POST", "/uploads?name=a.pdf", a_pdf(), Lienthong_Agency=one.code)
    document = both.document(recipient, content={"upload": upload.json()["id"]})
    made = both.post("/documents", document, Lienthong_Agency=one.code)
    assert made.status_code == 201

    refused = both.post("/documents", document, Lienthong_Agency=two.code)

    assert refused.status_code == 409
    assert refused.json()["code"] == "gateways.key-used-for-other-document"
    again = both.post("/documents", document, Lienthong_Agency=one.code)
    assert (again.status_code, again.json()["dispatch"]) == (200, made.json()["dispatch"])


def test_A3_a_secret_is_refused_before_it_is_kept(
    sender, recipient, home, django_capture_on_commit_callbacks
):
    secret = sender.upload(a_secret_letter())
    document = sender.document(recipient, content={"upload": secret})
    checked = sender.post("/checks", {k: v for k, v in document.items() if k != "key"})
    assert not checked.json()["can_go"]
    assert checked.json()["findings"][0]["code"] == "documents.secret"
    with django_capture_on_commit_callbacks(execute=True):
        assert code_of(sender.post("/documents", document)) == (422, "documents.secret")
    assert [path for path in (home / "quarantine").iterdir() if path.is_file()] == []
    assert [path for path in (home / "blobs").rglob("*") if path.is_file()] == []
    assert recipient.get("/arrivals").json()["arrivals"] == []


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"issued_on": "2199-01-01"}, "documents.date-in-future"),
        ({"kind": "khong-co"}, "documents.unknown-kind"),
        ({"notation": "KHONG/DUNG"}, "documents.notation-against-rule"),
        ({"recipients": [{"agency": "H99.9"}]}, "gateways.recipient-code-unknown"),
        ({"content": {"upload": str(uuid4())}}, "blobs.upload-not-found"),
        ({"content": {"sha256": "0" * 64, "name": "a.pdf"}}, "blobs.upload-not-found"),
        ({"subject": "V/v việc khác", "unheard_of": 1}, "api.invalid-request"),
        ({"content": {}}, "api.invalid-request"),
        ({"number": 0}, "api.invalid-request"),
    ],
)
def test_what_cannot_be_a_document_is_refused_and_told_by_the_check(sender, recipient, facts, code):
    document = {**sender.document(recipient), **facts}
    answer = sender.post("/documents", document)
    assert answer.json()["code"] == code
    assert answer["Content-Type"] == "application/problem+json"
    checked = sender.post("/checks", {k: v for k, v in document.items() if k != "key"}).json()
    assert not checked.get("can_go")
    codes = {one["code"] for one in checked.get("findings", [])} | {checked.get("code")}
    assert code in codes
    assert recipient.get("/arrivals").json()["arrivals"] == []


def test_a_document_that_can_go_is_told_so_and_nothing_is_written(sender, recipient):
    document = sender.document(recipient)
    checked = sender.post("/checks", {k: v for k, v in document.items() if k != "key"}).json()
    assert checked["can_go"], checked["findings"]
    assert checked["recipient_count"] == 1
    assert recipient.get("/arrivals").json()["arrivals"] == []
    assert sender.post("/documents", document).status_code == 201


def test_a_file_is_sent_again_by_its_digest(sender, recipient):
    content = a_pdf()
    sender.submit(recipient, content={"upload": sender.upload(content)})
    digest = hashlib.sha256(content).hexdigest()
    other = sender.submit(
        recipient,
        content={"upload": sender.upload(a_pdf())},
        attachments=[{"sha256": digest, "name": "kem-theo.pdf", "description": "Bản trước"}],
    )
    assert other.status_code == 201, other.json()
    told = recipient.get(f"/deliveries/{other.json()['deliveries'][0]['id']}").json()
    assert [(one["name"], one["sha256"]) for one in told["attachments"]] == [
        ("kem-theo.pdf", digest)
    ]
    nameless = sender.submit(recipient, content={"sha256": digest})
    assert code_of(nameless) == (422, "gateways.file-name-missing")
    stranger = a_caller("Sở Y tế").submit(recipient, content={"sha256": digest, "name": "a.pdf"})
    assert code_of(stranger) == (404, "blobs.upload-not-found")


def test_what_was_sent_is_listed_and_shown_with_its_deliveries(sender, recipient):
    made = sender.submit(recipient).json()
    sender.submit(recipient)
    first = sender.get("/documents?limit=1").json()
    rest = sender.get(f"/documents?limit=1&after={first['next']}").json()
    assert rest["sent"][0]["dispatch"]["id"] == made["dispatch"]
    assert rest["sent"][0]["counts"] == {"arrived": 1}
    shown = sender.get(f"/documents/{made['document']}").json()
    assert [one["id"] for one in shown["deliveries"]] == [made["deliveries"][0]["id"]]
    assert sender.get(f"/documents/{uuid4()}").status_code == 404
    assert a_caller("Sở Y tế").get(f"/documents/{made['document']}").status_code == 404


def test_an_agency_whose_books_are_here_gets_its_outgoing_line(recipient):
    here = a_caller("Sở Y tế", books_here=True)
    document = here.document(recipient)
    assert here.post("/documents", document).status_code == 201
    assert here.post("/documents", document).status_code == 200
    lines = Entry.objects.filter(register__agency_id=here.agency.id, register__is_given=True)
    assert [(line.subject, line.state) for line in lines] == [(document["subject"], "entered")]


def test_a_number_that_was_taken_in_the_book_is_refused_with_its_line(recipient):
    here = a_caller("Sở Y tế", books_here=True)
    document = here.document(recipient)
    clerk = Actor(
        kind=ActorKind.PERSON,
        name="Văn thư",
        agency_id=here.agency.id,
        rights=frozenset({"issuing.number"}),
    )
    taken = registers.take_number(
        agency_id=here.agency.id,
        facts=EntryFacts(
            author=here.agency.name,
            reference_code="",
            document_on=clock.local_day(clock.now()),
            kind="Công văn",
            subject="Dự thảo đã lấy số",
        ),
        reference_of=lambda number: f"{number:02d}/{document['notation']}",
        key="draft",
        actor=clerk,
        now=clock.now(),
    )
    answer = here.post("/documents", {**document, "number": taken.number})
    assert code_of(answer) == (409, "registers.number-in-book")
    assert "Dự thảo đã lấy số" in answer.json()["title"]
    assert recipient.get("/arrivals").json()["arrivals"] == []


def test_the_bytes_lie_here_once_however_many_receive_them(sender, home):
    recipients = [an_agency(f"Sở {i}") for i in range(20)]
    sender.submit(recipients=[{"agency": one.code} for one in recipients])
    assert len([path for path in (home / "blobs").rglob("*") if path.is_file()]) == 1

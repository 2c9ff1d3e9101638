"""Packages for others: what came is given again byte for byte, what is ours is written."""

import io
from datetime import date

import pytest
from tests.gateways.builders import (
    LATER,
    MONDAY,
    PDF,
    a_document,
    a_status,
    read,
    sample,
    take,
    the_delivery,
)

from lienthong.blobs import services as blobs
from lienthong.documents import services as documents
from lienthong.documents.errors import UnknownDocument
from lienthong.documents.types import (
    AttachedFile,
    LegalValue,
    RecipientLine,
    RecipientRole,
    RelationFacts,
    RelationKind,
    Road,
    Urgency,
    VersionFacts,
)
from lienthong.exchange import queries as exchange
from lienthong.exchange import services as exchange_services
from lienthong.exchange.errors import AlreadySent
from lienthong.exchange.types import DeliveryState, NewReport, Recipient, StatusCode, Submission
from lienthong.formats.edxml import types as t
from lienthong.formats.edxml.dates import PackageDate, PackageTime
from lienthong.gateways import services
from lienthong.gateways.errors import PackageNotFound
from lienthong.gateways.models import Package
from lienthong.gateways.services import system_actor_for
from lienthong.kernel.ids import uuid7

# What a package asks of PostgreSQL, practice/test_package_job and vxp/test_whole_way show.
pytestmark = pytest.mark.once


def made(version_id, **how) -> bytes:
    target = io.BytesIO()
    services.make_package(version_id, target, **how)
    return target.getvalue()


def a_sent_document(agencies, **changes) -> tuple[VersionFacts, object]:
    """A document of the Office, made here and sent to both departments."""
    files = {
        "cong-van.pdf": PDF,
        "bang.xlsx": b"PK\x03\x04 bang tinh",
    }
    digests = {
        name: blobs.store(content, agency_ids=[agencies.office.id], now=MONDAY).digest
        for name, content in files.items()
    }
    fields: dict[str, object] = {
        "issuer_id": agencies.office.id,
        "number": 7,
        "number_suffix": "a",
        "notation": "VP-TH",
        "issued_on": date(2026, 11, 16),
        "kind": "cong-van",
        "subject": "Về việc gửi gói tin",
        "content_digest": digests["cong-van.pdf"],
        "content_name": "cong-van.pdf",
        "page_count": 3,
        "urgency": Urgency.FLASH,
        "signer_name": "Trần Văn Mẫu",
        "signer_position": "Chánh Văn phòng",
        "due_on": date(2026, 11, 30),
        "recipients": (
            RecipientLine("Sở Một", RecipientRole.ACTION, agencies.one.id),
            RecipientLine("Lưu: VT", RecipientRole.FILE),
        ),
        "attachments": (
            AttachedFile("bang.xlsx", digests["bang.xlsx"], "application/zip", "Phụ lục"),
        ),
    }
    facts = VersionFacts(**{**fields, **changes})
    actor = system_actor_for(agencies.office)
    version = documents.issue_version(
        facts=facts, road=Road.ISSUED, legal_value=LegalValue.ORIGINAL, actor=actor, now=MONDAY
    )
    to = (Recipient(agencies.one.id), Recipient(agencies.two.id))
    submission = Submission(agencies.office.id, version.version_id, to, str(uuid7()))
    exchange_services.submit_dispatch(submission=submission, actor=actor, now=MONDAY)
    return facts, version.version_id


@pytest.mark.parametrize("name", ["edoc-new", "edoc-minimal"])
def test_a_document_that_came_is_given_again_byte_for_byte(agencies, name):
    assert made(take(name).version_id) == sample(name).read_bytes()


def test_a_status_that_came_is_given_again_byte_for_byte(agencies):
    take("edoc-new")
    taken = take("status-03-accepted", now=LATER)
    target = io.BytesIO()
    services.make_status(taken.report_id, target)
    assert target.getvalue() == sample("status-03-accepted").read_bytes()


def test_a_package_that_cannot_be_put_together_is_kept_whole(agencies):
    odd = a_document().replace(b"=</edXML:Content", b"</edXML:Content", 1)
    if odd == a_document():  # this PDF needs no padding: take one that does
        odd = a_document(files={"cong-van.pdf": PDF + b"%"}).replace(b"=</", b"</")
    taken = take(odd)
    row = Package.objects.get(pk=taken.package_id)
    assert (bytes(row.skeleton), row.holes, row.whole_id) == (b"", [], row.digest)
    assert made(taken.version_id) == odd


def test_a_kept_package_does_not_hold_its_files_a_second_time(agencies):
    taken = take(a_document(files={"cong-van.pdf": PDF + b"%" * 200_000}))
    row = Package.objects.get(pk=taken.package_id)
    assert len(bytes(row.skeleton)) < 5_000 < row.size
    assert row.whole_id is None


def test_a_document_of_ours_is_written_with_all_its_fields(agencies):
    facts, version_id = a_sent_document(agencies)
    reading, files = read(made(version_id))
    package = reading.package
    assert package.sender.organ_id == "H19.30"
    assert {one.organ_id for one in package.recipients} == {"H19.1", "H19.2"}
    assert package.document_id == "H19.30,2026/11/16,07a/VP-TH"
    assert package.code == t.Code("07a", "VP-TH")
    assert package.promulgation.promulgated == PackageDate(facts.issued_on)
    assert (package.type.type, package.type.name) == (2, "Công văn")
    assert package.subject == facts.subject
    assert (package.signer.position, package.signer.full_name) == (
        "Chánh Văn phòng",
        "Trần Văn Mẫu",
    )
    assert package.due == PackageDate(facts.due_on)
    assert (package.other.priority, package.other.pages) == (3, 3)
    assert package.to_places == ("Sở Một", "Lưu: VT")
    assert package.trace.headers == (t.TraceHeader("H19.30", PackageTime(MONDAY)),)
    assert [one.name for one in package.attachments] == ["cong-van.pdf", "bang.xlsx"]
    assert [files[one.content_key] for one in package.attachments] == [
        PDF,
        b"PK\x03\x04 bang tinh",
    ]
    assert not [one for one in reading.findings if "TraceHeader" not in one.element]


def test_the_same_dispatch_always_gives_the_same_bytes(agencies):
    _facts, version_id = a_sent_document(agencies)
    assert made(version_id) == made(version_id)


def test_an_answer_names_the_document_as_its_sender_did(agencies):
    asked = take("edoc-new")
    relation = RelationFacts(
        RelationKind.ANSWERS,
        reference_code="12/MAU-VP",
        issuer_code="H19.30",
        issued_on=date(2024, 5, 20),
    )
    _facts, version_id = a_sent_document(
        agencies, relations=(relation,), notation="VP-TH", number=9
    )
    [answered] = read(made(version_id))[0].package.responses
    assert answered.document_id == "000.00.01.H19,2024/05/20,12/MAU-VP"
    assert (answered.organ_id, answered.code) == ("H19.30", "12/MAU-VP")
    assert asked.version_id != version_id


def test_an_unknown_document_is_refused_and_so_is_one_that_was_never_sent(agencies):
    with pytest.raises(UnknownDocument):
        made(uuid7())
    _facts, version_id = a_sent_document(agencies)
    with pytest.raises(PackageNotFound):
        made(version_id, dispatch_id=uuid7())


def test_our_report_is_written_for_the_system_of_the_issuer(agencies):
    sent = take("edoc-new")
    delivery = the_delivery(sent, agencies.two)
    line = exchange_services.report_status(
        report=NewReport(delivery.id, StatusCode.REFUSED, "k1", note="Gửi nhầm"),
        actor=system_actor_for(agencies.two),
        now=LATER,
    )
    target = io.BytesIO()
    services.make_status(line.id, target)
    package = read(target.getvalue())[0].package
    assert (package.status_code, package.description) == ("02", "Gửi nhầm")
    assert package.sender.organ_id == "H19.2"
    assert package.response_for.organ_id == "H19.30"
    assert package.response_for.document_id == "000.00.01.H19,2024/05/20,12/MAU-VP"
    assert package.timestamp == PackageTime(LATER)


def test_a_request_to_give_back_of_ours_is_addressed_to_the_recipient(agencies):
    sent = take("edoc-new")
    taken = take("edoc-recall", now=LATER)
    ids = [the_delivery(sent, agencies.one).id]
    assert set(ids) <= set(taken.delivery_ids)
    [asked] = [one for one in exchange.course(ids) if one.code == "13"]
    target = io.BytesIO()
    services.make_status(asked.id, target)
    package = read(target.getvalue())[0].package
    assert (package.status_code, package.sender.organ_id) == ("13", "H19.30")
    assert package.response_for.organ_id == "H19.1"
    assert the_delivery(sent, agencies.one).is_change_pending


def test_our_own_package_that_comes_back_is_known_to_be_the_same_document(agencies):
    _facts, version_id = a_sent_document(agencies)
    with pytest.raises(AlreadySent):
        take(made(version_id))


def test_another_system_reports_on_our_document_by_the_id_that_we_wrote(agencies):
    _facts, version_id = a_sent_document(agencies)
    named = read(made(version_id))[0].package.document_id
    about = t.ResponseFor("H19.30", document_id=named)
    take(a_status("03", by="H19.2", response_for=about), now=LATER)
    delivery = exchange.delivery_to(version_id, recipient_id=agencies.two.id)
    assert delivery.state == DeliveryState.ACCEPTED

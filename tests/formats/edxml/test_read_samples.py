"""The packages that the client library wrote are read as the index says (A11)."""

import hashlib
import json

import pytest
from tests.formats.edxml.builders import SAMPLES, MemorySink, read, sample

from lienthong.formats.edxml.types import DocumentPackage, StatusPackage

INDEX = json.loads((SAMPLES / "index.json").read_text("utf-8"))["files"]
DOCUMENTS = sorted(name for name, said in INDEX.items() if said["kind"] == "edoc")
STATUSES = sorted(name for name, said in INDEX.items() if said["kind"] == "status")


def test_there_are_fourteen_samples():
    assert len(DOCUMENTS) == 5
    assert len(STATUSES) == 9


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_of_the_library_is_read_as_the_index_says(name):
    said = INDEX[name]
    package = read(sample(name)).package

    assert isinstance(package, DocumentPackage)
    assert package.sender.organ_id == said["from"]
    assert [one.organ_id for one in package.recipients] == said["to"]
    assert package.document_id == said["document_id"]
    assert package.subject == (said["subject"] or "")
    block = package.trace.bussiness if package.trace else None
    assert (block.doc_type if block else "") == (said["bussiness_doc_type"] or "")
    assert (block.document_id if block else "") == (said["bussiness_document_id"] or "")
    receivers = [
        [r.organ_id, r.type] for u in (block.updates if block else ()) for r in u.receivers
    ]
    assert receivers == said.get("receivers", [])
    replaced = [
        {"document_id": r.document_id, "organs": list(r.organ_ids)}
        for r in (block.replacements if block else ())
    ]
    assert replaced == said.get("replacements", [])


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_files_of_a_document_are_the_files_that_were_put_in(name):
    said = INDEX[name]["attachments"]
    sink = MemorySink()
    files = read(sample(name), sink=sink).package.attachments

    assert len(files) == len(said)
    for one, expected in zip(files, said, strict=True):
        assert f"cid:{one.content_id}" == expected["content_id_as_written"]
        assert one.name == expected["name"]
        assert one.description == (expected["description"] or "")
        assert one.content_type == expected["content_type_in_attachment"]
        assert one.manifest_content_type == expected["content_type_in_manifest"]
        assert (one.stored == "zipped") == (expected["stored"] == "zip of one entry")
        assert one.size == expected["bytes"]
        assert one.digest == expected["sha256_of_file"]
        assert hashlib.sha256(sink.contents[one.content_key]).hexdigest() == one.digest


@pytest.mark.parametrize("name", STATUSES)
def test_a_status_of_the_library_is_read_as_the_index_says(name):
    said = INDEX[name]
    package = read(sample(name)).package

    assert isinstance(package, StatusPackage)
    assert package.sender.organ_id == said["from"]
    assert package.status_code == said["status_code"]
    assert package.status is not None
    assert package.response_for.organ_id == said["addressee"]
    assert package.response_for.document_id == said["document_id"]
    assert package.response_for.code == said["document_code"]
    assert package.response_for.promulgated.wire == said["promulgation_date"]
    assert package.timestamp.wire == said["timestamp"]
    assert package.description == said["description"]


@pytest.mark.parametrize("name", sorted(INDEX))
def test_the_size_and_digest_of_the_package_are_known_after_one_pass(name):
    skeleton = read(sample(name)).skeleton

    assert skeleton.size == INDEX[name]["size"]
    assert skeleton.digest == INDEX[name]["sha256"]


@pytest.mark.parametrize("name", sorted(set(INDEX) - {"edoc-minimal.edxml"}))
def test_nothing_is_odd_about_what_the_library_writes(name):
    assert read(sample(name)).findings == ()


def test_what_a_bare_package_lacks_is_said_without_refusing_it():
    findings = read(sample("edoc-minimal.edxml")).findings

    assert [(one.code.value, one.element) for one in findings] == [
        ("edxml.missing-element", "Code/CodeNumber"),
        ("edxml.missing-element", "Code/CodeNotation"),
        ("edxml.missing-element", "PromulgationInfo/PromulgationDate"),
        ("edxml.missing-element", "DocumentType/TypeName"),
        ("edxml.missing-element", "Subject"),
        ("edxml.no-business-block", ""),
    ]


def test_a_recall_and_a_replacement_name_the_earlier_documents():
    recall = read(sample("edoc-recall.edxml")).package
    replacement = read(sample("edoc-replacement.edxml")).package

    assert (recall.does.name, recall.concerned_document_ids) == (
        "RECALL",
        ("000.00.01.H19,2024/05/20,12/MAU-VP",),
    )
    assert replacement.does.name == "REPLACEMENT"
    assert replacement.concerned_document_ids == (
        "000.00.01.H19,2024/05/20,12/MAU-VP",
        "000.00.01.H19,2024/05/02,11/MAU-VP",
    )
    assert read(sample("edoc-new.edxml")).package.concerned_document_ids == ()

"""What is written is what the client library writes, and says the same when read again."""

import base64
import hashlib
import io
import zipfile
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from lxml import etree
from tests.formats.edxml import strategies
from tests.formats.edxml.builders import PDF, SAMPLES, MemorySink, document, read, sample, written

from lienthong.formats.edxml import errors
from lienthong.formats.edxml import types as t

ALL = sorted(path.name for path in SAMPLES.glob("*.edxml"))
HAVE_ZIPPED_FILES = {"edoc-minimal.edxml", "edoc-new.edxml", "edoc-replacement.edxml"}
MANY = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


def rewritten(data: bytes) -> bytes:
    sink = MemorySink()
    return written(read(data, sink=sink).package, sink.contents)


@pytest.mark.parametrize("name", ALL)
def test_a_sample_written_again_has_equal_content(name):
    first = read(sample(name))
    sink = MemorySink()
    again = read(rewritten(sample(name)), sink=sink)

    assert again.package == first.package
    assert again.findings == first.findings


@pytest.mark.parametrize("name", sorted(set(ALL) - HAVE_ZIPPED_FILES))
def test_a_sample_without_zipped_files_is_written_byte_for_byte(name):
    assert rewritten(sample(name)) == sample(name)


@pytest.mark.parametrize("name", sorted(HAVE_ZIPPED_FILES))
def test_a_sample_with_zipped_files_differs_only_inside_the_zips(name):
    ours, theirs = rewritten(sample(name)).split(b"\r\n"), sample(name).split(b"\r\n")

    different = [a for a, b in zip(ours, theirs, strict=True) if a != b]
    assert all(b"ContentTransferEncoded" in line for line in different)


@MANY
@given(strategies.packages_with_files())
def test_any_document_says_the_same_after_writing_and_reading(drawn):
    package, files = drawn
    sink = MemorySink()
    again = read(written(package, files), sink=sink)

    assert again.package == package
    assert [sink.contents[one.content_key] for one in again.package.attachments] == [
        files[one.content_key] for one in package.attachments
    ]
    assert again.skeleton.is_exact


@MANY
@given(strategies.statuses)
def test_any_status_says_the_same_after_writing_and_reading(package):
    assert read(written(package)).package == package


def test_the_same_package_gives_the_same_bytes():
    assert rewritten(sample("edoc-replacement.edxml")) == rewritten(
        sample("edoc-replacement.edxml")
    )


def test_line_ends_and_rare_characters_are_written_as_the_library_writes_them():
    data = written(t.DocumentPackage(subject="  một\nhai\r\nba 😀 <&> \"'\t.  "))

    assert (
        "<edXML:Subject>một\r\nhai&#xD;\r\nba &#x1f600; &lt;&amp;&gt; \"'\t.</edXML:Subject>\r\n"
    ).encode() in data
    assert read(data).package.subject == "một\nhai\r\nba 😀 <&> \"'\t."


def test_empty_texts_are_left_out_and_blank_ones_become_empty_elements():
    data = written(t.DocumentPackage(subject="", content=" \n", sender=t.Organisation()))

    assert b"Subject" not in data
    assert b"        <edXML:Content />\r\n" in data
    assert b"        <edXML:From />\r\n" in data


def test_zero_is_written_and_an_absent_number_is_not():
    data = written(
        t.DocumentPackage(
            type=t.DocumentType(type=None, detail=0), other=t.OtherInfo(priority=0, pages=-1)
        )
    )

    assert b"<edXML:TypeDetail>0</edXML:TypeDetail>" in data
    assert b"<edXML:SteeringType>0</edXML:SteeringType>" in data
    assert b"<edXML:Priority>0</edXML:Priority>" in data
    assert b"<edXML:Type>" not in data
    assert b"PageAmount" not in data


def test_a_document_without_files_still_has_its_two_empty_lists():
    data = written(t.DocumentPackage())

    assert b'      <edXML:edXMLManifest version="1.0" />\r\n' in data
    assert b"  <AttachmentEncoded />\r\n" in data


@pytest.mark.parametrize(
    ("name", "content_type", "is_zipped"),
    [
        ("a.pdf", "application/pdf", False),
        ("a.PDF", "application/pdf", False),
        ("a.doc", "application/doc", False),
        ("a.docx", "application/docx", False),
        ("a.xsl", "application/xsl", False),
        ("a.xslx", "application/xslx", False),
        ("a.xlsx", "application/zip", True),
        ("a.txt", "application/zip", True),
        ("khong-duoi", "application/zip", True),
    ],
)
def test_a_file_is_stored_by_its_extension(name, content_type, is_zipped):
    one = t.Attachment.for_file(name=name, content_id="dk1", content_key="k")
    data = written(t.DocumentPackage(attachments=(one,)), {"k": PDF})

    root = etree.fromstring(data)
    assert root.findtext(".//{*}AttachmentEncoded//{*}ContentType") == content_type
    assert root.findtext(".//{*}Reference/{*}ContentType") == "application/zip"
    stored = base64.b64decode(root.findtext(".//{*}ContentTransferEncoded"))
    assert (stored != PDF) == is_zipped
    if is_zipped:
        with zipfile.ZipFile(io.BytesIO(stored)) as archive:
            assert archive.testzip() is None
            assert [archive.read(one) for one in archive.namelist()] == [PDF]


def test_a_zip_file_is_stored_as_it_is():
    one = t.Attachment.for_file(name="Gói.ZIP", content_id="dk1", content_key="k")
    inner = b"PK\x03\x04 whatever"
    package = read(written(t.DocumentPackage(attachments=(one,)), {"k": inner})).package

    assert package.attachments[0].size == len(inner)
    assert package.attachments[0].digest == hashlib.sha256(inner).hexdigest()


def test_an_empty_file_is_written_only_where_it_can_be_read_again():
    zipped = t.Attachment.for_file(name="a.txt", content_id="x", content_key="k")
    plain = t.Attachment.for_file(name="a.pdf", content_id="x", content_key="k")

    package = read(written(t.DocumentPackage(attachments=(zipped,)), {"k": b""})).package
    assert package.attachments[0].size == 0
    with pytest.raises(errors.AttachmentEmpty) as refusal:
        written(t.DocumentPackage(attachments=(plain,)), {"k": b""})
    assert refusal.value.facts["name"] == "a.pdf"


@pytest.mark.parametrize("text", ["a\x00b", "a\x0bb", "\ufffe", "\ud800"])
def test_a_character_that_xml_forbids_is_refused_with_its_element(text):
    with pytest.raises(errors.ForbiddenCharacter) as refusal:
        written(t.DocumentPackage(sender=t.Organisation(name=text)))
    assert refusal.value.facts["element"].endswith("MessageHeader/From/OrganName")


def test_a_file_without_name_or_with_the_id_of_another_is_refused_before_anything_is_written():
    one = t.Attachment.for_file(name="a.pdf", content_id="x", content_key="k")
    twice = t.DocumentPackage(attachments=(one, replace(one, content_id="cid:x")))

    with pytest.raises(errors.AttachmentRepeated):
        written(twice, {"k": PDF})
    with pytest.raises(errors.AttachmentUnnamed):
        written(t.DocumentPackage(attachments=(replace(one, name=" "),)), {"k": PDF})


def test_an_upper_case_zip_that_is_no_zip_is_refused():
    one = t.Attachment.for_file(name="a.ZIP", content_id="x", content_key="k")
    with pytest.raises(errors.AttachmentNotZip):
        written(t.DocumentPackage(attachments=(one,)), {"k": PDF})


@pytest.mark.parametrize(
    "block",
    [
        "<ds:Signature/>",
        "<Signature>",
        "<Other/>",
        "<Signature/><Signature/>",
        "</edXML><Signature/>",
        "words <Signature/>",
        "<Signature>&e;</Signature>",
        "<Signature>\ud800</Signature>",
    ],
)
def test_a_signature_block_that_cannot_stand_by_itself_is_refused(block):
    with pytest.raises(errors.SignatureUnwritable):
        written(t.DocumentPackage(signature=block))


def test_a_signature_block_stays_as_it_came():
    block = '<Signature  a = "1"><!-- as it came -->\n<SignatureValue/></Signature>'
    package = read(document(header=block)).package

    assert package.signature == block
    assert read(rewritten(document(header=block))).package.signature == block

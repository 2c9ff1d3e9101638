"""Files are paired, named and taken out of their zips, whoever put them in."""

import io
import zipfile

import pytest
from tests.formats.edxml.builders import (
    PDF,
    MemorySink,
    attachment,
    document,
    oddities,
    read,
    reference,
    zip_of,
)


def test_ids_are_compared_without_any_prefix():
    data = document(
        attachments=attachment(content_id="dk1"),
        references=reference("cid:cid:dk1"),
    )
    assert read(data).package.attachments[0].content_id == "dk1"
    assert oddities(data) == {}


def test_lists_whose_ids_differ_are_paired_by_position():
    data = document(
        attachments=attachment(content_id="x") + attachment(content_id=""),
        references=reference("other") + reference("cid:second"),
    )
    files = read(data).package.attachments

    assert [one.content_id for one in files] == ["x", "second"]
    assert oddities(data) == {}


def test_an_id_may_stand_in_a_link_of_the_reference():
    linked = (
        '<Reference xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="cid:dk1">'
        "<AttachmentName>a.pdf</AttachmentName></Reference>"
    )
    data = document(attachments=attachment(content_id=""), references=linked)
    assert read(data).package.attachments[0].content_id == "dk1"


@pytest.mark.parametrize(
    ("attachments", "references"),
    [
        (attachment(), ""),
        (attachment(), reference() + reference("b")),
        (attachment(), reference(name="other.pdf")),
        (attachment(), reference(description="another")),
    ],
)
def test_lists_that_do_not_match_are_read_and_said(attachments, references):
    data = document(attachments=attachments, references=references)

    assert len(read(data).package.attachments) == 1
    assert set(oddities(data)) == {"edxml.manifest-differs"}


@pytest.mark.parametrize(
    ("name", "content_type", "is_zipped"),
    [
        ("a.xlsx", "application/zip", True),
        ("a.xlsx", None, True),
        ("a", None, True),
        ("a.xlsx", "application/vnd.ms-excel", False),
        ("a.zip", "application/zip", False),
        ("a.zip", None, False),
        ("a.ZIP", "application/zip", False),
    ],
)
def test_bytes_are_taken_out_by_type_and_name(name, content_type, is_zipped):
    stored = zip_of(("entry.bin", PDF))
    sink = MemorySink()
    data = document(
        attachments=attachment(stored, name=name, content_type=content_type),
        references=reference(name=name),
    )
    one = read(data, sink=sink).package.attachments[0]

    assert sink.contents[one.content_key] == (PDF if is_zipped else stored)
    assert ("edxml.upper-case-zip" in oddities(data)) == (name == "a.ZIP")


def test_a_zip_whose_sizes_stand_in_the_64_bit_field_is_read():
    target = io.BytesIO()
    with (
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("a.txt", "w", force_zip64=True) as entry,
    ):
        entry.write(b"abc" * 50)
    data = document(
        attachments=attachment(target.getvalue(), name="a.txt", content_type="application/zip")
    )
    assert read(data).package.attachments[0].size == 150


@pytest.mark.parametrize("name", ["../../etc/passwd", "C:\\a\\b.pdf", "a\tb.pdf"])
def test_a_name_with_a_path_is_kept_as_it_came_and_safe_to_save_under(name):
    data = document(attachments=attachment(name=name), references=reference(name=name))
    one = read(data).package.attachments[0]

    assert one.name == name
    assert "/" not in one.file_name
    assert "\\" not in one.file_name
    assert "\t" not in one.file_name
    assert set(oddities(data)) == {"edxml.unsafe-name"}


def test_unpadded_base64_is_read_and_said():
    data = document(attachments=attachment("QUI"))

    assert read(data).package.attachments[0].size == 2
    assert set(oddities(data)) == {"edxml.base64-unpadded"}


def test_a_document_without_files_says_so():
    assert set(oddities(document(attachments=""))) == {"edxml.no-attachment"}

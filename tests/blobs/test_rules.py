"""What a file is, told from its bytes."""

import pytest
from tests.blobs.builders import A_PDF, a_zip

from lienthong.blobs import rules


def told(content: bytes) -> str:
    return rules.media_type_of(content[: rules.HEAD], content[-rules.TAIL :])


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (A_PDF, rules.PDF),
        (b"\r\n\r\n" + A_PDF, rules.PDF),
        (a_zip("[Content_Types].xml", "_rels/.rels", "word/document.xml"), rules.DOCX),
        (a_zip("word/document.xml", "[Content_Types].xml"), rules.DOCX),
        (a_zip("[Content_Types].xml", "xl/workbook.xml"), rules.XLSX),
        (a_zip("[Content_Types].xml", "ppt/presentation.xml"), rules.PPTX),
        (a_zip("content.xml", first=rules.ODT.encode()), rules.ODT),
        (a_zip("content.xml", first=b"application/epub+zip"), rules.ZIP),
        (a_zip("word/document.xml"), rules.ZIP),
        (a_zip("a.txt"), rules.ZIP),
        (a_zip(), rules.ZIP),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), rules.OLE),
        (b"{\\rtf1\\ansi", rules.RTF),
        (b"\xff\xd8\xff\xe0" + bytes(20), rules.JPEG),
        (b"II*\x00" + bytes(20), rules.TIFF),
        (b'<?xml version="1.0"?><edXML/>', rules.XML),
        (b"\xef\xbb\xbf<edXML/>", rules.XML),
        ('<?xml version="1.0" encoding="UTF-16"?><a/>'.encode("utf-16"), rules.XML),
        (b"<!DOCTYPE html><html></html>", rules.HTML),
        ("Kính gửi: các Sở, ban, ngành".encode(), rules.TEXT),
        (bytes(64), rules.UNKNOWN),
    ],
)
def test_a_type_is_told_from_the_content(content, media_type):
    assert told(content) == media_type


def test_a_package_is_known_by_its_end_when_its_names_are_far_from_the_start():
    padding = [f"customXml/{n:06}.xml" for n in range(400)]
    assert told(a_zip(*padding, "word/document.xml", "[Content_Types].xml")) == rules.DOCX


@pytest.mark.parametrize("name", ["khong-co-duoi", "ban-ve.dwg", ".pdf.la"])
def test_an_ending_that_promises_nothing_contradicts_nothing(name):
    assert rules.contradiction(name, rules.PDF) is None


def test_a_word_file_saved_as_rtf_under_the_old_ending_is_no_contradiction():
    assert rules.contradiction("mau.doc", rules.RTF) is None

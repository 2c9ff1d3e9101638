"""What is refused, with a stable code, an element, a reason, and words for people."""

import base64
import io
import struct
import zipfile
from collections.abc import Callable

import pytest
from tests.formats.edxml.builders import (
    NAMESPACE,
    PDF,
    attachment,
    document,
    read,
    reference,
    sample,
    status,
    zip_of,
)

from lienthong.formats.edxml import Limits, errors
from lienthong.formats.edxml.zipped import zipped_pieces

MESSAGE = "edXML/edXMLEnvelope/edXMLHeader/MessageHeader"
ATTACHMENT = "edXML/AttachmentEncoded/Attachment"
CONTENT = f"{ATTACHMENT}/ContentTransferEncoded"
BOMB_DTD = (
    '<!DOCTYPE edXML [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">'
    '<!ENTITY f SYSTEM "file:///etc/passwd">]>'
)


def zipped(
    data: bytes, *, name: str = "a.txt", content_type: str | None = "application/zip"
) -> bytes:
    return document(attachments=attachment(data, name=name, content_type=content_type))


def nested(depth: int) -> bytes:
    return document("<a>" * depth + "</a>" * depth)


def with_flag(data: bytes, *, at: int, flag: int) -> bytes:
    return data[:at] + bytes([data[at] | flag]) + data[at + 1 :]


def with_number(data: bytes, *, at: int) -> bytes:
    """Return a zip with another number of four bytes at a place."""
    return data[:at] + struct.pack("<L", 7) + data[at + 4 :]


def streamed_zip() -> bytes:
    """Return a zip whose sums stand behind the data, as Java and our own writer put them."""
    source = io.BytesIO(b"data" * 100)
    return b"".join(zipped_pieces(source, name="x.txt", identity="0" * 32))


def entry_named(name: str) -> bytes:
    """Return a zip whose entry has a name that the zip module would clean."""
    safe = "x" * len(name.encode())
    return zip_of((safe, b"data")).replace(safe.encode(), name.encode())


def cut(data: bytes, at: int) -> bytes:
    return data[:at]


GOOD_ZIP = zip_of(("x.txt", b"data" * 100))
PLAIN_ZIP = zip_of(("x.txt", b"data" * 100), method=zipfile.ZIP_STORED)
STREAMED_ZIP = streamed_zip()
SUMS = STREAMED_ZIP.find(b"PK\x07\x08")
OTHER_METHOD = GOOD_ZIP[:8] + struct.pack("<H", 12) + GOOD_ZIP[10:]
TWO_IN_DIRECTORY = zip_of(("a", b"1"), ("b", b"2"))
ONE_ENTRY_TWO_LINES = (
    TWO_IN_DIRECTORY[: TWO_IN_DIRECTORY.find(b"PK\x03\x04", 4)]
    + TWO_IN_DIRECTORY[TWO_IN_DIRECTORY.find(b"PK\x01\x02") :]
)

CASES: list[tuple[str, str, Callable[[], bytes]]] = [
    ("edxml.empty", "", lambda: b""),
    # Encoding
    ("edxml.not-utf8", "", lambda: sample("edoc-new.edxml").decode().encode("utf-16")),
    ("edxml.not-utf8", "", lambda: sample("edoc-new.edxml").decode().encode("utf-16-le")),
    ("edxml.not-utf8", "", lambda: sample("edoc-new.edxml").decode().encode("utf-32")),
    ("edxml.not-utf8", "", lambda: document(prologue='<?xml version="1.0" encoding="UTF-7"?>')),
    ("edxml.not-utf8", "", lambda: document(prologue="<?xml version='1.0' encoding='cp037' ?>")),
    ("edxml.not-utf8", "", lambda: document("<Subject>X</Subject>").replace(b">X<", b">\xc4<")),
    # Characters
    (
        "edxml.forbidden-character",
        f"{MESSAGE}/Subject",
        lambda: document("<Subject>\x01</Subject>"),
    ),
    ("edxml.forbidden-character", f"{MESSAGE}/Subject", lambda: document("<Subject>\0</Subject>")),
    ("edxml.forbidden-character", "", lambda: document("<Subject a='\0'/>")),
    # Declarations
    ("edxml.doctype", "", lambda: document(prologue=BOMB_DTD)),
    ("edxml.doctype", "", lambda: document(prologue="<!DOCTYPE edXML SYSTEM 'http://x.invalid/'>")),
    ("edxml.doctype", "", lambda: document(prologue="<!-- x --><?y z?>\n<!doctype edXML>")),
    ("edxml.doctype", "", lambda: document(prologue="\ufeff  <!DOCTYPE edXML>")),
    ("edxml.doctype", MESSAGE, lambda: document("<!ENTITY a 'b'>")),
    # Syntax
    ("edxml.not-well-formed", "", lambda: b"hello"),
    ("edxml.not-well-formed", "", lambda: b"%PDF-1.7 " + b"x" * 5000),
    ("edxml.not-well-formed", "", lambda: b"<!-- nothing else -->"),
    ("edxml.not-well-formed", CONTENT, lambda: cut(document(), -80)),
    ("edxml.not-well-formed", "edXML", lambda: cut(document(), -3)),
    ("edxml.not-well-formed", MESSAGE, lambda: document("<Subject></Content>")),
    ("edxml.not-well-formed", f"{MESSAGE}/Subject", lambda: document("<Subject></Subject")),
    ("edxml.not-well-formed", MESSAGE, lambda: document("<!-- no end")),
    (
        "edxml.not-well-formed",
        f"{MESSAGE}/Subject",
        lambda: document("<Subject>1 < 2</Subject>" + f"<a>{'x' * 20_000}</a>"),
    ),
    (
        "edxml.not-well-formed",
        "",
        lambda: document(prologue=f"<?xml version='1.0'{' ' * 2000}encoding='UTF-7'?>"),
    ),
    ("edxml.not-well-formed", MESSAGE, lambda: document("<a b='<'></a>")),
    ("edxml.not-well-formed", MESSAGE, lambda: document('<a"></a>')),
    ("edxml.not-well-formed", MESSAGE, lambda: document('<a/"><b<<  x">')),
    ("edxml.not-well-formed", "", lambda: document("<Subject>&unknown;</Subject>")),
    ("edxml.not-well-formed", "", lambda: document("<Subject>&#0;</Subject>")),
    ("edxml.not-well-formed", "", lambda: document("<x:Subject/>")),
    ("edxml.not-well-formed", "", lambda: document() + b"<again/>"),
    ("edxml.not-well-formed", "", lambda: document() + document(prologue="<?xml version='1.0'?>")),
    # Size and shape
    ("edxml.too-complex", MESSAGE + "/a" * 29, lambda: nested(40)),
    ("edxml.too-complex", MESSAGE, lambda: document("<a/>" * 50_001)),
    (
        "edxml.too-complex",
        f"{MESSAGE}/Subject",
        lambda: document(f"<Subject>{'x' * 300_000}</Subject>"),
    ),
    ("edxml.too-complex", MESSAGE, lambda: document(f"<a b='{'x' * 17_000}'/>")),
    ("edxml.too-complex", MESSAGE, lambda: document(f"<a {'x' * 17_000}>")),
    ("edxml.too-complex", MESSAGE, lambda: document(f"<!--{'x' * 400_000}-->")),
    ("edxml.too-complex", f"{MESSAGE}/a", lambda: document(f"<a>{'x' * 250_000}</a>" * 17)),
    ("edxml.too-complex", CONTENT, lambda: document(attachments=attachment() * 201)),
    # Envelope
    ("edxml.no-envelope", "html/edXMLEnvelope", lambda: b"<html><body/></html>"),
    ("edxml.no-envelope", "Envelope/edXMLEnvelope", lambda: b"<s:Envelope xmlns:s='urn:s'/>"),
    ("edxml.wrong-namespace", "edXML/edXMLEnvelope", lambda: document(namespace="urn:other")),
    ("edxml.wrong-namespace", "edXML/edXMLEnvelope", lambda: document(namespace="")),
    (
        "edxml.no-header",
        "edXML/edXMLEnvelope/edXMLHeader",
        f'<edXML xmlns="{NAMESPACE}"><edXMLEnvelope/></edXML>'.encode,
    ),
    ("edxml.no-header", MESSAGE, lambda: document().replace(b"MessageHeader", b"Message")),
    ("edxml.steering-type", f"{MESSAGE}/SteeringType", lambda: document("<SteeringType/>")),
    (
        "edxml.steering-type",
        f"{MESSAGE}/SteeringType",
        lambda: document("<SteeringType>một</SteeringType>"),
    ),
    (
        "edxml.steering-type",
        f"{MESSAGE}/SteeringType",
        lambda: document("<SteeringType>1.0</SteeringType>"),
    ),
    (
        "edxml.status-code-missing",
        f"{MESSAGE}/StatusCode",
        lambda: status("<StatusCode> </StatusCode>"),
    ),
    # Attachments
    (
        "edxml.attachment-unnamed",
        f"{ATTACHMENT}/AttachmentName",
        lambda: document(attachments=attachment(name=None)),
    ),
    (
        "edxml.attachment-unnamed",
        f"{ATTACHMENT}/AttachmentName",
        lambda: document(attachments=attachment(name=" ")),
    ),
    ("edxml.attachment-empty", CONTENT, lambda: document(attachments=attachment(None))),
    ("edxml.attachment-empty", CONTENT, lambda: document(attachments=attachment(" \n "))),
    (
        "edxml.attachment-empty",
        CONTENT,
        lambda: document(attachments=attachment(None, extra="<ContentTransferEncoded />")),
    ),
    ("edxml.attachment-not-base64", CONTENT, lambda: document(attachments=attachment("QUJ*"))),
    ("edxml.attachment-not-base64", CONTENT, lambda: document(attachments=attachment("QUJDR"))),
    ("edxml.attachment-not-base64", CONTENT, lambda: document(attachments=attachment("QQ==QQ=="))),
    ("edxml.attachment-not-base64", CONTENT, lambda: document(attachments=attachment("QUJD&amp;"))),
    ("edxml.attachment-not-base64", CONTENT, lambda: document(attachments=attachment("QUJD&#x"))),
    (
        "edxml.attachment-not-base64",
        CONTENT,
        lambda: document(attachments=attachment("<a>QUJD</a>")),
    ),
    (
        "edxml.attachment-not-base64",
        CONTENT,
        lambda: document(attachments=attachment("<![CDATA[QUJD&#10;]]>")),
    ),
    (
        "edxml.attachment-not-base64",
        CONTENT,
        lambda: document(attachments=attachment("QUJD&#1<!-- a -->0;")),
    ),
    ("edxml.attachment-not-base64", CONTENT, lambda: document(attachments=attachment("QUJD&#60;"))),
    (
        "edxml.attachment-not-base64",
        CONTENT,
        lambda: document(attachments=attachment("QQ&#256;==")),
    ),
    ("edxml.not-well-formed", "", lambda: document(attachments=attachment("QUJD<!-- -- -->"))),
    (
        "edxml.attachment-repeated",
        f"{ATTACHMENT}[2]/ContentId",
        lambda: document(attachments=attachment() + attachment(content_id="a")),
    ),
    # Zips
    ("edxml.attachment-not-zip", ATTACHMENT, lambda: zipped(PDF)),
    ("edxml.attachment-not-zip", ATTACHMENT, lambda: zipped(PDF, content_type=None)),
    ("edxml.attachment-not-zip", ATTACHMENT, lambda: zipped(PDF, name="a.ZIP")),
    ("edxml.attachment-not-zip", ATTACHMENT, lambda: zipped(b"PK\x03\x04")),
    ("edxml.zip-not-one-entry", ATTACHMENT, lambda: zipped(b"PK\x05\x06" + bytes(18))),
    ("edxml.zip-not-one-entry", ATTACHMENT, lambda: zipped(TWO_IN_DIRECTORY)),
    ("edxml.zip-not-one-entry", ATTACHMENT, lambda: zipped(ONE_ENTRY_TWO_LINES)),
    ("edxml.zip-damaged", ATTACHMENT, lambda: zipped(cut(GOOD_ZIP, 50))),
    ("edxml.zip-damaged", ATTACHMENT, lambda: zipped(cut(PLAIN_ZIP, 50))),
    ("edxml.zip-damaged", ATTACHMENT, lambda: zipped(cut(GOOD_ZIP, GOOD_ZIP.find(b"PK\x01\x02")))),
    ("edxml.zip-damaged", ATTACHMENT, lambda: zipped(cut(GOOD_ZIP, GOOD_ZIP.find(b"PK\x05\x06")))),
    ("edxml.zip-damaged", ATTACHMENT, lambda: zipped(PLAIN_ZIP.replace(b"data", b"DATA", 1))),
    ("edxml.zip-damaged", ATTACHMENT, lambda: zipped(GOOD_ZIP[:36] + b"\xff" * 8 + GOOD_ZIP[44:])),
    ("edxml.zip-damaged", ATTACHMENT, lambda: zipped(with_flag(GOOD_ZIP, at=6, flag=1))),
    ("edxml.zip-damaged", ATTACHMENT, lambda: zipped(with_flag(GOOD_ZIP, at=6, flag=8))),
    ("edxml.zip-damaged", ATTACHMENT, lambda: zipped(with_flag(PLAIN_ZIP, at=6, flag=8))),
    ("edxml.zip-damaged", ATTACHMENT, lambda: zipped(OTHER_METHOD)),
    # Sizes that lie: of the packed form and of the file, before the data and behind them
    ("edxml.zip-damaged", ATTACHMENT, lambda: zipped(with_number(GOOD_ZIP, at=18))),
    ("edxml.zip-damaged", ATTACHMENT, lambda: zipped(with_number(GOOD_ZIP, at=22))),
    ("edxml.zip-damaged", ATTACHMENT, lambda: zipped(with_number(PLAIN_ZIP, at=22))),
    ("edxml.zip-damaged", ATTACHMENT, lambda: zipped(with_number(STREAMED_ZIP, at=SUMS + 8))),
    (
        "edxml.zip-damaged",
        ATTACHMENT,
        lambda: zipped(with_number(STREAMED_ZIP, at=SUMS + 12)),
    ),
    ("edxml.zip-entry-name", ATTACHMENT, lambda: zipped(entry_named("../../x.txt"))),
    ("edxml.zip-entry-name", ATTACHMENT, lambda: zipped(entry_named("..\\x.txt"))),
    ("edxml.zip-entry-name", ATTACHMENT, lambda: zipped(entry_named("/etc/x"))),
    ("edxml.zip-entry-name", ATTACHMENT, lambda: zipped(entry_named("C:x"))),
    ("edxml.zip-entry-name", ATTACHMENT, lambda: zipped(entry_named(".."))),
    ("edxml.zip-bomb", ATTACHMENT, lambda: zipped(zip_of(("x.txt", bytes(5_000_000))))),
]


@pytest.mark.parametrize(("code", "element", "build"), CASES)
def test_a_malformed_package_is_refused_with_its_element_and_a_sentence(code, element, build):
    with pytest.raises(errors.PackageError) as caught:
        read(build())
    refusal = caught.value

    assert (refusal.code, refusal.facts["element"]) == (code, element)
    for words in (refusal.sentence, refusal.cause, refusal.next_step):
        assert words % refusal.facts


@pytest.mark.parametrize(
    ("code", "limits", "facts"),
    [
        ("edxml.too-large", Limits(package_bytes=1000), {"limit": 1000}),
        ("edxml.too-large", Limits(file_bytes=20), {"limit": 20, "element": CONTENT}),
        ("edxml.too-complex", Limits(skeleton_bytes=100), {"limit": 100, "what": "skeleton"}),
        ("edxml.too-complex", Limits(elements=5), {"limit": 5, "what": "elements"}),
        ("edxml.too-complex", Limits(attachments=0), {"limit": 0, "what": "attachments"}),
    ],
)
def test_limits_are_the_callers(code, limits, facts):
    data = document(f"<Content>{'x' * 900}</Content>")
    read(data)

    with pytest.raises(errors.PackageError) as caught:
        read(data, limits=limits)
    assert caught.value.code == code
    assert facts.items() <= caught.value.facts.items()


@pytest.mark.parametrize("markup", ["<![CDATA[QUJD]]>", "<!-- -->", "<?a?>"])
def test_markup_in_a_content_counts_as_elements_do(markup):
    data = document(attachments=attachment("QUJD" + markup * 50))
    read(data, limits=Limits(elements=100))
    with pytest.raises(errors.TooComplex) as refusal:
        read(data, limits=Limits(elements=50))
    assert refusal.value.facts["what"] == "elements"


def test_zipped_files_have_limits_one_by_one_and_together():
    data = zip_of(("x.txt", b"data" * 100))
    two = document(
        attachments=attachment(data, name="a.txt", content_type=None)
        + attachment(data, name="b.txt", content_type=None, content_id="b"),
        references=reference() + reference("b"),
    )
    read(two, limits=Limits(unzipped_bytes=800, file_bytes=400))

    for limits in (Limits(unzipped_bytes=799), Limits(file_bytes=399)):
        with pytest.raises(errors.ZipBomb):
            read(two, limits=limits)


def test_every_refusal_has_its_own_code_and_all_its_words():
    classes = [errors.PackageError, *errors.PackageError.__subclasses__()]

    assert len({one.code for one in classes}) == len(classes)
    for one in classes:
        assert one.code.startswith("edxml.")
        assert one.sentence
        assert one.cause
        assert one.next_step


def test_every_refusal_of_reading_is_tried_here():
    when_writing = {"edxml.package-unusable", "edxml.signature-unwritable"}
    tried = {code for code, _element, _build in CASES} | {"edxml.too-large"}

    assert {one.code for one in errors.PackageError.__subclasses__()} - tried <= when_writing


def test_an_external_entity_is_not_even_looked_at(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("do not read me")
    dtd = f'<!DOCTYPE edXML [<!ENTITY s SYSTEM "{secret.as_uri()}">]>'

    with pytest.raises(errors.DoctypeFound) as refusal:
        read(document("<Subject>&s;</Subject>", prologue=dtd))
    assert "do not read me" not in str(refusal.value)


def test_what_looks_like_a_doctype_inside_text_is_text():
    package = read(
        document("<Subject><![CDATA[<!DOCTYPE a>]]></Subject><!-- <!DOCTYPE b> -->")
    ).package
    assert package.subject == "<!DOCTYPE a>"


def test_a_refused_content_names_the_file_it_belongs_to():
    with pytest.raises(errors.AttachmentNotZip) as refusal:
        read(
            document(
                attachments=attachment(
                    base64.b64encode(PDF).decode(), name="bảng.xlsx", content_type=None
                )
            )
        )
    assert "bảng.xlsx" in refusal.value.sentence % refusal.value.facts

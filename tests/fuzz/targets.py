"""What reads bytes of strangers, each as a function that a crash comes out of and a refusal not."""

import io
import json
import tempfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.serialization import Encoding
from tests import bad_files as bad

from lienthong.apikit.cursors import read_cursor, write_cursor
from lienthong.apikit.multipart import parts
from lienthong.blobs.errors import ContentDamaged, MasterKeysUnreadable
from lienthong.blobs.keyring import parsed
from lienthong.blobs.rules import contradiction, media_type_of
from lienthong.blobs.sealing import opened
from lienthong.documents.rules.relations import canonical_reference, split_reference
from lienthong.formats.containers.reading import look_inside
from lienthong.formats.edxml import FolderSink, read_package
from lienthong.formats.letters.foot import recipient_line
from lienthong.formats.letters.recognise import recognise
from lienthong.formats.letters.references import parse_reference
from lienthong.formats.letters.secrecy import find_secrecy_stamp
from lienthong.formats.mail.read import read_letter
from lienthong.formats.pdf.reading import read_pdf
from lienthong.formats.pdf.types import Box, PageText, PdfLimits, TextLine
from lienthong.kernel.refusals import Refusal
from lienthong.kernel.text import clean_block, fold, safe_file_name
from lienthong.ledger.rules.canonical import Malformed
from lienthong.ledger.rules.given.reading import read_receipt
from lienthong.signatures.pdf.gaps import certificates

LIMITS = PdfLimits(max_bytes=200_000, max_pages=20, max_objects=2_000, text_pages=3, seconds=2.0)
DIGEST = "0" * 64


@dataclass(frozen=True, slots=True)
class Target:
    """A parser and what it usually reads."""

    run: Callable[[bytes], object]
    seeds: tuple[bytes, ...]


def _pdf(data: bytes) -> None:
    with suppress(Refusal):
        pages = read_pdf(io.BytesIO(data), limits=LIMITS).pages
        recognise(pages)
        find_secrecy_stamp(pages)


def _package(data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder, suppress(Refusal):
        read_package(io.BytesIO(data), sink=FolderSink(Path(folder)))


def _container(data: bytes) -> None:
    look_inside(io.BytesIO(data))
    media_type = media_type_of(data[:4096], data[-65_536:])
    contradiction("a.docx", media_type)


def _letter(data: bytes) -> None:
    """Text at places that the bytes choose, as the fields and the stamp are read from it."""
    words = data.decode("utf-8", "replace").splitlines()[:60]
    lines = tuple(
        TextLine(clean_block(text) or "-", _box(data, number), 13.0)
        for number, text in enumerate(words)
    )
    pages = (PageText(1, 595.0, 842.0, lines),)
    recognise(pages)
    find_secrecy_stamp(pages)


def _box(data: bytes, number: int) -> Box:
    x0, y0 = data[number % len(data)] * 2.0, data[(number * 7 + 3) % len(data)] * 3.0
    return Box(x0, y0, x0 + 200, y0 + 13)


def _texts(data: bytes) -> None:
    text = data.decode("utf-8", "replace")
    parse_reference(text)
    recipient_line(text)
    split_reference(canonical_reference(text))
    name = safe_file_name(text)
    assert name
    assert "/" not in name
    assert len(name) <= 200
    assert fold(fold(text)) == fold(text)


def _receipt(data: bytes) -> None:
    try:
        value = json.loads(data)
    except (ValueError, RecursionError):
        return
    with suppress(Malformed):
        read_receipt(value)


def _cursor(data: bytes) -> None:
    with suppress(Refusal):
        read_cursor(data.decode("utf-8", "replace"), scope="list", length=2)


def _multipart(data: bytes) -> None:
    pieces = (data[at : at + 50] for at in range(0, len(data), 50))
    with suppress(Refusal):
        for one in parts(pieces, content_type="multipart/form-data; boundary=lt"):
            b"".join(one.pieces)


def _certificates(data: bytes) -> None:
    """As what administrators and operators bring is read: certificates and revocation lists."""
    from lienthong.signatures.errors import CertificateUnreadable, ListUnreadable
    from lienthong.signatures.services._pem import certificates_in, lists_in

    with suppress(CertificateUnreadable):
        as_kept = certificates_in(data)
        certificates("".join(one.public_bytes(Encoding.PEM).decode() for one in as_kept))
    with suppress(ListUnreadable):
        lists_in(data)


def _mail(data: bytes) -> None:
    with suppress(Refusal):
        read_letter(data)


def _kept(data: bytes) -> None:
    with suppress(ContentDamaged):
        opened(io.BytesIO(data), key=b"k" * 32, digest=DIGEST).read()
    with suppress(MasterKeysUnreadable):
        parsed(data.decode("utf-8", "replace"))


_PEM = b"-----BEGIN CERTIFICATE-----\nMIIBszCCAVmgAwIBAgIUQ==\n-----END CERTIFICATE-----\n"
_XML = (
    b'<?xml version="1.0" encoding="utf-8"?><edXML xmlns="http://www.mic.gov.vn/TBT/QCVN_102_2016">'
    b"<edXMLEnvelope><edXMLHeader><MessageHeader><From><OrganId>000.00.01.H60</OrganId></From>"
    b"<Code><CodeNumber>1</CodeNumber></Code></MessageHeader></edXMLHeader></edXMLEnvelope></edXML>"
)
_LETTER = (
    "UBND TỈNH\nSỞ TƯ PHÁP\nSố: 12/STP-VP\nBiên Hòa, ngày 20 tháng 11 năm 2026\nMẬT\n"
    "V/v báo cáo\nKính gửi: Sở Tài chính.\nNơi nhận:\n- Như trên;\n- Lưu: VT.\nGIÁM ĐỐC"
).encode()

_FORM = (
    b'--lt\r\nContent-Disposition: form-data; name="document"\r\n'
    b"Content-Type: application/json\r\n\r\n{}\r\n"
    b"--lt\r\nContent-Disposition: form-data; name=a; filename*=UTF-8''a%20b.pdf\r\n\r\n"
    b"%PDF\r\n--lt--\r\n"
)
_MAIL = (
    b"From: =?utf-8?q?S=E1=BB=9F?= <a@b.vn>\r\nSubject: =?iso-8859-1?b?VuA=?=\r\n"
    b'Date: Mon, 23 Nov 2026 08:00:00 +0700\r\nContent-Type: multipart/mixed; boundary="x"\r\n\r\n'
    b"--x\r\nContent-Type: text/html; charset=utf-7\r\n\r\n<p>a<br>&#0;</p>\r\n"
    b"--x\r\nContent-Type: application/pdf; name*0*=utf-8'vi'V%C4%83n; name*1=b.pdf\r\n"
    b"Content-Transfer-Encoding: base64\r\n\r\nJVBERg==\r\n"
    b"--x\r\nContent-Type: message/rfc822\r\n\r\nSubject: b\r\n\r\nc\r\n--x--\r\n"
)
_REPORT = (
    b"From: MAILER-DAEMON\nContent-Type: multipart/report; report-type=delivery-status;"
    b" boundary=r\n\n--r\nContent-Type: message/delivery-status\n\nOriginal-Envelope-Id: q\n\n"
    b"Final-Recipient: rfc822; a@b.vn\nAction: failed\nStatus: 5.1.1\n\n--r\n"
    b"Content-Type: text/rfc822-headers\n\nMessage-ID: <lt.1@x>\n\n--r--\n"
)
TARGETS = {
    "mail": Target(_mail, (_MAIL, _REPORT)),
    "multipart": Target(_multipart, (_FORM,)),
    "pdf": Target(_pdf, (bad.built(lambda _d: None), bad.built(bad.with_button), bad.huge_xref())),
    "package": Target(_package, (_XML, b"<a/>")),
    "container": Target(_container, (bad.a_zip(*bad.OOXML), bad.an_ole("_VBA_PROJECT"))),
    "letter": Target(_letter, (_LETTER,)),
    "texts": Target(_texts, ("Số: 05/QĐ-UBND".encode(), "- Sở Tài chính (để biết);".encode())),
    "receipt": Target(_receipt, (b'{"type":"receipt","version":1,"signed":{}}', b"[[[[]]]]")),
    "cursor": Target(_cursor, (write_cursor("list", "a", "b").encode(),)),
    "certificates": Target(_certificates, (_PEM, b"-----BEGIN X509 CRL-----\nMA==\n")),
    "kept": Target(_kept, (b"LTS1" + b"\0" * 40, b"a:" + b"ab" * 32)),
}

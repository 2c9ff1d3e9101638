"""What a file is, told from its bytes; and whether its name says the same."""

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

import puremagic

from lienthong.kernel.wording import noop as _

# An upload that nobody admits, because its form was never sent, goes after this time.
KEPT_IN_QUARANTINE = timedelta(days=7)
# Younger files without a row may belong to a transaction that has not committed yet.
STRAY_AFTER = timedelta(days=1)
# How much of both ends has to be seen: the names in a zip's directory stand at its end.
HEAD = 4 * 1024
TAIL = 64 * 1024

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
ODT = "application/vnd.oasis.opendocument.text"
ODS = "application/vnd.oasis.opendocument.spreadsheet"
ODP = "application/vnd.oasis.opendocument.presentation"
OLE = "application/x-ole-storage"  # Word, Excel and PowerPoint before 2007
RTF = "application/rtf"
XML = "application/xml"
ZIP = "application/zip"
JPEG, PNG, TIFF, GIF = "image/jpeg", "image/png", "image/tiff", "image/gif"
HTML, TEXT = "text/html", "text/plain"
UNKNOWN = "application/octet-stream"

_STARTS = (
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"\xff\xd8\xff", JPEG),
    (b"II*\x00", TIFF),
    (b"MM\x00*", TIFF),
    (b"GIF8", GIF),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", OLE),
    (b"{\\rtf", RTF),
)
# The part that every package of this kind has (ECMA-376, part 2).
_OOXML_PARTS = (
    (b"word/document.xml", DOCX),
    (b"xl/workbook.xml", XLSX),
    (b"ppt/presentation.xml", PPTX),
)
# Programs that export "Word" files often write RTF or HTML under the old endings.
_ENDINGS: dict[str, frozenset[str]] = {
    "pdf": frozenset({PDF}),
    "docx": frozenset({DOCX}),
    "xlsx": frozenset({XLSX}),
    "pptx": frozenset({PPTX}),
    "doc": frozenset({OLE, RTF, HTML}),
    "xls": frozenset({OLE, HTML}),
    "ppt": frozenset({OLE}),
    "odt": frozenset({ODT}),
    "ods": frozenset({ODS}),
    "odp": frozenset({ODP}),
    "rtf": frozenset({RTF}),
    "xml": frozenset({XML}),
    "edxml": frozenset({XML}),
    "zip": frozenset({ZIP}),
    "jpg": frozenset({JPEG}),
    "jpeg": frozenset({JPEG}),
    "png": frozenset({PNG}),
    "tif": frozenset({TIFF}),
    "tiff": frozenset({TIFF}),
    "gif": frozenset({GIF}),
    "txt": frozenset({TEXT}),
    "csv": frozenset({TEXT}),
}
_NAMES = {
    PDF: "PDF",
    DOCX: "Word (docx)",
    XLSX: "Excel (xlsx)",
    PPTX: "PowerPoint (pptx)",
    ODT: "OpenDocument (odt)",
    ODS: "OpenDocument (ods)",
    ODP: "OpenDocument (odp)",
    OLE: "Word, Excel, PowerPoint 97–2003",
    RTF: "RTF",
    XML: "XML",
    ZIP: "ZIP",
    JPEG: "JPEG",
    PNG: "PNG",
    TIFF: "TIFF",
    GIF: "GIF",
    HTML: "HTML",
    TEXT: _("văn bản thuần"),
    UNKNOWN: _("không rõ định dạng"),
}
_CONTROL = frozenset(range(32)) - frozenset(b"\t\n\r\f\x1b")


def stored_name(digest: str, file_id: UUID | None) -> str:
    """Return how the file of a content is called: its digest, and which sealing of it this is."""
    return digest if file_id is None else f"{digest}-{file_id.hex}"


def media_type_of(head: bytes, tail: bytes) -> str:
    """Return the media type of a file from its first HEAD and last TAIL bytes.

    A name inside a zip decides only between packages; what is not told is "octet-stream".
    """
    # PDF readers accept some bytes before the mark (ISO 32000-1, Annex H.3.4.1).
    if b"%PDF-" in head[:1024]:
        return PDF
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip_type(head, tail)
    for start, media_type in _STARTS:
        if head.startswith(start):
            return media_type
    return _text_type(head) or _other_type(head)


def contradiction(name: str, media_type: str) -> tuple[str, str] | None:
    """Return the ending and the name of what was found, when a file's name says something else.

    An ending that is not listed, or none, promises nothing and contradicts nothing.
    """
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    promised = _ENDINGS.get(ending)
    if promised is None or media_type in promised:
        return None
    return ending, _NAMES.get(media_type, media_type)


def _zip_type(head: bytes, tail: bytes) -> str:
    # An OpenDocument begins with an uncompressed entry "mimetype" that holds its type.
    if head[30:38] == b"mimetype":
        found = head[38:160].split(b"PK", 1)[0].decode("ascii", "replace").strip()
        return found if found in {ODT, ODS, ODP} else ZIP
    if b"[Content_Types].xml" in head or b"[Content_Types].xml" in tail:
        for part, media_type in _OOXML_PARTS:
            if part in head or part in tail:
                return media_type
    return ZIP


def _text_type(head: bytes) -> str | None:
    text = head.removeprefix(b"\xef\xbb\xbf")
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = head.decode("utf-16", "replace").encode()
    if not text or not _CONTROL.isdisjoint(text):
        return None
    start = text.lstrip()[:200].lower()
    if start.startswith((b"<!doctype html", b"<html")):
        return HTML
    return XML if start.startswith((b"<?xml", b"<")) else TEXT


def _other_type(head: bytes) -> str:
    try:
        found = puremagic.magic_string(head)
    except (puremagic.PureError, ValueError):
        return UNKNOWN
    return next((match.mime_type for match in found if match.mime_type), UNKNOWN)


def listed(agency_ids: Iterable[UUID]) -> str:
    """Return agencies as a row of holders has them: 32 digits each, a space between two."""
    return " ".join(sorted({one.hex for one in agency_ids}))


def holders_in(agencies: str) -> set[UUID]:
    """Return who stands in a row of holders."""
    return {UUID(hex=one) for one in agencies.split()}

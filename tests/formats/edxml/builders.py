"""Packages as other implementations write them, and places to put their files."""

import base64
import io
import zipfile
from contextlib import closing
from pathlib import Path
from typing import BinaryIO

from lienthong.formats.edxml import Limits, Reading, read_package, write_package
from lienthong.formats.edxml.findings import FindingCode
from lienthong.formats.edxml.types import Attachment, Package

SAMPLES = Path(__file__).parent / "samples"
NAMESPACE = "http://www.mic.gov.vn/TBT/QCVN_102_2016"
PDF = b"%PDF-1.7 nothing in particular %%EOF"


class MemorySink:
    """A sink for tests: contents by key."""

    def __init__(self) -> None:
        self.contents: dict[str, bytes] = {}

    def create(self, key: str) -> BinaryIO:
        assert key not in self.contents
        self.contents[key] = b""
        return _Written(self.contents, key)

    def open(self, key: str) -> BinaryIO:
        return io.BytesIO(self.contents[key])


class _Written(io.BytesIO):
    def __init__(self, contents: dict[str, bytes], key: str) -> None:
        super().__init__()
        self._contents, self._key = contents, key

    def close(self) -> None:
        if not self.closed:
            self._contents[self._key] = self.getvalue()
        super().close()


def sample(name: str) -> bytes:
    return (SAMPLES / name).read_bytes()


def read(data: bytes, *, sink: MemorySink | None = None, limits: Limits | None = None) -> Reading:
    return read_package(io.BytesIO(data), sink=sink or MemorySink(), limits=limits or Limits())


def written(package: Package, files: dict[str, bytes] | None = None) -> bytes:
    """Write a package; `files` are the contents by `content_key`."""

    def open_content(one: Attachment) -> BinaryIO:
        return io.BytesIO((files or {})[one.content_key])

    with closing(io.BytesIO()) as target:
        write_package(package, open_content=open_content, target=target)
        return target.getvalue()


def zip_of(*entries: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as archive:
        for name, data in entries:
            archive.writestr(name, data)
    return target.getvalue()


def attachment(
    content: bytes | str | None = PDF,
    *,
    name: str | None = "a.pdf",
    content_id: str = "cid:a",
    content_type: str | None = "application/pdf",
    extra: str = "",
) -> str:
    """Return one `Attachment` element; a content of text stands as it is, bytes as base64."""
    text = base64.b64encode(content).decode() if isinstance(content, bytes) else content
    parts = [f"<ContentId>{content_id}</ContentId>" if content_id else ""]
    parts.append("" if name is None else f"<AttachmentName>{name}</AttachmentName>")
    parts.append("" if content_type is None else f"<ContentType>{content_type}</ContentType>")
    if text is not None:
        parts.append(f"<ContentTransferEncoded>{text}</ContentTransferEncoded>")
    return f"<Attachment>{''.join(parts)}{extra}</Attachment>"


def reference(content_id: str = "cid:a", name: str = "a.pdf", description: str = "") -> str:
    described = f"<Description>{description}</Description>" if description else ""
    return (
        f"<Reference><ContentId>{content_id}</ContentId>{described}"
        f"<AttachmentName>{name}</AttachmentName></Reference>"
    )


def document(
    message: str = "",
    *,
    attachments: str | None = None,
    references: str | None = None,
    trace: str = "",
    header: str = "",
    namespace: str = NAMESPACE,
    prologue: str = "",
) -> bytes:
    """Return a package in the plainest writing: no prefix, one line, no declaration."""
    if attachments is None:
        attachments = attachment()
    if references is None:
        references = reference() if attachments else ""
    return (
        f'{prologue}<edXML xmlns="{namespace}"><edXMLEnvelope><edXMLHeader>'
        f"<MessageHeader>{message}</MessageHeader>{trace}{header}</edXMLHeader><edXMLBody>"
        f'<edXMLManifest version="1.0">{references}</edXMLManifest></edXMLBody></edXMLEnvelope>'
        f"<AttachmentEncoded>{attachments}</AttachmentEncoded></edXML>"
    ).encode()


def status(message: str) -> bytes:
    return (
        f'<edXML xmlns="{NAMESPACE}"><edXMLEnvelope><edXMLHeader><MessageHeader>{message}'
        "</MessageHeader></edXMLHeader></edXMLEnvelope></edXML>"
    ).encode()


def oddities(data: bytes) -> dict[str, str]:
    """Return the findings other than about what is missing: the element by code."""
    quiet = {FindingCode.MISSING_ELEMENT, FindingCode.NO_BUSINESS_BLOCK}
    return {str(one.code): one.element for one in read(data).findings if one.code not in quiet}

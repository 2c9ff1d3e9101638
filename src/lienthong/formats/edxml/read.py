"""Reading a package: one pass over its bytes, then its small skeleton."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from lienthong.formats.edxml.attachments import AttachmentReader
from lienthong.formats.edxml.findings import Finding, Findings
from lienthong.formats.edxml.join import Skeleton, is_joinable
from lienthong.formats.edxml.limits import Limits
from lienthong.formats.edxml.node import Node, local_name
from lienthong.formats.edxml.parse import (
    find_envelope,
    note_what_is_missing,
    parse_root,
    read_document,
    read_status,
    required_child,
)
from lienthong.formats.edxml.scan import Scan, Scanner
from lienthong.formats.edxml.sinks import ContentSink
from lienthong.formats.edxml.types import Package

DEFAULT_LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Reading:
    """What a package holds, what is odd about it, and how to keep it.

    findings_left_out: how many more findings there were than are kept.
    """

    package: Package
    findings: tuple[Finding, ...]
    findings_left_out: int
    skeleton: Skeleton


def read_package(
    source: BinaryIO | Path, *, sink: ContentSink, limits: Limits = DEFAULT_LIMITS
) -> Reading:
    """Read a document or status package of any writer.

    source: read once from where it stands to its end; it need not be seekable.
    sink: gets the stored form of the n-th content under the key "n", and the file inside a zipped
        one under "n.file". When the package is refused, what was put there is for the caller to
        remove.
    Raises PackageError, and nothing else because of the bytes. Memory does not grow with the
    attachments. Source: QCVN 102:2016/BTTTT as the client library EdXML102 implements it.
    """
    findings = Findings(most=limits.findings)
    with _opened(source) as stream:
        scan = Scanner(stream, limits=limits, sink=sink, findings=findings).run()
    element = parse_root(scan)
    root = Node(element, path=local_name(element), findings=findings)
    package = _package(
        root, scan, AttachmentReader(scan.holes, limits=limits, sink=sink, findings=findings)
    )
    note_what_is_missing(package, findings)
    root.report_unknown()
    return Reading(package, findings.all(), findings.left_out, _verified(scan, sink))


def split_package(
    source: BinaryIO | Path, *, sink: ContentSink, limits: Limits = DEFAULT_LIMITS
) -> Skeleton:
    """Take a package apart without reading what it says; see `read_package` for the arguments.

    Raises PackageError where the bytes cannot be a safe package.
    """
    with _opened(source) as stream:
        scan = Scanner(stream, limits=limits, sink=sink, findings=Findings(most=0)).run()
    return _verified(scan, sink)


def _package(root: Node, scan: Scan, files: AttachmentReader) -> Package:
    envelope = find_envelope(root)
    header = required_child(envelope, "edXMLHeader")
    message = required_child(header, "MessageHeader")
    if message.has("StatusCode"):
        return read_status(message)
    header.pass_over("Signature", "DigitalSignature")
    body = envelope.one("edXMLBody")
    attachments = files.read(
        manifest=body.one("edXMLManifest", "Manifest") if body else None,
        lists=root.many("AttachmentEncoded") or envelope.many("AttachmentEncoded"),
    )
    return read_document(
        message,
        trace=header.one("TraceHeaderList"),
        signature=_signature(scan),
        attachments=attachments,
    )


def _signature(scan: Scan) -> str:
    return scan.skeleton[scan.signature].decode("utf-8") if scan.signature else ""


def _verified(scan: Scan, sink: ContentSink) -> Skeleton:
    """Return the skeleton, after putting the package together again to see whether it is exact."""
    tried = Skeleton(scan.skeleton, scan.holes, scan.size, scan.digest, is_exact=True)
    if is_joinable(tried, lambda hole: sink.open(hole.key)):
        return tried
    return Skeleton(scan.skeleton, scan.holes, scan.size, scan.digest, is_exact=False)


@contextmanager
def _opened(source: BinaryIO | Path) -> Iterator[BinaryIO]:
    if isinstance(source, Path):
        with source.open("rb") as stream:
            yield stream
    else:
        yield source

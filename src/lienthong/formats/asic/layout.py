"""Names, limits and the manifest of a container (EN 319 162-1, clause 4.4 and Annex A.4)."""

import base64
import binascii
import re
from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import quoteattr

from lxml import etree

MIMETYPE = "mimetype"
MEDIA_TYPE = "application/vnd.etsi.asic-e+zip"
MANIFEST = "META-INF/ASiCManifest.xml"
SIGNATURE = "META-INF/signature.p7s"
SIGNATURE_TYPE = "application/pkcs7-signature"

ASIC = "http://uri.etsi.org/02918/v1.2.1#"
DS = "http://www.w3.org/2000/09/xmldsig#"
SHA256 = "http://www.w3.org/2001/04/xmlenc#sha256"

# ASCII only, no way up or out: every program writes such a name the same way everywhere.
NAME = re.compile(r"(?!.*\.\.)[A-Za-z0-9][A-Za-z0-9._-]*(/[A-Za-z0-9][A-Za-z0-9._-]*)*")
LONGEST_NAME = 120
MOST_PARTS = 2_000
LARGEST_MANIFEST = 1024 * 1024


class NotAContainer(ValueError):
    """Bytes that are no such container; the text says what is wrong."""


@dataclass(frozen=True, slots=True)
class Part:
    """A file that the manifest names: its media type and the SHA-256 (32 bytes) it must have."""

    name: str
    media_type: str
    digest: bytes


def is_name(text: str) -> bool:
    """Say whether a file of a container may be called so."""
    return len(text) <= LONGEST_NAME and NAME.fullmatch(text) is not None


def write_manifest(parts: Sequence[Part]) -> bytes:
    """Return the manifest that names these files and the signature over itself."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<asic:ASiCManifest xmlns:asic="{ASIC}" xmlns:ds="{DS}">',
        f'<asic:SigReference MimeType="{SIGNATURE_TYPE}" URI="{SIGNATURE}"/>',
        *map(_reference, parts),
        "</asic:ASiCManifest>",
    ]
    return ("\n".join(lines) + "\n").encode()


def _reference(part: Part) -> str:
    value = base64.b64encode(part.digest).decode()
    kind, name = quoteattr(part.media_type), quoteattr(part.name)
    return (
        f"<asic:DataObjectReference MimeType={kind} URI={name}>"
        f'<ds:DigestMethod Algorithm="{SHA256}"/><ds:DigestValue>{value}</ds:DigestValue>'
        "</asic:DataObjectReference>"
    )


def read_manifest(data: bytes) -> list[Part]:
    """Return what a manifest names. Raises NotAContainer for another form or a repeated name."""
    if b"<!DOCTYPE" in data:
        raise NotAContainer("manifest with a document type")
    parser = etree.XMLParser(
        resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise NotAContainer("manifest is no XML") from error
    if root.tag != f"{{{ASIC}}}ASiCManifest":
        raise NotAContainer("no manifest of ASiC")
    parts = [_part(one) for one in root.iterfind(f"{{{ASIC}}}DataObjectReference")]
    if len({part.name for part in parts}) != len(parts):
        raise NotAContainer("manifest names a file twice")
    return parts


def _part(element: etree._Element) -> Part:
    name = element.get("URI", "")
    method = element.find(f"{{{DS}}}DigestMethod")
    value = element.findtext(f"{{{DS}}}DigestValue", "")
    if not is_name(name) or method is None or method.get("Algorithm") != SHA256:
        raise NotAContainer("manifest names a file in an unknown way")
    try:
        digest = base64.b64decode(value, validate=True)
    except (binascii.Error, ValueError) as error:
        raise NotAContainer("digest is no base64") from error
    return Part(name, element.get("MimeType", ""), digest)

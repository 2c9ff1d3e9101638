"""Parts of packages that are made on purpose: odd files, and what no recipient may get."""

import io
import zipfile

from lienthong.formats.edxml.parse import NAMESPACE
from lienthong.lab.types import Party

NOBODY = Party("Z99.9999", "khong-co", "", "Cơ quan không có thật")
_BOMB = "".join(
    f'<!ENTITY b{depth} "{f"&b{depth - 1};" * 10 if depth else "ha"}">' for depth in range(10)
)


def packed(name: str, content: bytes) -> bytes:
    """Return a zip of one entry."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), content)
    return target.getvalue()


def with_doctype(package: bytes) -> bytes:
    """Return a package whose document type names a file of the reader's machine."""
    return with_doctype_of(package, "file:///etc/hostname")


def with_bomb(package: bytes) -> bytes:
    """Return a package of entities that grow to ten thousand million letters."""
    grown = _behind_declaration(package, f"<!DOCTYPE edXML [{_BOMB}]>".encode())
    return grown.replace(b"</edXML:Subject>", b"&b9;</edXML:Subject>")


def with_doctype_of(package: bytes, address: str) -> bytes:
    """Return a package that asks its reader to fetch an address."""
    doctype = f'<!DOCTYPE edXML [<!ENTITY ngoai SYSTEM "{address}">]>'.encode()
    return _behind_declaration(package, doctype).replace(
        b"</edXML:Subject>", b"&ngoai;</edXML:Subject>"
    )


def in_utf_16(package: bytes) -> bytes:
    return package.decode().replace('encoding="UTF-8"', 'encoding="UTF-16"').encode("utf-16")


def in_no_namespace(package: bytes) -> bytes:
    return package.replace(NAMESPACE.encode(), b"urn:khong-dung")


def with_path_in_zip(package: bytes, name: str) -> bytes:
    """Return a package with a zipped file that wants to be written elsewhere.

    package: with an attachment NAME.zip, made of `packed("../../…", …)`; it becomes NAME.txt.
    """
    return package.replace(f"{name}.zip".encode(), f"{name}.txt".encode())


def without_content(package: bytes) -> bytes:
    """Return a package whose attachments have names and no bytes, as of an empty PDF."""
    begin = package.index(b"<edXML:ContentTransferEncoded")
    end = package.rindex(b"</edXML:ContentTransferEncoded>") + len(
        b"</edXML:ContentTransferEncoded>"
    )
    return package[:begin] + package[end:]


def _behind_declaration(package: bytes, added: bytes) -> bytes:
    declaration, _end, rest = package.partition(b"?>")
    return declaration + b"?>" + added + rest

"""Looking into zip files (office files since 2007 are such) and into older office files.

Nothing is unpacked: names and flags are enough, so that no bomb goes off.
"""

import os
import struct
import zipfile
from dataclasses import dataclass
from typing import BinaryIO

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MOST_ENTRIES = 10_000
# What runs when it is opened on the machines of recipients.
PROGRAMS = (
    *(".exe", ".dll", ".com", ".scr", ".msi", ".bat", ".cmd", ".ps1", ".vbs", ".vbe", ".js"),
    *(".jse", ".wsf", ".wsh", ".hta", ".jar", ".lnk", ".pif", ".cpl", ".reg", ".chm", ".iso"),
)
_MACRO_PARTS = ("vbaproject.bin", "vbadata.xml", "/basic/script-lc.xml", "basic/script-lc.xml")
_LONGEST_NAME = 120
_LARGEST_DIRECTORY = 8 * 1024 * 1024
_PIECE = 1024 * 1024
# Names in the directory of an older office file, as they lie there.
_LOCKED_STREAM = "EncryptedPackage".encode("utf-16-le")
_MACRO_STREAMS = ("_VBA_PROJECT".encode("utf-16-le"), "_VBA_PROJECT_CUR".encode("utf-16-le"))


@dataclass(frozen=True, slots=True)
class ContainerFacts:
    """What was seen of a container; everything is empty for what is none.

    is_broken: it begins like one and cannot be read. programs: names of parts that would run.
    """

    is_encrypted: bool = False
    has_macros: bool = False
    is_broken: bool = False
    programs: tuple[str, ...] = ()


def look_inside(source: BinaryIO) -> ContainerFacts:
    """Say what an office file or an archive carries. source: seekable; it is left open.

    Reads the directory of a zip, at most 8 MB of it, and an older office file once, in pieces.
    """
    source.seek(0)
    start = source.read(8)
    if start.startswith(ZIP):
        return _zip(source)
    if start.startswith(OLE):
        return _ole(source)
    return ContainerFacts()


def _zip(source: BinaryIO) -> ContainerFacts:
    if not _is_directory_small(source):
        return ContainerFacts(is_broken=True)
    try:
        source.seek(0)
        with zipfile.ZipFile(source) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, struct.error, OSError, ValueError, NotImplementedError):
        return ContainerFacts(is_broken=True)
    if len(entries) > MOST_ENTRIES:
        return ContainerFacts(is_broken=True)
    names = [entry.filename.lower() for entry in entries]
    return ContainerFacts(
        is_encrypted=any(entry.flag_bits & 1 for entry in entries),
        has_macros=any(name.endswith(_MACRO_PARTS) for name in names),
        programs=tuple(name[-_LONGEST_NAME:] for name in names if name.endswith(PROGRAMS))[:20],
    )


def _is_directory_small(source: BinaryIO) -> bool:
    """Whether the directory, as the end of the file states it, is one that may be read whole."""
    size = source.seek(0, os.SEEK_END)
    source.seek(max(0, size - 66_000))
    tail = source.read(66_000)
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) < at + 16:
        return False
    (directory,) = struct.unpack("<I", tail[at + 12 : at + 16])
    return bool(directory <= _LARGEST_DIRECTORY)


def _ole(source: BinaryIO) -> ContainerFacts:
    source.seek(0)
    is_encrypted = has_macros = False
    before = b""
    while piece := source.read(_PIECE):
        seen = before + piece
        is_encrypted = is_encrypted or _LOCKED_STREAM in seen
        has_macros = has_macros or any(name in seen for name in _MACRO_STREAMS)
        before = piece[-64:]
    return ContainerFacts(is_encrypted=is_encrypted, has_macros=has_macros)

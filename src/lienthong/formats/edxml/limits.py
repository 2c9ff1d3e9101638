"""How much of a package is read before it is refused."""

from dataclasses import dataclass

MEBIBYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on one package, in bytes unless said otherwise; what lies above is refused.

    package_bytes: the whole file. A gateway of the field refuses above 50 MB; ours is wider.
    skeleton_bytes: everything but the attachments; this much is held in memory.
    text_bytes: one text, comment or CDATA section outside the attachments.
    tag_bytes: one tag with its attributes.
    stray_bytes: what stands before the declaration.
    attachments, elements, depth: counts.
    file_bytes: one attachment, as stored and after unzipping.
    unzip_ratio: how many times larger than its zip a file may be, once it is above 1 MiB.
    unzipped_bytes: all zipped files of a package together, after unzipping.
    findings: how many findings are kept; a hostile package could have one an element.
    """

    package_bytes: int = 512 * MEBIBYTE
    skeleton_bytes: int = 4 * MEBIBYTE
    text_bytes: int = 256 * 1024
    tag_bytes: int = 16 * 1024
    stray_bytes: int = 1024
    attachments: int = 200
    elements: int = 50_000
    depth: int = 32
    file_bytes: int = 300 * MEBIBYTE
    unzip_ratio: int = 200
    unzipped_bytes: int = 1024 * MEBIBYTE
    findings: int = 200

"""One pass over the bytes of a package: contents go to the sink, the skeleton stays.

The skeleton is the package with every content (the text of `ContentTransferEncoded`) cut out; it
is small, so the real parser may see it whole. What a parser should never see (DOCTYPE, another
encoding, endless nesting) is refused here already. Memory: the skeleton and some pieces.
"""

import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from lienthong.formats.edxml import errors
from lienthong.formats.edxml.base64text import Decoder, Layout
from lienthong.formats.edxml.findings import FindingCode, Findings
from lienthong.formats.edxml.limits import Limits
from lienthong.formats.edxml.sinks import ContentSink

CONTENT = "ContentTransferEncoded"
_CHUNK = 64 * 1024
_BOM = b"\xef\xbb\xbf"
_CDATA = b"<![CDATA["
# Without `*+` around a group: Python 3.11.2, which Debian 12 has, reads that wrongly.
_ATTRIBUTES = rb"[^<>\"']*+(?:(?:\"[^\"<]*\"|'[^'<]*')[^<>\"']*+)*"
_TAG = re.compile(rb"<(/?)([^\s<>/\"'=]++)" + _ATTRIBUTES + rb">")
_TAG_START = re.compile(rb"<(?:/?)(?:[^\s<>/\"'=]++)" + _ATTRIBUTES + rb"(?:\"[^\"<]*|'[^'<]*)?")
_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_DECLARED_ENCODING = re.compile(rb"\sencoding\s*=\s*[\"']([^\"']*)[\"']")


@dataclass(frozen=True, slots=True)
class Hole:
    """A place in the skeleton where a content was cut out.

    offset: in the skeleton, in bytes. key: where the sink has the stored form. size, digest: of
    the stored form (for a zipped attachment, of the zip), the digest as SHA-256 in hex.
    """

    offset: int
    key: str
    size: int
    digest: str
    layout: Layout


@dataclass(frozen=True, slots=True)
class Scan:
    """A package taken apart. `body_at` is where the XML begins, after stray bytes.

    signature: where in the skeleton the header's signature block stands, if there is one.
    """

    skeleton: bytes
    holes: tuple[Hole, ...]
    body_at: int
    signature: slice | None
    size: int
    digest: str


class Scanner:
    """Reads one package once; make a new one for the next."""

    def __init__(
        self, source: BinaryIO, *, limits: Limits, sink: ContentSink, findings: Findings
    ) -> None:
        self._source, self._limits, self._sink, self._findings = source, limits, sink, findings
        self._buffer, self._at, self._is_ended = b"", 0, False
        self._size, self._hash = 0, hashlib.sha256()
        self._skeleton = bytearray()
        self._holes: list[Hole] = []
        self._open: list[bytes] = []  # full names of the elements that are open
        self._elements = 0
        self._text_length = 0
        self._signature: slice | None = None
        self._signature_from: tuple[int, int] | None = None  # depth, offset

    def run(self) -> Scan:
        """Return the parts; raises PackageError where the bytes cannot be a safe package."""
        body_at = self._prologue()
        while self._text():
            self._markup()
        if self._open or not self._elements:
            raise errors.NotWellFormed(element=self._path(), reason="the file ends too early")
        if b"\x00" in self._skeleton:
            raise errors.ForbiddenCharacter(reason="NUL")
        return Scan(
            skeleton=bytes(self._skeleton),
            holes=tuple(self._holes),
            body_at=body_at,
            signature=self._signature,
            size=self._size,
            digest=self._hash.hexdigest(),
        )

    # Bytes

    def _fill(self) -> bool:
        """Read one more chunk behind what is unread; False at the end of the file."""
        chunk = b"" if self._is_ended else self._source.read(_CHUNK)
        if not chunk:
            self._is_ended = True
            return False
        self._size += len(chunk)
        if self._size > self._limits.package_bytes:
            raise errors.PackageTooLarge(limit=self._limits.package_bytes)
        self._hash.update(chunk)
        self._buffer, self._at = self._buffer[self._at :] + chunk, 0
        return True

    def _need(self, count: int) -> None:
        while len(self._buffer) - self._at < count and self._fill():
            pass

    def _copy(self, end: int) -> None:
        """Take what is unread up to `end` into the skeleton."""
        self._skeleton += memoryview(self._buffer)[self._at : end]
        self._at = end
        if len(self._skeleton) > self._limits.skeleton_bytes:
            raise self._too_complex("skeleton", self._limits.skeleton_bytes)

    # XML

    def _prologue(self) -> int:
        """Pass over what stands before the XML and check its encoding; return where it begins."""
        limit = self._limits.stray_bytes
        self._need(limit + 1)
        if not self._buffer:
            raise errors.EmptyPackage()
        start = self._buffer[:limit].find(b"<")
        before = self._buffer[: max(start, 4)]
        if before[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\x00" in before:
            raise errors.WrongEncoding(reason="UTF-16 or UTF-32")
        if start < 0:
            raise errors.NotWellFormed(reason="no tag at the beginning")
        stray = self._buffer[:start]
        if stray.startswith(_BOM):
            self._findings.add(FindingCode.BYTE_ORDER_MARK)
        if stray.removeprefix(_BOM):
            self._findings.add(FindingCode.STRAY_TEXT)
        self._check_declaration(self._buffer[start : start + limit])
        self._copy(start)
        return start

    def _check_declaration(self, head: bytes) -> None:
        if not head.startswith(b"<?xml"):
            return
        end = head.find(b"?>")
        if end < 0:
            raise errors.NotWellFormed(reason="no end of the XML declaration")
        named = _DECLARED_ENCODING.search(head[:end])
        if named and named[1].lower() != b"utf-8":
            raise errors.WrongEncoding(reason=named[1].decode("ascii", "replace"))

    def _text(self) -> bool:
        """Copy text up to the next tag; False at the end of the file."""
        self._text_length = 0
        while (end := self._buffer.find(b"<", self._at)) < 0:
            self._take_text(len(self._buffer))
            if not self._fill():
                return False
        self._take_text(end)
        return True

    def _take_text(self, end: int) -> None:
        self._text_length += end - self._at
        if self._text_length > self._limits.text_bytes:
            raise self._too_complex("text", self._limits.text_bytes)
        if _CONTROL.search(self._buffer, self._at, end):
            raise errors.ForbiddenCharacter(element=self._path(), reason="a control character")
        self._copy(end)

    def _markup(self) -> None:
        self._need(9)
        start = self._buffer[self._at : self._at + 9]
        if start.startswith(b"<!--"):
            self._copy_through(b"-->", opener=4)
        elif start == _CDATA:
            self._copy_through(b"]]>", opener=len(_CDATA))
        elif start.startswith(b"<!"):
            raise errors.DoctypeFound(element=self._path(), reason="a declaration")
        elif start.startswith(b"<?"):
            self._copy_through(b"?>", opener=2)
        else:
            self._tag()

    def _copy_through(self, end: bytes, *, opener: int) -> None:
        """Copy a comment, a CDATA section or an instruction, whatever it contains."""
        while (found := self._buffer.find(end, self._at + opener)) < 0:
            if len(self._buffer) - self._at > self._limits.text_bytes:
                raise self._too_complex("text", self._limits.text_bytes)
            if not self._fill():
                raise errors.NotWellFormed(element=self._path(), reason="the file ends too early")
        self._copy(found + len(end))

    def _tag(self) -> None:
        self._need(self._limits.tag_bytes)
        match = _TAG.match(self._buffer, self._at, self._at + self._limits.tag_bytes)
        if match is None:
            raise self._broken_tag()
        at, name = len(self._skeleton), match[2]
        is_empty = match[0].endswith(b"/>")
        self._copy(match.end())
        if match[1]:
            self._close(name)
        else:
            self._begin(name, at=at, is_empty=is_empty)

    def _broken_tag(self) -> errors.PackageError:
        limit = self._limits.tag_bytes
        start = _TAG_START.match(self._buffer, self._at, self._at + limit)
        if start and start.end() == self._at + limit:
            return self._too_complex("tag", limit)
        return errors.NotWellFormed(element=self._path(), reason="a broken tag")

    def _begin(self, name: bytes, *, at: int, is_empty: bool) -> None:
        self._count()
        is_signature = _local(name) in (b"Signature", b"DigitalSignature")
        if is_signature and self._signature is None and self._parent() == b"edXMLHeader":
            self._signature_from = len(self._open), at
        self._open.append(name)
        if len(self._open) > self._limits.depth:
            raise self._too_complex("depth", self._limits.depth)
        if is_empty:
            self._close(name)
        elif _local(name) == CONTENT.encode():
            self._content()

    def _count(self) -> None:
        """Count an element, or a piece of markup in a content: each costs more than its bytes."""
        self._elements += 1
        if self._elements > self._limits.elements:
            raise self._too_complex("elements", self._limits.elements)

    def _close(self, name: bytes) -> None:
        if not self._open or self._open.pop() != name:
            raise errors.NotWellFormed(element=self._path(), reason="a wrong end tag")
        if self._signature_from and self._signature_from[0] == len(self._open):
            self._signature = slice(self._signature_from[1], len(self._skeleton))
            self._signature_from = None

    # Contents

    def _content(self) -> None:
        """Send one content to the sink, and leave a hole in the skeleton."""
        if len(self._holes) >= self._limits.attachments:
            raise self._too_complex("attachments", self._limits.attachments)
        key, digest, size = str(len(self._holes)), hashlib.sha256(), 0
        decoder = Decoder(element=self._path())
        with self._sink.create(key) as target:
            for data in self._decoded(decoder):
                size += len(data)
                if size > self._limits.file_bytes:
                    raise errors.PackageTooLarge(
                        element=self._path(), limit=self._limits.file_bytes
                    )
                digest.update(data)
                target.write(data)
        if decoder.is_unpadded:
            self._findings.add(FindingCode.BASE64_UNPADDED, self._path())
        self._need(2)
        if self._buffer[self._at : self._at + 2] != b"</":
            raise errors.AttachmentNotText(element=self._path(), reason="markup in the content")
        offset = len(self._skeleton)
        self._holes.append(Hole(offset, key, size, digest.hexdigest(), decoder.layout()))

    def _decoded(self, decoder: Decoder) -> Iterator[bytes]:
        """Yield what the text up to the next tag decodes to.

        A text may have CDATA sections, comments and instructions in it; the last two say nothing,
        and stay in the skeleton for the parser to look at.
        """
        self._need(_CHUNK // 2)  # so that the first piece shows the length of a line
        while True:
            yield from self._fed(b"<", decoder.feed)
            self._need(len(_CDATA))
            start = self._buffer[self._at : self._at + len(_CDATA)]
            if start == _CDATA:
                decoder.interrupt()
                self._count()
                self._at += len(_CDATA)
                yield from self._fed(b"]]>", decoder.feed_literal)
                self._at += len(b"]]>")
            elif start.startswith((b"<!--", b"<?")):
                decoder.interrupt()
                self._count()
                self._markup()
            else:
                break
        yield decoder.finish()

    def _fed(self, end: bytes, feed: Callable[[bytes], bytes]) -> Iterator[bytes]:
        """Yield what `feed` makes of the text before `end`, and stop there."""
        while (found := self._buffer.find(end, self._at)) < 0:
            stop = max(self._at, len(self._buffer) - len(end) + 1)
            yield feed(self._buffer[self._at : stop])
            self._at = stop
            if not self._fill():
                raise errors.NotWellFormed(element=self._path(), reason="the file ends too early")
        yield feed(self._buffer[self._at : found])
        self._at = found

    # Where we are

    def _parent(self) -> bytes:
        return _local(self._open[-1]) if self._open else b""

    def _path(self) -> str:
        return "/".join(_local(name).decode("utf-8", "replace") for name in self._open)

    def _too_complex(self, what: str, limit: int) -> errors.TooComplex:
        return errors.TooComplex(element=self._path(), what=what, limit=limit)


def _local(name: bytes) -> bytes:
    return name.rpartition(b":")[2]

"""Base64 as it stands in a package: decoded in pieces, with the layout needed to write it again."""

import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from lienthong.formats.edxml.errors import AttachmentNotText

_BLANKS = b" \t\r\n"
# Characters that a writer put as references (.NET does so with CR).
_REFERENCE = re.compile(rb"&#(?:0*([0-9]{1,3})|x0*([0-9a-fA-F]{1,2}));")
_LONGEST_REFERENCE = 16
_FIRST_LINE = re.compile(rb"([ \t\r\n]{0,256}+)([^ \t\r\n]*+)([ \t\r\n]{0,256}+)")
_LAST_BLANKS = re.compile(rb"[ \t\r\n]*+\Z")
_LONGEST_TAIL = 256
_PIECE = 48 * 1024  # of content; divisible by 3


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the line breaks of one base64 text are.

    lead, tail: blanks before and after. width: characters a line, a multiple of 4; 0 for one
    line. separator: the blanks between two lines.
    """

    lead: str = ""
    width: int = 0
    separator: str = ""
    tail: str = ""

    def encode(self, content: BinaryIO) -> Iterator[bytes]:
        """Yield the text of a content in this layout, in pieces."""
        yield self.lead.encode()
        bytes_a_line = self.width // 4 * 3
        piece = max(_PIECE // bytes_a_line, 1) * bytes_a_line if bytes_a_line else _PIECE
        separator = self.separator.encode()
        is_first = True
        while data := content.read(piece):
            text = binascii.b2a_base64(data, newline=False)
            if bytes_a_line:
                lines = (text[at : at + self.width] for at in range(0, len(text), self.width))
                text = (b"" if is_first else separator) + separator.join(lines)
            is_first = False
            yield text
        yield self.tail.encode()


class Decoder:
    """Decodes one base64 text piece by piece and guesses its layout from its start and end.

    Blanks are skipped wherever they are. The guess is only that: whether it gives the same text
    again is for the caller to verify.
    """

    def __init__(self, *, element: str) -> None:
        self._element = element
        self._unread = b""  # the start of a character reference
        self._quad = b""  # fewer than four characters
        self._length = 0
        self._is_closed = False
        self._first: bytes | None = None
        self._last = b""
        self.is_unpadded = False

    def feed(self, piece: bytes) -> bytes:
        """Return what the next piece of text decodes to; raises AttachmentNotText."""
        if self._first is None:
            self._first = piece
        self._last = (self._last + piece[-_LONGEST_TAIL:])[-_LONGEST_TAIL:]
        text = self._quad + self._without_blanks(piece)
        whole = len(text) - len(text) % 4
        self._quad = text[whole:]
        return self._decode(text[:whole])

    def feed_literal(self, piece: bytes) -> bytes:
        """Return what text of a CDATA section decodes to: nothing in it is a reference."""
        if b"&" in piece:
            raise self._refusal("stray '&'")
        return self.feed(piece)

    def interrupt(self) -> None:
        """Say that markup follows; raises AttachmentNotText where it stands in a reference."""
        if self._unread:
            raise self._refusal("stray '&'")

    def finish(self) -> bytes:
        """Return the rest; raises AttachmentNotText when the text ends inside a byte."""
        self.interrupt()
        if not self._quad:
            return b""
        self.is_unpadded = True
        return self._decode(self._quad + b"=" * (-len(self._quad) % 4))

    def layout(self) -> Layout:
        """Return the layout that the text most likely has; call it after `finish`."""
        start = _FIRST_LINE.match(self._first or b"")
        lead, line, separator = start.groups() if start else (b"", b"", b"")
        found = _LAST_BLANKS.search(self._last)
        tail = found[0] if found and self._length else b""
        is_wrapped = 0 < len(line) < self._length and bool(separator) and len(line) % 4 == 0
        if not is_wrapped:
            return Layout(lead=lead.decode(), tail=tail.decode())
        return Layout(lead.decode(), len(line), separator.decode(), tail.decode())

    def _without_blanks(self, piece: bytes) -> bytes:
        piece = self._unread + piece
        self._unread = b""
        if b"&" in piece:
            piece = _REFERENCE.sub(self._referred, piece)
            at = piece.rfind(b"&")
            if at >= 0:
                if len(piece) - at > _LONGEST_REFERENCE or b";" in piece[at:]:
                    raise self._refusal("a reference to no character of base64")
                piece, self._unread = piece[:at], piece[at:]
        return piece.translate(None, _BLANKS)

    def _referred(self, found: re.Match[bytes]) -> bytes:
        """The character that a reference stands for; what is none of base64 is refused with it."""
        code = int(found[1]) if found[1] else int(found[2], 16)
        return bytes([code]) if code < 128 and code != ord("&") else b"*"

    def _decode(self, quads: bytes) -> bytes:
        if not quads:
            return b""
        if self._is_closed:
            raise self._refusal("text after the padding")
        self._length += len(quads)
        self._is_closed = quads.endswith(b"=")
        try:
            return binascii.a2b_base64(quads, strict_mode=True)
        except binascii.Error as error:
            raise self._refusal(str(error)) from error

    def _refusal(self, reason: str) -> AttachmentNotText:
        return AttachmentNotText(element=self._element, reason=reason)

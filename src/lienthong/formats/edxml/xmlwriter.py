"""XML as the client library prints it: CR LF, two blanks a level, ` />` for what is empty."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

from lienthong.formats.edxml.errors import ForbiddenCharacter
from lienthong.formats.edxml.node import XML_BLANKS

_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TEXT = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#xD;", "\n": "\r\n"}
_ATTRIBUTE = {**_TEXT, '"': "&quot;", "\t": "&#x9;", "\n": "&#xA;"}
_SPECIAL = re.compile('[&<>"\r\n\t\U00010000-\U0010ffff]')


class XmlWriter:
    """Prints elements one by one to a target; nothing is held back but the last start tag."""

    def __init__(self, target: BinaryIO) -> None:
        self._target = target
        self._open: list[str] = []
        self._is_pending = False  # the last start tag still lacks its ">"
        self._emit('<?xml version="1.0" encoding="UTF-8"?>\r\n')

    @contextmanager
    def element(self, name: str, **attributes: str) -> Iterator[None]:
        """Print an element around what is printed inside; empty attributes are left out."""
        self._start_line()
        self._emit(f"<{name}")
        self._open.append(name)
        for key, value in attributes.items():
            if value:
                self._emit(f' {key.replace("_", ":")}="{self._escaped(value, _ATTRIBUTE)}"')
        self._is_pending = True
        yield
        self._open.pop()
        if self._is_pending:
            self._is_pending = False
            self._emit(" />\r\n")
        else:
            self._emit(f"{self._indent()}</{name}>\r\n")

    def text(self, name: str, value: str) -> None:
        """Print an element with a text, stripped; nothing at all where the text is ""."""
        if not value:
            return
        self._start_line()
        self._open.append(name)
        escaped = self._escaped(value.strip(XML_BLANKS), _TEXT)
        self._open.pop()
        self._emit(f"<{name}>{escaped}</{name}>\r\n" if escaped else f"<{name} />\r\n")

    def number(self, name: str, value: int | None) -> None:
        """Print an element with a number; nothing where it is absent or negative."""
        if value is not None and value >= 0:
            self.text(name, str(value))

    def block(self, data: bytes) -> None:
        """Print ready-made markup on a line of its own."""
        self._start_line()
        self._target.write(data)
        self._emit("\r\n")

    def pieces(self, name: str, attributes: str, pieces: Iterator[bytes]) -> None:
        """Print an element whose long text comes in ready-made pieces."""
        self._start_line()
        self._emit(f"<{name}{attributes}>")
        for piece in pieces:
            self._target.write(piece)
        self._emit(f"</{name}>\r\n")

    @property
    def path(self) -> str:
        """The path of the element that is being printed, without prefixes."""
        return "/".join(name.rpartition(":")[2] for name in self._open)

    def _start_line(self) -> None:
        if self._is_pending:
            self._is_pending = False
            self._emit(">\r\n")
        self._emit(self._indent())

    def _indent(self) -> str:
        return "  " * len(self._open)

    def _escaped(self, value: str, table: dict[str, str]) -> str:
        if _ILLEGAL.search(value):
            raise ForbiddenCharacter(element=self.path, reason="not allowed in XML 1.0")
        return _SPECIAL.sub(lambda found: table.get(found[0]) or _astral(found[0]), value)

    def _emit(self, text: str) -> None:
        self._target.write(text.encode())


def _astral(character: str) -> str:
    return f"&#x{ord(character):x};" if ord(character) > 0xFFFF else character

"""Reading a bundle: many deliveries with their files in one answer, saved as they come."""

import base64
import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from email.parser import BytesParser
from email.policy import HTTP
from pathlib import Path
from typing import Any, BinaryIO

from lienthong.kernel.disk import PIECE
from lienthong.kernel.text import safe_file_name

# Bytes of the lines above a part; ours are a few hundred.
_LONGEST_HEAD = 16 * 1024


class BundleBroken(Exception):
    """The answer ended early, or is no bundle: what was saved until then is whole."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part: its fields, in lower case, and its bytes, which have to be read before the next."""

    fields: Mapping[str, str]
    pieces: Iterator[bytes]

    @property
    def delivery(self) -> str:
        return self.fields.get("lienthong-delivery", "")

    @property
    def name(self) -> str:
        return self.fields.get("lienthong-part", "")

    def read(self) -> bytes:
        return b"".join(self.pieces)


def boundary_of(content_type: str) -> str:
    """Return the boundary that a field Content-Type names. Raises BundleBroken."""
    found = BytesParser(policy=HTTP).parsebytes(f"Content-Type: {content_type}\r\n\r\n".encode())
    boundary = found.get_boundary()
    if found.get_content_type() != "multipart/mixed" or not boundary:
        raise BundleBroken("the answer is no bundle")
    return str(boundary)


def parts(pieces: Iterator[bytes], boundary: str) -> Iterator[Part]:
    """Yield the parts of an answer in constant memory; each says its length.

    Raises BundleBroken, at the latest at the end when the closing line did not come.
    """
    came = _Came(pieces)
    while (line := came.line()) == f"--{boundary}".encode():
        fields = came.fields()
        length = fields.get("content-length", "")
        if not (length.isascii() and length.isdigit()):
            raise BundleBroken("a part does not say its length")
        rest = came.bytes(int(length))
        yield Part(fields, rest)
        for _unread in rest:
            continue
        if came.line() != b"":
            raise BundleBroken("a part is longer than it said")
    if line != f"--{boundary}--".encode():
        raise BundleBroken("the answer has no end")


def save(pieces: Iterator[bytes], boundary: str, into: Path) -> Iterator[dict[str, Any]]:
    """Save every delivery in a folder of its own; yield what was saved, and each problem.

    A file has its name only when it is whole and what it should be. Raises BundleBroken.
    """
    for part in parts(pieces, boundary):
        told = {"delivery": part.delivery, "part": part.name}
        if part.fields.get("content-type", "").startswith("application/problem+json"):
            yield {**told, "problem": json.loads(part.read())}
            continue
        folder = into / safe_file_name(part.delivery)
        folder.mkdir(parents=True, exist_ok=True)
        target = folder / _file_name(part)
        _write(part, target)
        yield {**told, "file": str(target)}


def _write(part: Part, target: Path) -> None:
    with fresh_file(target) as file:
        digest = hashlib.sha256()
        for piece in part.pieces:
            digest.update(piece)
            file.write(piece)
        said = base64.b64encode(digest.digest()).decode()
        if part.name != "delivery" and part.fields.get("repr-digest") != f"sha-256=:{said}:":
            raise BundleBroken(f"{part.delivery} {part.name}: other bytes came than were announced")


@contextmanager
def fresh_file(target: Path) -> Iterator[BinaryIO]:
    """Write a file that gets its name once it is whole; whatever fails leaves nothing."""
    fresh = target.with_name(f"{target.name}.part")
    try:
        with fresh.open("wb") as file:
            yield file
        fresh.replace(target)
    except BaseException as error:
        fresh.unlink(missing_ok=True)
        if isinstance(error, OSError):
            error.filename = error.filename or str(target)  # a full disk names no file
        raise


def _file_name(part: Part) -> str:
    """As `lienthong client fetch` names them: two files of one document may have one name."""
    if part.name == "delivery":
        return "delivery.json"
    number = part.name.removeprefix("attachment-")
    place = int(number) if number.isascii() and number.isdigit() else 0
    text = f"Content-Disposition: {part.fields.get('content-disposition', '')}\r\n\r\n"
    named = BytesParser(policy=HTTP).parsebytes(text.encode()).get_filename()
    return f"{place:02d}-{safe_file_name(named or part.name)}"


class _Came:
    """What has come of an answer and is not read yet."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces, self._rest = pieces, b""

    def line(self) -> bytes:
        while b"\r\n" not in self._rest:
            if len(self._rest) > _LONGEST_HEAD:
                raise BundleBroken("a line is too long")
            self._more()
        line, _end, self._rest = self._rest.partition(b"\r\n")
        return line

    def fields(self) -> dict[str, str]:
        found, size = {}, 0
        while line := self.line():
            size += len(line)
            name, mark, value = line.decode("latin-1").partition(":")
            if not mark or size > _LONGEST_HEAD:
                raise BundleBroken("a part has no fields")
            found[name.strip().lower()] = value.strip()
        return found

    def bytes(self, length: int) -> Iterator[bytes]:
        while length:
            if not self._rest:
                self._more()
            piece, self._rest = self._rest[: min(length, PIECE)], self._rest[min(length, PIECE) :]
            length -= len(piece)
            yield piece

    def _more(self) -> None:
        piece = next(self._pieces, b"")
        if not piece:
            raise BundleBroken("the answer broke off")
        self._rest += piece

"""Writing a letter: the same facts give the same bytes, and files are read piece by piece.

Everything is ASCII in lines of at most 78 letters (RFC 5322, 2045): no server on the way has a
reason to change it.
"""

import hashlib
import re
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from email.header import Header
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import BinaryIO

from lienthong.kernel.text import clean_line

# Bytes of a file that are written at a time: whole lines of 57 bytes, which become 76 letters.
_LINE, _LINES = 57, 1024
_ADDRESS = re.compile(r"[!-;=?A-~]{1,64}@[A-Za-z0-9.-]{1,190}", re.ASCII)
_MEDIA_TYPE = re.compile(r"([a-z]{1,20})/[A-Za-z0-9.+-]{1,100}", re.ASCII)
_ANY = "application/octet-stream"


@dataclass(frozen=True, slots=True)
class AttachedFile:
    """A file as it lies in a letter. size: in bytes; open: gives its content from the beginning."""

    name: str
    media_type: str
    size: int
    open: Callable[[], BinaryIO]


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter to one mailbox.

    reference: names it for ever; it stands in its Message-ID before the @. sender_name: who speaks,
    shown beside the address; reply_to: "" where answers go to the sender.
    """

    reference: str
    sent_at: datetime
    sender: str
    sender_name: str
    reply_to: str
    to: str
    subject: str
    text: str
    files: tuple[AttachedFile, ...] = ()


def write_letter(letter: Letter) -> Iterator[bytes]:
    """Yield a letter as it goes over the line. Raises ValueError where an address is none."""
    yield _head(letter)
    yield _text_part(letter)
    for file in letter.files:
        yield _part_head(letter, file)
        with closing(file.open()) as source:
            while piece := _whole_lines(source):
                yield _in_lines(piece)
    yield f"\r\n--{_boundary(letter)}--\r\n".encode()


def size_of_letter(letter: Letter) -> int:
    """Return how many bytes a letter has, without reading its files."""
    fixed = [_head(letter), _text_part(letter), f"\r\n--{_boundary(letter)}--\r\n".encode()]
    fixed += [_part_head(letter, file) for file in letter.files]
    return sum(map(len, fixed)) + sum(_size_in_lines(file.size) for file in letter.files)


def _head(letter: Letter) -> bytes:
    domain = letter.sender.rpartition("@")[2]
    fields = [
        ("Date", format_datetime(letter.sent_at)),
        ("From", _named(letter.sender_name, letter.sender)),
        *([("Reply-To", _address(letter.reply_to))] if letter.reply_to else []),
        ("To", _address(letter.to)),
        ("Message-ID", f"<{letter.reference}@{domain}>"),
        ("Subject", _words(letter.subject, beside=len("Subject: "))),
        # No absence notice answers it (RFC 3834).
        ("Auto-Submitted", "auto-generated"),
        ("MIME-Version", "1.0"),
        ("Content-Type", f'multipart/mixed;\r\n boundary="{_boundary(letter)}"'),
    ]
    return "".join(f"{name}: {said}\r\n" for name, said in fields).encode("ascii") + b"\r\n"


def _words(text: str, *, beside: int) -> str:
    """Words of a field (RFC 2047), folded; beside: letters that stand before them in the line."""
    header = Header(clean_line(text), "utf-8", maxlinelen=76, header_name="x" * (beside - 2))
    return header.encode(linesep="\r\n")


def _named(name: str, address: str) -> str:
    if not clean_line(name):
        return _address(address)
    return f"{_words(name, beside=len('From: '))}\r\n <{_address(address)}>"


def _address(address: str) -> str:
    """Raises ValueError for what could be taken for more than one address."""
    if not _ADDRESS.fullmatch(address):
        raise ValueError("no address")
    return address


def _boundary(letter: Letter) -> str:
    """The same for the same letter. Base64 has no "_", so no content ever contains it."""
    return "_" + hashlib.sha256(letter.reference.encode()).hexdigest()[:40]


def _text_part(letter: Letter) -> bytes:
    text = letter.text.replace("\r\n", "\n").replace("\n", "\r\n").encode()
    head = (
        f"--{_boundary(letter)}\r\nContent-Type: text/plain; charset=utf-8\r\n"
        "Content-Transfer-Encoding: base64\r\n\r\n"
    )
    return head.encode() + _in_lines(text)


def _part_head(letter: Letter, file: AttachedFile) -> bytes:
    """What is no type of a single file goes as bytes of any kind."""
    known = _MEDIA_TYPE.fullmatch(file.media_type)
    kind = file.media_type if known and known[1] not in {"multipart", "message"} else _ANY
    part = EmailMessage(policy=SMTP)
    part.add_header("Content-Disposition", "attachment", filename=clean_line(file.name))
    head = (
        f"\r\n--{_boundary(letter)}\r\nContent-Type: {kind}\r\n"
        "Content-Transfer-Encoding: base64\r\n"
    )
    return head.encode("ascii") + part.as_bytes()


def _whole_lines(source: BinaryIO) -> bytes:
    """Return bytes that fill lines, fewer only at the end: a store may give less than is asked."""
    wanted, found = _LINE * _LINES, b""
    while len(found) < wanted and (piece := source.read(wanted - len(found))):
        found += piece
    return found


def _in_lines(content: bytes) -> bytes:
    lines = (content[begin : begin + _LINE] for begin in range(0, len(content), _LINE))
    return b"".join(b64encode(line) + b"\r\n" for line in lines)


def _size_in_lines(size: int) -> int:
    whole, rest = divmod(size, _LINE)
    return whole * 78 + (-(-rest // 3) * 4 + 2 if rest else 0)

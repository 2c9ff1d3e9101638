"""The road by mail: SMTP in, IMAP out; what P1 does of the same work."""

import asyncio
import itertools
import os
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bench.costs import Cost
from bench.letters import unlike_others
from bench.peers.letters import Writer
from bench.peers.mail import OWNER, MailServer
from bench.roads import Sent

_NUMBER = re.compile(rb"\r?\nX-Number: (\d+)")
_PATIENCE = 120.0  # seconds without any delivery
# Connections of one sender at a time: those of all are fewer than Postfix lets in at once (100).
_LINES = 4


@dataclass(slots=True)
class Postman:
    """One sender's connection to Postfix."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    @classmethod
    async def connect(cls, port: int) -> "Postman":
        made = cls(*await asyncio.open_connection("127.0.0.1", port))
        await made.said(b"220")
        await made.say(b"EHLO bench.example\r\n", b"250")
        return made

    async def deliver(self, sender: str, recipients: list[str], letter: bytes) -> None:
        """Give one letter to the server; returns when it is in the queue, on disk."""
        await self.say(f"MAIL FROM:<{sender}>\r\n".encode(), b"250")
        self.writer.write("".join(f"RCPT TO:<{one}>\r\n" for one in recipients).encode())
        for _recipient in recipients:
            await self.said(b"250")
        await self.say(b"DATA\r\n", b"354")
        self.writer.write(letter)  # base64 and heads only: no line begins with a dot
        await self.say(b".\r\n", b"250")

    async def say(self, words: bytes, expected: bytes) -> None:
        self.writer.write(words)
        await self.writer.drain()
        await self.said(expected)

    async def said(self, expected: bytes) -> None:
        while (line := await self.reader.readline())[3:4] == b"-":
            pass
        if not line.startswith(expected):
            raise RuntimeError(f"SMTP: {line!r} instead of {expected!r}")


class Mailbox:
    """One recipient's connection to Dovecot."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer
        self._tags = itertools.count(1)

    @classmethod
    async def connect(cls, port: int, box: str) -> "Mailbox":
        made = cls(*await asyncio.open_connection("127.0.0.1", port, limit=1 << 20))
        await made._reader.readline()
        await made.ask(f"LOGIN {box} x")
        await made.ask("SELECT INBOX")
        return made

    async def ask(self, words: str) -> list[bytes]:
        """Send a command and return the lines and contents of its answer. Raises RuntimeError."""
        tag = f"a{next(self._tags)}"
        self._writer.write(f"{tag} {words}\r\n".encode())
        await self._writer.drain()
        found: list[bytes] = []
        while not (line := await self._reader.readline()).startswith(tag.encode()):
            if not line:
                raise RuntimeError(f"IMAP: connection ended at {words}")
            found.append(line)
            if line.endswith(b"}\r\n"):
                length = int(line[line.rindex(b"{") + 1 : -3])
                found.append(await self._reader.readexactly(length))
        if b" OK " not in line:
            raise RuntimeError(f"IMAP: {words}: {line!r}")
        return found

    async def unseen(self) -> list[int]:
        """Return the messages that no program has fetched."""
        await self.ask("NOOP")
        words = b" ".join(await self.ask("UID SEARCH UNSEEN")).split()
        return [int(word) for word in words if word.isdigit()]

    async def fetch(self, uid: int) -> bytes:
        """Return a letter and mark it as seen."""
        return (await self.ask(f"UID FETCH {uid} (BODY[])"))[1]

    def close(self) -> None:
        self._writer.close()


class MailRoad:
    """Letters that their senders sign. When a recipient can read is told by the file system.

    That is in favour of the mail: no program has to look, and nothing is counted for the showing.
    """

    name = "mail, S/MIME"

    def __init__(self, server: MailServer, pdf: bytes) -> None:
        self.server, self._pdf = server, pdf
        self._writers = [Writer(f"sender{number}@{OWNER}") for number in range(20)]
        self._answering = [Writer(f"{_box(number)}@{OWNER}") for number in range(6)]
        self._idle: dict[int, list[Postman]] = {}
        self._lines: dict[int, asyncio.Semaphore] = {}
        self._numbers = itertools.count(1)
        self._ready: dict[tuple[int, int], list[tuple[int, bytes]]] = {}
        self.own_bytes = len(pdf)

    @property
    def roots(self) -> list[int]:
        return self.server.roots

    async def prepare(self, *, senders: int, each: int, recipients: int) -> None:
        """Make the keys of senders and readers, and write and sign the letters of each sender."""
        for writer in (*self._writers, *self._answering):
            writer.acknowledgement(0, to=writer.address)
        self._ready = {
            (sender, recipients): [
                self._written(sender, f"{_box(0)}@{OWNER}") for _letter in range(each)
            ]
            for sender in range(senders)
        }

    async def send(self, sender: int, recipients: int) -> Sent:
        """Post the next letter, or write and sign one; returns when Postfix has taken it."""
        ready = self._ready.get((sender, recipients), [])
        boxes = [f"{_box(number)}@{OWNER}" for number in range(recipients)]
        return await self._send(sender, boxes, ready.pop() if ready else None)

    async def _send(
        self, sender: int, boxes: list[str], letter: tuple[int, bytes] | None = None
    ) -> Sent:
        begun = time.time()
        number, written = letter or self._written(sender, boxes[0])
        await self._post(sender, self._writers[sender], boxes, written)
        return Sent(number, begun, time.time())

    def _written(self, sender: int, to: str) -> tuple[int, bytes]:
        """Write and sign a new letter; return its number and itself."""
        number, writer = next(self._numbers), self._writers[sender]
        pdf = unlike_others(self._pdf, writer.address, number)
        return number, writer.letter(number, to=to, pdf=pdf)

    async def _post(self, line: int, writer: Writer, boxes: list[str], letter: bytes) -> None:
        async with self._lines.setdefault(line, asyncio.Semaphore(_LINES)):
            idle = self._idle.setdefault(line, [])
            while idle and idle[-1].reader.at_eof():
                idle.pop().writer.close()
            postman = idle.pop() if idle else await Postman.connect(self.server.smtp)
            try:
                await postman.deliver(writer.address, boxes, letter)
            except BaseException:
                postman.writer.close()
                raise
            idle.append(postman)

    async def readable_at(self, sent: list[Sent], recipients: int) -> list[float]:
        """Return when the file of the last recipient was put into its mailbox."""
        return await self.readable_in([_box(number) for number in range(recipients)], sent)

    async def send_to(self, addresses: list[str]) -> Sent:
        """Send a letter of the first sender to these."""
        return await self._send(0, addresses)

    async def readable_in(self, boxes: list[str], sent: list[Sent]) -> list[float]:
        """Return when each letter had come into the last of these mailboxes."""
        wanted, at = {one.number for one in sent}, dict[int, float]()
        for box in boxes:
            found = await self._came(box, wanted)
            at = {one: max(at.get(one, 0.0), moment) for one, moment in found.items()}
        return [at[one.number] for one in sent]

    async def check(self, sent: list[Sent], recipients: int) -> None:
        """Nothing: `readable_at` has seen them."""

    async def _came(self, box: str, wanted: set[int]) -> dict[int, float]:
        folder, looked, found = self.server.new_letters(box), set[str](), dict[int, float]()
        until = time.monotonic() + _PATIENCE
        while wanted - found.keys():
            for path in _new(folder, looked):
                number, moment = _read(path)
                if number in wanted:
                    found[number] = moment
                until = time.monotonic() + _PATIENCE
            if wanted - found.keys():
                await asyncio.sleep(0.1)
            if time.monotonic() > until:
                raise RuntimeError(f"{box} did not get {len(wanted - found.keys())} letters")
        return found

    async def catch_up(self) -> None:
        """Let all readers have fetched what came."""
        for reader in range(len(self._answering)):
            await self._with_box(reader, 1 << 30, acknowledge=False)

    async def send_to_reader(self, sender: int, reader: int) -> None:
        await self._send(sender, [f"{_box(reader)}@{OWNER}"])

    async def delivered(self, reader: int, count: int) -> None:
        """Wait until so many files are in the mailbox."""
        folder, until = self.server.new_letters(_box(reader)), time.monotonic() + _PATIENCE
        while not folder.exists() or len(os.listdir(folder)) < count:
            if time.monotonic() > until:
                raise RuntimeError(f"{folder} has not {count} letters")
            await asyncio.sleep(0.05)

    async def fetch(self, reader: int, count: int, *, bundle: int, acknowledge: bool) -> int:
        """Fetch letters one by one; an acknowledgement is a signed letter to the sender."""
        return await self._with_box(reader, count, acknowledge=acknowledge)

    async def _with_box(self, reader: int, count: int, *, acknowledge: bool) -> int:
        mailbox = await Mailbox.connect(self.server.imap, _box(reader))
        found = (await mailbox.unseen())[:count]
        for uid in found:
            letter = await mailbox.fetch(uid)
            if acknowledge and (named := _NUMBER.search(letter)):
                await self._acknowledge(reader, int(named[1]))
        mailbox.close()
        return len(found)

    async def _acknowledge(self, reader: int, number: int) -> None:
        writer, to = self._answering[reader], self._writers[number % 20].address
        await self._post(100 + reader, writer, [to], writer.acknowledgement(number, to=to))

    def cost(self) -> Cost:
        return self.server.cost()

    def settle(self) -> None:
        """Nothing: what was delivered stands where it stays."""

    async def close(self) -> None:
        for postman in (one for idle in self._idle.values() for one in idle):
            postman.writer.close()


def _box(number: int) -> str:
    return f"recipient{number}"


def _new(folder: Path, looked: set[str]) -> Iterator[Path]:
    names = set(os.listdir(folder)) - looked if folder.exists() else set()
    looked |= names
    return (folder / name for name in names)


def _read(path: Path) -> tuple[int, float]:
    """Return the number of a letter and when its file was last given a name."""
    with path.open("rb") as file:
        named = _NUMBER.search(file.read(4_000))
        return int(named[1]) if named else 0, os.fstat(file.fileno()).st_ctime

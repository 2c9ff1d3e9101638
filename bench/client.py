"""A program that sends, as lean as one can be: it shares the machine with what it measures."""

import asyncio
import base64
import hashlib
import json
import os
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.serialization import load_pem_private_key

_FORM = "multipart/form-data; boundary=lt-1"
_COVERED = '"@method" "@target-uri" "content-type" "content-digest"'


@dataclass(slots=True)
class Sender:
    """One agency's software with one connection, which it keeps."""

    address: str
    code: str
    notation: str
    key_id: str
    sign: Callable[[bytes], bytes]
    reader: asyncio.StreamReader | None = None
    writer: asyncio.StreamWriter | None = None

    @classmethod
    def read(cls, address: str, facts: dict[str, str]) -> "Sender":
        private: Any = load_pem_private_key(facts["pem"].encode(), None)
        return cls(address, facts["code"], facts["notation"], facts["key_id"], private.sign)

    async def post(self, path: str, body: bytes, media_type: str) -> dict[str, Any]:
        """Send one signed request (RFC 9421) and return its answer; RuntimeError if refused."""
        if self.writer is None or self.reader is None:
            parts = urlsplit(self.address)
            self.reader, self.writer = await asyncio.open_connection(parts.hostname, parts.port)
        self.writer.write(self._head(path, body, media_type))
        self.writer.write(body)
        await self.writer.drain()
        head = await self.reader.readuntil(b"\r\n\r\n")
        lines = head.decode("latin-1").split("\r\n")
        length = next(int(s[15:]) for s in lines if s.lower().startswith("content-length:"))
        answer = await self.reader.readexactly(length)
        if not lines[0].split()[1].startswith("2"):
            raise RuntimeError(f"{path}: {lines[0]} {answer.decode()[:500]}")
        return dict(json.loads(answer))

    def _head(self, path: str, body: bytes, media_type: str) -> bytes:
        url = self.address + path
        digest = f"sha-256=:{base64.b64encode(hashlib.sha256(body).digest()).decode()}:"
        facts = (
            f'({_COVERED});created={int(time.time())};nonce="{os.urandom(16).hex()}"'
            f';keyid="{self.key_id}";tag="lienthong-v1"'
        )
        base = (
            f'"@method": POST\n"@target-uri": {url}\n"content-type": {media_type}\n'
            f'"content-digest": {digest}\n"@signature-params": {facts}'
        )
        signature = base64.b64encode(self.sign(base.encode())).decode()
        return (
            f"POST {path} HTTP/1.1\r\nHost: {urlsplit(url).netloc}\r\n"
            f"Content-Type: {media_type}\r\nContent-Length: {len(body)}\r\n"
            f"Content-Digest: {digest}\r\nSignature-Input: lienthong={facts}\r\n"
            f"Signature: lienthong=:{signature}:\r\n\r\n"
        ).encode()


@dataclass(slots=True)
class Load:
    """Documents to send: who sends which number to whom. `pdf` is what each begins with.

    in_two: an upload and a submission, instead of one request with both.
    """

    pdf: bytes
    issued_on: str
    recipients: list[str]
    in_two: bool = False
    took_ms: list[float] = field(default_factory=list)

    async def send(self, sender: Sender, number: int) -> None:
        """Submit a document with its file; the answer means durable and readable by all."""
        started = time.perf_counter()
        content = self.pdf + f"\n% {sender.code} {number}\n".encode()
        if self.in_two:
            path = "/api/v1/uploads?name=cong-van.pdf"
            upload = await sender.post(path, content, "application/octet-stream")
            said = self._said(sender, number, {"upload": upload["id"]})
            await sender.post("/api/v1/documents", said, "application/json")
        else:
            said = self._said(sender, number, {"part": "f", "name": "cong-van.pdf"})
            await sender.post("/api/v1/submissions", _form(said, content), _FORM)
        self.took_ms.append((time.perf_counter() - started) * 1000)

    def _said(self, sender: Sender, number: int, content: dict[str, str]) -> bytes:
        facts = {
            "key": f"bench-{number}",
            "kind": "cong-van",
            "number": number,
            "notation": sender.notation,
            "issued_on": self.issued_on,
            "subject": f"V/v đo tải lần {number}",
            "content": content,
            "recipients": [{"agency": code} for code in self.recipients],
        }
        return json.dumps(facts).encode()


def _form(document: bytes, content: bytes) -> bytes:
    """The body of a submission: the document and its file."""
    head = b'--lt-1\r\nContent-Disposition: form-data; name="%s"\r\nContent-Type: %s\r\n\r\n'
    return b"".join(
        (
            head % (b"document", b"application/json"),
            document + b"\r\n",
            head % (b"f", b"application/pdf"),
            content + b"\r\n--lt-1--\r\n",
        )
    )


async def run(load: Load, senders: list[Sender], *, first: int, each: int) -> float:
    """Let every sender send `each` documents one after another, all at once; return seconds."""

    async def work(sender: Sender) -> None:
        for number in range(first, first + each):
            await load.send(sender, number)

    started = time.perf_counter()
    await asyncio.gather(*(work(sender) for sender in senders))
    return time.perf_counter() - started

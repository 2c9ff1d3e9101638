"""Our interface `/api/v1`: signed requests (RFC 9421) over kept connections."""

import asyncio
import base64
import hashlib
import json
import os
import re
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from cryptography.hazmat.primitives.serialization import load_pem_private_key

from bench.costs import Cost
from bench.letters import unlike_others
from bench.roads import Sent
from bench.wire import Busy, Wire

AGAIN_S = 0.2  # after which a program asks a busy server again
READ = 5  # how many of the readers are among the recipients of each document
# A kept connection that the server has ended meanwhile.
_ENDED = (ConnectionResetError, asyncio.IncompleteReadError)
_FORM = "multipart/form-data; boundary=lt-1"
_JSON = "application/json"
_DELIVERY = re.compile(rb"Lienthong-Delivery: ([0-9a-f-]+)\r\nLienthong-Part: content\r\n")


@dataclass(slots=True)
class Program:
    """The software of one agency."""

    code: str
    notation: str
    key_id: str
    sign: Callable[[bytes], bytes]
    wire: Wire
    cursor: str = ""

    @classmethod
    def read(cls, address: str, facts: Mapping[str, str]) -> "Program":
        private: Any = load_pem_private_key(facts["pem"].encode(), None)
        return cls(facts["code"], facts["notation"], facts["key_id"], private.sign, Wire(address))

    async def get(self, path: str) -> bytes:
        """Ask for something; RuntimeError if refused."""
        while True:
            try:
                return await self.wire.ask("GET", path, self.fields("GET", path))
            except _ENDED:
                continue

    async def post(
        self, path: str, body: bytes, media_type: str = _JSON, digest: bytes = b""
    ) -> bytes:
        """Send something, again while the server is busy; RuntimeError if refused.

        digest: SHA-256 of the body, where it is known already.
        """
        digest = digest or hashlib.sha256(body).digest()
        while True:
            fields = self.fields("POST", path, digest=digest, media_type=media_type)
            try:
                return await self.wire.ask("POST", path, fields, body)
            except Busy:
                await asyncio.sleep(AGAIN_S)
            except _ENDED:
                continue  # what was sent has a key, or takes nothing twice

    def fields(
        self, method: str, path: str, *, digest: bytes = b"", media_type: str = ""
    ) -> dict[str, str]:
        """Return the fields of a signed request; digest: SHA-256 of the body, if there is one."""
        covered = {"@method": method, "@target-uri": self.wire.address + path}
        own = {}
        if digest:
            own = {
                "content-type": media_type,
                "content-digest": f"sha-256=:{base64.b64encode(digest).decode()}:",
            }
        names = " ".join(f'"{name}"' for name in covered | own)
        nonce = f';nonce="{os.urandom(16).hex()}"' if method != "GET" else ""
        facts = (
            f'({names});created={int(time.time())}{nonce};keyid="{self.key_id}";tag="lienthong-v1"'
        )
        lines = [f'"{name}": {value}' for name, value in (covered | own).items()]
        base = "\n".join([*lines, f'"@signature-params": {facts}'])
        signature = base64.b64encode(self.sign(base.encode())).decode()
        return {
            **own,
            "signature-input": f"lienthong={facts}",
            "signature": f"lienthong=:{signature}:",
        }

    async def arrivals(self) -> list[dict[str, Any]]:
        """Return what came since the last time, one page of 200."""
        after = f"&after={self.cursor}" if self.cursor else ""
        said = json.loads(await self.get(f"/api/v1/arrivals?limit=200{after}"))
        self.cursor = said["next"]
        return list(said["arrivals"])


@dataclass(frozen=True, slots=True)
class _Ready:
    """A document that its sender has written; digest: SHA-256 of the form."""

    number: int
    form: bytes
    digest: bytes


class Place(Protocol):
    """What is served, an installation or a peer with the same interface.

    known: senders, readers, codes of recipients, a day. numbers: of documents, none used before.
    """

    numbers: Iterator[int]

    @property
    def known(self) -> dict[str, Any]: ...

    @property
    def letter(self) -> bytes: ...

    @property
    def roots(self) -> list[int]: ...

    def cost(self) -> Cost: ...

    def settle(self) -> None: ...


class ApiRoad:
    """One request brings the document with its file; the answer means durable and delivered."""

    def __init__(self, place: Place, address: str, *, in_two: bool = False) -> None:
        self._place, self.address, self._in_two = place, address, in_two
        self.name = "/api/v1 in two" if in_two else "/api/v1"
        known = place.known
        self.own_bytes = len(place.letter)
        self.senders = [Program.read(address, one) for one in known["senders"]]
        self.readers = [Program.read(address, one) for one in known["readers"]]
        self._recipients, self._issued_on = known["recipients"], known["issued_on"]
        self._ready: dict[tuple[int, int], list[_Ready]] = {}

    @property
    def roots(self) -> list[int]:
        return self._place.roots

    async def prepare(self, *, senders: int, each: int, recipients: int) -> None:
        """Write and hash what each sender will send; requests are signed when they are sent."""
        self._ready = {
            (sender, recipients): [self._written(sender, recipients) for _document in range(each)]
            for sender in range(senders if not self._in_two else 0)
        }

    async def send(self, sender: int, recipients: int, *, to: str = "") -> Sent:
        """Submit a new document; `to`: one agency instead of the first `recipients`."""
        ready = [] if to else self._ready.get((sender, recipients), [])
        if not ready:
            begun = time.time()
            _said, number = await self.submit(sender, recipients, to)
            return Sent(number, begun, time.time())
        one, begun = ready.pop(), time.time()
        await self.senders[sender].post("/api/v1/submissions", one.form, _FORM, one.digest)
        return Sent(one.number, begun, time.time())

    async def submit(
        self, sender: int, recipients: int, to: str = "", files: list[dict[str, Any]] | None = None
    ) -> tuple[dict[str, Any], int]:
        """Submit a new document and return what the server said, with the document's number."""
        program = self.senders[sender]
        if not self._in_two:
            one = self._written(sender, recipients, to, files)
            said = await program.post("/api/v1/submissions", one.form, _FORM, one.digest)
            return json.loads(said), one.number
        number = next(self._place.numbers)
        content = unlike_others(self._place.letter, program.code, number)
        path = "/api/v1/uploads?name=cong-van.pdf"
        upload = json.loads(await program.post(path, content, "application/octet-stream"))
        facts = self._facts(sender, recipients, number, to, files)
        body = json.dumps({**facts, "content": {"upload": upload["id"]}}).encode()
        return json.loads(await program.post("/api/v1/documents", body)), number

    def _written(
        self, sender: int, recipients: int, to: str = "", files: list[dict[str, Any]] | None = None
    ) -> "_Ready":
        """Write a new document as the body of one request, and hash it."""
        number = next(self._place.numbers)
        content = unlike_others(self._place.letter, self.senders[sender].code, number)
        facts = self._facts(sender, recipients, number, to, files)
        said = json.dumps({**facts, "content": {"part": "f", "name": "cong-van.pdf"}}).encode()
        form = _form(said, content)
        return _Ready(number, form, hashlib.sha256(form).digest())

    def _facts(
        self, sender: int, recipients: int, number: int, to: str, files: list[dict[str, Any]] | None
    ) -> dict[str, Any]:
        """Say of a document all but where its file is."""
        codes = [to] if to else self._recipients[:recipients]
        return {
            "key": f"bench-{number}",
            "kind": "cong-van",
            "number": number,
            "notation": self.senders[sender].notation,
            "issued_on": self._issued_on,
            "subject": f"V/v đo tải lần {number}",
            "recipients": [{"agency": code} for code in codes],
            "attachments": files or [],
        }

    async def readable_at(self, sent: list[Sent], recipients: int) -> list[float]:
        """Return when each was accepted: that means readable, which `check` and `probe` hold."""
        return [one.accepted for one in sent]

    async def check(self, sent: list[Sent], recipients: int) -> None:
        """Look whether the lists of the readers hold them all."""
        for reader in self.readers[: min(recipients, READ)]:
            missing = {one.number for one in sent}
            while missing and (page := await reader.arrivals()):
                missing -= {_number(arrival) for arrival in page}
            if missing:
                raise RuntimeError(f"accepted, but {reader.code} cannot read {missing}")

    async def recall(self, sender: int, dispatch: str, number: int) -> None:
        """Ask for a document back."""
        body = json.dumps({"key": f"recall-{number}", "reason": "Đo tải"}).encode()
        await self.senders[sender].post(f"/api/v1/dispatches/{dispatch}/recall", body)

    async def probe(self) -> None:
        """Send to five and look into their lists at once, some times. Raises RuntimeError."""
        await self.catch_up()
        for sender in range(len(self.senders)):
            await self.check([await self.send(sender, READ)], READ)

    async def catch_up(self) -> None:
        """Let all readers have seen what came until now."""
        for reader in self.readers:
            while await reader.arrivals():
                pass

    async def send_to_reader(self, sender: int, reader: int) -> None:
        """One document, to this reader alone."""
        await self.send(sender, 1, to=self.readers[reader].code)

    async def delivered(self, reader: int, count: int) -> None:
        """Nothing: what was accepted is there."""

    async def fetch(self, reader: int, count: int, *, bundle: int, acknowledge: bool) -> int:
        """Take them from the list, fetch and report the acceptance of each, one or some at once.

        Who fetches here always acknowledges.
        """
        program, found = self.readers[reader], list[str]()
        while len(found) < count and (page := await program.arrivals()):
            found += [arrival["id"] for arrival in page]
        found = found[:count]
        if bundle == 1:
            for delivery in found:
                await program.get(f"/api/v1/deliveries/{delivery}/content")
                await program.post(f"/api/v1/deliveries/{delivery}/statuses", _accepted(delivery))
        for start in range(0, len(found) if bundle > 1 else 0, bundle):
            await _fetch_bundle(program, found[start : start + bundle])
        return len(found)

    def cost(self) -> Cost:
        return self._place.cost()

    def settle(self) -> None:
        self._place.settle()

    async def close(self) -> None:
        for program in (*self.senders, *self.readers):
            program.wire.close()


def _number(arrival: dict[str, Any]) -> int:
    return int(str(arrival["document"]["reference_code"]).partition("/")[0])


def _report(delivery: str) -> dict[str, str]:
    day = time.strftime("%Y-%m-%d")
    return {"key": f"a-{delivery}", "code": "03", "entry_number": "1", "entered_on": day}


def _accepted(delivery: str) -> bytes:
    return json.dumps(_report(delivery)).encode()


async def _fetch_bundle(program: Program, deliveries: list[str]) -> None:
    wanted = json.dumps({"deliveries": deliveries}).encode()
    came = _DELIVERY.findall(await program.post("/api/v1/bundles/deliveries", wanted))
    if len(came) != len(deliveries):
        raise RuntimeError(f"a bundle of {len(deliveries)} brought {len(came)}")
    reports = [{**_report(delivery), "delivery": delivery} for delivery in deliveries]
    body = json.dumps({"reports": reports}).encode()
    said = json.loads(await program.post("/api/v1/bundles/statuses", body))
    refused = [one["problem"] for one in said["results"] if one["problem"]]
    if refused:
        raise RuntimeError(f"refused: {refused[0]}")


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

"""A caller of the interface of an installation: signs, retries, and brings large files in parts."""

import base64
import hashlib
import json
import secrets
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import quote

import httpx
from cryptography.exceptions import UnsupportedAlgorithm

from lienthong.apikit.signing import SigningKey, bearer_headers, content_digest, signed_headers
from lienthong.gateways.adapters import bundle
from lienthong.gateways.adapters.bundle import fresh_file
from lienthong.gateways.errors import SiteFileWrong
from lienthong.kernel.disk import PIECE
from lienthong.kernel.networks import is_web_address

PART = 8 * 1024 * 1024  # bytes that are sent at a time; smaller files go whole
_TRIES = 6
_PASSING = {429, 502, 503, 504}
_MEMBERS = "url, agency; key_id, key_file | token_file"
# Seconds that one question for arrivals waits, and when a proxy between cuts such a wait.
_WAIT, _SHORTEST_WAIT = 30, 3
_CUT = (httpx.ReadError, httpx.ReadTimeout, httpx.RemoteProtocolError)
_LONGEST_PAUSE = 60.0  # seconds, whatever the other side or a proxy before it asks for


class SiteRefused(Exception):
    """The installation turned a request down; `problem` is what it said (RFC 9457)."""

    def __init__(self, status: int, problem: dict[str, Any]) -> None:
        self.status, self.problem = status, problem
        super().__init__(f"{status} {problem.get('code', '')}")


class SiteAway(Exception):
    """Nobody answered, or only to say that it is too busy, however often it was tried."""


@dataclass(frozen=True, slots=True)
class Site:
    """An installation and who calls it; key: signs, token: for trials. One of both."""

    url: str
    agency: str = ""
    key: SigningKey | None = None
    token: str = ""

    @classmethod
    def read(cls, file: Path) -> "Site":
        """Read the description of a site; files that it names lie beside it.

        Raises SiteFileWrong for what is none, OSError for files that cannot be read.
        """
        try:
            return cls._described(file)
        except (ValueError, KeyError, TypeError) as wrong:
            raise SiteFileWrong(file=file, members=_MEMBERS, what=wrong) from wrong

    @classmethod
    def _described(cls, file: Path) -> "Site":
        told = json.loads(file.read_text(encoding="utf-8"))
        if not isinstance(told, dict) or not is_web_address(told.get("url")):
            raise ValueError("url")
        key = token = None
        if "key_file" in told:
            pem = file.parent.joinpath(told["key_file"]).read_bytes()
            key = _key(pem, str(told["key_id"]))
        if "token_file" in told:
            token = file.parent.joinpath(told["token_file"]).read_text().strip()
        if (key is None) == (token is None):
            raise ValueError("key_file / token_file")
        return cls(told["url"].rstrip("/"), str(told.get("agency", "")), key, token or "")


class SiteClient:
    """Calls one site; whatever may pass by itself is tried again with growing pauses."""

    # Another way to the site than the network, for tests.
    transport: ClassVar[httpx.BaseTransport | None] = None

    def __init__(self, site: Site, *, pause: Callable[[float], None] = time.sleep) -> None:
        self._site, self._pause = site, pause
        self._http = httpx.Client(transport=self.transport, timeout=httpx.Timeout(30, read=75))
        self._wait = _WAIT

    def ask(self, method: str, path: str, body: object = None, **fields: str) -> Any:
        """Send a request and return what its JSON says. Raises SiteRefused, SiteAway."""
        content = None if body is None else json.dumps(body, ensure_ascii=False).encode()
        kind = {} if body is None else {"Content-Type": "application/json"}
        return _told(self.send(method, path, content, {**kind, **fields}))

    def arrivals(self, after: str, *, waits: bool) -> Any:
        """List what arrived after a cursor. Where a proxy cuts who waits, wait half as long."""
        path = f"/api/v1/arrivals?after={quote(after, safe='')}&wait="
        while waits and self._wait > _SHORTEST_WAIT:
            with suppress(*_CUT):
                return self._listen(f"{path}{self._wait}")
            self._wait = max(self._wait // 2, _SHORTEST_WAIT)
        return self.ask("GET", f"{path}{self._wait if waits else 0}")

    def _listen(self, path: str) -> Any:
        with suppress(httpx.ConnectError, httpx.ConnectTimeout):
            answer = self._once("GET", path, None, {})
            if answer.status_code == 504:
                raise httpx.ReadTimeout("a proxy cut it")
            if answer.status_code not in _PASSING:
                return _told(_accepted(answer))
        return self.ask("GET", path)

    def send(
        self, method: str, path: str, content: bytes | None, fields: dict[str, str]
    ) -> httpx.Response:
        """Send bytes; each try is signed anew, with the same key in its body."""
        last: Exception | None = None
        for tried in range(_TRIES):
            try:
                answer = self._once(method, path, content, fields)
            except httpx.TransportError as error:
                last = SiteAway(_said(error))
                self._pause(2.0**tried / 2)
                continue
            except httpx.RequestError as error:
                raise SiteAway(_said(error)) from error
            if answer.status_code not in _PASSING:
                return _accepted(answer)
            last = _refused(answer)
            self._pause(_wanted_pause(answer) or 2.0**tried / 2)
        raise SiteAway(str(last)) from last

    def _once(
        self, method: str, path: str, content: bytes | None, fields: dict[str, str]
    ) -> httpx.Response:
        url = self._url(path)
        headers = self._proved(method, url, content, fields)
        return self._http.request(method, url, content=content, headers=headers)

    def _url(self, path: str) -> str:
        """Return an address of the site, as its answers name them. Raises SiteAway for others."""
        path = path.removeprefix(self._site.url)
        if not path.startswith("/"):
            raise SiteAway(f"an address that is not the site's: {path[:100]}")
        return f"{self._site.url}{path}"

    @contextmanager
    def _streamed(
        self, method: str, path: str, content: bytes | None = None
    ) -> Iterator[httpx.Response]:
        """Ask for content that is read as it comes. Raises SiteRefused, SiteAway."""
        url = self._url(path)
        kind = {} if content is None else {"Content-Type": "application/json"}
        headers = self._proved(method, url, content, kind)
        try:
            with self._http.stream(method, url, content=content, headers=headers) as answer:
                _require_content(answer)
                yield answer
        except httpx.RequestError as broken:
            raise SiteAway(_said(broken)) from broken

    def _proved(
        self, method: str, url: str, content: bytes | None, fields: dict[str, str]
    ) -> dict[str, str]:
        named = {"Lienthong-Agency": self._site.agency} if self._site.agency else {}
        told = {**named, **fields}
        if content is not None:
            told.setdefault("Content-Type", "application/octet-stream")
        digest = None if content is None else content_digest([content])
        if self._site.key is None:
            given = {"Content-Digest": digest} if digest else {}
            return {**told, **given, **bearer_headers(self._site.token)}
        return signed_headers(
            method, url, told, key=self._site.key, now=datetime.now(UTC), digest=digest
        )

    def upload(self, file: Path) -> dict[str, Any]:
        """Bring a file and return its upload; a large one in parts, from where it broke off."""
        name, size = quote(file.name), file.stat().st_size
        if size <= PART:
            answer = self.send("POST", f"/api/v1/uploads?name={name}", file.read_bytes(), {})
            told = _told(answer)
            return {**told, "id": told["id"]}  # another program's answer has none
        begun = self.send(
            "POST",
            f"/api/v1/uploads?name={name}",
            b"",
            {
                "Upload-Complete": "?0",
                "Upload-Length": str(size),
                "Repr-Digest": _whole_digest(file),
            },
        )
        return self._in_parts(file, begun.headers["Location"], size)

    def submit(self, document: dict[str, Any], files: Sequence[Path]) -> Any:
        """Submit a document, whose `content` and `attachments` name these files in this order.

        In one request where they are small enough, else after an upload of each.
        """
        if sum(file.stat().st_size for file in files) > PART:
            for file in files:
                self.upload(file)
            return self.ask("POST", "/api/v1/documents", document)
        boundary = secrets.token_hex(16)
        body = b"".join(_form(document, files, boundary))
        kind = {"Content-Type": f"multipart/form-data; boundary={boundary}"}
        return _told(self.send("POST", "/api/v1/submissions", body, kind))

    def _in_parts(self, file: Path, path: str, size: int) -> dict[str, Any]:
        offset, told = 0, {}
        with file.open("rb") as source:
            while offset < size:
                source.seek(offset)
                fields = {"Upload-Offset": str(offset)}
                try:
                    told = _told(self.send("PATCH", path, source.read(PART), fields))
                    offset = int(told["offset"])
                except SiteRefused as refused:
                    if refused.problem.get("code") != "gateways.offset-differs":
                        raise
                    # The part came, and the answer to it was lost.
                    offset = int(self.send("HEAD", path, None, {}).headers["Upload-Offset"])
        told = told if told.get("upload") else self.ask("GET", path)
        return {"id": told["upload"], "name": told["name"], "size": size, "sha256": told["sha256"]}

    def fetch_many(self, deliveries: Sequence[str], into: Path) -> Iterator[dict[str, Any]]:
        """Save several deliveries with all their files; yield what was saved, and each problem.

        Raises SiteRefused, and SiteAway when the answer broke off: what was saved is whole.
        """
        content = json.dumps({"deliveries": list(deliveries)}).encode()
        with self._streamed("POST", "/api/v1/bundles/deliveries", content) as answer:
            try:
                boundary = bundle.boundary_of(answer.headers.get("Content-Type", ""))
                yield from bundle.save(answer.iter_bytes(PIECE), boundary, into)
            except bundle.BundleBroken as broken:
                raise SiteAway(str(broken)) from broken

    def fetch(self, href: str, target: Path, *, sha256: str) -> None:
        """Save content under its name once it is whole and what it should be. Raises SiteAway."""
        with self._streamed("GET", href) as answer, fresh_file(target) as file:
            digest = hashlib.sha256()
            for piece in answer.iter_bytes(PIECE):
                digest.update(piece)
                file.write(piece)
            if digest.hexdigest() != sha256:
                raise SiteAway(f"{href}: other bytes came than were announced")


def _form(document: dict[str, Any], files: Sequence[Path], boundary: str) -> Iterator[bytes]:
    """Yield the body of a submission: the document, in which parts stand for files, then these."""
    names = [f"file-{number}" for number in range(len(files))]
    named = [document["content"], *document["attachments"]]
    content, *others = (
        {"part": part, "name": one["name"]} for part, one in zip(names, named, strict=True)
    )
    said = json.dumps({**document, "content": content, "attachments": others}, ensure_ascii=False)
    yield _head(boundary, "document", "application/json") + said.encode()
    for part, file in zip(names, files, strict=True):
        yield _head(boundary, part, "application/octet-stream") + file.read_bytes()
    yield f"\r\n--{boundary}--\r\n".encode()


def _head(boundary: str, name: str, media_type: str) -> bytes:
    begun = "" if name == "document" else "\r\n"
    field = f'Content-Disposition: form-data; name="{name}"'
    return f"{begun}--{boundary}\r\n{field}\r\nContent-Type: {media_type}\r\n\r\n".encode()


def _accepted(answer: httpx.Response) -> httpx.Response:
    if answer.status_code >= 400:
        raise _refused(answer)
    return answer


def _key(pem: bytes, key_id: str) -> SigningKey:
    try:
        return SigningKey.read(pem, key_id)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise ValueError("key_file") from error


class _Answer(dict[str, Any]):
    """What an answer says; a member that ours would have, and this one lacks, tells who it is."""

    def __missing__(self, name: str) -> Any:
        raise SiteAway(f"JSON of another program: no {name}")


def _told(answer: httpx.Response) -> Any:
    """Return what an answer says. Raises SiteAway for a page that something between us gave."""
    try:
        told = answer.json(object_hook=_Answer)
    except (ValueError, RecursionError) as error:
        raise SiteAway(f"{answer.status_code}, not JSON") from error
    if not isinstance(told, dict):
        raise SiteAway("JSON of another program")
    return told


def _said(error: httpx.RequestError) -> str:
    """What went wrong with a connection; some errors of the library have no words."""
    return str(error) or type(error).__name__


def _wanted_pause(answer: httpx.Response) -> float:
    """Return the seconds that are asked for; 0 where none are, or a day is named instead."""
    said = answer.headers.get("Retry-After", "")
    return min(float(said), _LONGEST_PAUSE) if said.isdecimal() else 0.0


def _refused(answer: httpx.Response) -> SiteRefused | SiteAway:
    """Return what a refusal says; away where it is not the site that says no."""
    try:
        told = answer.json()
    except (ValueError, RecursionError):
        told = None
    if isinstance(told, dict) and "code" in told:
        return SiteRefused(answer.status_code, told)
    return SiteAway(f"{answer.status_code}, not a refusal of the interface")


def _require_content(answer: httpx.Response) -> None:
    """Raises SiteRefused; SiteAway for what passes, where the same may be asked for again."""
    if answer.status_code == 200:
        return
    answer.read()
    refused = _refused(answer)
    raise SiteAway(str(refused)) if answer.status_code in _PASSING else refused


def _whole_digest(file: Path) -> str:
    digest = hashlib.sha256()
    for piece in _pieces(file):
        digest.update(piece)
    return f"sha-256=:{base64.b64encode(digest.digest()).decode()}:"


def _pieces(file: Path) -> Iterator[bytes]:
    with file.open("rb") as source:
        while piece := source.read(PIECE):
            yield piece

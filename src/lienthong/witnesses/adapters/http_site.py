"""Another installation over HTTPS: only its public pages, little at a time, never a redirect."""

import time
from collections.abc import Mapping
from contextlib import AbstractContextManager
from typing import Any

import httpx

from lienthong.apikit.line import PLAIN, Line, content_of
from lienthong.ledger.errors import HeadNotPublished
from lienthong.ledger.rules.canonical import Malformed, read_json

# Seconds: for connecting to one address, between pieces, for one answer, and for all of one talk.
CONNECTING, PATIENCE, LONGEST, LONGEST_TALK = 5.0, 20.0, 30.0, 120.0
LARGEST_ANSWER = 4 * 1024 * 1024
HEADS = 50
_API = "/api/v1"


class HttpSite:
    """Asks the installation at one address, for one look; see ports.Site.

    It is given LONGEST for each answer and LONGEST_TALK for all, however it drips.
    """

    def __init__(self, address: str, *, client: httpx.Client | None = None) -> None:
        self._address = address.rstrip("/")
        self._client = client or httpx.Client(
            timeout=httpx.Timeout(PATIENCE, connect=CONNECTING), follow_redirects=False
        )
        self._until = time.monotonic() + LONGEST_TALK

    def key(self) -> bytes:
        return self._found(*self._answer("/so-cai/khoa-cong-khai.pem", {}))

    def heads(self) -> list[Any]:
        answer = read_json(self._found(*self._answer(f"{_API}/ledger/heads", {"limit": HEADS})))
        found = answer.get("heads") if isinstance(answer, dict) else None
        if not isinstance(found, list):
            raise Malformed("no list of heads")
        return found

    def consistency(self, *, epoch: int, older: int, newer: int) -> Any | None:
        asked = {"epoch": epoch, "from": older, "to": newer}
        status, content = self._answer(f"{_API}/ledger/proofs/consistency", asked)
        # Only its own word for it makes a head forgotten: a proxy may say 404 as well.
        if status == httpx.codes.NOT_FOUND and _code(content) == HeadNotPublished.code:
            return None
        return read_json(self._found(status, content))

    def witnessed(self, installation: str) -> Any | None:
        asked = {"installation": installation}
        status, content = self._answer(f"{_API}/witnesses/heads", asked)
        # One that is older than this question witnesses nothing.
        return None if status == httpx.codes.NOT_FOUND else read_json(self._found(status, content))

    def _found(self, status: int, content: bytes) -> bytes:
        if status != httpx.codes.OK:
            raise OSError(f"HTTP {status}")
        return content

    def _answer(self, path: str, asked: Mapping[str, str | int]) -> tuple[int, bytes]:
        """Return status and content, whatever they are. Raises OSError when none came."""
        line, left = Line(), min(LONGEST, self._until - time.monotonic())
        try:
            with line.within(left), self._asked(path, asked, line) as response:
                return response.status_code, content_of(response, largest=LARGEST_ANSWER)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise OSError(type(error).__name__) from error

    def _asked(
        self, path: str, asked: Mapping[str, str | int], line: Line
    ) -> AbstractContextManager[httpx.Response]:
        return self._client.stream(
            "GET",
            self._address + path,
            params=asked,
            headers=PLAIN,
            extensions={"trace": line.follow},
        )


def _code(content: bytes) -> str:
    """Return the code of a problem (RFC 9457); nothing for any other content."""
    try:
        problem = read_json(content)
    except Malformed:
        return ""
    return str(problem.get("code", "")) if isinstance(problem, dict) else ""

"""Another installation over HTTPS: only its public pages, little at a time, never a redirect."""

from collections.abc import Mapping
from typing import Any

import httpx

from lienthong.ledger.rules.canonical import Malformed, read_json

PATIENCE = 20.0  # seconds, for connecting and between pieces
LARGEST_ANSWER = 4 * 1024 * 1024
HEADS = 50
_API = "/api/v1"


class HttpSite:
    """Asks the installation at one address; see ports.Site."""

    def __init__(self, address: str, *, client: httpx.Client | None = None) -> None:
        self._address = address.rstrip("/")
        self._client = client or httpx.Client(timeout=PATIENCE, follow_redirects=False)

    def key(self) -> bytes:
        return self._bytes("/so-cai/khoa-cong-khai.pem", {}) or b""

    def heads(self) -> list[Any]:
        answer = self._json(f"{_API}/ledger/heads", {"limit": HEADS})
        found = answer.get("heads") if isinstance(answer, dict) else None
        if not isinstance(found, list):
            raise Malformed("no list of heads")
        return found

    def consistency(self, *, epoch: int, older: int, newer: int) -> Any | None:
        asked = {"epoch": epoch, "from": older, "to": newer}
        return self._json(f"{_API}/ledger/proofs/consistency", asked)

    def witnessed(self, installation: str) -> Any | None:
        return self._json(f"{_API}/witnesses/heads", {"installation": installation})

    def _json(self, path: str, asked: Mapping[str, str | int]) -> Any | None:
        content = self._bytes(path, asked)
        return None if content is None else read_json(content)

    def _bytes(self, path: str, asked: Mapping[str, str | int]) -> bytes | None:
        """Return what an address says; None where there is nothing. Raises OSError."""
        try:
            with self._client.stream("GET", self._address + path, params=asked) as response:
                if response.status_code == httpx.codes.NOT_FOUND:
                    return None
                if response.status_code != httpx.codes.OK:
                    raise OSError(f"HTTP {response.status_code}")
                return _limited(response)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise OSError(type(error).__name__) from error


def _limited(response: httpx.Response) -> bytes:
    found = b""
    for piece in response.iter_bytes():
        found += piece
        if len(found) > LARGEST_ANSWER:
            raise OSError("answer too large")
    return found

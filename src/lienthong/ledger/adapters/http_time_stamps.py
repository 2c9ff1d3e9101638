"""A time-stamp authority over HTTP (RFC 3161, section 3.4)."""

import httpx
from django.conf import settings

# An answer is some kilobytes; more is not read.
LARGEST_ANSWER = 256 * 1024
PATIENCE = 20.0  # seconds, for connecting and between pieces


class HttpTimeStamper:
    """Asks the authority at one address; see ports.TimeStamper."""

    def __init__(self, address: str, *, client: httpx.Client | None = None) -> None:
        self._address = address
        self._client = client or httpx.Client(timeout=PATIENCE, follow_redirects=False)

    def answer(self, request: bytes) -> bytes:
        """Return the authority's answer; OSError for any failure of the way to it."""
        headers = {
            "Content-Type": "application/timestamp-query",
            "Accept": "application/timestamp-reply",
        }
        try:
            with self._client.stream(
                "POST", self._address, content=request, headers=headers
            ) as response:
                if response.status_code != httpx.codes.OK:
                    raise OSError(f"HTTP {response.status_code}")
                return _limited(response)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise OSError(type(error).__name__) from error


def stamper_of_settings() -> HttpTimeStamper:
    """Return the authority at `LIENTHONG_TIME_STAMP_URL`."""
    return HttpTimeStamper(settings.LIENTHONG_TIME_STAMP_URL)


def _limited(response: httpx.Response) -> bytes:
    found = b""
    for piece in response.iter_bytes():
        found += piece
        if len(found) > LARGEST_ANSWER:
            raise OSError("answer too large")
    return found

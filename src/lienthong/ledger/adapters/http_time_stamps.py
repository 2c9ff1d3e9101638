"""A time-stamp authority over HTTP (RFC 3161, section 3.4)."""

from contextlib import AbstractContextManager

import httpx
from django.conf import settings

from lienthong.apikit.line import PLAIN, Line, content_of

# An answer is some kilobytes; more is not read.
LARGEST_ANSWER = 256 * 1024
# Seconds: for connecting and between pieces, and for the whole of an answer, however it drips.
PATIENCE, LONGEST = 20.0, 60.0


class HttpTimeStamper:
    """Asks the authority at one address; see ports.TimeStamper."""

    def __init__(
        self, address: str, *, client: httpx.Client | None = None, longest: float = LONGEST
    ) -> None:
        self._address, self._longest = address, longest
        self._client = client or httpx.Client(timeout=PATIENCE, follow_redirects=False)

    def answer(self, request: bytes) -> bytes:
        """Return the authority's answer; OSError for any failure of the way to it."""
        line = Line()
        try:
            with line.within(self._longest), self._asked(request, line) as response:
                if response.status_code != httpx.codes.OK:
                    raise OSError(f"HTTP {response.status_code}")
                return content_of(response, largest=LARGEST_ANSWER)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise OSError(type(error).__name__) from error

    def _asked(self, request: bytes, line: Line) -> AbstractContextManager[httpx.Response]:
        kinds = {
            "Content-Type": "application/timestamp-query",
            "Accept": "application/timestamp-reply",
        }
        return self._client.stream(
            "POST",
            self._address,
            content=request,
            headers={**kinds, **PLAIN},
            extensions={"trace": line.follow},
        )


def stamper_of_settings() -> HttpTimeStamper:
    """Return the authority at `LIENTHONG_TIME_STAMP_URL`."""
    return HttpTimeStamper(settings.LIENTHONG_TIME_STAMP_URL)

"""Calls to the tested server: bytes as they are meant, also where no library would send them."""

import ssl
from collections.abc import Mapping
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from pathlib import Path
from urllib.parse import urlsplit

from lienthong.lab.errors import AddressWrong
from lienthong.lab.ports import WireBroken
from lienthong.lab.types import Heard

_LONGEST_ANSWER = 256 * 1024 * 1024  # bytes; a larger one is cut


class HttpWire:
    """Calls one base address, a connection a call; keeps nothing between calls."""

    def __init__(
        self, address: str, *, timeout: float, authority: Path | None = None, agent: str = ""
    ) -> None:
        """address: http or https. authority: certificates (PEM) that are trusted besides the usual.

        Raises AddressWrong, OSError for a file that cannot be read.
        """
        parts = urlsplit(address)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise AddressWrong(address=address)
        self.host, self._port, self._is_safe = parts.hostname, parts.port, parts.scheme == "https"
        self._path, self._timeout, self._agent = parts.path, timeout, agent
        self._trusted = ssl.create_default_context()
        if authority:
            self._trusted.load_verify_locations(authority)

    def call(self, operation: str, *, method: str, fields: Mapping[str, str], body: bytes) -> Heard:
        connection = self._connection()
        try:
            self._send(connection, operation, method, fields, body)
            answer = connection.getresponse()
            content = answer.read(_LONGEST_ANSWER)
        except (OSError, HTTPException) as error:
            raise WireBroken(f"{type(error).__name__}: {error}") from error
        finally:
            connection.close()
        told = {name.lower(): value for name, value in answer.getheaders()}
        return Heard(answer.status, content, told.get("content-type", ""), told)

    def drop(self, operation: str, *, fields: Mapping[str, str], body: bytes) -> None:
        connection = self._connection()
        try:
            self._send(connection, operation, "POST", fields, body)
        except (OSError, HTTPException) as error:
            raise WireBroken(f"{type(error).__name__}: {error}") from error
        finally:
            connection.close()

    def _connection(self) -> HTTPConnection:
        if self._is_safe:
            return HTTPSConnection(
                self.host, self._port, timeout=self._timeout, context=self._trusted
            )
        return HTTPConnection(self.host, self._port, timeout=self._timeout)

    def _send(
        self,
        connection: HTTPConnection,
        operation: str,
        method: str,
        fields: Mapping[str, str],
        body: bytes,
    ) -> None:
        connection.putrequest(method, f"{self._path}/{operation}", skip_accept_encoding=True)
        for name, value in {"User-Agent": self._agent, **fields}.items():
            connection.putheader(name, value.encode())
        if body or method != "GET":
            connection.putheader("Content-Length", str(len(body)))
        connection.endheaders(body or None)

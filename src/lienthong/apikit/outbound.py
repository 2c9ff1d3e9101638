"""A connection to an address that others chose: nothing inside is reached, nothing waited for.

Adapters of several packages call through it; they have nothing else of the network in common.
"""

import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from enum import StrEnum
from functools import lru_cache
from urllib.parse import SplitResult

from lienthong.kernel.networks import may_reach

# Addresses of a name that are tried, each for its share of the time.
_MOST_ADDRESSES = 3
_SHORTEST = 0.1
_Address = tuple[socket.AddressFamily, str]


class LineTrouble(StrEnum):
    """Why no connection was made (the first three), or how one broke."""

    NOT_RESOLVED = "not-resolved"
    FORBIDDEN_ADDRESS = "forbidden-address"
    UNREACHABLE = "unreachable"
    TIMED_OUT = "timed-out"
    TLS_FAILED = "tls-failed"
    NO_ANSWER = "no-answer"


class NoLine(Exception):
    """There is no connection, and why."""

    def __init__(self, why: LineTrouble) -> None:
        self.why = why
        super().__init__(why)


@contextmanager
def open_line(
    parts: SplitResult,
    networks: tuple[str, ...],
    *,
    seconds: float,
    trust: ssl.SSLContext,
    patience: float | None = None,
    before_tls: Callable[[socket.socket], None] | None = None,
) -> Iterator[socket.socket]:
    """Connect to the very address that was looked up and found to be allowed, with TLS for https.

    networks: private ones that may be reached, in CIDR; only there may http go. seconds: for all,
    from the first address that is tried to the end of the block; looking a name up comes on top.
    patience: for a single read or write, `seconds` when left out. before_tls: what is said in
    clear before TLS begins (STARTTLS of mail); it reads nothing past the answer that lets it.
    Raises NoLine, TimeoutError when the time is over, ssl.SSLError, OSError.
    """
    addresses = allowed_addresses(parts, networks)[:_MOST_ADDRESSES]
    ends = time.monotonic() + seconds
    line = _Line(_connected(addresses, port_of(parts), ends=ends, patience=patience or seconds))
    timer = threading.Timer(ends - time.monotonic(), line.end)
    timer.daemon = True
    timer.start()
    try:
        if parts.scheme == "https":
            if before_tls is not None:
                before_tls(line.socket)
            line.secure(str(parts.hostname), trust)
        yield line.socket
    except Exception as error:
        if line.is_ended:
            raise TimeoutError from error
        raise
    else:
        # What was cut off looks like the end of an answer.
        if line.is_ended:
            raise TimeoutError
    finally:
        timer.cancel()
        line.socket.close()


class _Line:
    """A connection that can be ended from another thread, also in the middle of its handshake.

    So a machine that sends a byte now and then is not waited for.
    """

    def __init__(self, connected: socket.socket) -> None:
        self.socket, self.is_ended = connected, False

    def secure(self, host: str, trust: ssl.SSLContext) -> None:
        self.socket = trust.wrap_socket(
            self.socket, server_hostname=host, do_handshake_on_connect=False
        )
        self.socket.do_handshake()

    def end(self) -> None:
        self.is_ended = True
        with suppress(OSError):  # it may have ended by itself
            self.socket.shutdown(socket.SHUT_RDWR)


def trouble_of(error: NoLine | OSError, *, is_begun: bool) -> tuple[LineTrouble, str]:
    """Return what `open_line` or what was said over it met, with a word about it, "" mostly.

    is_begun: TLS stood already, so that what broke later is no trouble of certificates.
    """
    if isinstance(error, NoLine):
        return error.why, ""
    if isinstance(error, TimeoutError):
        return LineTrouble.TIMED_OUT, ""
    if isinstance(error, ssl.SSLError):
        trouble = LineTrouble.NO_ANSWER if is_begun else LineTrouble.TLS_FAILED
        return trouble, str(error.reason or "")
    return LineTrouble.NO_ANSWER, type(error).__name__


def allowed_addresses(parts: SplitResult, networks: tuple[str, ...]) -> list[_Address]:
    """Return the addresses of a host. Raises NoLine where one of them may not be called."""
    try:
        found = socket.getaddrinfo(parts.hostname, port_of(parts), type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise NoLine(LineTrouble.NOT_RESOLVED) from error
    addresses: list[_Address] = [
        (family, str(address[0])) for family, _type, _proto, _name, address in found
    ]
    is_clear = parts.scheme != "https"
    if not addresses or not all(
        may_reach(ip, networks, is_clear=is_clear) for _family, ip in addresses
    ):
        raise NoLine(LineTrouble.FORBIDDEN_ADDRESS)
    return addresses


def _connected(
    addresses: list[_Address], port: int, *, ends: float, patience: float
) -> socket.socket:
    """Connect to the first that takes it. ends: when all are given up (time.monotonic)."""
    for left, (family, ip) in zip(range(len(addresses), 0, -1), addresses, strict=True):
        made = socket.socket(family, socket.SOCK_STREAM)
        made.settimeout(min(patience, max(_SHORTEST, (ends - time.monotonic()) / left)))
        try:
            made.connect((ip, port))
        except OSError:
            made.close()
            continue
        made.settimeout(patience)
        return made
    raise NoLine(LineTrouble.UNREACHABLE)


@lru_cache(maxsize=8)
def trust_of(file: object = None) -> ssl.SSLContext:
    """Return the authorities of the machine, and those of one more file."""
    context = ssl.create_default_context()
    if file:
        context.load_verify_locations(cafile=str(file))
    return context


@lru_cache(maxsize=32)
def trust_also(authority: str) -> ssl.SSLContext:
    """Return the authorities of the machine, and those of a text in PEM; "" for none."""
    context = ssl.create_default_context()
    if authority:
        context.load_verify_locations(cadata=authority)
    return context


def readable_authority(text: str) -> str:
    """Return a text in PEM as it is kept, read once as every call will read it; "" stays "".

    Raises ValueError where it holds no certificate that can be read.
    """
    authority = text.strip()
    if authority:
        try:
            ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(cadata=authority)
        except (ssl.SSLError, TypeError) as error:
            raise ValueError("no certificate in it") from error
    return authority


def port_of(parts: SplitResult) -> int:
    return parts.port or (443 if parts.scheme == "https" else 80)

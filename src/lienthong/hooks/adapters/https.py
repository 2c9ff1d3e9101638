"""Calls addresses that others chose: nothing inside is reached, nothing is followed or kept."""

import http.client
import socket
import ssl
import threading
import time
from contextlib import suppress
from functools import lru_cache
from urllib.parse import SplitResult, urlsplit

from django.conf import settings

from lienthong.hooks.rules import may_reach
from lienthong.hooks.types import Call, Outcome, Reply

# Seconds for the whole of one call, from the first connection that is tried to the end of what is
# read. Looking a name up cannot be cut short, and comes on top.
LONGEST = 5.0
# Addresses of a name that are tried, each for its share of the time.
_MOST_ADDRESSES = 3
_SHORTEST = 0.1
# Bytes of an answer that are read; what comes after is left.
MOST = 4 * 1024
_Address = tuple[socket.AddressFamily, str]


class _Stopped(Exception):
    """A call that ended before an answer came, and why."""

    def __init__(self, outcome: Outcome) -> None:
        self.outcome = outcome
        super().__init__(outcome)


class HttpsCaller:
    """Connects to the very address that was looked up and found to be allowed.

    So a name that leads elsewhere a moment later gains nothing. Redirects, proxies and cookies do
    not exist here.
    """

    def may_call(self, url: str, networks: tuple[str, ...]) -> bool:
        try:
            _allowed(urlsplit(url), networks)
        except _Stopped:
            return False
        return True

    def call(self, call: Call) -> Reply:
        try:
            return _answer(call)
        except _Stopped as stopped:
            return Reply(stopped.outcome)
        except TimeoutError:
            return Reply(Outcome.TIMED_OUT)
        except ssl.SSLError:
            return Reply(Outcome.TLS_FAILED)
        except (OSError, http.client.HTTPException, ValueError):
            return Reply(Outcome.NO_ANSWER)


def _answer(call: Call) -> Reply:
    parts = urlsplit(call.url)
    addresses = _allowed(parts, call.networks)[:_MOST_ADDRESSES]
    ends = time.monotonic() + LONGEST
    line = _Line(_connected(addresses, _port(parts), ends=ends))
    timer = threading.Timer(ends - time.monotonic(), line.end)
    timer.daemon = True
    timer.start()
    try:
        if parts.scheme == "https":
            line.secure(str(parts.hostname))
        reply = _asked(line.socket, parts, call)
    except Exception as error:
        if line.is_ended:
            raise TimeoutError from error
        raise
    else:
        # What was cut off looks like the end of an answer.
        return Reply(Outcome.TIMED_OUT) if line.is_ended else reply
    finally:
        timer.cancel()
        line.socket.close()


class _Line:
    """A connection that can be ended from another thread, also in the middle of its handshake.

    So a machine that sends a byte now and then is not waited for.
    """

    def __init__(self, connected: socket.socket) -> None:
        self.socket, self.is_ended = connected, False

    def secure(self, host: str) -> None:
        self.socket = _trust(settings.LIENTHONG_HOOK_TRUST).wrap_socket(
            self.socket, server_hostname=host, do_handshake_on_connect=False
        )
        self.socket.do_handshake()

    def end(self) -> None:
        self.is_ended = True
        with suppress(OSError):  # it may have ended by itself
            self.socket.shutdown(socket.SHUT_RDWR)


def _allowed(parts: SplitResult, networks: tuple[str, ...]) -> list[_Address]:
    """Return the addresses of a host. Raises _Stopped where one of them may not be called."""
    try:
        found = socket.getaddrinfo(parts.hostname, _port(parts), type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise _Stopped(Outcome.NOT_RESOLVED) from error
    addresses: list[_Address] = [
        (family, str(address[0])) for family, _type, _proto, _name, address in found
    ]
    is_clear = parts.scheme != "https"
    if not addresses or not all(
        may_reach(ip, networks, is_clear=is_clear) for _family, ip in addresses
    ):
        raise _Stopped(Outcome.FORBIDDEN_ADDRESS)
    return addresses


def _connected(addresses: list[_Address], port: int, *, ends: float) -> socket.socket:
    """Connect to the first that takes it. ends: when all are given up (time.monotonic)."""
    for left, (family, ip) in zip(range(len(addresses), 0, -1), addresses, strict=True):
        made = socket.socket(family, socket.SOCK_STREAM)
        made.settimeout(max(_SHORTEST, (ends - time.monotonic()) / left))
        try:
            made.connect((ip, port))
        except OSError:
            made.close()
            continue
        made.settimeout(LONGEST)
        return made
    raise _Stopped(Outcome.UNREACHABLE)


@lru_cache(maxsize=2)
def _trust(file: object) -> ssl.SSLContext:
    """The authorities of the machine, and those of one more file."""
    context = ssl.create_default_context()
    if file:
        context.load_verify_locations(cafile=str(file))
    return context


def _asked(connected: socket.socket, parts: SplitResult, call: Call) -> Reply:
    connection = http.client.HTTPConnection(parts.netloc, timeout=LONGEST)
    connection.sock = connected
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    connection.request("POST", path, call.body, {**call.headers, "Connection": "close"})
    answer = connection.getresponse()
    return Reply(Outcome.DELIVERED, answer.status, answer.read(MOST))


def _port(parts: SplitResult) -> int:
    return parts.port or (443 if parts.scheme == "https" else 80)

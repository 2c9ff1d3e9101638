"""Calls addresses that others chose: nothing inside is reached, nothing is followed or kept."""

import http.client
import socket
import ssl
from urllib.parse import SplitResult, urlsplit

from django.conf import settings

from lienthong.apikit.outbound import NoLine, allowed_addresses, open_line, trust_of
from lienthong.hooks.types import Call, Outcome, Reply

# Seconds for the whole of one call, from the first connection that is tried to the end of what is
# read. Looking a name up cannot be cut short, and comes on top.
LONGEST = 5.0
# Bytes of an answer that are read; what comes after is left.
MOST = 4 * 1024


class HttpsCaller:
    """Connects to the very address that was looked up and found to be allowed.

    So a name that leads elsewhere a moment later gains nothing. Redirects, proxies and cookies do
    not exist here.
    """

    def may_call(self, url: str, networks: tuple[str, ...]) -> bool:
        try:
            allowed_addresses(urlsplit(url), networks)
        except NoLine:
            return False
        return True

    def call(self, call: Call) -> Reply:
        try:
            return _answer(call)
        except NoLine as barred:
            return Reply(Outcome(barred.why))
        except TimeoutError:
            return Reply(Outcome.TIMED_OUT)
        except ssl.SSLError:
            return Reply(Outcome.TLS_FAILED)
        except (OSError, http.client.HTTPException, ValueError):
            return Reply(Outcome.NO_ANSWER)


def _answer(call: Call) -> Reply:
    parts = urlsplit(call.url)
    trust = trust_of(settings.LIENTHONG_HOOK_TRUST)
    with open_line(parts, call.networks, seconds=LONGEST, trust=trust) as line:
        return _asked(line, parts, call)


def _asked(connected: socket.socket, parts: SplitResult, call: Call) -> Reply:
    connection = http.client.HTTPConnection(parts.netloc, timeout=LONGEST)
    connection.sock = connected
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    connection.request("POST", path, call.body, {**call.headers, "Connection": "close"})
    answer = connection.getresponse()
    return Reply(Outcome.DELIVERED, answer.status, answer.read(MOST))

"""A mailbox over IMAP4rev1 (RFC 3501): read alone, by UID, bounded in time and memory."""

import imaplib
import re
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from lienthong.apikit.outbound import NoLine, open_line, trouble_of, trust_also
from lienthong.mailboxes.ports import Away
from lienthong.mailboxes.types import MailAccess, Trouble

# Seconds for a single read or write, and for a whole turn at a mailbox.
PATIENCE, LONGEST = 20.0, 300.0
# Bytes of all answers beside letters: lists of UIDs and the like.
_MOST_ASIDE = 4 * 1024 * 1024
HEAD = 64 * 1024
# As the protocol wants them, whatever the machine's language.
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@contextmanager
def imap(access: MailAccess) -> Iterator["ImapMailbox"]:
    """Open a mailbox, sign in, and sign out at the end. Raises Away, also from the block."""
    scheme = "https" if access.is_secure else "http"
    host = f"[{access.host}]" if ":" in access.host else access.host
    parts, is_begun = urlsplit(f"{scheme}://{host}:{access.port}"), False
    try:
        with open_line(
            parts,
            access.networks,
            seconds=LONGEST,
            patience=PATIENCE,
            trust=trust_also(access.authority),
        ) as line:
            is_begun = True
            yield ImapMailbox(line, access)
    except imaplib.IMAP4.abort as error:
        is_odd = "unexpected" in str(error)
        raise Away(Trouble.ODD_ANSWER if is_odd else Trouble.NO_ANSWER, str(error)) from error
    except (imaplib.IMAP4.error, ValueError, IndexError) as error:
        raise Away(Trouble.ODD_ANSWER, str(error)) from error
    except (NoLine, OSError) as error:
        trouble, said = trouble_of(error, is_begun=is_begun)
        raise Away(Trouble(trouble), said) from error


class ImapMailbox:
    """A folder that was opened by EXAMINE: the server itself keeps it from being changed."""

    def __init__(self, line: socket.socket, access: MailAccess) -> None:
        self._server = _Bounded(line)
        _sign_in(self._server, access)
        told, answer = self._server.select(_quoted(access.folder), readonly=True)
        if told != "OK":
            raise Away(Trouble.NO_FOLDER, _said(answer))
        self.count = _number(answer[-1])
        validity = self._server.response("UIDVALIDITY")[1]
        self.validity = _number(validity[-1] if validity else None)

    def uids(self, *, after: int, since: date) -> list[int]:
        """Return the UIDs above one, of letters that arrived on a day or later, ascending."""
        day = f"{since.day:02d}-{_MONTHS[since.month - 1]}-{since.year}"
        found = self._uid("SEARCH", "UID", f"{after + 1}:*", "SINCE", day)
        words = b" ".join(one for one in found if isinstance(one, bytes)).split()
        # "n:*" names the highest letter also where all are below n.
        return sorted({int(one) for one in words if one.isdigit() and int(one) > after})

    def size(self, uid: int) -> int | None:
        """Return the size of a letter in bytes; None where it is gone."""
        for one in self._uid("FETCH", str(uid), "(RFC822.SIZE)"):
            head = one[0] if isinstance(one, tuple) else one
            if head and (found := re.search(rb"RFC822\.SIZE (\d{1,12})", head)):
                return int(found[1])
        return None

    def letter(self, uid: int, *, largest: int) -> bytes | None:
        """Return a letter as it is kept there; None where it is gone."""
        self._server.may_read(largest)
        return self._body(uid, "BODY.PEEK[]")

    def head(self, uid: int) -> bytes:
        """Return the header of a letter, at most its first 64 KB."""
        self._server.may_read(HEAD)
        return self._body(uid, f"BODY.PEEK[HEADER]<0.{HEAD}>") or b""

    def _body(self, uid: int, what: str) -> bytes | None:
        for one in self._uid("FETCH", str(uid), f"({what})"):
            if isinstance(one, tuple) and re.search(rb"\bUID %d\b" % uid, one[0]):
                return bytes(one[1])
            if isinstance(one, tuple) and b"UID " not in one[0]:
                return bytes(one[1])
        return None

    def _uid(self, command: str, *words: str) -> list[Any]:
        told, answer = self._server.uid(command, *words)
        if told != "OK":
            raise Away(Trouble.ODD_ANSWER, _said(answer))
        return list(answer)


class _Bounded(imaplib.IMAP4):
    """The standard library's client on a line that is open already, which reads so much at most."""

    def __init__(self, line: socket.socket) -> None:
        self._line, self._left, self._at_once = line, _MOST_ASIDE, 0
        super().__init__()

    def may_read(self, size: int) -> None:
        """Let one answer of this size come, once."""
        self._at_once = size

    def _create_socket(self, timeout: float | None = None) -> socket.socket:
        return self._line

    def read(self, size: int) -> bytes:
        if size > self._at_once:
            raise Away(Trouble.ODD_ANSWER, "more than asked for")
        self._at_once -= size
        return super().read(size)

    def readline(self) -> bytes:
        line = super().readline()
        self._left -= len(line)
        if self._left < 0:
            raise Away(Trouble.ODD_ANSWER, "no end of lines")
        return line


def _sign_in(server: _Bounded, access: MailAccess) -> None:
    words = f"\0{access.login}\0{access.password}".encode()
    try:
        if "AUTH=PLAIN" in server.capabilities:
            server.authenticate("PLAIN", lambda _challenge: words)
        else:
            server.login(_quoted(access.login, is_kept=True), access.password)
    except imaplib.IMAP4.abort:
        raise
    except imaplib.IMAP4.error as error:
        raise Away(Trouble.NOT_LET_IN, str(error)) from error


def _quoted(text: str, *, is_kept: bool = False) -> str:
    """A word of the protocol; what would end its line is cut out. imaplib quotes passwords only."""
    plain = re.sub(r"[\r\n\0]", "", text)
    if is_kept and re.fullmatch(r"[A-Za-z0-9@._+-]+", plain):
        return plain
    escaped = plain.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _number(told: object) -> int:
    return int(told) if isinstance(told, bytes) and told.isdigit() else 0


def _said(answer: list[Any]) -> str:
    return b" ".join(one for one in answer if isinstance(one, bytes)).decode("utf-8", "replace")

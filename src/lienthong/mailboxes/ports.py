"""What mailboxes need from outside: a server that shows a mailbox."""

from contextlib import AbstractContextManager
from datetime import date
from typing import Protocol

from lienthong.kernel.text import clean_line
from lienthong.mailboxes.types import MailAccess, Trouble

_LONGEST = 300


class Away(Exception):
    """The mailbox could not be read. said: the server's words."""

    def __init__(self, trouble: Trouble, said: str = "") -> None:
        self.trouble, self.said = trouble, clean_line(said)[:_LONGEST]
        super().__init__(f"{trouble} {said}")


class OpenMailbox(Protocol):
    """A folder that is open for reading alone: nothing is marked, moved or deleted.

    validity: of its UIDs (RFC 9051, section 2.3.1.1); count: of letters in it.
    Every call is bounded in time and memory and raises Away.
    """

    validity: int
    count: int

    def uids(self, *, after: int, since: date) -> list[int]:
        """Return the UIDs above one, of letters that arrived on a day or later, ascending."""

    def size(self, uid: int) -> int | None:
        """Return the size of a letter in bytes; None where it is gone."""

    def letter(self, uid: int, *, largest: int) -> bytes | None:
        """Return a letter as it is kept there; None where it is gone."""

    def head(self, uid: int) -> bytes:
        """Return the header of a letter, at most its first 64 KB."""


class MailServer(Protocol):
    """How a mailbox is opened; told in the settings (LIENTHONG_MAILBOX_SERVER)."""

    def __call__(self, access: MailAccess) -> AbstractContextManager[OpenMailbox]: ...

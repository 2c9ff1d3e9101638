"""What access asks of the world outside."""

from collections.abc import Callable
from typing import Protocol

# Code and name of the kind of document that somebody calls by its code or its name; None: unknown.
CalledKind = Callable[[str], tuple[str, str] | None]


class Letters(Protocol):
    """Whoever carries a letter to an official mailbox."""

    def __call__(self, *, to: str, subject: str, body: str) -> None:
        """Hand one letter over. Raises OSError when nobody takes it: it is tried again later."""

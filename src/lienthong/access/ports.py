"""What access asks of the world outside."""

from typing import Protocol


class Letters(Protocol):
    """Whoever carries a letter to an official mailbox."""

    def __call__(self, *, to: str, subject: str, body: str) -> None:
        """Hand one letter over. Raises OSError when nobody takes it: it is tried again later."""

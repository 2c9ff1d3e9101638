"""What is asked of another installation: its public interface, and nothing else."""

from typing import Any, Protocol


class Site(Protocol):
    """Another installation by its public addresses. Every question raises OSError when away."""

    def key(self) -> bytes:
        """Return the public key that it offers, in PEM."""

    def heads(self) -> list[Any]:
        """Return the newest published heads, newest first, as its interface gives them."""

    def consistency(self, *, epoch: int, older: int, newer: int) -> Any | None:
        """Return its proof between two heads; None when it knows one of them not (any more)."""

    def witnessed(self, installation: str) -> Any | None:
        """Return what it saw of an installation; None when it witnesses nothing."""

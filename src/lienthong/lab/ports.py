"""What the lab needs of the outside: a way to call a server."""

from collections.abc import Mapping
from typing import Protocol

from lienthong.lab.types import Heard


class WireBroken(Exception):
    """Nobody answered, or the connection broke."""


class Wire(Protocol):
    """Calls a server at its base address, one connection a call."""

    def call(self, operation: str, *, method: str, fields: Mapping[str, str], body: bytes) -> Heard:
        """Send one call and read all of the answer. Raises WireBroken."""

    def drop(self, operation: str, *, fields: Mapping[str, str], body: bytes) -> None:
        """Send one call whole and close before anything of the answer is read."""

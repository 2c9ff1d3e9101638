"""What hooks need from outside: somebody who calls, and somebody who signs."""

from pathlib import Path
from typing import Protocol

from lienthong.apikit.signing import SigningKey
from lienthong.hooks.types import Call, Reply


class Caller(Protocol):
    """Reaches addresses that others chose, and so trusts none of them."""

    def may_call(self, url: str, networks: tuple[str, ...]) -> bool:
        """Return whether the name leads somewhere, and only to where calls may go. Blocks."""

    def call(self, call: Call) -> Reply:
        """POST once, within a bounded time and memory. Never raises for what others do."""


class KeyStore(Protocol):
    """Where the key lies that signs notifications; made from the installation's folder."""

    def __init__(self, home: Path) -> None: ...

    def current(self) -> SigningKey | None:
        """Return the newest key, None before there is one."""

    def make(self) -> SigningKey:
        """Make a key that is current from now on; older ones are left as they are."""

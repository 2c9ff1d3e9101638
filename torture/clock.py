"""The clock of an installation, which can be stepped: the product reads it at one place only."""

import mmap
import struct
from datetime import UTC, datetime, timedelta

from lienthong.kernel import clock as product

# Seconds by which the clock is wrong, shared with everything that is forked from here.
_shared = mmap.mmap(-1, 8)


def install() -> None:
    """Let this process and its children read the stepped clock; before the product is loaded."""
    product.now = lambda: datetime.now(UTC) + timedelta(seconds=offset())


def offset() -> float:
    """Return by how many seconds the clock is ahead; behind, when negative."""
    return float(struct.unpack("d", _shared[:8])[0])


def step(*, seconds: float) -> None:
    """Set the clock forward, or back."""
    _shared[:8] = struct.pack("d", offset() + seconds)

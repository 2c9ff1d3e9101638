"""What hooks announces."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class SomethingWaits:
    """At least one hook is to be told something, as soon as this transaction has committed."""

    now: datetime

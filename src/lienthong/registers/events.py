"""What the books announce, inside the transaction in which it happened."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class WorkFinished:
    """The lead has finished an incoming document."""

    entry_id: UUID
    agency_id: UUID
    now: datetime

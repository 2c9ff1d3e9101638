"""What blobs announces."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class VirusRefused:
    """A file that carries something harmful was refused; nothing of it is kept.

    agency_id: who brought it. virus: the scanner's name for it.
    """

    agency_id: UUID | None
    virus: str
    refused_at: datetime

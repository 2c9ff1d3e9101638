"""What the books announce, inside the transaction in which it happened."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from lienthong.documents.types import Road


@dataclass(frozen=True, slots=True)
class WorkFinished:
    """The lead has finished an incoming document."""

    entry_id: UUID
    agency_id: UUID
    now: datetime


@dataclass(frozen=True, slots=True)
class BookPrintAsked:
    """Somebody asked for a book as a whole; asked again while it is made, it is told again."""

    print_id: UUID
    now: datetime


@dataclass(frozen=True, slots=True)
class ReceivedEntered:
    """What came on paper or by mail is in the book; told again when it is entered again.

    key: of the act, as who entered it chose it.
    """

    entry_id: UUID
    agency_id: UUID
    key: str
    road: Road
    now: datetime

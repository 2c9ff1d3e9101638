"""Prints of books: how far the latest one is, and its content for those who may have it."""

from datetime import datetime, timedelta
from uuid import UUID

from lienthong.registers import errors
from lienthong.registers.models import BookPrint
from lienthong.registers.types import BookPrintCard, BookPrintState

# How long a print may be fetched: the working day in which it was asked for, and the night.
KEPT = timedelta(days=1)


def latest_book_print(book_id: UUID, *, agency_id: UUID, now: datetime) -> BookPrintCard | None:
    """Return the newest print of a book that an agency asked for within a day. One statement."""
    rows = BookPrint.objects.filter(
        register_id=book_id, agency_id=agency_id, asked_at__gt=now - KEPT
    )
    row = rows.order_by("-asked_at", "-pk").first()
    return book_print_of(row) if row else None


def book_print_content(print_id: UUID, *, agency_id: UUID, now: datetime) -> str:
    """Return the digest of a finished print; raises BookPrintNotFound, also for others'."""
    row = BookPrint.objects.filter(
        pk=print_id, agency_id=agency_id, state=BookPrintState.READY, asked_at__gt=now - KEPT
    ).first()
    if row is None or row.content_id is None:
        raise errors.BookPrintNotFound()
    return row.content_id


def book_print_of(row: BookPrint) -> BookPrintCard:
    """Return a print as pages show it."""
    return BookPrintCard(row.id, BookPrintState(row.state), row.made, row.total, row.asked_at)

"""Printing a book: a small one at once, a year's in the background; the result lasts a day."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import translation

from lienthong.access import services as access
from lienthong.blobs import services as blobs
from lienthong.kernel.actor import Actor
from lienthong.kernel.news import announce
from lienthong.printing.books import print_book as lay_out
from lienthong.registers import errors, queries
from lienthong.registers.events import BookPrintAsked
from lienthong.registers.models import BookPrint, Register
from lienthong.registers.queries.book_prints import KEPT
from lienthong.registers.services.books import _printed_book
from lienthong.registers.types import BookCard, BookPrintCard, BookPrintState

# A book of so many numbers is laid out while one waits: about two seconds.
AT_ONCE = 150
# A print that nobody finished by then was lost with its worker, and may be asked for again.
_LOST_AFTER = timedelta(hours=1)


def print_small_book(*, book_id: UUID, actor: Actor) -> bytes:
    """Return the PDF of a book of at most AT_ONCE numbers.

    Raises NotAllowed, EntryNotFound, BookTooLong.
    """
    book, agency_id = _printable(book_id, actor)
    if book.last_number > AT_ONCE:
        raise errors.BookTooLong(count=book.last_number)
    return _pdf(book, agency_id)


def ask_book_print(*, book_id: UUID, actor: Actor, now: datetime) -> BookPrintCard:
    """Let a book be printed in the background; while one is being made, asking again finds it.

    Raises NotAllowed, EntryNotFound.
    """
    book, agency_id = _printable(book_id, actor)
    with transaction.atomic():
        # Who asks at the same moment waits, and finds what the first one asked for.
        Register.objects.select_for_update().only("id").get(pk=book.id)
        waiting = BookPrint.objects.filter(
            register_id=book.id,
            agency_id=agency_id,
            state=BookPrintState.WAITING,
            asked_at__gt=now - _LOST_AFTER,
        ).first()
        row = waiting or BookPrint.objects.create(
            register_id=book.id, agency_id=agency_id, total=book.last_number, asked_at=now
        )
        announce(BookPrintAsked(row.pk, now))
    return queries.book_print_of(row)


def make_book_print(*, print_id: UUID, now: datetime) -> None:
    """Lay the book out section by section and keep it; one that is made stays as it is.

    Memory does not grow with the book beyond its finished pages. Safe to repeat.
    """
    row = BookPrint.objects.filter(pk=print_id, state=BookPrintState.WAITING).first()
    if row is None:
        return
    book = queries.book_card(row.register_id, agency_id=row.agency_id)

    def tell(made: int) -> None:
        BookPrint.objects.filter(pk=print_id).update(made=made)

    with translation.override("vi"):
        pdf = _pdf(book, row.agency_id, tell=tell)
    with blobs.prepared(pdf, now=now) as ready, transaction.atomic():
        kept = blobs.store_prepared(ready, agency_ids=[row.agency_id], now=now)
        BookPrint.objects.filter(pk=print_id, state=BookPrintState.WAITING).update(
            state=BookPrintState.READY, content_id=kept.digest
        )


def end_book_prints(*, now: datetime) -> int:
    """Let go of prints older than a day; return how many."""
    ended = list(BookPrint.objects.filter(asked_at__lte=now - KEPT)[:500])
    for row in ended:
        with transaction.atomic():
            row.delete()
            is_held = BookPrint.objects.filter(
                content_id=row.content_id, agency_id=row.agency_id
            ).exists()
            if row.content_id and not is_held:
                blobs.end_custody([row.content_id], [row.agency_id], reason="printed", now=now)
    return len(ended)


def _printable(book_id: UUID, actor: Actor) -> tuple[BookCard, UUID]:
    access.require(actor, "registers.print-book")
    agency_id = actor.own_agency
    return queries.book_card(book_id, agency_id=agency_id), agency_id


def _pdf(book: BookCard, agency_id: UUID, *, tell: Callable[[int], None] | None = None) -> bytes:
    form = _printed_book.form_of(book, agency_id)
    return lay_out(form, _printed_book.rows_of(book, agency_id), tell=tell)

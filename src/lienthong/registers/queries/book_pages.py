"""A book on the screen: one page of lines in the order of their numbers."""

from collections.abc import Sequence
from uuid import UUID

from django.db.models import Max, Q

from lienthong.directory.queries import with_inherited
from lienthong.kernel.clock import local_day
from lienthong.registers import errors
from lienthong.registers.models import Entry, IncomingDocument, Register
from lienthong.registers.queries.books import PAGE, card_of
from lienthong.registers.types import AssignmentRole, BookCard, BookLine, Direction, HandedTo


def book_card(book_id: UUID, *, agency_id: UUID) -> BookCard:
    """Return one book of an agency, or of one whose heir it is.

    Raises EntryNotFound, also for another agency's. Three statements.
    """
    row = Register.objects.filter(pk=book_id, agency_id__in=with_inherited(agency_id)).first()
    if row is None:
        raise errors.EntryNotFound()
    direction = Direction(row.direction)
    return BookCard(row.id, direction, row.year, row.series, row.is_given, row.last_number)


def book_page(book: BookCard, *, up_to: int | None = None, limit: int = PAGE) -> list[BookLine]:
    """Return lines of a book, the highest number first, from the number `up_to` down.

    Every line of these numbers is there: entered, numbered, reserved and voided. Two statements.
    """
    rows = Entry.objects.select_related("register").filter(register_id=book.id)
    if up_to is not None:
        rows = rows.filter(number__lte=up_to)
    found = list(rows.order_by("-number", "-number_suffix")[:limit])
    is_incoming = book.direction == Direction.INCOMING
    handed = handed_to([row.id for row in found]) if is_incoming else {}
    return [BookLine(card_of(row), handed.get(row.id, HandedTo())) for row in found]


def handed_to(entry_ids: Sequence[UUID]) -> dict[UUID, HandedTo]:
    """Return to whom incoming lines were handed, and when the last lead was named, by line.

    One statement.
    """
    rows = IncomingDocument.objects.filter(entry_id__in=entry_ids).exclude(lead_name="")
    named = rows.annotate(
        handed_at=Max(
            "assignments__instruction__given_at", filter=Q(assignments__role=AssignmentRole.LEAD)
        )
    )
    return {
        entry_id: HandedTo(name, local_day(at) if at else None)
        for entry_id, name, at in named.values_list("entry_id", "lead_name", "handed_at")
    }

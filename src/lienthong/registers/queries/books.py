"""Reading books: their lines for pages, and the whole of one for printing."""

from collections.abc import Collection, Iterator
from uuid import UUID

from django.db.models import Q, QuerySet

from lienthong.directory.queries import inherited_from, with_inherited
from lienthong.registers import errors
from lienthong.registers.models import Entry, Register
from lienthong.registers.types import BookCard, Direction, EntryCard, EntryFacts, EntryState

PAGE = 50
# Lines held in memory at a time while a book is printed.
CHUNK = 500


def books_of(agency_id: UUID) -> list[BookCard]:
    """Return the books of an agency, the newest year first, then the closed ones that it inherited.

    Three statements.
    """
    closed = {card.id: card.name for card in inherited_from(agency_id)}
    rows = Register.objects.filter(agency_id__in=[agency_id, *closed])
    books = [
        BookCard(
            r.id,
            Direction(r.direction),
            r.year,
            r.series,
            r.is_given,
            r.last_number,
            closed.get(r.agency_id, ""),
        )
        for r in rows.order_by("-year", "direction", "is_given", "series")
    ]
    return sorted(books, key=lambda book: book.closed_agency)


def next_incoming_number(agency_id: UUID, *, year: int) -> int:
    """Return the number that the incoming book would give now; another may take it first.

    One statement.
    """
    rows = Register.objects.filter(
        agency_id=agency_id, direction=Direction.INCOMING, year=year, series="", is_given=False
    )
    return (rows.values_list("last_number", flat=True).first() or 0) + 1


def book_rows(book_id: UUID, *, agency_id: UUID) -> Iterator[EntryCard]:
    """Yield every line of a book in the order of its numbers, a chunk in memory at a time."""
    rows = _rows().filter(register_id=book_id, register__agency_id__in=with_inherited(agency_id))
    for row in rows.order_by("number", "number_suffix").iterator(chunk_size=CHUNK):
        yield card_of(row)


def entry_card(entry_id: UUID, *, agency_id: UUID) -> EntryCard:
    """Return one line of an agency's book, of one it inherited, or of work that it took over.

    Raises EntryNotFound, also for another agency's. Two statements.
    """
    own = Q(register__agency_id__in=with_inherited(agency_id)) | Q(incoming__agency_id=agency_id)
    row = _rows().filter(own, pk=entry_id).first()
    if row is None:
        raise errors.EntryNotFound()
    return card_of(row)


def entries_of_versions(version_ids: Collection[UUID], *, agency_id: UUID) -> dict[UUID, EntryCard]:
    """Return the outgoing line of each version in an agency's book, or one that it inherited.

    Two statements.
    """
    rows = _rows().filter(
        version_id__in=version_ids,
        register__agency_id__in=with_inherited(agency_id),
        register__direction=Direction.OUTGOING,
    )
    return {row.version_id: card_of(row) for row in rows if row.version_id}


def card_of(row: Entry) -> EntryCard:
    """Return a line as pages show it."""
    return EntryCard(
        id=row.id,
        agency_id=row.register.agency_id,
        direction=Direction(row.register.direction),
        year=row.register.year,
        number=row.number,
        number_suffix=row.number_suffix,
        state=EntryState(row.state),
        entered_at=row.entered_at,
        facts=EntryFacts(
            author=row.author,
            reference_code=row.reference_code,
            document_on=row.document_on,
            kind=row.kind,
            subject=row.subject,
            signer=row.signer,
            recipients=row.recipients,
            kept_by=row.kept_by,
            copies=row.copies,
            note=row.note,
        ),
        version_id=row.version_id,
        delivery_id=row.delivery_id,
        void_reason=row.void_reason,
        settled_at=row.settled_at,
    )


def _rows() -> QuerySet[Entry]:
    return Entry.objects.select_related("register")

"""A book in the words of the law's form: its head, and its lines a few hundred at a time."""

from collections.abc import Iterator
from itertools import islice
from uuid import UUID

from django.utils.translation import gettext as _

from lienthong.directory import queries as directory
from lienthong.kernel.clock import VIETNAM
from lienthong.printing.types import BookForm, BookKind, BookRow
from lienthong.registers import queries
from lienthong.registers.types import BookCard, Direction, EntryCard, EntryState, HandedTo

# Lines whose leads are asked for at a time.
_CHUNK = 500


def form_of(book: BookCard, agency_id: UUID) -> BookForm:
    """Return the head of the book as its agency writes it."""
    agency = directory.agency(agency_id)
    superior = directory.agency(agency.parent_id).name if agency.parent_id else ""
    name = _("Danh mục văn bản mang số cho trước") if book.is_given else _named(book)
    return BookForm(BookKind(book.direction), agency.name, superior, book.year, name)


def _named(book: BookCard) -> str:
    return _(book.series_label) if book.series else ""


def rows_of(book: BookCard, agency_id: UUID) -> Iterator[BookRow]:
    """Return every line, also of numbers that were voided or are only reserved."""
    lines = queries.book_rows(book.id, agency_id=agency_id)
    is_incoming = book.direction == Direction.INCOMING
    while chunk := list(islice(lines, _CHUNK)):
        handed = queries.handed_to([entry.id for entry in chunk]) if is_incoming else {}
        for entry in chunk:
            yield BookRow(
                entry.number_text,
                _incoming(entry, handed.get(entry.id, HandedTo()))
                if is_incoming
                else _outgoing(entry),
                note_of_state="" if entry.state == EntryState.ENTERED else _(entry.state.label),
                is_voided=entry.state == EntryState.VOIDED,
            )


def _incoming(entry: EntryCard, handed: HandedTo) -> tuple[str, ...]:
    """The ten columns of Appendix IV; "Ký nhận" stays empty: one signs there by hand."""
    facts = entry.facts
    return (
        f"{entry.entered_at.astimezone(VIETNAM):%d/%m/%Y}",
        entry.number_text,
        facts.author,
        facts.reference_code,
        f"{facts.document_on:%d/%m/%Y}",
        _kind_and_subject(entry),
        handed.name,
        f"{handed.on:%d/%m/%Y}" if handed.on else "",
        "",
        _note(entry),
    )


def _outgoing(entry: EntryCard) -> tuple[str, ...]:
    facts = entry.facts
    return (
        facts.reference_code or entry.number_text,
        f"{facts.document_on:%d/%m/%Y}",
        _kind_and_subject(entry),
        facts.signer,
        facts.recipients,
        facts.kept_by,
        str(facts.copies or ""),
        _note(entry),
    )


def _kind_and_subject(entry: EntryCard) -> str:
    return ". ".join(part for part in (entry.facts.kind, entry.facts.subject) if part)


def _note(entry: EntryCard) -> str:
    return ". ".join(part for part in (entry.void_reason, entry.facts.note) if part)

"""A whole book as the law's form, for printing."""

from collections.abc import Iterator
from itertools import islice
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lienthong.access import services as access
from lienthong.access.types import StaffRequest
from lienthong.directory import queries as directory
from lienthong.kernel.clock import VIETNAM
from lienthong.printing.books import print_book
from lienthong.printing.types import BookForm, BookKind, BookRow
from lienthong.registers import queries
from lienthong.registers.types import BookCard, Direction, EntryCard, EntryState

# Lines whose leads are asked for at a time.
_CHUNK = 500


@require_safe
def book_pdf(request: StaffRequest, book_id: UUID) -> HttpResponse:
    """The book as PDF, A4 landscape, every number in its place, with the closing line."""
    access.require(request.actor, "registers.print-book")
    assert request.actor.agency_id is not None
    book = queries.book_card(book_id, agency_id=request.actor.agency_id)
    pdf = print_book(_form(book, request.actor.agency_id), _rows(book, request.actor.agency_id))
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="so-{book.direction}-{book.year}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response


def _form(book: BookCard, agency_id: UUID) -> BookForm:
    agency = directory.agency(agency_id)
    superior = directory.agency(agency.parent_id).name if agency.parent_id else ""
    name = _("Danh mục văn bản mang số cho trước") if book.is_given else book.series
    return BookForm(BookKind(book.direction), agency.name, superior, book.year, name)


def _rows(book: BookCard, agency_id: UUID) -> Iterator[BookRow]:
    lines = queries.book_rows(book.id, agency_id=agency_id)
    is_incoming = book.direction == Direction.INCOMING
    while chunk := list(islice(lines, _CHUNK)):
        leads = queries.leads_of([entry.id for entry in chunk]) if is_incoming else {}
        for entry in chunk:
            cells = _incoming(entry, leads.get(entry.id, "")) if is_incoming else _outgoing(entry)
            yield BookRow(
                entry.number_text,
                cells,
                note_of_state="" if entry.state == EntryState.ENTERED else _(entry.state.label),
                is_voided=entry.state == EntryState.VOIDED,
            )


def _incoming(entry: EntryCard, lead: str) -> tuple[str, ...]:
    """The ten columns of Appendix IV; what is signed for on paper stays empty."""
    facts = entry.facts
    return (
        f"{entry.entered_at.astimezone(VIETNAM):%d/%m/%Y}",
        entry.number_text,
        facts.author,
        facts.reference_code,
        f"{facts.document_on:%d/%m/%Y}",
        _kind_and_subject(entry),
        lead,
        "",
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

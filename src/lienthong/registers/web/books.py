"""The books: a list of them, and each one looking like the law's."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lienthong.access import services as access
from lienthong.access.types import StaffRequest
from lienthong.registers import queries
from lienthong.registers.queries.books import PAGE
from lienthong.registers.types import Direction


@require_safe
def books(request: StaffRequest) -> HttpResponse:
    """The books of the agency, the newest year first."""
    access.require(request.actor, "registers.read-book")
    agency_id = request.actor.agency_id
    assert agency_id is not None
    return render(request, "registers/books.html", {"books": queries.books_of(agency_id)})


@require_safe
def book(request: StaffRequest, book_id: UUID) -> HttpResponse:
    """One page of a book, every column and every number; the newest lines first."""
    access.require(request.actor, "registers.read-book")
    assert request.actor.agency_id is not None
    card = queries.book_card(book_id, agency_id=request.actor.agency_id)
    asked = request.GET.get("tu-so", "")
    up_to = int(asked) if asked.isdecimal() and len(asked) < 9 else None
    lines = queries.book_page(card, up_to=up_to, limit=PAGE + 1)
    context = {
        "book": card,
        "lines": lines[:PAGE],
        "is_incoming": card.direction == Direction.INCOMING,
        "next_number": lines[PAGE].entry.number if lines[PAGE:] else None,
        "is_first": up_to is None,
    }
    return render(request, "registers/book.html", context)

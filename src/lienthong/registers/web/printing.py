"""A whole book as the law's form: at once when it is small, else made while one does other work."""

from uuid import UUID

from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from lienthong.access import services as access
from lienthong.access.types import ReadingWay, StaffRequest
from lienthong.blobs import queries as blobs
from lienthong.kernel import clock
from lienthong.registers import queries, services
from lienthong.registers.types import BookCard
from lienthong.webkit.files import begun


@require_safe
def book_pdf(request: StaffRequest, book_id: UUID) -> HttpResponseBase:
    """The book as PDF, A4 landscape, with the closing line; a long one leads to its own page."""
    book = _book(request, book_id)
    if book.last_number > services.AT_ONCE:
        return redirect("registers:book-print", book_id)
    pdf = services.print_small_book(book_id=book_id, actor=request.actor)
    return _as_pdf(request, HttpResponse(pdf), book)


@require_http_methods(["GET", "HEAD", "POST"])
def book_print(request: StaffRequest, book_id: UUID) -> HttpResponse:
    """How far the print is; a POST asks for one. While it is made the page asks for itself."""
    book = _book(request, book_id)
    if request.method == "POST":
        services.ask_book_print(book_id=book_id, actor=request.actor, now=clock.now())
        return redirect("registers:book-print", book_id)
    found = queries.latest_book_print(book.id, agency_id=request.actor.own_agency, now=clock.now())
    is_part = request.headers.get("HX-Request") == "true"
    template = "registers/_book_print.html" if is_part else "registers/book_print.html"
    return render(request, template, {"book": book, "print": found})


@require_safe
def book_print_pdf(request: StaffRequest, book_id: UUID, print_id: UUID) -> HttpResponseBase:
    """A finished print, for those who may print this book, for a day."""
    book = _book(request, book_id)
    digest = queries.book_print_content(
        print_id, agency_id=request.actor.own_agency, now=clock.now()
    )
    return _as_pdf(request, FileResponse(begun(blobs.open_content(digest))), book)


def _book(request: StaffRequest, book_id: UUID) -> BookCard:
    access.require(request.actor, "registers.print-book")
    return queries.book_card(book_id, agency_id=request.actor.own_agency)


def _as_pdf(request: StaffRequest, response: HttpResponseBase, book: BookCard) -> HttpResponseBase:
    """The answer with a book's content, which is noted as read."""
    read = access.Read(ReadingWay.PRINT, reference=f"{book.series_label} {book.year}".strip())
    access.note_reading(read, actor=request.actor, now=clock.now())
    response["Content-Type"] = "application/pdf"
    response["Content-Disposition"] = f'inline; filename="so-{book.direction}-{book.year}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response

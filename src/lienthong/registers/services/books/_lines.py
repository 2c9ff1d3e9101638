"""Writing one line into a book: the number and its line are one write, under one lock.

The number grows in the transaction that writes the line. If that is rolled back, or its process
dies, both are gone together: no number is ever without a line, and no line without its number.
"""

from collections.abc import Callable, Mapping
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from lienthong.kernel.actor import Actor
from lienthong.kernel.text import fold
from lienthong.registers import errors
from lienthong.registers.models import Entry, Register
from lienthong.registers.types import Direction, EntryFacts, EntryState
from lienthong.search import services as search
from lienthong.search.types import NewText, SearchKind
from lienthong.tables.places import place
from lienthong.tables.questions import change, question
from lienthong.tables.rows import Rows

_ENTRIES = Rows(Entry)


def write_line(
    *,
    agency_id: UUID,
    direction: Direction,
    year: int,
    key: str,
    facts: EntryFacts,
    state: EntryState,
    actor: Actor,
    now: datetime,
    series: str = "",
    is_given: bool = False,
    version_id: UUID | None = None,
    delivery_id: UUID | None = None,
    reference_of: Callable[[int], str] | None = None,
) -> Entry:
    """Take the next number of a book and write its line; the same key gives the same line.

    reference_of: makes the reference code from the number, where the facts have none yet.
    Waits for whoever is writing into the same book. Must run in a transaction.
    Raises NumberKeyDiffers when the key was used for another document.
    """
    book = _locked_book(agency_id, direction, year, series, is_given)
    earlier = _of_key.first(book=book.pk, key=key)
    if earlier is not None:
        return _same(earlier, facts)
    facts = _in_order(book, facts)
    book.last_number += 1
    _count.run(book=book.pk, number=book.last_number)
    if reference_of is not None:
        facts = replace(facts, reference_code=reference_of(book.last_number))
    entry = _ENTRIES.create(
        register_id=book.pk,
        number=book.last_number,
        state=state,
        entered_at=now,
        entered_by=actor.name,
        key=key,
        version_id=version_id,
        delivery_id=delivery_id,
        search_text=searchable(facts),
        **asdict(facts),
    )
    search.index([words_of(entry, agency_id)])
    return entry


@question
def _of_key() -> "QuerySet[Entry]":
    return Entry.objects.filter(register_id=place("book"), key=place("key"))[:1]


@change
def _count() -> "tuple[QuerySet[Register], Mapping[str, Any]]":
    return Register.objects.filter(pk=place("book")), {"last_number": place("number")}


def words_of(entry: Entry, agency_id: UUID) -> NewText:
    """Return the words of a line for the index: an agency finds it by its number, too."""
    text = f"{entry.number} {entry.search_text}"
    return NewText(SearchKind.ENTRY, entry.pk, text, readers=((agency_id,),))


def _in_order(book: Register, facts: EntryFacts) -> EntryFacts:
    """Give an outgoing line no earlier day than the line before: numbers follow the days.

    Two clerks may wait for the book around midnight (Decree 30/2020/NĐ-CP, Article 15).
    """
    if book.direction != Direction.OUTGOING or book.is_given:
        return facts
    last = Entry.objects.filter(register=book, number=book.last_number).first()
    if last is None or last.document_on <= facts.document_on:
        return facts
    return replace(facts, document_on=last.document_on)


def searchable(facts: EntryFacts) -> str:
    """Return the words of a line without tones, for searching a book."""
    return fold(f"{facts.reference_code} {facts.author} {facts.subject} {facts.recipients}")


def _locked_book(
    agency_id: UUID, direction: Direction, year: int, series: str, is_given: bool
) -> Register:
    """Return the book, opened if need be, locked until the end of the transaction."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("a number is taken in the transaction of its act")
    named: dict[str, Any] = {
        "agency_id": agency_id,
        "direction": direction,
        "year": year,
        "series": series,
        "is_given": is_given,
    }
    book = _locked.first(**named)
    if book is None:
        Register.objects.get_or_create(**named)
        book = _locked.all(**named)[0]
    return book


@question
def _locked() -> "QuerySet[Register]":
    named = ("agency_id", "direction", "year", "series", "is_given")
    return Register.objects.select_for_update().filter(**{name: place(name) for name in named})


def _same(earlier: Entry, facts: EntryFacts) -> Entry:
    if (earlier.subject, earlier.kind) != (facts.subject, facts.kind):
        raise errors.NumberKeyDiffers(key=earlier.key)
    return earlier


def hold_book(*, agency_id: UUID, direction: Direction, year: int) -> None:
    """Keep others from writing into a common book until the caller's transaction ends.

    For who looks whether a document is in it before a line is written.
    """
    _locked_book(agency_id, direction, year, "", is_given=False)

"""The words of versions in the index, for those whose rights allow them to find them."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime
from uuid import UUID

from lienthong.documents.models import ReadingRight, Version
from lienthong.search import services as search
from lienthong.search.types import NewText, Reader, SearchKind

# Agency, unit, person: as a reading right has them.
Right = tuple[UUID, UUID | None, UUID | None]


def readers_of(rights: Iterable[Right], *, known: Collection[UUID] = ()) -> tuple[Reader, ...]:
    """Return who finds a document by these rights: those whom they name, and always the agency.

    known: agencies that find it already, so that they meet it once.
    """
    found: dict[Reader, None] = {}
    for agency, unit, person in rights:
        if agency not in known:
            found[(agency,)] = None
        if who := person or unit:
            found[(agency, who)] = None
    return tuple(found)


def index_readers(readers: Mapping[UUID, Collection[Reader]]) -> None:
    """Let new readers of each document find all its versions. Two statements for 200 versions."""
    readers = {document_id: new for document_id, new in readers.items() if new}
    if not readers:
        return
    rows = Version.objects.filter(document_id__in=readers).order_by("pk")
    search.index(
        NewText(SearchKind.VERSION, version_id, text, tuple(readers[document_id]))
        for version_id, document_id, text in rows.values_list("pk", "document_id", "search_text")
    )


def stock_after(after: UUID, limit: int) -> list[tuple[UUID, list[NewText]]]:
    """Return the next versions in the order of their ids, each with its text. Two statements.

    Who gave a document back finds what it had, and no version that was issued afterwards.
    """
    rows = Version.objects.filter(pk__gt=after).order_by("pk")
    versions = list(rows.values_list("pk", "document_id", "search_text", "created_at")[:limit])
    rights: dict[UUID, list[ReadingRight]] = {}
    for right in ReadingRight.objects.filter(document_id__in={row[1] for row in versions}):
        rights.setdefault(right.document_id, []).append(right)
    return [
        (
            pk,
            [
                NewText(
                    SearchKind.VERSION,
                    pk,
                    text,
                    readers_of(_had_by(rights.get(document_id, ()), created_at)),
                )
            ],
        )
        for pk, document_id, text, created_at in versions
    ]


def _had_by(rights: Iterable[ReadingRight], created_at: datetime) -> Iterator[Right]:
    """Return the rights that a version of this moment came under."""
    for right in rights:
        if right.content_ended_at is None or created_at <= right.content_ended_at:
            yield right.agency_id, right.unit_id, right.person_id

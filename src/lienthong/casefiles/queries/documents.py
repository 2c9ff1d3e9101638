"""The documents of a file, and the files of a document.

Who may see a file may not for that see its documents: reading rights decide, as everywhere.
"""

from collections.abc import Collection, Iterator
from itertools import islice
from uuid import UUID

from django.db.models import Max, Min, QuerySet

from lienthong.casefiles.models import FiledDocument
from lienthong.casefiles.queries import _cards
from lienthong.casefiles.types import DaysOfFiles, FiledIn, FiledLine
from lienthong.directory import queries as directory
from lienthong.documents import queries as documents
from lienthong.documents.types import Page, VersionCard, Viewer
from lienthong.kernel.text import clean_line
from lienthong.registers import queries as registers

# Documents whose words are asked for at a time.
_CHUNK = 500
_CANDIDATES = 20
_LONGEST_NUMBER = 9


def documents_page(
    case_file_id: UUID, *, viewer: Viewer, skipped: int, limit: int = _cards.PAGE
) -> list[FiledLine]:
    """Return some documents of a file by their day. Two statements, however many it has.

    Of what the viewer may not see there is only that it is there.
    """
    rows = list(_rows(case_file_id)[skipped : skipped + limit])
    return _lines(rows, viewer=viewer, first=skipped + 1)


def all_lines(case_file_id: UUID, *, viewer: Viewer) -> Iterator[FiledLine]:
    """Yield every document of a file in order, for its list. Two statements for every 500."""
    rows, position = iter(_rows(case_file_id).iterator(chunk_size=_CHUNK)), 1
    while chunk := list(islice(rows, _CHUNK)):
        yield from _lines(chunk, viewer=viewer, first=position)
        position += len(chunk)


def listed_contents(case_file_id: UUID) -> Iterator[VersionCard]:
    """Yield every document of a file in order, whoever may see it: what its list is made of.

    For services. One statement for every 500.
    """
    rows = iter(_rows(case_file_id).values_list("version_id", flat=True).iterator(_CHUNK))
    while chunk := list(islice(rows, _CHUNK)):
        found = documents.version_cards(chunk)
        yield from (found[version_id] for version_id in chunk)


def candidates(text: str, *, viewer: Viewer) -> list[VersionCard]:
    """Return documents that a viewer may see and could mean: by number in the book, or by words.

    Five statements at most, twenty documents.
    """
    words = clean_line(text)
    if not words:
        return []
    numbered = _numbered(words, viewer)
    found = documents.search_versions(viewer, words, page=Page(1, _CANDIDATES)).rows
    return [*numbered, *(one for one in found if one.id not in {each.id for each in numbered})]


def among(case_file_id: UUID, version_ids: Collection[UUID]) -> set[UUID]:
    """Return which of these documents lie in a file. One statement."""
    rows = FiledDocument.objects.filter(case_file_id=case_file_id, version_id__in=version_ids)
    return set(rows.values_list("version_id", flat=True))


def places_of(version_id: UUID, *, agency_id: UUID) -> list[FiledIn]:
    """Return the files of an agency in which a document lies, at most twenty. Two statements."""
    rows = _cards.held(agency_id).filter(documents__version_id=version_id)
    facts = rows.order_by("year", "place").values_list("pk", "notation", "title")
    return [FiledIn(*row) for row in facts[:_CANDIDATES]]


def open_work_in(case_file_id: UUID, *, agency_id: UUID, viewer: Viewer) -> list[str]:
    """Return numbers of incoming documents of a file whose work is not finished, some of them.

    Of documents that the viewer may see. Two statements.
    """
    filed = FiledDocument.objects.filter(
        case_file_id=case_file_id, version_id__in=documents.readable_version_ids(viewer)
    ).values("version_id")
    holder = directory.holder_of(agency_id)
    return registers.unfinished_numbers(filed, agency_ids={agency_id, holder})


def recalled_in(case_file_id: UUID, *, viewer: Viewer) -> list[str]:
    """Return numbers and notations of documents of a file that the agency gave back, some of them.

    Of documents that the viewer may see. One statement.
    """
    filed = FiledDocument.objects.filter(case_file_id=case_file_id).values("version_id")
    return documents.closed_among(filed, viewer=viewer, limit=_CANDIDATES)


def days_of(case_file_ids: Collection[UUID]) -> DaysOfFiles:
    """Return of each file the days of its first and its last document. One statement."""
    rows = FiledDocument.objects.filter(case_file_id__in=case_file_ids).values_list("case_file_id")
    days = rows.annotate(first=Min("document_on"), last=Max("document_on")).order_by()
    return {case_file_id: (first, last) for case_file_id, first, last in days}


def _rows(case_file_id: UUID) -> QuerySet[FiledDocument]:
    rows = FiledDocument.objects.filter(case_file_id=case_file_id)
    return rows.order_by("document_on", "id")


def _lines(rows: list[FiledDocument], *, viewer: Viewer, first: int) -> list[FiledLine]:
    ids = [row.version_id for row in rows]
    found = documents.opened_versions(ids, viewer) if ids else {}
    known = {version_id: one for version_id, one in found.items() if one.is_known}
    return [
        FiledLine(
            row.pk,
            position,
            row.filed_by,
            row.filed_at,
            known[row.version_id].card if row.version_id in known else None,
            is_recalled=row.version_id in known and not known[row.version_id].is_open,
        )
        for position, row in enumerate(rows, start=first)
    ]


def _numbered(words: str, viewer: Viewer) -> list[VersionCard]:
    if not words.isdecimal() or len(words) >= _LONGEST_NUMBER:
        return []
    own = directory.with_inherited(viewer.agency_id)
    ids = registers.versions_numbered(int(words), agency_ids=own, limit=_CANDIDATES)
    seen = set(documents.readable_version_ids(viewer).filter(pk__in=ids))
    found = documents.version_cards(seen)
    return [found[one] for one in dict.fromkeys(ids) if one in found]

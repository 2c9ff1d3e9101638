"""Documents that may be one and the same, by whatever road each of them came (A7)."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet

from lienthong.documents.models import Version
from lienthong.kernel.text import fold


@dataclass(frozen=True, slots=True)
class Sought:
    """What one knows of a document: files by digest; who wrote it, its number, its year."""

    author: str
    author_id: UUID | None
    reference_code: str
    year: int
    digests: tuple[str, ...] = ()


def documents_alike(sought: Sought, *, agency_id: UUID) -> set[UUID]:
    """Return the documents that an agency may have got as this one.

    Alike are those with one of the files, and those of the same author, number, notation and year;
    without a number only files tell. What another agency entered is never among them. An id is no
    permission. Two statements at most, along the indexes of contents and numbers.
    """
    reachable = Q(document__reception__isnull=True) | Q(document__reception__agency=agency_id)
    return _alike(Version.objects.filter(reachable), sought)


def entered_alike(sought: Sought, *, agency_id: UUID) -> set[UUID]:
    """Return those that the agency itself entered on paper or by mail. As `documents_alike`."""
    return _alike(Version.objects.filter(document__reception__agency=agency_id), sought)


def _alike(rows: "QuerySet[Version]", sought: Sought) -> set[UUID]:
    found: set[UUID] = set()
    if sought.digests:
        same_file = rows.filter(content__in=sought.digests)
        found |= set(same_file.values_list("document_id", flat=True))
    if sought.reference_code:
        numbered = rows.filter(reference_code=sought.reference_code, document__year=sought.year)
        columns = ("document_id", "document__issuer_id", "document__issuer__name")
        received = ("document__reception__author_agency_id", "document__reception__author")
        for document_id, issuer_id, issuer, author_id, author in numbered.values_list(
            *columns, *received
        ):
            who, name = (author_id, author) if author else (issuer_id, issuer)
            is_same = sought.author_id is not None and who == sought.author_id
            if is_same or fold(name) == fold(sought.author):
                found.add(document_id)
    return found

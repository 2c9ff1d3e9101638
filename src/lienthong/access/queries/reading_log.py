"""Who read what: for a document, for an agency's administrator, and for the reader."""

from uuid import UUID

from django.db.models import QuerySet

from lienthong.access.models import Reading
from lienthong.access.types import ReadingLine, ReadingWay

PAGE = 100


def readings_of_version(
    version_id: UUID, *, agency_id: UUID, before: UUID | None = None, limit: int = PAGE
) -> list[ReadingLine]:
    """Return who of an agency saw a version, latest first. One statement."""
    rows = Reading.objects.filter(version_id=version_id, agency_id=agency_id)
    return _lines(rows, before, limit)


def readings_of_agency(
    agency_id: UUID, *, before: UUID | None = None, limit: int = PAGE
) -> list[ReadingLine]:
    """Return what was read in an agency, latest first; also by operators behind a glass.

    One statement.
    """
    return _lines(Reading.objects.filter(agency_id=agency_id), before, limit)


def readings_of_person(
    person_id: UUID, *, before: UUID | None = None, limit: int = PAGE
) -> list[ReadingLine]:
    """Return what a person read, latest first. One statement."""
    return _lines(Reading.objects.filter(person_id=person_id), before, limit)


def readings_behind_glass(glass_id: UUID, *, limit: int = PAGE) -> list[ReadingLine]:
    """Return what was read by one broken glass, latest first. One statement."""
    return _lines(Reading.objects.filter(glass_id=glass_id), None, limit)


def _lines(rows: "QuerySet[Reading]", before: UUID | None, limit: int) -> list[ReadingLine]:
    if before is not None:
        rows = rows.filter(pk__lt=before)
    return [
        ReadingLine(
            id=row.pk,
            read_at=row.read_at,
            way=ReadingWay(row.way),
            person_id=row.person_id,
            person_name=row.person_name,
            title=row.title,
            agency_id=row.agency_id,
            version_id=row.version_id,
            reference=row.reference,
            part=row.part,
            is_glass=row.glass_id is not None,
            acting_id=row.acting_id,
        )
        for row in rows.order_by("-pk")[:limit]
    ]

"""Who may see a document from now on."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from lienthong.documents.models import ReadingRight
from lienthong.documents.services._words import Right, index_readers, readers_of
from lienthong.documents.types import Grant
from lienthong.search.types import Reader

# Acts that bring the content itself, also to one who gave it back before.
_BRINGING = (Grant.ISSUED, Grant.DELIVERED)
_BATCH = 500


def grant(document_id: UUID, readers: Iterable[Right], *, granted_by: Grant, now: datetime) -> None:
    """Let agencies, units or persons see a document; who may already, keeps the earlier grant.

    readers: (agency, unit or None, person or None); both None means the agency's clerks and
    leaders. A new delivery gives the content again to an agency that had agreed to a recall; an
    assignment does not. Whoever is new finds the document by its words as well. At most seven
    statements for up to 500 readers (120 on SQLite).
    """
    wanted = set(readers)
    agencies = {agency for agency, _unit, _person in wanted}
    given = ReadingRight.objects.filter(document_id=document_id, agency_id__in=agencies)
    with transaction.atomic():
        ended = given.filter(content_ended_at__isnull=False)
        returned = 0
        if granted_by in _BRINGING:
            returned = ended.update(content_ended_at=None)
            withdrawn: dict[UUID, datetime | None] = {}
        else:
            withdrawn = dict(ended.values_list("agency_id", "content_ended_at"))
        before: set[Right] = set(given.values_list("agency_id", "unit_id", "person_id"))
        ReadingRight.objects.bulk_create(
            [
                ReadingRight(
                    document_id=document_id,
                    agency_id=agency,
                    unit_id=unit,
                    person_id=person,
                    granted_by=granted_by,
                    granted_at=now,
                    content_ended_at=withdrawn.get(agency),
                )
                for agency, unit, person in sorted(wanted, key=str)
            ],
            ignore_conflicts=True,
            batch_size=_BATCH,
        )
        index_readers({document_id: _new_readers(wanted, before, is_returned=returned > 0)})


def _new_readers(
    wanted: set[Right], before: set[Right], *, is_returned: bool
) -> tuple[Reader, ...]:
    """Return who is to find the document; who gets it back finds also what came in between."""
    if is_returned:
        return readers_of(wanted | before)
    return readers_of(wanted - before, known={agency for agency, _unit, _person in before})


def end_content(version_id: UUID, agency_id: UUID, *, now: datetime) -> int:
    """Take the content from an agency that agreed to a recall; line, number and proof stay.

    All versions of the document go with it: the newest says what the others said. Returns how many
    rights it ended; again, none. One statement.
    """
    rows = ReadingRight.objects.filter(document__versions=version_id, agency_id=agency_id)
    open_rights = rows.filter(content_ended_at__isnull=True).values("pk")
    return ReadingRight.objects.filter(pk__in=open_rights).update(content_ended_at=now)

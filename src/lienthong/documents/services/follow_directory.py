"""When an agency ends: who took over may read what it could read."""

from collections.abc import Collection, Mapping
from datetime import datetime
from itertools import islice
from uuid import UUID

from lienthong.blobs import services as blobs
from lienthong.directory.events import AgenciesReorganised
from lienthong.documents.models import ReadingRight
from lienthong.documents.services._words import Right, index_readers, readers_of

_BATCH = 120
_Target = tuple[UUID, UUID]


def hand_on_reading(event: AgenciesReorganised) -> None:
    """Let each heir read everything that the agency before it could read, and hold its content.

    So books of the old agency stay readable. Four statements for every 120 documents.
    """
    for one in event.hand_overs:
        copy_rights(one.from_id, to_id=one.heir_id, units=one.units, now=event.now)
        blobs.hand_on_custody(one.from_id, to_id=one.heir_id, now=event.now)


def copy_rights(
    from_id: UUID,
    *,
    to_id: UUID,
    units: Mapping[UUID, _Target],
    now: datetime,
    document_ids: Collection[UUID] | None = None,
) -> None:
    """Give an agency the reading rights of another one; what it may read already stays as it is.

    units: old unit to (new unit, its agency): a right of a unit goes with it, where it went to this
    agency. A content that was given back stays closed. Some hundred rows in memory at a time.
    """
    rows = ReadingRight.objects.filter(agency_id=from_id)
    if document_ids is not None:
        rows = rows.filter(document_id__in=document_ids)
    left = rows.order_by("pk").iterator(chunk_size=_BATCH)
    while chunk := list(islice(left, _BATCH)):
        wanted = [copy for row in chunk if (copy := _copy(row, to_id, units, now)) is not None]
        ReadingRight.objects.bulk_create(wanted, ignore_conflicts=True)
        given: dict[UUID, list[Right]] = {}
        for one in wanted:
            given.setdefault(one.document_id, []).append(
                (one.agency_id, one.unit_id, one.person_id)
            )
        index_readers({document_id: readers_of(rights) for document_id, rights in given.items()})


def _copy(
    row: ReadingRight, to_id: UUID, units: Mapping[UUID, _Target], now: datetime
) -> ReadingRight | None:
    unit_id: UUID | None = None
    if row.unit_id is not None:
        unit_id, owner = units.get(row.unit_id, (None, None))
        if owner != to_id and row.person_id is None:
            return None
        unit_id = unit_id if owner == to_id else None
    return ReadingRight(
        document_id=row.document_id,
        agency_id=to_id,
        unit_id=unit_id,
        person_id=row.person_id,
        granted_by=row.granted_by,
        granted_at=now,
        content_ended_at=row.content_ended_at,
    )

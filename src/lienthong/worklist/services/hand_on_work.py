"""Hand on: what waits in one agency waits in another, for the audiences that took over."""

from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from lienthong.kernel.actor import Actor
from lienthong.worklist.models import WorkItem

_BATCH = 200


def hand_on(
    agency_id: UUID,
    *,
    to_id: UUID,
    audiences: Mapping[str, tuple[str, UUID]],
    actor: Actor,
    now: datetime,
    subject_ids: Collection[UUID] | None = None,
) -> int:
    """Move what waits in an agency; return how many lines went.

    to_id: where it goes. audiences: keys of audiences (`Audience.key`) that have another key in
    their new agency, with that agency. subject_ids: narrows it; None means all.
    A line that waits there already stays one: the second is settled. Two statements, and two for
    every 200 lines.
    """
    rows = WorkItem.objects.filter(agency_id=agency_id, settled_at__isnull=True)
    if subject_ids is not None:
        rows = rows.filter(subject_id__in=subject_ids)
    lines = list(rows.order_by("id"))
    for line in lines:
        line.audience, line.agency_id = audiences.get(line.audience, (line.audience, to_id))
    taken = _places_taken({line.agency_id for line in lines}, [line.subject_id for line in lines])
    moved: list[WorkItem] = []
    doubled: list[WorkItem] = []
    for line in lines:
        place = (line.subject_id, line.agency_id, line.audience, line.verb)
        (doubled if place in taken else moved).append(line)
        taken.add(place)
    WorkItem.objects.filter(pk__in=[line.pk for line in doubled]).update(
        settled_at=now, settled_by=actor.reference
    )
    WorkItem.objects.bulk_update(moved, ["agency_id", "audience"], batch_size=_BATCH)
    return len(moved)


def _places_taken(
    agency_ids: Collection[UUID], subject_ids: list[UUID]
) -> set[tuple[UUID, UUID, str, str]]:
    found: set[tuple[UUID, UUID, str, str]] = set()
    for start in range(0, len(subject_ids), _BATCH):
        rows = WorkItem.objects.filter(
            settled_at__isnull=True,
            agency_id__in=agency_ids,
            subject_id__in=subject_ids[start : start + _BATCH],
        )
        found |= set(rows.values_list("subject_id", "agency_id", "audience", "verb"))
    return found

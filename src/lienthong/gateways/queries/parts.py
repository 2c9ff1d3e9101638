"""Files that come in parts, and how far they have come."""

from pathlib import Path
from uuid import UUID

from django.db.models import Count, Sum

from lienthong.blobs.piecewise import size_of
from lienthong.gateways import places
from lienthong.gateways.errors import PartNotFound
from lienthong.gateways.models import UploadPart
from lienthong.gateways.types import PartCard
from lienthong.kernel.actor import Actor


def own_part(part_id: UUID, actor: Actor) -> UploadPart:
    """Return a file that comes in parts, of this system and agency. Raises PartNotFound."""
    row = UploadPart.objects.filter(
        pk=part_id, sent_by=actor.reference, agency_id=actor.own_agency
    ).first()
    if row is None:
        raise PartNotFound
    return row


def part_card(row: UploadPart) -> PartCard:
    """Return how far a file has come: what lies on disk, or all of it."""
    here = 0 if row.upload_id else _come_of(places.part(row.id))
    return PartCard(
        id=row.id,
        name=row.name,
        length=row.length,
        offset=row.length if row.upload_id else here,
        digest=row.digest,
        expires_at=row.expires_at,
        upload_id=row.upload_id,
    )


def _come_of(path: Path) -> int:
    try:
        with path.open("rb") as file:
            return size_of(file)
    except FileNotFoundError:
        return 0


def open_parts_of(sent_by: str) -> tuple[int, int]:
    """Return how many files of a system are not whole yet, and their announced bytes."""
    rows = UploadPart.objects.filter(sent_by=sent_by, upload_id__isnull=True)
    found = rows.aggregate(count=Count("pk"), size=Sum("length"))
    return found["count"], found["size"] or 0

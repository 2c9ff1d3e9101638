"""The work on a new line of the incoming book: it begins with the leader."""

from datetime import datetime
from uuid import UUID

from lienthong.directory import queries as directory
from lienthong.documents.types import Urgency, VersionCard
from lienthong.kernel.actor import Actor
from lienthong.registers.models import Entry, IncomingDocument
from lienthong.registers.services import _work
from lienthong.worklist import services as worklist


def hand_to_leader(
    entry: Entry, version: VersionCard, *, agency_id: UUID, actor: Actor, now: datetime
) -> None:
    """Open the work on the line: it is the leader's turn."""
    IncomingDocument.objects.create(
        entry=entry,
        agency_id=agency_id,
        is_urgent=version.urgency != Urgency.NORMAL,
        due_on=version.due_on,
    )
    line = _work.for_leader(
        entry, version, agency=directory.agency(agency_id), from_whom=actor.name, now=now
    )
    worklist.put([line])

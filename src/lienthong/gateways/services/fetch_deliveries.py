"""Many deliveries at once, with all their files: looked up and logged before the first byte."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from lienthong.access import services as access
from lienthong.access.services import Read
from lienthong.access.types import ReadingWay
from lienthong.blobs import queries as blobs
from lienthong.blobs.queries import KeptContent
from lienthong.documents import queries as documents
from lienthong.documents.errors import ContentWithdrawn
from lienthong.documents.types import AttachmentCard, VersionCard
from lienthong.exchange import queries as exchange
from lienthong.exchange.types import DeliveryCard, StatusLine, UrgedAbout, UrgingLine
from lienthong.gateways.types import Fetched, FetchedFile
from lienthong.kernel.actor import Actor

_UNKNOWN = "application/octet-stream"


def fetch_deliveries(
    delivery_ids: Sequence[UUID], *, actor: Actor, now: datetime
) -> dict[UUID, Fetched]:
    """Return those deliveries that the actor's agency is a side of, ready to be sent.

    What can be read is noted as read before this returns; opening the files asks the database
    nothing. Eleven statements, whatever the number of deliveries and files.
    """
    found = exchange.deliveries_for(delivery_ids, agency_id=actor.own_agency)
    opened = documents.opened_versions(
        {one.version_id for one in found.values()}, documents.viewer_of(actor)
    )
    versions = {version_id: one.card for version_id, one in opened.items()}
    readable = {version_id for version_id, one in opened.items() if one.is_open}
    attachments = _attachments(versions)
    kept = blobs.kept_contents(
        {
            *(versions[one].content_digest for one in readable),
            *(file.digest for each in attachments.values() for file in each),
        }
    )
    legal, course = documents.legal_values(versions), _course(found)
    urgings = _urgings(found, actor)
    fetched = {
        one.id: Fetched(
            delivery=one,
            version=versions[one.version_id],
            attachments=tuple(attachments[one.version_id]),
            legal=legal[one.version_id],
            course=tuple(course[one.id]),
            urgings=tuple(urgings[one.id]),
            files=tuple(
                _files(versions[one.version_id], attachments[one.version_id], kept)
                if one.version_id in readable
                else ()
            ),
            refusal=None
            if one.version_id in readable
            else ContentWithdrawn(reference=versions[one.version_id].reference_code),
        )
        for one in found.values()
    }
    _note(fetched.values(), actor=actor, now=now)
    return fetched


def _attachments(versions: Mapping[UUID, VersionCard]) -> dict[UUID, list[AttachmentCard]]:
    found: dict[UUID, list[AttachmentCard]] = defaultdict(list)
    for one in documents.attachments_of_versions(versions):
        found[one.version_id].append(one)
    return found


def _course(found: Mapping[UUID, DeliveryCard]) -> dict[UUID, list[StatusLine]]:
    lines: dict[UUID, list[StatusLine]] = defaultdict(list)
    for line in exchange.course(found):
        lines[line.delivery_id].append(line)
    return lines


def _urgings(found: Mapping[UUID, DeliveryCard], actor: Actor) -> dict[UUID, list[UrgingLine]]:
    """What was urged within the recipient is for eyes of its own."""
    lines: dict[UUID, list[UrgingLine]] = defaultdict(list)
    for line in exchange.urgings(found, inside=True):
        is_inside = found[line.delivery_id].recipient_id == actor.agency_id
        if is_inside or line.about != UrgedAbout.OFFICER:
            lines[line.delivery_id].append(line)
    return lines


def _files(
    version: VersionCard,
    attachments: Sequence[AttachmentCard],
    kept: Mapping[str, KeptContent],
) -> list[FetchedFile]:
    named = [("content", version.content_name, version.content_digest)]
    named += [(f"attachment-{one.position}", one.name, one.digest) for one in attachments]
    return [
        FetchedFile(
            part=part,
            name=name,
            digest=digest,
            size=kept[digest].card.size if digest in kept else 0,
            media_type=kept[digest].card.media_type if digest in kept else _UNKNOWN,
            open=kept[digest].open if digest in kept else None,
        )
        for part, name, digest in named
    ]


def _note(fetched: Iterable[Fetched], *, actor: Actor, now: datetime) -> None:
    """The same lines that fetching one file after the other leaves."""
    access.note_readings(
        (
            Read(
                ReadingWay.API,
                one.version.id,
                one.version.reference_code,
                file.part.replace("attachment", "phu-luc").removeprefix("content"),
            )
            for one in fetched
            for file in one.files
            if file.open is not None
        ),
        actor=actor,
        now=now,
    )

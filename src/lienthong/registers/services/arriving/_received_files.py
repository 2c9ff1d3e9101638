"""The files of what came on paper or by mail: looked at before anything is written, then kept."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from lienthong.access import services as access
from lienthong.blobs import queries as blob_queries
from lienthong.blobs import services as blobs
from lienthong.documents import services as documents
from lienthong.documents.types import Declared, Examination, LegalValue, Road
from lienthong.kernel.actor import Actor
from lienthong.kernel.clock import local_day
from lienthong.kernel.wording import Filled
from lienthong.registers import errors
from lienthong.registers.types import NewReceived, ReceivedFile


@dataclass(frozen=True, slots=True)
class Seen:
    """A file that was looked at; examination None: it was kept before, and looked at there."""

    file: ReceivedFile
    examination: Examination | None
    digest: str


def look_at(
    received: NewReceived, actor: Actor, *, now: datetime
) -> tuple[Seen | None, list[Seen]]:
    """Look at each file where it lies, before anything is written."""
    main = examined(received, received.file, actor, now=now) if received.file else None
    attached = [
        examined(received, file, actor, now=now, is_main=False) for file in received.attachments
    ]
    return main, attached


def examined(
    received: NewReceived,
    file: ReceivedFile,
    actor: Actor,
    *,
    now: datetime,
    is_main: bool = True,
) -> Seen:
    if file.upload_id is None:
        return Seen(file, None, file.digest)
    card = blob_queries.upload_card(file.upload_id, actor=actor)
    with blob_queries.open_upload(file.upload_id, actor=actor) as source:
        facts: dict[str, Any] = {
            "name": file.name or card.name,
            "now": now,
            "agency_id": actor.agency_id,
            "road": received.road,
            "digest": card.digest,
        }
        if is_main:
            examination = documents.examine(source, declared=declared_of(received), **facts)
        else:
            examination = documents.examine_attachment(source, **facts)
    for stop in examination.stops:
        blobs.refuse_upload(file.upload_id, code=stop.code, now=now)
        raise errors.ReceivedFileRefused(
            finding=stop.code,
            sentence=Filled(stop.sentence, stop.facts),
            cause=Filled(stop.cause, stop.facts),
            next_step=Filled(stop.next_step, stop.facts),
        )
    name = file.name or card.name
    return Seen(replace(file, name=name, media_type=card.media_type), examination, card.digest)


def declared_of(received: NewReceived) -> Declared:
    """Return what a clerk says of a file of another's: a scan of paper, or what a mail brought."""
    return Declared(
        issuer_id=received.author_id,
        issued_on=received.document_on,
        secrecy=received.secrecy,
        is_scan=received.road == Road.PAPER,
        is_own=False,
        will_be_signed=False,
        kind=received.kind,
    )


def worth_of(main: Seen) -> LegalValue:
    if main.examination is None:
        return LegalValue.UNDETERMINED
    standing = main.examination.standing
    return standing.value if standing else LegalValue.INFORMATION


def admitted(seen: Seen, actor: Actor, *, now: datetime) -> str:
    if seen.file.upload_id is None:
        blobs.give_custody([seen.digest], [actor.own_agency], now=now)
        return seen.digest
    return blobs.admit(
        seen.file.upload_id, agency_ids=[actor.own_agency], actor=actor, now=now
    ).digest


def look_at_file(
    file: ReceivedFile, *, road: Road, is_main: bool, actor: Actor, now: datetime
) -> None:
    """Look at a file in quarantine before its form is filled in; what stops it is gone at once.

    Raises NotAllowed, ReceivedFileRefused and UploadNotFound.
    """
    access.require(actor, "registers.accept", agency_id=actor.agency_id)
    today = local_day(now)
    examined(NewReceived(road, "", today, "", today), file, actor, now=now, is_main=is_main)

"""The files of a draft: looked at in quarantine, taken out of it, put in their order."""

from collections.abc import Collection, Sequence
from datetime import datetime

from lienthong.blobs import queries as blob_queries
from lienthong.blobs import services as blobs
from lienthong.blobs.types import BlobCard
from lienthong.documents import services as documents
from lienthong.documents.types import Declared, Examination, Finding
from lienthong.issuing import errors
from lienthong.issuing.models import Draft, DraftAttachment
from lienthong.issuing.types import DraftFacts, NewFile, Origin
from lienthong.kernel.actor import Actor
from lienthong.kernel.wording import Filled


def examine(
    file: NewFile, facts: DraftFacts, origin: Origin, actor: Actor, *, now: datetime
) -> Examination:
    """Look at a main file in quarantine; what stops it is told, and its bytes go at once.

    Raises FileNotSendable and what blobs raises.
    """
    declared = Declared(
        issuer_id=actor.agency_id,
        issued_on=facts.issued_on,
        will_be_signed=origin != Origin.COMPLETE,
        kind=facts.kind,
    )
    with blob_queries.open_upload(file.upload_id, actor=actor) as source:
        examination = documents.examine(
            source, name=file.name, now=now, declared=declared, agency_id=actor.agency_id
        )
    _require_sendable(file, examination, now=now)
    return examination


def examine_attachment(file: NewFile, actor: Actor, *, now: datetime) -> None:
    """Look at a file that goes with the draft. Raises as `examine`."""
    with blob_queries.open_upload(file.upload_id, actor=actor) as source:
        examination = documents.examine_attachment(
            source, name=file.name, now=now, agency_id=actor.agency_id
        )
    _require_sendable(file, examination, now=now)


def _require_sendable(file: NewFile, examination: Examination, *, now: datetime) -> None:
    for stop in examination.stops:
        blobs.refuse_upload(file.upload_id, code=stop.code, now=now)
        raise refusal(stop)


def refusal(stop: Finding) -> errors.FileNotSendable:
    """Return the refusal of a file for a finding that stops it, in the words of the finding."""
    return errors.FileNotSendable(**words_of(stop))


def words_of(stop: Finding) -> dict[str, object]:
    """Return the facts of a refusal that speaks in the words of a finding."""
    return {
        "finding": stop.code,
        "sentence": Filled(stop.sentence, stop.facts),
        "cause": Filled(stop.cause, stop.facts),
        "next_step": Filled(stop.next_step, stop.facts),
    }


def admit(file: NewFile, *, actor: Actor, now: datetime) -> BlobCard:
    """Take a file out of quarantine, into the custody of the agency. Raises as blobs.admit."""
    agency_ids = [actor.agency_id] if actor.agency_id else []
    return blobs.admit(file.upload_id, agency_ids=agency_ids, actor=actor, now=now)


def attach(draft: Draft, files: Sequence[NewFile], *, actor: Actor, now: datetime) -> None:
    """Put files behind the attachments that the draft has. Raises as blobs.admit."""
    kept = [(file, admit(file, actor=actor, now=now)) for file in files]
    last = draft.attachments.order_by("position").last()
    first = last.position + 1 if last else 0
    DraftAttachment.objects.bulk_create(
        DraftAttachment(
            draft=draft,
            position=position,
            name=file.name,
            media_type=content.media_type,
            content_id=content.digest,
        )
        for position, (file, content) in enumerate(kept, start=first)
    )


def detach(draft: Draft, digests: Collection[str]) -> None:
    """Take the attachments with these contents away; the others keep their positions."""
    draft.attachments.filter(content_id__in=digests).delete()

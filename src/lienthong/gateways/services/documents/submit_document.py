"""Submitting: a system's document becomes a document here and is on its way, in one transaction."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from lienthong.access import services as access
from lienthong.blobs import services as blobs
from lienthong.blobs.types import Prepared
from lienthong.directory import queries as directory
from lienthong.directory.types import AgencyCard
from lienthong.documents import services as documents
from lienthong.documents.types import Road, VersionFacts, VersionRef
from lienthong.exchange import services as exchange
from lienthong.exchange.types import ChangeKind, Deliverable, Sent
from lienthong.exchange.types import Submission as Sending
from lienthong.gateways import queries
from lienthong.gateways.models import Submission
from lienthong.gateways.services._change import Offer, earlier_of, send_offer
from lienthong.gateways.services.documents import _contents, _examined
from lienthong.gateways.services.documents._contents import Content
from lienthong.gateways.services.documents._new_document import (
    Addressed,
    addressed,
    facts_of,
    require_form,
)
from lienthong.gateways.types import Changing, NewDocument, Submitted
from lienthong.kernel.actor import Actor
from lienthong.kernel.clock import local_day
from lienthong.kernel.ids import uuid7
from lienthong.kernel.refusals import Refusal
from lienthong.tables.rows import Rows

_SUBMISSION = Rows(Submission)


def submit_document(
    *,
    new: NewDocument,
    key: str,
    actor: Actor,
    now: datetime,
    brought: Mapping[str, Prepared] = _contents.NONE,
) -> Submitted:
    """Take in a document that its issuer's system submits, and promise to deliver it.

    Content is durable and rows are committed when this returns, and every recipient of this
    installation has the document. Its signatures are checked by a job after that, once. The same
    key with the same document gives the same answer, for ever. What can be refused is refused
    before content is kept; an upload that cannot go out is thrown away. The number of statements
    does not depend on the number of recipients. brought: by their digests, files that came along.
    Raises NotAllowed, SubmissionDiffers, RecipientCodeUnknown, FileNameMissing, FileNotSendable;
    of blobs UploadNotFound and UploadClosed; what documents and exchange refuse; and what the book
    of the issuer refuses when it is kept here. One that updates or replaces an earlier document is
    offered to those of its recipients who have that one, and sent to the others.
    """
    access.require(actor, "exchange.dispatch", agency_id=actor.own_agency)
    repeated = queries.submitted_before(actor, key, new)
    if repeated is not None:
        return repeated
    try:
        return _submit(new, key, brought, actor=actor, now=now)
    except (IntegrityError, Refusal):
        # The same key came in at the same moment: whoever committed first made the dispatch, and
        # what it did (the new version is there, its recipients are asked) can refuse the second.
        repeated = queries.submitted_before(actor, key, new)
        if repeated is None:
            raise
        return repeated


@dataclass(frozen=True, slots=True)
class _Seen:
    """A new document that was looked at and not refused; nothing of it is kept."""

    issuer: AgencyCard
    named: Addressed
    files: tuple[Content, ...]
    examined: _examined.Seen
    facts: VersionFacts
    earlier: UUID | None

    @property
    def uploads(self) -> dict[UUID, tuple[str, str]]:
        """Digest and name of the files that waited, by their uploads."""
        return {one.upload.id: (one.digest, one.upload.name) for one in self.files if one.upload}

    @property
    def brought(self) -> list[Prepared]:
        """The files that came along, each once."""
        return list({one.digest: one.ready for one in self.files if one.ready is not None}.values())


def _look_at(
    new: NewDocument, brought: Mapping[str, Prepared], actor: Actor, *, now: datetime
) -> _Seen:
    issuer, named = directory.agency(actor.own_agency), addressed(new)
    earlier = _earlier(new.change, issuer) if new.change else None
    content = _contents.found(new.content, actor, brought)
    others = [_contents.found(one, actor, brought) for one in new.attachments]
    facts = facts_of(new, issuer=issuer, lines=named.lines, content=content, attachments=others)
    require_form(facts, issuer, now=now)
    seen = _examined.look_at(new, content, others, actor=actor, now=now, signatures_later=True)
    _examined.require_sendable(seen, content, others, now=now)
    facts = replace(facts, page_count=seen.main.page_count)
    return _Seen(issuer, named, (content, *others), seen, facts, earlier)


def _earlier(changing: Changing, issuer: AgencyCard) -> UUID:
    """Return the document that is to be changed; an heir may replace it, and not update it.

    Raises TargetUnknown and IssuedByPredecessor.
    """
    earlier = earlier_of(changing, issuer)
    if changing.kind == ChangeKind.UPDATE:
        documents.require_issuer(earlier, issuer.id)
    return earlier


def _submit(
    new: NewDocument,
    key: str,
    brought: Mapping[str, Prepared],
    *,
    actor: Actor,
    now: datetime,
) -> Submitted:
    seen = _look_at(new, brought, actor, now=now)
    issuer, named, on = seen.issuer, seen.named, local_day(now)
    with blobs.brought_ahead(seen.brought, now=now), transaction.atomic():
        to = exchange.require_deliverable(
            named.recipients, sender=issuer, kind=new.kind, on=on, known=named.agencies
        )
        _examined.remember_signatures(seen.examined)
        _keep(seen, actor=actor, now=now)
        version = _issued(new, seen, to, actor=actor, now=now)
        sending = Sending(issuer.id, version.version_id, named.recipients, _own_key(actor, key))
        if new.change and seen.earlier:
            made = _offered(new.change, seen.earlier, sending, version, seen, actor=actor, now=now)
        else:
            made = _sent(sending, version, seen, to, actor=actor, now=now)
        _SUBMISSION.insert(
            id=uuid7(),
            sent_by=actor.reference,
            key=key,
            digest=new.by_contents(seen.uploads).digest(),
            agency_id=actor.own_agency,
            dispatch_id=made.dispatch_id,
            submitted_at=now,
        )
    return made


def _issued(
    new: NewDocument, seen: _Seen, to: Deliverable, *, actor: Actor, now: datetime
) -> VersionRef:
    if new.change and seen.earlier and new.change.kind == ChangeKind.UPDATE:
        return documents.issue_update(
            document_id=seen.earlier,
            facts=seen.facts,
            road=Road.UPLOAD,
            legal_value=seen.examined.legal_value,
            is_scan=seen.examined.is_scan,
            actor=actor,
            now=now,
        )
    return documents.issue_version(
        facts=seen.facts,
        road=Road.UPLOAD,
        legal_value=seen.examined.legal_value,
        is_scan=seen.examined.is_scan,
        actor=actor,
        now=now,
        issuer=seen.issuer,
        delivered_to=[one.agency_id for one in to.recipients],
    )


def _keep(seen: _Seen, *, actor: Actor, now: datetime) -> None:
    """Keep every file that waits or came along; who holds it is said by the sending.

    By their digests, as everybody does: two documents of the same files never wait for each other.
    """
    if seen.brought:
        blobs.store_staged(seen.brought, now=now)
    for one in sorted(seen.files, key=lambda file: file.digest):
        if one.upload_id is not None:
            blobs.admit(one.upload_id, agency_ids=(), actor=actor, now=now)


def _sent(
    sending: Sending,
    version: VersionRef,
    seen: _Seen,
    to: Deliverable,
    *,
    actor: Actor,
    now: datetime,
) -> Submitted:
    """Send what was issued; a document that was here before may have gone to others already."""
    contents = [one.digest for one in seen.files]
    if version.card is None:
        blobs.give_custody(contents, [actor.own_agency], now=now)
        dispatch = exchange.submit_dispatch(submission=sending, actor=actor, now=now)
        return Submitted(dispatch.id, version.version_id, version.document_id, is_repeat=False)
    sent = exchange.send_issued(
        submission=sending,
        version=version.card,
        contents=contents,
        to=to,
        actor=actor,
        now=now,
        stored={one.card.digest for one in seen.brought},
    )
    return Submitted(
        sent.dispatch.id,
        version.version_id,
        version.document_id,
        is_repeat=False,
        sent=sent,
        agencies=to.agencies,
    )


def _offered(
    changing: Changing,
    earlier: UUID,
    sending: Sending,
    version: VersionRef,
    seen: _Seen,
    *,
    actor: Actor,
    now: datetime,
) -> Submitted:
    """Ask those who have the earlier document, and send to the others."""
    blobs.give_custody([one.digest for one in seen.files], [sending.sender_id], now=now)
    offer = Offer(
        kind=changing.kind,
        document_ids=(earlier,),
        version_id=version.version_id,
        recipients=sending.recipients,
        reason=changing.reason,
        key=sending.key,
    )
    dispatch, deliveries = send_offer(offer, actor=actor, now=now)
    return Submitted(
        dispatch.id,
        version.version_id,
        version.document_id,
        is_repeat=False,
        sent=Sent(dispatch, tuple(deliveries)),
    )


def _own_key(actor: Actor, key: str) -> str:
    """The key of the dispatch: of the system and its key, in the length that exchange keeps."""
    return f"api:{hashlib.sha256(f'{actor.reference} {key}'.encode()).hexdigest()}"

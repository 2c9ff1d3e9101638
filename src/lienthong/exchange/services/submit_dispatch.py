"""Sending: one version to some agencies, promised once, whoever asks how often."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from lienthong.access import services as access
from lienthong.blobs import services as blobs
from lienthong.directory import queries as directory
from lienthong.directory.types import AgencyCard
from lienthong.documents import queries as documents
from lienthong.documents import services as document_services
from lienthong.documents.types import Grant, Urgency, VersionCard, Viewer
from lienthong.exchange import errors, queries
from lienthong.exchange.events import Dispatched
from lienthong.exchange.models import Delivery, Dispatch, StatusReport
from lienthong.exchange.services import _records
from lienthong.exchange.services.check_recipients import require_ready
from lienthong.exchange.services.follow_directory import say_redirected, with_heirs
from lienthong.exchange.types import (
    DeliveryState,
    DispatchCard,
    DispatchKind,
    Recipient,
    StatusCode,
    Submission,
)
from lienthong.kernel.actor import Actor
from lienthong.kernel.clock import local_day
from lienthong.kernel.ids import uuid7
from lienthong.kernel.news import announce
from lienthong.ledger import services as ledger

# A refused document is not with the recipient, one that was given back no longer.
_NOT_THERE = (DeliveryState.REFUSED, DeliveryState.RECALLED)
# Rows of one statement; SQLite takes 999 variables, a delivery has 15.
BATCH = 60


def submit_dispatch(*, submission: Submission, actor: Actor, now: datetime) -> DispatchCard:
    """Promise to deliver one version to each recipient; asking again changes nothing.

    Recipients of this installation have it when the transaction commits: their status 01 is
    written with the promise. What is sent to an agency that has ended goes to its heir, and the
    tracking says so. Nothing goes over the network here.
    Raises NotAllowed; UnknownDocument when the sender does not have the version itself;
    SubmissionDiffers when the key was used for something else; Invalid or Conflict of the
    recipients (see check_recipients).
    """
    access.require(actor, "exchange.dispatch", agency_id=submission.sender_id)
    submission, instead = with_heirs(submission, on=local_day(now))
    with transaction.atomic():
        repeated = _repeated(submission)
        if repeated is not None:
            return repeated
        version = _own_version(submission)
        _hold_content(version, submission, now=now)
        repeated = _repeated(submission)
        if repeated is not None:
            return repeated
        kind = _kind(submission, version)
        agencies = _agencies(submission)
        sender = agencies[submission.sender_id]
        require_ready(submission.recipients, sender=sender, kind=version.kind, on=local_day(now))
        try:
            with transaction.atomic():
                card = _admit(submission, kind, version, agencies, actor=actor, now=now)
                say_redirected(card.id, instead, now=now)
                return card
        except IntegrityError:
            # The same key came in at the same moment; whoever committed first made the dispatch.
            repeated = _repeated(submission)
            if repeated is None:
                raise
            return repeated


def _repeated(submission: Submission) -> DispatchCard | None:
    """Return the dispatch that this key already made; the same key for other content is refused."""
    earlier = Dispatch.objects.filter(sender_id=submission.sender_id, key=submission.key).first()
    if earlier is None:
        return None
    if earlier.digest != submission.digest():
        raise errors.SubmissionDiffers(key=submission.key)
    return queries.dispatch_card(earlier.id, is_repeat=True)


def _own_version(submission: Submission) -> VersionCard:
    """Return the version, if the sending agency itself may see it: nobody hands on the unseen."""
    sender = Viewer(submission.sender_id, None, None, sees_whole_agency=True)
    return documents.visible_version(submission.version_id, sender)


def _hold_content(version: VersionCard, submission: Submission, *, now: datetime) -> None:
    """Let every recipient hold the content, which locks it until the commit.

    So two sendings of one version wait for each other here, and the second sees the first.
    """
    attached = [file.digest for file in documents.attachments_of(version.id)]
    agency_ids = [r.agency_id for r in submission.recipients]
    blobs.give_custody([version.content_digest, *attached], agency_ids, now=now)


def _kind(submission: Submission, version: VersionCard) -> DispatchKind:
    """Say what a further sending of a version is: to others, or again to one who lacks it.

    What an agency before it sent counts for an heir: nobody gets it twice.
    """
    senders = [submission.sender_id]
    if version.issuer_id != submission.sender_id:
        senders = directory.with_inherited(submission.sender_id)
    earlier = dict(
        Delivery.objects.filter(version_id=version.id, sender_id__in=senders)
        .order_by("admitted_at", "id")
        .values_list("recipient_id", "state")
    )
    if not earlier:
        return DispatchKind.NEW
    again = {r.agency_id for r in submission.recipients} & earlier.keys()
    standing = [agency for agency in again if earlier[agency] not in _NOT_THERE]
    if standing:
        names = ", ".join(card.name for card in directory.agencies(standing).values())
        raise errors.AlreadySent(names=names)
    return DispatchKind.RESENT if again else DispatchKind.SUPPLEMENTARY


def _agencies(submission: Submission) -> Mapping[UUID, AgencyCard]:
    return directory.agencies([submission.sender_id, *(r.agency_id for r in submission.recipients)])


def _admit(
    submission: Submission,
    kind: DispatchKind,
    version: VersionCard,
    agencies: Mapping[UUID, AgencyCard],
    *,
    actor: Actor,
    now: datetime,
) -> DispatchCard:
    is_urgent = version.urgency != Urgency.NORMAL
    accept_by, policy_id = documents.accept_limit(admitted_at=now, is_urgent=is_urgent)
    dispatch = Dispatch(
        version_id=version.id,
        sender_id=submission.sender_id,
        kind=kind,
        key=submission.key,
        digest=submission.digest(),
        admitted_at=now,
        admitted_by=actor.name,
    )
    deliveries = [
        _delivery(dispatch, recipient, agencies[recipient.agency_id], accept_by, policy_id)
        for recipient in submission.recipients
    ]
    record = ledger.record(
        _records.dispatched(
            dispatch, deliveries, version=version, sender=agencies[submission.sender_id]
        ),
        actor=actor,
        at=now,
    )
    dispatch.record_id = record.id
    card = _write(dispatch, deliveries, record.id)
    _let_recipients_read(version, [r.agency_id for r in submission.recipients], now=now)
    announce(Dispatched(card, queries.cards_of(deliveries, agencies), is_urgent, now))
    return card


def _delivery(
    dispatch: Dispatch,
    recipient: Recipient,
    agency: AgencyCard,
    accept_by: datetime,
    policy_id: UUID | None,
) -> Delivery:
    """A delivery within this installation: it has arrived as soon as it exists."""
    return Delivery(
        dispatch=dispatch,
        version_id=dispatch.version_id,
        sender_id=dispatch.sender_id,
        recipient_id=agency.id,
        recipient_name=agency.name,
        recipient_code=agency.code,
        role=recipient.role,
        admitted_at=dispatch.admitted_at,
        accept_by=accept_by,
        accept_policy_id=policy_id,
        state=DeliveryState.ARRIVED,
        state_since=dispatch.admitted_at,
    )


def _write(dispatch: Dispatch, deliveries: Sequence[Delivery], record_id: UUID) -> DispatchCard:
    dispatch.save(force_insert=True)
    Delivery.objects.bulk_create(deliveries, batch_size=BATCH)
    StatusReport.objects.bulk_create(
        (_arrival(delivery, record_id) for delivery in deliveries), batch_size=BATCH
    )
    return queries.dispatch_card(dispatch.id)


def _arrival(delivery: Delivery, record_id: UUID) -> StatusReport:
    return StatusReport(
        id=uuid7(),
        delivery=delivery,
        code=StatusCode.ARRIVED,
        key="arrived",
        digest="",
        reporter_id=delivery.recipient_id,
        stamped_at=delivery.admitted_at,
        received_at=delivery.admitted_at,
        record_id=record_id,
    )


def _let_recipients_read(
    version: VersionCard, agency_ids: Collection[UUID], *, now: datetime
) -> None:
    document_services.grant(
        version.document_id,
        [(agency_id, None, None) for agency_id in agency_ids],
        granted_by=Grant.DELIVERED,
        now=now,
    )

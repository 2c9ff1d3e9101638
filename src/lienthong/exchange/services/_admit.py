"""The rows of a dispatch: its record, its deliveries, and that they have arrived."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from lienthong.directory.types import AgencyCard
from lienthong.documents import queries as documents
from lienthong.documents.types import Urgency, VersionCard
from lienthong.exchange import queries
from lienthong.exchange.events import Dispatched
from lienthong.exchange.models import Delivery, Dispatch, StatusReport
from lienthong.exchange.services import _records
from lienthong.exchange.types import (
    DeliveryState,
    DispatchKind,
    Recipient,
    Sent,
    StatusCode,
    Submission,
)
from lienthong.kernel.actor import Actor
from lienthong.kernel.ids import uuid7
from lienthong.kernel.news import announce
from lienthong.ledger import services as ledger

# Rows of one statement; SQLite takes fewer.
BATCH = 500


def admit(
    submission: Submission,
    kind: DispatchKind,
    version: VersionCard,
    agencies: Mapping[UUID, AgencyCard],
    *,
    actor: Actor,
    now: datetime,
) -> Sent:
    """Write a dispatch whose recipients may receive, in the caller's transaction.

    agencies: of the sender and the recipients. Eleven statements for up to 500 recipients.
    """
    accept_by, policy_id = documents.accept_limit(admitted_at=now, is_urgent=_is_urgent(version))
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
    sender = agencies[submission.sender_id]
    act = _records.dispatched(dispatch, deliveries, version=version, sender=sender)
    dispatch.record_id = ledger.record(act, actor=actor, at=now).id
    _write(dispatch, deliveries)
    card = queries.card_of_dispatch(dispatch, sender_name=sender.name)
    return Sent(card, queries.cards_of(deliveries, agencies))


def tell(sent: Sent, version: VersionCard, sender: AgencyCard, *, now: datetime) -> None:
    """Announce a dispatch whose rows and rights are written."""
    is_urgent = _is_urgent(version)
    announce(Dispatched(sent.dispatch, version, sender, sent.deliveries, is_urgent, now))


def _is_urgent(version: VersionCard) -> bool:
    return version.urgency != Urgency.NORMAL


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


def _write(dispatch: Dispatch, deliveries: Sequence[Delivery]) -> None:
    dispatch.save(force_insert=True)
    Delivery.objects.bulk_create(deliveries, batch_size=BATCH)
    StatusReport.objects.bulk_create(
        (_arrival(delivery, dispatch.record_id) for delivery in deliveries), batch_size=BATCH
    )


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

"""Recall: a sender asks recipients to give a document back (status 13)."""

from collections.abc import Collection
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef

from lienthong.access import services as access
from lienthong.directory import queries as directory
from lienthong.documents import queries as documents
from lienthong.exchange import errors, queries
from lienthong.exchange.events import ChangeRequested
from lienthong.exchange.models import ChangeRequest, Delivery, Dispatch, StatusReport
from lienthong.exchange.services import _records
from lienthong.exchange.services._asking import with_holders
from lienthong.exchange.services._requests import write_requests
from lienthong.exchange.types import NOT_IN_HAND, ChangeKind, DeliveryCard
from lienthong.kernel.actor import Actor
from lienthong.kernel.news import announce
from lienthong.kernel.text import clean_block
from lienthong.ledger import services as ledger


def request_recall(
    *,
    dispatch_id: UUID,
    recipient_ids: Collection[UUID] | None,
    reason: str,
    key: str,
    actor: Actor,
    now: datetime,
) -> list[DeliveryCard]:
    """Ask these recipients (None: all who have the document) to give it back.

    By the sender, or by its heir when it has ended.

    Returns the deliveries that were asked; each recipient agrees (15) or declines (16). Asking
    again with the same key returns the same. Raises NotAllowed, DispatchNotFound, ReasonMissing,
    NobodyChosen, NothingToRecall, SubmissionDiffers.
    Source: Decision 28/2018/QĐ-TTg, Article 9; Decree 30/2020, Article 18, clause 4.
    """
    reason = clean_block(reason)[:500]
    if not reason:
        raise errors.ReasonMissing()
    with transaction.atomic():
        dispatch = _sent(dispatch_id, actor)
        if dispatch is None:
            raise errors.DispatchNotFound()
        access.require(actor, "exchange.recall", agency_id=actor.agency_id)
        if recipient_ids is not None and not recipient_ids:
            raise errors.NobodyChosen()
        digest = _digest(recipient_ids, reason)
        repeated = _repeated(dispatch, key, digest)
        if repeated is not None:
            return repeated
        return _ask(dispatch, recipient_ids, reason, key, digest, actor=actor, now=now)


def _sent(dispatch_id: UUID, actor: Actor) -> Dispatch | None:
    """Return the dispatch, locked: of two who ask at once the second sees what the first asked."""
    if actor.agency_id is None:
        return None
    senders = directory.with_inherited(actor.agency_id)
    rows = Dispatch.objects.select_for_update(no_key=True)
    return rows.filter(pk=dispatch_id, sender_id__in=senders).first()


def _digest(recipient_ids: Collection[UUID] | None, reason: str) -> str:
    named = sorted(str(r) for r in recipient_ids) if recipient_ids is not None else ["*"]
    return sha256("\n".join([reason, *named]).encode()).hexdigest()


def _repeated(dispatch: Dispatch, key: str, digest: str) -> list[DeliveryCard] | None:
    earlier = ChangeRequest.objects.filter(dispatch=dispatch, key=key).first()
    if earlier is None:
        return None
    if earlier.digest != digest:
        raise errors.SubmissionDiffers(key=key)
    # Not what it took back: where something newer was offered, the request stands there as well.
    lines = StatusReport.objects.filter(change=earlier, delivery__dispatch=dispatch)
    return queries.delivery_cards(list(lines.values_list("delivery_id", flat=True)))


def _ask(
    dispatch: Dispatch,
    recipient_ids: Collection[UUID] | None,
    reason: str,
    key: str,
    digest: str,
    *,
    actor: Actor,
    now: datetime,
) -> list[DeliveryCard]:
    deliveries = _recallable(dispatch, recipient_ids, now=now)
    version = documents.version_card(dispatch.version_id)
    record = ledger.record(
        _records.change_requested(
            ChangeKind.RECALL, dispatch, deliveries, version=version, reason=reason
        ),
        actor=actor,
        at=now,
    )
    change = ChangeRequest.objects.create(
        kind=ChangeKind.RECALL,
        dispatch=dispatch,
        reason=reason,
        key=key,
        digest=digest,
        requested_at=now,
        requested_by=actor.name,
        record_id=record.id,
    )
    write_requests(change, deliveries, actor=actor, now=now)
    cards = queries.delivery_cards([delivery.id for delivery in deliveries])
    announce(ChangeRequested(ChangeKind.RECALL, tuple(cards), reason, now))
    return cards


def _recallable(
    dispatch: Dispatch, recipient_ids: Collection[UUID] | None, *, now: datetime
) -> list[Delivery]:
    """Return the deliveries to ask, locked in one order; none is asked twice at a time.

    An update that was not answered yet gives way. Who has ended is asked through its heir.
    """
    recalls = StatusReport.objects.filter(
        delivery=OuterRef("pk"), pk=OuterRef("pending_request"), change__kind=ChangeKind.RECALL
    )
    rows = Delivery.objects.filter(~Exists(recalls), dispatch=dispatch)
    deliveries = with_holders(rows.exclude(state__in=NOT_IN_HAND), recipient_ids, now=now)
    if not deliveries:
        raise errors.NothingToRecall()
    return deliveries

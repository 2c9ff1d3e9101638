"""Update and replacement: a sender offers its recipients something instead of what they have."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from lienthong.access import services as access
from lienthong.blobs import services as blobs
from lienthong.directory import queries as directory
from lienthong.documents import queries as documents
from lienthong.documents import services as document_services
from lienthong.documents.types import Grant, RecipientRole, VersionCard, Viewer
from lienthong.exchange import errors, queries
from lienthong.exchange.events import ChangeRequested
from lienthong.exchange.models import ChangeRequest, Delivery, Dispatch, StatusReport
from lienthong.exchange.services import _records
from lienthong.exchange.services._admit import admit, tell
from lienthong.exchange.services._asking import with_holders
from lienthong.exchange.services._requests import write_offers, write_requests
from lienthong.exchange.services.check_recipients import require_ready
from lienthong.exchange.types import (
    NOT_IN_HAND,
    Changed,
    ChangeKind,
    DeliveryCard,
    DeliveryState,
    DispatchKind,
    NewChange,
    Recipient,
    Sent,
    Submission,
)
from lienthong.kernel.actor import Actor
from lienthong.kernel.clock import local_day
from lienthong.kernel.news import announce
from lienthong.kernel.text import clean_block
from lienthong.ledger import services as ledger
from lienthong.tables.names import by_name

_KINDS = {
    ChangeKind.UPDATE: DispatchKind.UPDATE,
    ChangeKind.REPLACEMENT: DispatchKind.REPLACEMENT,
}


_MAY_COME_AGAIN = (DeliveryState.NOT_TAKEN, DeliveryState.REFUSED, DeliveryState.RECALLED)


def request_change(*, change: NewChange, actor: Actor, now: datetime) -> Changed:
    """Offer a new version to those who have the earlier document, in place of what they have.

    They have it to read at once, and both stand until each agrees (15) or declines (16). One that
    waits for an answer to an earlier update is asked about this one instead; one that is asked for
    the document back is not asked. By the sender, or by its heir when it has ended. Asking again
    with the same key returns the same. The sending is one record, the request another one for
    each sending that brought the earlier document.
    Raises NotAllowed, ReasonMissing, SenderNotActive, SubmissionDiffers; UnknownDocument when the
    sender does not have the version; AlreadySent when somebody who is asked has it already;
    NobodyChosen, NobodyToAsk; of the recipients what `check_recipients` finds.
    Source: Decision 28/2018/QĐ-TTg, Article 9; QCVN 102:2016/BTTTT, business types 2 and 3.
    """
    access.require(actor, "exchange.dispatch", agency_id=actor.own_agency)
    change = replace(change, reason=clean_block(change.reason)[:500])
    if not change.reason:
        raise errors.ReasonMissing()
    if change.recipient_ids == ():
        raise errors.NobodyChosen()
    with transaction.atomic():
        repeated = _repeated(change, actor)
        if repeated is not None:
            return repeated
        version = documents.visible_version(
            change.version_id, Viewer(actor.own_agency, None, None, sees_whole_agency=True)
        )
        asked = _in_hand(change, actor, now=now)
        # Whoever asked the same meanwhile has let go of the deliveries only now.
        repeated = _repeated(change, actor)
        if repeated is not None:
            return repeated
        if not asked:
            raise errors.NobodyToAsk(change=change.kind.label)
        _require_new(version, asked)
        sent = _send(change, version, asked, actor=actor, now=now)
        return Changed(sent, _ask(change, version, asked, sent, actor=actor, now=now))


def _repeated(change: NewChange, actor: Actor) -> Changed | None:
    earlier = Dispatch.objects.filter(sender_id=actor.own_agency, key=change.key).first()
    if earlier is None:
        return None
    if earlier.digest != change.digest():
        raise errors.SubmissionDiffers(key=change.key)
    return queries.changed(earlier.id)


def _in_hand(change: NewChange, actor: Actor, *, now: datetime) -> list[Delivery]:
    """Return the deliveries to ask about, locked in one order; of each recipient the latest.

    Whoever is only offered the document is asked about what it has instead of it. Who has ended is
    asked through its heir; what has become the sender's own is left out.
    """
    senders = directory.with_inherited(actor.own_agency)
    sent = queries.sendings(version__document_id=change.document_id, sender_id__in=senders)
    of_document = Q(dispatch__in=sent)
    beside = Q(pk__in=queries.asked_about(change.document_id, sender_id=actor.own_agency))
    rows = Delivery.objects.filter(of_document | beside).exclude(state__in=NOT_IN_HAND)
    found = with_holders(rows, change.recipient_ids, now=now)
    recalls = _asked_back(found)
    latest = {
        one.recipient_id: one
        for one in found
        if one.pending_request not in recalls and one.recipient_id != actor.own_agency
    }
    return sorted(latest.values(), key=lambda one: one.id)


def _asked_back(deliveries: Collection[Delivery]) -> set[UUID | None]:
    """Return the requests among those that wait which ask for the document back."""
    pending = [one.pending_request for one in deliveries if one.pending_request is not None]
    rows = StatusReport.objects.filter(pk__in=pending, change__kind=ChangeKind.RECALL)
    return set(rows.values_list("pk", flat=True)) if pending else set()


def _require_new(version: VersionCard, asked: Sequence[Delivery]) -> None:
    """Nobody is offered what it has or is offered; what was turned down may come again."""
    rows = Delivery.objects.filter(
        dispatch__in=queries.sendings(version_id=version.id),
        recipient_id__in=[one.recipient_id for one in asked],
    ).exclude(state__in=_MAY_COME_AGAIN)
    names = list(
        rows.order_by(by_name("recipient_name")).values_list("recipient_name", flat=True)[:20]
    )
    if names:
        raise errors.AlreadySent(names=", ".join(names))


def _send(
    change: NewChange,
    version: VersionCard,
    asked: Sequence[Delivery],
    *,
    actor: Actor,
    now: datetime,
) -> Sent:
    """Write the sending of the new version: its recipients may read it and hold its files."""
    recipients = tuple(Recipient(one.recipient_id, RecipientRole(one.role)) for one in asked)
    submission = Submission(
        actor.own_agency, version.id, recipients, change.key, as_asked=change.digest()
    )
    ids = [one.agency_id for one in recipients]
    agencies = directory.agencies([submission.sender_id, *ids])
    sender = agencies[submission.sender_id]
    require_ready(recipients, sender=sender, kind=version.kind, on=local_day(now), known=agencies)
    files = documents.content_digests(version.id)
    blobs.give_custody(files, [submission.sender_id, *ids], now=now)
    sent = admit(submission, _KINDS[change.kind], version, agencies, actor=actor, now=now)
    document_services.grant(
        version.document_id, [(one, None, None) for one in ids], granted_by=Grant.DELIVERED, now=now
    )
    tell(sent, version, agencies, now=now)
    return sent


def _ask(
    change: NewChange,
    version: VersionCard,
    asked: Sequence[Delivery],
    sent: Sent,
    *,
    actor: Actor,
    now: datetime,
) -> Mapping[UUID, DeliveryCard]:
    """Ask about each earlier delivery, and tie what is offered to its question."""
    offered = {one.recipient_id: one for one in sent.deliveries}
    by_dispatch: dict[UUID, list[Delivery]] = {}
    for delivery in asked:
        by_dispatch.setdefault(delivery.dispatch_id, []).append(delivery)
    for dispatch in Dispatch.objects.filter(pk__in=by_dispatch).order_by("id"):
        some = by_dispatch[dispatch.id]
        request = _request(change, version, dispatch, some, actor=actor, now=now)
        requests = write_requests(request, some, actor=actor, now=now)
        offers = [(offered[one.recipient_id].id, requests[one.id]) for one in some]
        write_offers(request, offers, actor=actor, now=now)
    cards = queries.delivery_cards([one.id for one in asked])
    announce(ChangeRequested(change.kind, tuple(cards), change.reason, now, new=version))
    return {one.id: offered[one.recipient_id] for one in cards}


def _request(
    change: NewChange,
    version: VersionCard,
    dispatch: Dispatch,
    deliveries: Sequence[Delivery],
    *,
    actor: Actor,
    now: datetime,
) -> ChangeRequest:
    act = _records.change_requested(
        change.kind,
        dispatch,
        deliveries,
        version=documents.version_card(dispatch.version_id),
        reason=change.reason,
        new=version,
    )
    return ChangeRequest.objects.create(
        kind=change.kind,
        dispatch=dispatch,
        new_version_id=version.id,
        reason=change.reason,
        key=change.key,
        digest=change.digest(),
        requested_at=now,
        requested_by=actor.name,
        record_id=ledger.record(act, actor=actor, at=now).id,
    )

"""What came, or is to come, instead of what: updates and replacements."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, Max, OuterRef

from lienthong.directory import queries as directory
from lienthong.exchange import errors, rules
from lienthong.exchange.models import ChangeRequest, Delivery, Dispatch, StatusReport
from lienthong.exchange.queries.courses import OFFER, reports_of
from lienthong.exchange.queries.deliveries import (
    deliveries_of_dispatch,
    delivery_cards,
    dispatch_card,
    sendings,
)
from lienthong.exchange.types import (
    NOT_IN_HAND,
    ChangeAsked,
    Changed,
    ChangeKind,
    DeliveryCard,
    DeliveryState,
    Report,
    Sent,
    StatusCode,
)
from lienthong.kernel.ids import uuid7

# Of one change; as many recipients as a submission may have.
_MOST = 1_000


def kind_asked(request_id: UUID) -> ChangeKind | None:
    """Return what a request asks; None for no request. One statement."""
    rows = StatusReport.objects.filter(pk=request_id, change__isnull=False)
    found = rows.values_list("change__kind", flat=True).first()
    return ChangeKind(found) if found else None


def key_of_request(request_id: UUID) -> str:
    """Return the key under which a request (13) was asked; "" for no request. One statement."""
    rows = StatusReport.objects.filter(pk=request_id, change__isnull=False)
    return rows.values_list("change__key", flat=True).first() or ""


def key_of_dispatch(dispatch_id: UUID) -> str:
    """Return the key under which something was sent; "" for no sending. One statement."""
    rows = Dispatch.objects.filter(pk=dispatch_id)
    return rows.values_list("key", flat=True).first() or ""


def offer_of(request_id: UUID) -> StatusReport:
    """Return the line at what a request offers. One statement. Raises KeyError where it is none."""
    return offers_of([request_id])[request_id]


def offers_of(request_ids: Collection[UUID]) -> dict[UUID, StatusReport]:
    """Return by request the line at what it offers, with its delivery. One statement."""
    wanted = list(request_ids)
    changes = StatusReport.objects.filter(pk__in=wanted).values("change")
    rows = StatusReport.objects.filter(
        change__in=changes, answers__in=wanted, key__startswith=OFFER
    )
    found = rows.select_related("delivery")
    return {row.answers_id: row for row in found if row.answers_id is not None}


def changed(dispatch_id: UUID) -> Changed:
    """Return what a sending of an update or a replacement made. Five statements."""
    cards = deliveries_of_dispatch(dispatch_id, limit=_MOST)
    lines = StatusReport.objects.filter(
        delivery__in=[one.id for one in cards], key__startswith=OFFER
    )
    asked = dict(lines.values_list("answers__delivery_id", "delivery_id"))
    by_id = {one.id: one for one in cards}
    return Changed(
        Sent(dispatch_card(dispatch_id), tuple(cards)),
        {before: by_id[after] for before, after in asked.items() if before is not None},
    )


def rest_of(dispatch_id: UUID) -> UUID | None:
    """Return the sending that went with an offer, to those who did not have the earlier document.

    It has the key of the offer with a number behind it. Two statements.
    """
    offer = Dispatch.objects.get(pk=dispatch_id)
    rows = Dispatch.objects.filter(sender_id=offer.sender_id, key=f"{offer.key}:1")
    return rows.values_list("pk", flat=True).first()


def request_meant(
    delivery_id: UUID, *, at: datetime, now: datetime, offering: UUID | None = None
) -> UUID | None:
    """Return the request that an answer of a moment belongs to, by the published rule.

    at: as the answerer stamped it. offering: the document that the answer names, where that is
    what is offered; only requests that offered it can be meant then. None when nothing was asked.
    Two statements at most.
    """
    requests = rules.requests_of(reports_of(delivery_id))
    if offering is not None:
        rows = StatusReport.objects.filter(delivery_id=delivery_id, change__isnull=False)
        offers = rows.filter(change__new_version__document_id=offering)
        meant = set(offers.values_list("pk", flat=True))
        requests = [one for one in requests if one.id in meant]
    answer = Report(uuid7(), StatusCode.AGREED, stamped_at=at, received_at=now)
    found = rules.request_answered_by(answer, requests)
    if found is None:
        return None
    # What the delivery itself came by was asked at the one before it.
    return found.answers if found.is_offer else found.id


def answer_given(request_id: UUID, code: StatusCode) -> UUID | None:
    """Return the line by which a request was answered so; None where it was not. One statement."""
    asked = StatusReport.objects.filter(pk=request_id).values("delivery_id")
    rows = StatusReport.objects.filter(delivery_id__in=asked, answers_id=request_id, code=code)
    return rows.order_by("id").values_list("pk", flat=True).first()


def successor_of(delivery_id: UUID) -> UUID:
    """Return what is in force instead of a superseded delivery. Raises DeliveryNotFound."""
    found = _offered_instead(delivery_id)
    if found is None:
        raise errors.DeliveryNotFound()
    return found


def instead_of(delivery_id: UUID) -> DeliveryCard | None:
    """Return the delivery that this one came, or is offered, instead of. Two statements."""
    rows = StatusReport.objects.filter(delivery_id=delivery_id, key__startswith=OFFER)
    before = rows.values_list("answers__delivery_id", flat=True).first()
    return delivery_cards([before])[0] if before else None


def replaced_by(delivery_id: UUID) -> DeliveryCard | None:
    """Return what came or is offered instead of a delivery; None where it was declined.

    Two statements.
    """
    found = _offered_instead(delivery_id)
    return delivery_cards([found])[0] if found else None


def _offered_instead(delivery_id: UUID) -> UUID | None:
    """By the requests at a delivery, so that no log is read but theirs. One statement."""
    asked = StatusReport.objects.filter(delivery_id=delivery_id, change__isnull=False)
    offers = StatusReport.objects.filter(
        change__in=asked.values("change"), answers__in=asked.values("pk"), key__startswith=OFFER
    ).exclude(delivery__state=DeliveryState.NOT_TAKEN)
    return offers.order_by("-id").values_list("delivery_id", flat=True).first()


def recipients_in_hand(document_id: UUID, *, sender_id: UUID) -> set[UUID]:
    """Return who has a document in hand from a sender, whatever its version. Four statements."""
    senders = directory.with_inherited(sender_id)
    sent = sendings(version__document_id=document_id, sender_id__in=senders)
    rows = Delivery.objects.filter(dispatch__in=sent)
    return set(rows.exclude(state__in=NOT_IN_HAND).values_list("recipient_id", flat=True))


def recipients_offered(document_id: UUID, *, sender_id: UUID) -> set[UUID]:
    """Return who is offered a version of a document and has not answered. Four statements."""
    senders = directory.with_inherited(sender_id)
    sent = sendings(version__document_id=document_id, sender_id__in=senders)
    rows = Delivery.objects.filter(dispatch__in=sent)
    found = rows.filter(state=DeliveryState.OFFERED).values_list("recipient_id", flat=True)
    return set(found)


def asked_about(document_id: UUID, *, sender_id: UUID) -> list[UUID]:
    """Return the deliveries beside which a version of a document is offered. Four statements."""
    senders = directory.with_inherited(sender_id)
    sent = sendings(version__document_id=document_id, sender_id__in=senders)
    offered = Delivery.objects.filter(dispatch__in=sent, state=DeliveryState.OFFERED)
    lines = StatusReport.objects.filter(delivery__in=offered, key__startswith=OFFER)
    found = lines.values_list("answers__delivery_id", flat=True)
    return [one for one in found if one is not None]


def keepers_of_earlier(version_id: UUID, agencies: Collection[UUID]) -> set[UUID]:
    """Return which of these have in hand a document that a version was offered instead of.

    Whatever the version of it that they have. Four statements.
    """
    offers = StatusReport.objects.filter(
        delivery__dispatch__in=sendings(version_id=version_id),
        delivery__recipient_id__in=agencies,
        key__startswith=OFFER,
    )
    found = offers.values_list("answers__delivery__version__document_id", flat=True).distinct()
    documents = [one for one in found.order_by() if one]
    rows = Delivery.objects.filter(
        dispatch__in=sendings(version__document_id__in=documents), recipient_id__in=agencies
    )
    return set(rows.exclude(state__in=NOT_IN_HAND).values_list("recipient_id", flat=True))


def recallable(document_id: UUID, *, sender_id: UUID) -> list[DeliveryCard]:
    """Return what recipients have of a document, of any version, and are not asked back already.

    Four statements.
    """
    senders = directory.with_inherited(sender_id)
    asked = StatusReport.objects.filter(
        pk=OuterRef("pending_request"),
        delivery=OuterRef("pk"),
        change__kind=ChangeKind.RECALL,
    )
    sent = sendings(version__document_id=document_id, sender_id__in=senders)
    rows = Delivery.objects.filter(~Exists(asked), dispatch__in=sent).exclude(state__in=NOT_IN_HAND)
    return delivery_cards(list(rows.values_list("pk", flat=True)))


def recalled_at(document_id: UUID, *, issuer_id: UUID) -> datetime | None:
    """Return when its issuer, or who took over from it, last asked everybody for a document back.

    None where nobody was asked, or somebody who has it was not: that one was a wrong recipient.
    Whether they agree does not matter. Five statements at most.
    """
    senders = directory.with_inherited(directory.holder_of(issuer_id))
    sent = sendings(version__document_id=document_id, sender_id__in=senders)
    recalls = ChangeRequest.objects.filter(kind=ChangeKind.RECALL, dispatch__in=sent)
    asked = recalls.aggregate(last=Max("requested_at"))["last"] if sent else None
    if asked is None:
        return None
    requests = StatusReport.objects.filter(delivery=OuterRef("pk"), change__kind=ChangeKind.RECALL)
    unasked = Delivery.objects.filter(~Exists(requests), dispatch__in=sent)
    return None if unasked.exclude(state__in=NOT_IN_HAND).exists() else asked


def change_of(dispatch_id: UUID) -> ChangeAsked | None:
    """Return what a sending asked about earlier documents; None for one that asks nothing.

    Two statements.
    """
    rows = StatusReport.objects.filter(
        delivery__dispatch_id=dispatch_id, key__startswith=OFFER
    ).select_related("change")
    first = rows.first()
    if first is None or first.change is None:
        return None
    earlier = rows.values_list("answers__delivery__version_id", flat=True).distinct().order_by()
    return ChangeAsked(
        ChangeKind(first.change.kind), first.change.reason, tuple(one for one in earlier if one)
    )


def in_force(document_id: UUID, *, recipient_id: UUID) -> DeliveryCard | None:
    """Return what an agency has in hand of a document, whatever its version: the latest.

    Two statements.
    """
    rows = Delivery.objects.filter(
        dispatch__in=sendings(version__document_id=document_id), recipient_id=recipient_id
    )
    offered = (DeliveryState.OFFERED, DeliveryState.NOT_TAKEN, DeliveryState.SUPERSEDED)
    found = rows.exclude(state__in=offered).order_by("-admitted_at", "-id").first()
    return delivery_cards([found.id])[0] if found else None

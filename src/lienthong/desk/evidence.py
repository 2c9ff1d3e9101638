"""Records as the evidence that ETSI EN 319 522 names, for the two sides of a delivery."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from lienthong.access import services as access
from lienthong.documents import queries as documents
from lienthong.exchange import queries as exchange
from lienthong.exchange.errors import DeliveryNotFound, DispatchNotFound
from lienthong.exchange.types import DeliveryCard
from lienthong.kernel.actor import Actor
from lienthong.ledger import queries as ledger
from lienthong.ledger.rules.evidence import RELAYED, Evidence, evidence_of, evidence_of_item
from lienthong.ledger.types import ActLine


@dataclass(frozen=True, slots=True)
class EvidenceLine:
    """One event: the record that proves it, or the part of it that is about one delivery.

    submitted_at: when the document was taken in, UTC as the ledger writes it.
    """

    record: ActLine
    item: UUID | None
    evidence: Evidence
    submitted_at: str
    content_digest: str

    @property
    def identifier(self) -> str:
        return str(self.record.id) if self.item is None else f"{self.record.id}/{self.item}"


@dataclass(frozen=True, slots=True)
class EvidencePage:
    """following: the record after which the next page begins; None at the end."""

    lines: list[EvidenceLine]
    following: UUID | None


def evidence_of_delivery(delivery_id: UUID, *, actor: Actor) -> list[EvidenceLine]:
    """Return the events of one delivery, for its sender and its recipient, in their order.

    Of the sending itself, and of a relay, only the part about this delivery. The same number of
    statements whatever happened. Raises RightMissing, DeliveryNotFound or UnknownDocument.
    """
    access.require(actor, "ledger.receipt", agency_id=actor.agency_id)
    delivery = exchange.delivery_card(delivery_id)
    if not exchange.is_party(delivery, actor.agency_id):
        raise DeliveryNotFound
    version = documents.visible_version(delivery.version_id, documents.viewer_of(actor))
    (sending,) = ledger.acts_of([delivery.dispatch_record_id])
    begun = [
        EvidenceLine(sending, delivery.id, one, sending.time, version.content_digest)
        for one in _of_item(sending, delivery)
    ]
    reported = _lines(ledger.acts_of_subject(delivery.id), sending.time, version.content_digest)
    relays = ledger.acts_with_item(delivery.dispatch_id, RELAYED, str(delivery.id))
    relayed = [
        EvidenceLine(relay, delivery.id, one, sending.time, version.content_digest)
        for relay in relays
        for one in evidence_of_item(RELAYED, {})
    ]
    return [*begun, *relayed, *reported]


def evidence_of_dispatch(
    dispatch_id: UUID, *, after: UUID | None, limit: int, actor: Actor
) -> EvidencePage:
    """Return the events of a sending and of what was reported about it, for its sender.

    A page of records; where a document was put before each recipient is evidence of the delivery.
    Raises RightMissing, DispatchNotFound or UnknownDocument.
    """
    access.require(actor, "ledger.receipt", agency_id=actor.agency_id)
    dispatch = exchange.dispatch_card(dispatch_id)
    if not exchange.is_sender(dispatch, actor.agency_id):
        raise DispatchNotFound
    version = documents.visible_version(dispatch.version_id, documents.viewer_of(actor))
    (sending,) = ledger.acts_of([dispatch.record_id])
    found = ledger.acts_of_subject(dispatch.id, after=after, limit=limit + 1)
    following = found[limit - 1].id if len(found) > limit else None
    lines = _lines(found[:limit], sending.time, version.content_digest)
    return EvidencePage(list(lines), following)


def _of_item(sending: ActLine, delivery: DeliveryCard) -> tuple[Evidence, ...]:
    said = ledger.item_dimensions(sending.id, str(delivery.id))
    return () if said is None else evidence_of_item(sending.act, said)


def _lines(
    records: Iterable[ActLine], submitted_at: str, content_digest: str
) -> Iterable[EvidenceLine]:
    return [
        EvidenceLine(record, None, one, submitted_at, content_digest)
        for record in records
        for one in evidence_of(record.act)
    ]

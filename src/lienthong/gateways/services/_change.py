"""An update or a replacement that comes over a wire: whom it is asked, and who just gets it."""

from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from lienthong.directory import queries as directory
from lienthong.directory.types import AgencyCard
from lienthong.documents import queries as documents
from lienthong.documents.errors import TargetUnknown, UnknownDocument
from lienthong.exchange import queries as exchange
from lienthong.exchange import services as exchange_services
from lienthong.exchange.types import (
    ChangeKind,
    DeliveryCard,
    DispatchCard,
    NewChange,
    Recipient,
    Submission,
)
from lienthong.gateways import queries
from lienthong.gateways.queries import Named
from lienthong.gateways.types import Changing
from lienthong.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class Offer:
    """A new version that goes to some agencies instead of what they have of earlier documents.

    key: of all that it does. document_ids: the earlier documents; each recipient is asked about
    the first of them that it has.
    """

    kind: ChangeKind
    document_ids: tuple[UUID, ...]
    version_id: UUID
    recipients: tuple[Recipient, ...]
    reason: str
    key: str


def earlier_of(changing: Changing, issuer: AgencyCard) -> UUID:
    """Return the document of an issuer, or of one that it inherited from, that is to be changed.

    Raises TargetUnknown.
    """
    named, found = changing.earlier, None
    if named.document_id is not None:
        with suppress(UnknownDocument):
            found = documents.version_card(documents.latest_version_id(named.document_id))
        if found and found.issuer_id not in directory.with_inherited(issuer.id):
            found = None
    else:
        said = Named(named.foreign_id, named.reference_code, named.issued_on)
        found = queries.known_of(said, issuer)
    if found is None:
        raise TargetUnknown
    return found.document_id


def send_offer(
    offer: Offer, *, actor: Actor, now: datetime
) -> tuple[DispatchCard, list[DeliveryCard]]:
    """Ask who has an earlier document, send the new one to the others; in the caller's transaction.

    Returns the first sending and all that was delivered. Raises what `request_change` and
    `submit_dispatch` raise.
    """
    left = {one.agency_id: one for one in offer.recipients}
    dispatches: list[DispatchCard] = []
    deliveries: list[DeliveryCard] = []
    for document_id in offer.document_ids:
        asked = _who_has(offer, document_id, left, actor)
        if not asked:
            continue
        changed = exchange_services.request_change(
            change=NewChange(
                kind=offer.kind,
                document_id=document_id,
                version_id=offer.version_id,
                reason=offer.reason,
                key=_key(offer, len(dispatches)),
                recipient_ids=tuple(asked),
            ),
            actor=actor,
            now=now,
        )
        dispatches.append(changed.sent.dispatch)
        deliveries += changed.sent.deliveries
        for one in asked:
            del left[one]
    if left:
        rest = Submission(
            actor.own_agency,
            offer.version_id,
            tuple(left.values()),
            _key(offer, len(dispatches)),
        )
        sent = exchange_services.submit_dispatch(submission=rest, actor=actor, now=now)
        dispatches.append(sent)
        deliveries += exchange.deliveries_of_dispatch(sent.id, limit=len(left))
    return dispatches[0], deliveries


def _key(offer: Offer, nth: int) -> str:
    return f"{offer.key}:{nth}" if nth else offer.key


def _who_has(
    offer: Offer, document_id: UUID, left: Collection[UUID], actor: Actor
) -> Sequence[UUID]:
    """Return those of the recipients that have the document, by themselves or as heirs.

    Also those that are only offered it: they are asked about what they have instead of it.
    Who is asked for it back gets another document like everybody, and no other version of it.
    """
    own = documents.version_card(offer.version_id).document_id == document_id
    if own:
        holders = exchange.recipients_in_hand(document_id, sender_id=actor.own_agency)
    else:
        kept = exchange.recallable(document_id, sender_id=actor.own_agency)
        holders = {one.recipient_id for one in kept}
    holders |= exchange.recipients_offered(document_id, sender_id=actor.own_agency)
    acting = directory.holders_of({*left, *holders})
    having = {acting[one] for one in holders}
    return [one for one in left if acting[one] in having]

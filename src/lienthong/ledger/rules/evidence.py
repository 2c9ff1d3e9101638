"""Which standard event (ETSI EN 319 522) a record of the ledger is evidence of.

The names of acts are the vocabulary of the ledger: they stand in the clear in every leaf and never
change their meaning. docs/reference/evidence.md says when each event occurs here, or why it cannot.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from lienthong.ledger.types import ReceiptKind

ROOT = "http://uri.etsi.org/19522/Event/"
# A route brought a document to the next installation: an item for each delivery behind it.
RELAYED = "routes.carried"
# What an item says of the state in which a delivery began: with the recipient, or on its way.
_ARRIVED = "arrived"


class Event(StrEnum):
    """The 22 events of EN 319 522-1, clause 6.2, as EN 319 522-3 spells them."""

    SUBMISSION_ACCEPTANCE = "SubmissionAcceptance"
    SUBMISSION_REJECTION = "SubmissionRejection"
    RELAY_ACCEPTANCE = "RelayAcceptance"
    RELAY_REJECTION = "RelayRejection"
    RELAY_FAILURE = "RelayFailure"
    NOTIFICATION_FOR_ACCEPTANCE = "NotificationForAcceptance"
    NOTIFICATION_FOR_ACCEPTANCE_FAILURE = "NotificationForAcceptanceFailure"
    CONSIGNMENT_ACCEPTANCE = "ConsignmentAcceptance"
    CONSIGNMENT_REJECTION = "ConsignmentRejection"
    ACCEPTANCE_REJECTION_EXPIRY = "AcceptanceRejectionExpiry"
    NOTIFICATION_DELIVERED = "NotificationDelivered"
    CONTENT_CONSIGNMENT = "ContentConsignment"
    CONTENT_CONSIGNMENT_FAILURE = "ContentConsignmentFailure"
    CONSIGNMENT_NOTIFICATION = "ConsignmentNotification"
    CONSIGNMENT_NOTIFICATION_FAILURE = "ConsignmentNotificationFailure"
    NOTIFICATION_ACCESS_TRACKING = "NotificationAccessTracking"
    CONTENT_ACCESS_TRACKING = "ContentAccessTracking"
    CONTENT_HANDOVER = "ContentHandover"
    CONTENT_HANDOVER_FAILURE = "ContentHandoverFailure"
    RELAY_TO_NON_ERDS = "RelayToNonERDS"
    RELAY_TO_NON_ERDS_FAILURE = "RelayToNonERDSFailure"
    RECEIVED_FROM_NON_ERDS = "ReceivedFromNonERDS"

    @property
    def uri(self) -> str:
        return ROOT + self.value


@dataclass(frozen=True, slots=True)
class Evidence:
    """What one act is evidence of.

    reason: why, as a code of ours; empty where the event needs none.
    """

    event: Event
    reason: str = ""


_RECORDS: Mapping[str, tuple[Evidence, ...]] = MappingProxyType(
    {
        "dispatch.submitted": (Evidence(Event.SUBMISSION_ACCEPTANCE),),
        "document.secret-refused": (Evidence(Event.SUBMISSION_REJECTION, "secret"),),
        "document.virus-refused": (Evidence(Event.SUBMISSION_REJECTION, "virus"),),
        "delivery.relay-refused": (Evidence(Event.RELAY_REJECTION, "refused-by-next"),),
        "delivery.relay-failed": (Evidence(Event.RELAY_FAILURE, "not-taken-by-next"),),
        "delivery.arrived": (Evidence(Event.CONTENT_HANDOVER),),
        "delivery.accepted": (Evidence(Event.CONSIGNMENT_ACCEPTANCE),),
        "delivery.refused": (Evidence(Event.CONSIGNMENT_REJECTION, "refused-by-recipient"),),
    }
)
_ITEMS: Mapping[str, tuple[Evidence, ...]] = MappingProxyType(
    {
        "dispatch.submitted": (
            Evidence(Event.CONTENT_CONSIGNMENT),
            Evidence(Event.NOTIFICATION_FOR_ACCEPTANCE),
        ),
        RELAYED: (Evidence(Event.RELAY_ACCEPTANCE),),
    }
)
_OF_RECEIPTS = {
    ReceiptKind.SUBMISSION: Event.SUBMISSION_ACCEPTANCE,
    ReceiptKind.DELIVERY: Event.CONTENT_CONSIGNMENT,
    ReceiptKind.RELAY: Event.RELAY_ACCEPTANCE,
    ReceiptKind.RELAY_REJECTION: Event.RELAY_REJECTION,
    ReceiptKind.RELAY_FAILURE: Event.RELAY_FAILURE,
    ReceiptKind.HANDOVER: Event.CONTENT_HANDOVER,
    ReceiptKind.ACCEPTANCE: Event.CONSIGNMENT_ACCEPTANCE,
    ReceiptKind.REFUSAL: Event.CONSIGNMENT_REJECTION,
}


def evidence_of(act: str) -> tuple[Evidence, ...]:
    """Return what the record of an act is evidence of; nothing for acts beyond the standard."""
    return _RECORDS.get(act, ())


def evidence_of_item(act: str, dimensions: Mapping[str, Any]) -> tuple[Evidence, ...]:
    """Return what one item of a record is evidence of, by what its leaf says in the clear."""
    is_so = act == RELAYED or dimensions.get("state") == _ARRIVED
    return _ITEMS.get(act, ()) if is_so else ()


def event_of_receipt(kind: str) -> Event | None:
    """Return the standard event that a receipt of this kind is evidence of."""
    return _OF_RECEIPTS.get(ReceiptKind(kind)) if kind in set(ReceiptKind) else None

"""The words of exchange, and its facts as plain values."""

from lienthong.exchange.types.facts import (
    Arrivals,
    ChangeAsked,
    Changed,
    Deliverable,
    DeliveryCard,
    DispatchCard,
    NewChange,
    NewReport,
    OpenChange,
    Recipient,
    Report,
    Sent,
    Standing,
    StatusLine,
    Submission,
)
from lienthong.exchange.types.tracking import (
    Tracking,
    TrackingRow,
)
from lienthong.exchange.types.words import (
    ANSWERS,
    NOT_IN_HAND,
    PROGRESS,
    ChangeKind,
    DeliveryState,
    DispatchKind,
    StatusCode,
)

__all__ = [
    "ANSWERS",
    "NOT_IN_HAND",
    "PROGRESS",
    "Arrivals",
    "ChangeAsked",
    "ChangeKind",
    "Changed",
    "Deliverable",
    "DeliveryCard",
    "DeliveryState",
    "DispatchCard",
    "DispatchKind",
    "NewChange",
    "NewReport",
    "OpenChange",
    "Recipient",
    "Report",
    "Sent",
    "Standing",
    "StatusCode",
    "StatusLine",
    "Submission",
    "Tracking",
    "TrackingRow",
]

"""The words of exchange, and its facts as plain values."""

from lienthong.exchange.types.facts import (
    Arrivals,
    Deliverable,
    DeliveryCard,
    DispatchCard,
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
    PROGRESS,
    ChangeKind,
    DeliveryState,
    DispatchKind,
    StatusCode,
)

__all__ = [
    "ANSWERS",
    "PROGRESS",
    "Arrivals",
    "ChangeKind",
    "Deliverable",
    "DeliveryCard",
    "DeliveryState",
    "DispatchCard",
    "DispatchKind",
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

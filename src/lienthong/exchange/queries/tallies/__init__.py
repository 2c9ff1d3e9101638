"""What went through the exchange in a time, counted for figures: facts of the log, no content."""

from lienthong.exchange.queries.tallies.arrivals import (
    ArrivalCount,
    Promptness,
    TakenCount,
    arrival_counts,
    taken_counts,
    tallied_arrivals,
    tallied_taken,
)
from lienthong.exchange.queries.tallies.deliveries import TalliedDelivery
from lienthong.exchange.queries.tallies.sendings import (
    SentAt,
    SentCount,
    SentVersionCount,
    first_sent_at,
    paper_went,
    sent_counts,
    sent_version_counts,
    sent_version_times,
    tallied_sent,
    tallied_versions,
    was_sent,
)

__all__ = [
    "ArrivalCount",
    "Promptness",
    "SentAt",
    "SentCount",
    "SentVersionCount",
    "TakenCount",
    "TalliedDelivery",
    "arrival_counts",
    "first_sent_at",
    "paper_went",
    "sent_counts",
    "sent_version_counts",
    "sent_version_times",
    "taken_counts",
    "tallied_arrivals",
    "tallied_sent",
    "tallied_taken",
    "tallied_versions",
    "was_sent",
]

"""Every read of the ledger that more than one caller needs."""

from lienthong.ledger.queries.acts import (
    acts_of,
    acts_of_subject,
    acts_with_item,
    item_dimensions,
)
from lienthong.ledger.queries.heads import (
    head_latest,
    head_over,
    published_head,
    published_heads,
    published_latest,
    published_over,
)
from lienthong.ledger.queries.health import health
from lienthong.ledger.queries.proofs import PublishedInclusion, consistency, published_inclusion
from lienthong.ledger.queries.records import (
    overdue,
    places,
    recorded_within,
    records_of_subject,
    went_back_after,
)
from lienthong.ledger.queries.tree import (
    consistency_path,
    inclusion_path,
    load_tiles,
    range_hashes,
)

__all__ = [
    "PublishedInclusion",
    "acts_of",
    "acts_of_subject",
    "acts_with_item",
    "consistency",
    "consistency_path",
    "head_latest",
    "head_over",
    "health",
    "inclusion_path",
    "item_dimensions",
    "load_tiles",
    "overdue",
    "places",
    "published_head",
    "published_heads",
    "published_inclusion",
    "published_latest",
    "published_over",
    "range_hashes",
    "recorded_within",
    "records_of_subject",
    "went_back_after",
]

"""What gateways announces."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class BareRecallTaken:
    """A document package without a document of its own asked these deliveries back.

    key: under which exchange keeps the request. Announced in the same transaction, after exchange
    has told of the request itself.
    """

    delivery_ids: tuple[UUID, ...]
    key: str

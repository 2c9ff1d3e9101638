"""Proofs that anybody may ask for: between published heads, and of a record under one."""

from dataclasses import dataclass
from uuid import UUID

from lienthong.ledger import types
from lienthong.ledger.errors import HeadsNotInOrder, NotPlacedYet, RecordUnknown
from lienthong.ledger.models import Record
from lienthong.ledger.queries.heads import published_head, published_over
from lienthong.ledger.queries.tree import consistency_path, inclusion_path


@dataclass(frozen=True, slots=True)
class Consistency:
    """That the tree of the newer head continues that of the older."""

    older: types.PublishedHead
    newer: types.PublishedHead
    path: list[bytes]


@dataclass(frozen=True, slots=True)
class PublishedInclusion:
    """That a leaf stands at an index under a published head."""

    leaf_hash: bytes
    index: int
    path: list[bytes]
    head: types.PublishedHead


def consistency(*, epoch: int, older: int, newer: int) -> Consistency:
    """Return the proof between two published heads of an epoch, named by their sizes.

    Five statements. Raises HeadsNotInOrder and HeadNotPublished.
    """
    if older > newer:
        raise HeadsNotInOrder
    first = published_head(epoch=epoch, size=older)
    second = published_head(epoch=epoch, size=newer)
    return Consistency(first, second, consistency_path(epoch, old=older, new=newer))


def published_inclusion(record_id: UUID) -> PublishedInclusion:
    """Return the proof of a record under the oldest published head that holds it.

    The same for ever once there is one. Four statements. Raises RecordUnknown and NotPlacedYet.
    """
    row = (
        Record.objects.filter(pk=record_id)
        .values_list("leaf_hash", "placement__epoch_id", "placement__index")
        .first()
    )
    if row is None:
        raise RecordUnknown
    leaf_hash, epoch, index = row
    head = None if epoch is None else published_over(types.Place(epoch, index))
    if head is None:
        raise NotPlacedYet
    path = inclusion_path(types.Place(epoch, index), size=head.head.size)
    return PublishedInclusion(bytes(leaf_hash), index, path, head)

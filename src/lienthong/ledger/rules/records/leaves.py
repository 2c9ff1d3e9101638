"""From an act to the bytes of its leaf, and what opens the leaf's commitments.

The bytes made here are stored and hashed; nobody ever makes them again.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from lienthong.kernel.actor import Actor
from lienthong.kernel.text import nfc
from lienthong.ledger.rules.canonical import canonical_bytes, instant_text, to_base64
from lienthong.ledger.rules.records.commitments import SALT_SIZE, commitment
from lienthong.ledger.rules.tree import merkle
from lienthong.ledger.types import Act, ActItem, Dimensions, Opening

LEAF_TYPE = "lienthong-leaf/1"
ITEM_TYPE = "lienthong-item/1"
LONGEST_KEY = 64

RandomBytes = Callable[[int], bytes]


@dataclass(frozen=True, slots=True)
class BuiltItem:
    """An item's stored bytes, and what opens its commitments."""

    key: str
    leaf: bytes
    openings: Sequence[Opening]


@dataclass(frozen=True, slots=True)
class BuiltLeaf:
    """A record's stored bytes, what opens its commitments, and its items in their order."""

    leaf: bytes
    openings: Sequence[Opening]
    items: Sequence[BuiltItem]

    @property
    def leaf_hash(self) -> bytes:
        return merkle.leaf_hash(self.leaf)


def build_leaf(
    act: Act,
    *,
    actor: Actor,
    at: datetime,
    record_id: UUID,
    installation: str,
    epoch: int,
    random_bytes: RandomBytes,
) -> BuiltLeaf:
    """Return the leaf of one act with its items; every value committed gets a salt of its own.

    Raises ValueError for what is the caller's mistake: a subject that is no UUID, a private name
    that begins with "actor.", two items with one key, a value without a canonical form.
    """
    private = {**_checked(act.private), **_actor_values(actor)}
    salts = _salts(len(private) + sum(len(item.private) + 1 for item in act.items), random_bytes)
    openings = _openings(private, salts)
    items = [_build_item(item, salts) for item in act.items]
    if len({item.key for item in items}) != len(items):
        raise ValueError("two items of one act have the same key")
    leaf = canonical_bytes(
        {
            "type": LEAF_TYPE,
            "installation": installation,
            "epoch": epoch,
            "record": str(record_id),
            "act": act.name,
            "time": instant_text(at),
            "actor": str(actor.kind),
            "subjects": {name: str(UUID(value)) for name, value in act.subjects.items()},
            "dimensions": _public(act.dimensions),
            "commitments": _commitments(openings),
            "items": _items_summary(items),
        }
    )
    return BuiltLeaf(leaf, openings, items)


def _build_item(item: ActItem, salts: Iterator[bytes]) -> BuiltItem:
    if not 0 < len(item.key) <= LONGEST_KEY:
        raise ValueError(f"an item's key has 1 to {LONGEST_KEY} characters")
    openings = _openings(_checked(item.private), salts)
    leaf = canonical_bytes(
        {
            "type": ITEM_TYPE,
            "key": item.key,
            "dimensions": _public(item.dimensions),
            "commitments": _commitments(openings),
            # Others see this item's hash in their paths; the salt keeps it from being guessed.
            "salt": to_base64(next(salts)),
        }
    )
    return BuiltItem(item.key, leaf, openings)


def _items_summary(items: Sequence[BuiltItem]) -> dict[str, object] | None:
    if not items:
        return None
    root = merkle.tree_root([merkle.leaf_hash(item.leaf) for item in items])
    return {"count": len(items), "root": to_base64(root)}


def _actor_values(actor: Actor) -> dict[str, str]:
    return {
        "actor.reference": actor.reference,
        "actor.name": actor.name,
        "actor.title": actor.title,
    }


def _checked(private: Mapping[str, str]) -> Mapping[str, str]:
    for name in private:
        if name.startswith("actor."):
            raise ValueError(f"{name!r}: names of the actor are given by the ledger")
    return private


def _salts(count: int, random_bytes: RandomBytes) -> Iterator[bytes]:
    """Return so many salts, drawn at once: each drawing is a question to the system."""
    drawn = random_bytes(SALT_SIZE * count)
    return (drawn[at : at + SALT_SIZE] for at in range(0, len(drawn), SALT_SIZE))


def _openings(private: Mapping[str, str], salts: Iterator[bytes]) -> list[Opening]:
    return [Opening(nfc(name), next(salts), nfc(value)) for name, value in private.items()]


def _commitments(openings: Sequence[Opening]) -> dict[str, str]:
    return {opening.name: to_base64(commitment(opening)) for opening in openings}


def _public(dimensions: Dimensions) -> dict[str, object]:
    return {str(name): _dimension(value) for name, value in dimensions.items()}


def _dimension(value: object) -> object:
    if isinstance(value, str):
        return nfc(str(value))
    if value is None or isinstance(value, int):
        return value
    raise ValueError(f"a dimension is text, a whole number, yes, no or nothing: {value!r}")

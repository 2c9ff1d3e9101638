"""How the items and clear values of one record lie side by side in one column each."""

from collections.abc import Collection, Sequence

from lienthong.ledger.rules.canonical import canonical_bytes, from_base64, read_json, to_base64
from lienthong.ledger.rules.records.leaves import BuiltLeaf
from lienthong.ledger.types import Opening

# By key of the item ("" for the record itself), then by name: salt in base64, and value.
Clear = dict[str, dict[str, list[str]]]


def pack_items(leaves: Sequence[bytes]) -> bytes:
    """Return the leaves one a line: canonical bytes hold no line feed."""
    return b"\n".join(leaves)


def unpack_items(packed: bytes) -> list[bytes]:
    """Return the leaves that `pack_items` was given, byte for byte."""
    return packed.split(b"\n")


def pack_clear(built: BuiltLeaf) -> bytes:
    """Return what opens the commitments of a new record and its items."""
    scopes = [("", built.openings), *((item.key, item.openings) for item in built.items)]
    return canonical_bytes(
        {
            key: {opening.name: [to_base64(opening.salt), opening.value] for opening in openings}
            for key, openings in scopes
        }
    )


def unpack_clear(packed: bytes) -> Clear:
    """Return the clear values of a record by item and name."""
    found: Clear = read_json(packed)
    return found


def without(clear: Clear, *, key: str, names: Collection[str]) -> Clear:
    """Return the clear values less these names of one item, or of the record itself."""
    kept = {name: pair for name, pair in clear.get(key, {}).items() if name not in names}
    return {**clear, key: kept}


def opening(clear: Clear, *, key: str, name: str) -> Opening | None:
    """Return what opens one commitment; None when it was erased."""
    pair = clear.get(key, {}).get(name)
    return None if pair is None else Opening(name, from_base64(pair[0]), pair[1])

"""The lines of an export (docs/reference/ledger-export.md): what others recompute the ledger from.

Canonical JSON, one object a line. Clear values are not in it: it holds what may be shown to
everybody who may see how many documents of which kind go from whom to whom.
"""

import re
from collections.abc import Sequence

from lienthong.ledger.rules.canonical import canonical_bytes, to_base64
from lienthong.ledger.rules.checks.stored_rows import StoredRecord
from lienthong.ledger.rules.records.packing import unpack_items
from lienthong.ledger.types import Head, HeadStamp, Place, PublicKey

FORMAT = "lienthong-ledger-export/1"
_PLACE = re.compile(r"([1-9][0-9]{0,8})/([0-9]{1,16})")


def place_of(text: str) -> Place:
    """Return the place that EPOCH/INDEX names; raises ValueError for other text."""
    found = _PLACE.fullmatch(text)
    if found is None:
        raise ValueError(f"{text!r}: a place is EPOCH/INDEX, as 1/0")
    return Place(int(found[1]), int(found[2]))


def first_line(installation: str, key: PublicKey) -> bytes:
    """Return the line that names the format, the installation and its public key."""
    return canonical_bytes(
        {
            "type": FORMAT,
            "installation": installation,
            "key": key.key_id,
            "pem": key.pem.decode(),
        }
    )


def epoch_line(facts: dict[str, object]) -> bytes:
    """Return the line that begins an epoch."""
    return canonical_bytes({"type": "epoch", **facts})


def before_line(size: int, hashes: Sequence[bytes]) -> bytes:
    """Return what stands for the leaves before the first of an export: their perfect subtrees."""
    return canonical_bytes(
        {"type": "before", "size": size, "hashes": [to_base64(one) for one in hashes]}
    )


def entry_line(row: StoredRecord, index: int, *, with_items: bool) -> bytes:
    """Return one placed record: its leaf and hash, and the leaves of its items in their order."""
    line: dict[str, object] = {
        "type": "entry",
        "index": index,
        "leaf": to_base64(row.leaf),
        "leaf_hash": to_base64(row.leaf_hash),
    }
    if with_items and row.items is not None:
        line["items"] = [to_base64(leaf) for leaf in unpack_items(row.items)]
    return canonical_bytes(line)


def head_line(head: Head, stamp: HeadStamp | None) -> bytes:
    """Return one signed head; it stands right behind the last entry that it covers."""
    return canonical_bytes(
        {
            "type": "head",
            "size": head.size,
            "statement": to_base64(head.signed.statement),
            "signature": to_base64(head.signed.signature),
            "stamp": None if stamp is None else to_base64(stamp.token),
        }
    )


def last_line(*, entries: int, heads: int) -> bytes:
    """Return the line without which an export is cut off."""
    return canonical_bytes({"type": "end", "entries": entries, "heads": heads})

"""Reading a receipt that anybody may have written: exact members and types, or Malformed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from lienthong.kernel.clock import VIETNAM
from lienthong.ledger.rules.canonical import LARGEST_INTEGER, Malformed, from_base64, read_json
from lienthong.ledger.rules.given.receipts import FORMAT
from lienthong.ledger.rules.records.leaves import ITEM_TYPE, LEAF_TYPE
from lienthong.ledger.rules.signed.statements import (
    COSIGNATURE_TYPE,
    ERASURES_TYPE,
    FILE_TYPE,
    HEAD_TYPE,
    PROMISE_TYPE,
    RECEIPT_TYPE,
)
from lienthong.ledger.rules.tree.merkle import HASH_SIZE
from lienthong.ledger.types import Inclusion, ItemProof, Opening, Signed

T = TypeVar("T")
Members = dict[str, Any]

# A path in a tree of 2^53 leaves has no more steps.
LONGEST_PATH = 64


@dataclass(frozen=True, slots=True)
class ReadReceipt:
    """A receipt in its parts, with everything that is signed or hashed also read."""

    statement: Signed
    leaf: bytes
    openings: Sequence[Opening]
    item: ItemProof | None
    promise: Signed
    inclusion: Inclusion | None
    says: Members  # the statement
    record: Members  # the leaf
    item_record: Members | None
    promised: Members
    head: Members | None
    erasures: Signed | None = None
    erased: Members | None = None


def read_receipt(receipt: object) -> ReadReceipt:
    """Return the parts of a receipt; checks its shape only, no hash and no signature.

    Raises Malformed for an unknown format or type, and for a missing, unknown or mistyped member.
    """
    names = "format statement record item promise inclusion"
    has_erasures = isinstance(receipt, dict) and "erasures" in receipt
    parts = members(receipt, f"{names} erasures" if has_erasures else names)
    if parts["format"] != FORMAT:
        raise Malformed("unknown format")
    record = members(parts["record"], "leaf openings")
    leaf = _bytes(record["leaf"])
    statement, promise = read_signed(parts["statement"]), read_signed(parts["promise"])
    erasures = read_signed(parts["erasures"]) if has_erasures else None
    item = None if parts["item"] is None else _item(parts["item"])
    inclusion = None if parts["inclusion"] is None else _inclusion(parts["inclusion"])
    return ReadReceipt(
        statement=statement,
        leaf=leaf,
        openings=_openings(record["openings"]),
        item=item,
        promise=promise,
        inclusion=inclusion,
        says=_receipt_statement(statement),
        record=_leaf(leaf),
        item_record=None if item is None else _item_leaf(item.leaf),
        promised=_promise_statement(promise),
        head=None if inclusion is None else read_head(inclusion.head),
        erasures=erasures,
        erased=None if erasures is None else _erasures_statement(erasures),
    )


def members(value: object, names: str) -> Members:
    """Return the object if it has exactly these members, named with spaces between."""
    if not isinstance(value, dict) or set(value) != set(names.split()):
        raise Malformed(f"wanted an object with: {names}")
    return value


def local_text(instant: str) -> str:
    """Return an instant of a statement as people in Vietnam write it: 09:00:00 21/11/2026."""
    try:
        moment = datetime.fromisoformat(instant)
        if moment.tzinfo is None:
            raise Malformed("instant without zone")
        return moment.astimezone(VIETNAM).strftime("%H:%M:%S %d/%m/%Y")
    except (ValueError, OverflowError) as error:
        raise Malformed("not an instant") from error


def _receipt_statement(signed: Signed) -> Members:
    says = _typed(
        signed.statement, RECEIPT_TYPE, "installation kind time leaf_hash item_hash index key"
    )
    _texts(says, "installation kind time leaf_hash key")
    if says["item_hash"] is not None:
        _texts(says, "item_hash")
    if says["index"] is not None:
        read_count(says["index"])
    local_text(says["time"])
    return says


def _promise_statement(signed: Signed) -> Members:
    says = _typed(signed.statement, PROMISE_TYPE, "installation epoch leaf_hash time due key")
    _texts(says, "installation leaf_hash time due key")
    read_count(says["epoch"])
    local_text(says["due"])
    return says


def _erasures_statement(signed: Signed) -> Members:
    says = _typed(signed.statement, ERASURES_TYPE, "installation leaf_hash erased key")
    _texts(says, "installation leaf_hash key")
    for one in _as(list, says["erased"]):
        _texts(members(one, "name time office"), "name time office")
        local_text(one["time"])
    return says


def read_head(signed: Signed) -> Members:
    """Return what a head's statement says; raises Malformed for any other statement."""
    says = _typed(signed.statement, HEAD_TYPE, "installation epoch size root time key")
    _texts(says, "installation root time key")
    read_count(says["epoch"])
    read_count(says["size"])
    _hash(says["root"])
    local_text(says["time"])
    return says


def read_cosignature_statement(signed: Signed) -> Members:
    """Return what a witness says of a head; raises Malformed for any other statement."""
    says = _typed(signed.statement, COSIGNATURE_TYPE, "installation seen since time key")
    _texts(says, "installation time key")
    seen = members(says["seen"], "installation key epoch size root")
    _texts(seen, "installation key root")
    read_count(seen["epoch"])
    read_count(seen["size"])
    _hash(seen["root"])
    if says["since"] is not None:
        read_count(says["since"])
    local_text(says["time"])
    return says


def read_file_statement(signed: Signed) -> Members:
    """Return what is said of a file; raises Malformed for any other statement."""
    says = _typed(signed.statement, FILE_TYPE, "installation name sha256 time key")
    _texts(says, "installation name sha256 time key")
    local_text(says["time"])
    return says


def _leaf(leaf: bytes) -> Members:
    says = _typed(
        leaf,
        LEAF_TYPE,
        "installation epoch record act time actor subjects dimensions commitments items",
    )
    _texts(says, "installation record act time actor")
    read_count(says["epoch"])
    _commitments(says["commitments"])
    local_text(says["time"])
    if says["items"] is not None:
        items = members(says["items"], "count root")
        read_count(items["count"])
        _hash(items["root"])
    return says


def _item_leaf(leaf: bytes) -> Members:
    says = _typed(leaf, ITEM_TYPE, "key dimensions commitments salt")
    _as(dict, says["dimensions"])
    _commitments(says["commitments"])
    return says


def _commitments(value: object) -> None:
    for committed in _as(dict, value).values():
        _as(str, committed)


def _typed(data: bytes, kind: str, names: str) -> Members:
    says = members(read_json(data), f"type {names}")
    if says["type"] != kind:
        raise Malformed(f"wanted {kind}")
    return says


def _item(value: object) -> ItemProof:
    item = members(value, "leaf index path openings")
    return ItemProof(
        _bytes(item["leaf"]),
        read_count(item["index"]),
        read_hashes(item["path"]),
        _openings(item["openings"]),
    )


def _inclusion(value: object) -> Inclusion:
    inclusion = members(value, "index path head")
    return Inclusion(
        read_count(inclusion["index"]),
        read_hashes(inclusion["path"]),
        read_signed(inclusion["head"]),
    )


def read_signed(value: object) -> Signed:
    """Return an object of statement and signature; raises Malformed for anything else."""
    signed = members(value, "statement signature")
    return Signed(_bytes(signed["statement"]), _bytes(signed["signature"]))


def _openings(value: object) -> list[Opening]:
    openings = []
    for one in _as(list, value):
        opening = members(one, "name salt value")
        _texts(opening, "name value")
        openings.append(Opening(opening["name"], _bytes(opening["salt"]), opening["value"]))
    if len({opening.name for opening in openings}) != len(openings):
        raise Malformed("a name is opened twice")
    return openings


def read_hashes(value: object) -> list[bytes]:
    """Return the steps of a path, each of 32 bytes; raises Malformed."""
    path = [_hash(step) for step in _as(list, value)]
    if len(path) > LONGEST_PATH:
        raise Malformed("path too long")
    return path


def _hash(value: object) -> bytes:
    data = _bytes(value)
    if len(data) != HASH_SIZE:
        raise Malformed("a hash has 32 bytes")
    return data


def _bytes(value: object) -> bytes:
    return from_base64(_as(str, value))


def read_count(value: object) -> int:
    """Return a whole number from 0 to 2^53-1; raises Malformed for anything else."""
    number = _as(int, value)
    if isinstance(value, bool) or not 0 <= number <= LARGEST_INTEGER:
        raise Malformed("not a count")
    return number


def _texts(value: Members, names: str) -> None:
    for name in names.split():
        _as(str, value[name])


def _as(kind: type[T], value: object) -> T:
    if not isinstance(value, kind):
        raise Malformed(f"wanted {kind.__name__}")
    return value

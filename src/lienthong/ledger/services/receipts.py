"""Making receipts from what is stored: asked for again, they can be made again at any time."""

import json
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet

from lienthong.ledger import queries
from lienthong.ledger.errors import (
    ItemUnknown,
    LedgerBroken,
    NameNotCommitted,
    ReceiptKindUnknown,
    RecordUnknown,
)
from lienthong.ledger.models import ClearValues, Erasure, Items, Placement, Record
from lienthong.ledger.rules.given.receipts import assemble
from lienthong.ledger.rules.records.packing import Clear, opening, unpack_clear, unpack_items
from lienthong.ledger.rules.signed.statements import sign_erasures, sign_promise, sign_receipt
from lienthong.ledger.rules.tree import merkle
from lienthong.ledger.services.keys import signer
from lienthong.ledger.types import (
    Erased,
    Inclusion,
    ItemProof,
    Opening,
    Place,
    ReceiptKind,
    RecordRef,
    Signed,
)
from lienthong.tables.places import place
from lienthong.tables.questions import question


def promise(record_id: UUID) -> Signed:
    """Sign that a record will have its place within the installation's maximum delay.

    For the outside only after the record's transaction has committed. The same bytes each time.
    Raises RecordUnknown.
    """
    found = _promised.first(id=record_id)
    if found is None:
        raise RecordUnknown
    leaf_hash, installation, epoch, recorded_at = found
    return promise_of(RecordRef(record_id, bytes(leaf_hash), installation, epoch, recorded_at))


def promise_of(record: RecordRef) -> Signed:
    """Sign as `promise` does, for the one who has just acted: nothing is asked again."""
    return sign_promise(
        installation=record.installation,
        epoch=record.epoch,
        leaf_hash=record.leaf_hash,
        recorded_at=record.recorded_at,
        within=timedelta(hours=settings.LIENTHONG_PROMISE_HOURS),
        signer=signer(),
    )


def issue_receipt(
    record_id: UUID,
    *,
    item_key: str | None,
    reveal: Collection[str],
    kind: str,
    now: datetime,
) -> dict[str, Any]:
    """Return a receipt as values for JSON (its format: docs/reference/receipt.md).

    Who may have it is the caller's question, asked before. Give it out only after the act's
    transaction has committed: it promises a place.
    item_key: the one item that the receipt is about; others only leave salted hashes in its path.
    reveal: names to open, in the record and in that item; all others stay closed.
    A name whose value was erased by law stays closed, and the receipt says when and by whom.
    Before the record has its place: the promise; after: inclusion proof and signed head too.
    A fixed number of statements. Raises RecordUnknown, ItemUnknown, ReceiptKindUnknown,
    NameNotCommitted, or LedgerBroken for a value that is gone though nobody erased it.
    """
    if kind not in set(ReceiptKind):
        raise ReceiptKindUnknown(kind=kind)
    row = _record(record_id)
    item = None if item_key is None else _item_proof(row, item_key)
    record_openings, item_openings, erased = _openings(row, item_key, item, reveal)
    if item is not None:
        item = ItemProof(item.leaf, item.index, item.path, item_openings)
    inclusion = _inclusion(row)
    statement = sign_receipt(
        installation=row.epoch.installation,
        kind=kind,
        issued_at=now,
        leaf_hash=bytes(row.leaf_hash),
        item_hash=None if item is None else merkle.leaf_hash(item.leaf),
        index=None if inclusion is None else inclusion.index,
        signer=signer(),
    )
    return assemble(
        statement=statement,
        leaf=bytes(row.leaf),
        openings=record_openings,
        item=item,
        promise=promise_of(_ref(row)),
        inclusion=inclusion,
        erasures=_erasures(row, erased),
    )


def _erasures(row: Record, erased: list[Erased]) -> Signed | None:
    if not erased:
        return None
    return sign_erasures(
        installation=row.epoch.installation,
        leaf_hash=bytes(row.leaf_hash),
        erased=erased,
        signer=signer(),
    )


@question
def _of_id() -> "QuerySet[Record]":
    return Record.objects.select_related("epoch").filter(pk=place("id"))


def _record(record_id: UUID) -> Record:
    row = _of_id.first(id=record_id)
    if row is None:
        raise RecordUnknown
    return row


def _ref(row: Record) -> RecordRef:
    epoch = row.epoch
    return RecordRef(
        row.id, bytes(row.leaf_hash), epoch.installation, epoch.number, row.recorded_at
    )


@question
def _promised() -> "QuerySet[Record, tuple[bytes | memoryview, str, int, datetime]]":
    rows = Record.objects.filter(pk=place("id"))
    return rows.values_list("leaf_hash", "epoch__installation", "epoch_id", "recorded_at")


def _item_proof(row: Record, item_key: str) -> ItemProof:
    packed = Items.objects.filter(record=row).values_list("leaves", flat=True).first()
    leaves = unpack_items(bytes(packed)) if packed else []
    for index, leaf in enumerate(leaves):
        if json.loads(leaf)["key"] == item_key:
            path = merkle.inclusion_path(index, [merkle.leaf_hash(other) for other in leaves])
            return ItemProof(leaf, index, path)
    raise ItemUnknown


def _openings(
    row: Record, item_key: str | None, item: ItemProof | None, reveal: Collection[str]
) -> tuple[list[Opening], list[Opening], list[Erased]]:
    """Return what is opened of the record, of the item, and what was erased of both.

    Every asked name is in one of them.
    """
    of_record = set(json.loads(bytes(row.leaf))["commitments"]) & set(reveal)
    of_item = set() if item is None else set(json.loads(item.leaf)["commitments"]) & set(reveal)
    for name in sorted(set(reveal) - of_record - of_item):
        raise NameNotCommitted(name=name)
    packed = ClearValues.objects.filter(record=row).values_list("by_key", flat=True).first()
    clear = unpack_clear(bytes(packed)) if packed else {}
    closed = [
        *_closed(clear, "", of_record),
        *_closed(clear, item_key or "", of_item),
    ]
    return (
        _opened(clear, "", of_record),
        _opened(clear, item_key or "", of_item),
        _erased(row, closed) if closed else [],
    )


def _opened(clear: Clear, key: str, names: Collection[str]) -> list[Opening]:
    found = (opening(clear, key=key, name=name) for name in sorted(names))
    return [one for one in found if one is not None]


def _closed(clear: Clear, key: str, names: Collection[str]) -> list[tuple[str, str]]:
    return [(key, name) for name in sorted(names) if opening(clear, key=key, name=name) is None]


def _erased(row: Record, closed: list[tuple[str, str]]) -> list[Erased]:
    """Return how these values went; raises LedgerBroken for one that nobody erased."""
    known = {
        (one.item_key, one.name): Erased(one.name, one.erased_at, one.office)
        for one in Erasure.objects.filter(record=row)
    }
    for key, name in closed:
        if (key, name) not in known:
            raise LedgerBroken(what=f"{row.pk}: {name}")
    return [known[pair] for pair in closed]


def _inclusion(row: Record) -> Inclusion | None:
    placement = Placement.objects.filter(record=row).first()
    if placement is None:
        return None
    place = Place(placement.epoch_id, placement.index)
    head = queries.head_over(place)
    if head is None:
        return None
    path = queries.inclusion_path(place, size=head.size)
    return Inclusion(place.index, path, head.signed)

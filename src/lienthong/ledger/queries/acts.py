"""Records with what their leaves say in the clear."""

import json
from collections.abc import Collection
from uuid import UUID

from django.db.models import QuerySet

from lienthong.ledger import types
from lienthong.ledger.models import Items, Record
from lienthong.ledger.rules.records.packing import unpack_items


def acts_of_subject(
    subject: UUID, *, after: UUID | None = None, limit: int = 200
) -> list[types.ActLine]:
    """Return what was done about one thing, by the records' ids, from after one on. One statement.

    Ids grow with time within a process: the order is that of the acts but for moments.
    """
    rows = Record.objects.filter(subjects__subject=subject).distinct()
    if after is not None:
        rows = rows.filter(pk__gt=after)
    return _lines(rows.order_by("pk")[:limit])


def acts_of(record_ids: Collection[UUID]) -> list[types.ActLine]:
    """Return these records, by their ids. One statement."""
    return _lines(Record.objects.filter(pk__in=record_ids).order_by("pk"))


def acts_with_item(subject: UUID, act: str, key: str) -> list[types.ActLine]:
    """Return the acts of one name about a thing that have an item of this key. Two statements."""
    rows = Record.objects.filter(subjects__subject=subject, act=act).distinct()
    packed = Items.objects.filter(record__in=rows).values_list("record_id", "leaves")
    keys = {one: {json.loads(leaf)["key"] for leaf in unpack_items(bytes(p))} for one, p in packed}
    return [one for one in _lines(rows.order_by("pk")) if key in keys.get(one.id, ())]


def item_dimensions(record_id: UUID, key: str) -> types.Dimensions | None:
    """Return what one item of a record says in the clear; None without it. One statement."""
    packed = Items.objects.filter(record_id=record_id).values_list("leaves", flat=True).first()
    for leaf in unpack_items(bytes(packed)) if packed else []:
        said = json.loads(leaf)
        if said["key"] == key:
            found: types.Dimensions = said["dimensions"]
            return found
    return None


def _lines(rows: "QuerySet[Record]") -> list[types.ActLine]:
    return [
        _line(record_id, bytes(leaf), epoch, index)
        for record_id, leaf, epoch, index in rows.values_list(
            "id", "leaf", "placement__epoch_id", "placement__index"
        )
    ]


def _line(record_id: UUID, leaf: bytes, epoch: int | None, index: int | None) -> types.ActLine:
    said = json.loads(leaf)
    return types.ActLine(
        id=record_id,
        act=said["act"],
        time=said["time"],
        actor=said["actor"],
        installation=said["installation"],
        subjects={role: UUID(value) for role, value in said["subjects"].items()},
        dimensions=said["dimensions"],
        place=None if epoch is None or index is None else types.Place(epoch, index),
    )

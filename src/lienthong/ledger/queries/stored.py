"""Records with everything that is stored beside them, in pages, for auditing and export."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from lienthong.ledger.models import ClearValues, Erasure, Items, Record, Subject, Waiting
from lienthong.ledger.rules.checks.stored_rows import StoredRecord
from lienthong.ledger.rules.tree.tiles import WIDTH

# As many as a tile holds. An act to 200 is some 150 KB with its items and values.
PAGE = WIDTH


def placed_page(epoch: int, *, start: int, end: int) -> dict[int, StoredRecord]:
    """Return the records with the places from `start` up to `end` by index. Five statements."""
    beside = {
        "record__placement__epoch": epoch,
        "record__placement__index__gte": start,
        "record__placement__index__lt": end,
    }
    rows = Record.objects.filter(**_own(beside)).select_related("epoch", "placement")
    found = _stored(rows, beside)
    return {row.placement.index: found[row.pk] for row in rows}


def waiting_pages() -> Iterator[list[StoredRecord]]:
    """Yield the records that wait for a place, in pages; five statements each."""
    last = UUID(int=0)
    while True:
        waiting = Waiting.objects.filter(record_id__gt=last).order_by("record_id")
        ids = list(waiting.values_list("record_id", flat=True)[:PAGE])
        if not ids:
            return
        beside: dict[str, object] = {"record__in": ids}
        rows = Record.objects.filter(pk__in=ids).select_related("epoch")
        yield list(_stored(rows, beside).values())
        last = ids[-1]


def _own(beside: dict[str, Any]) -> dict[str, Any]:
    return {name.removeprefix("record__"): value for name, value in beside.items()}


def _stored(rows: QuerySet[Record], beside: dict[str, Any]) -> dict[UUID, StoredRecord]:
    subjects: dict[UUID, set[tuple[str, str]]] = defaultdict(set)
    for record_id, role, subject in Subject.objects.filter(**beside).values_list(
        "record_id", "role", "subject"
    ):
        subjects[record_id].add((role, str(subject)))
    erased: dict[UUID, set[tuple[str, str]]] = defaultdict(set)
    for record_id, key, name in Erasure.objects.filter(**beside).values_list(
        "record_id", "item_key", "name"
    ):
        erased[record_id].add((key, name))
    items = dict(Items.objects.filter(**beside).values_list("record_id", "leaves"))
    clear = dict(ClearValues.objects.filter(**beside).values_list("record_id", "by_key"))
    return {
        row.pk: StoredRecord(
            id=str(row.pk),
            installation=row.epoch.installation,
            epoch=row.epoch_id,
            act=row.act,
            leaf=bytes(row.leaf),
            leaf_hash=bytes(row.leaf_hash),
            recorded_at=row.recorded_at,
            subjects=frozenset(subjects[row.pk]),
            items=_bytes(items.get(row.pk)),
            clear=_bytes(clear.get(row.pk)),
            erased=frozenset(erased[row.pk]),
        )
        for row in rows
    }


def _bytes(value: bytes | memoryview | None) -> bytes | None:
    return None if value is None else bytes(value)

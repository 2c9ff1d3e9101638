"""Erasing personal values where the law asks for it."""

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import transaction

from lienthong.kernel.actor import Actor
from lienthong.kernel.wording import noop as _
from lienthong.ledger.errors import ReasonMissing, RecordUnknown
from lienthong.ledger.models import ClearValues, Erasure, Record
from lienthong.ledger.rules.canonical import canonical_bytes
from lienthong.ledger.rules.records.packing import Clear, unpack_clear, without
from lienthong.ledger.services.record import record
from lienthong.ledger.types import Act, RecordRef

PAGE = 500  # lines in memory at a time
_AGAIN = _("Khôi phục từ bản sao lưu: xóa lại giá trị đã xóa trước đó")


def erase(
    record_id: UUID,
    *,
    names: Collection[str] | None,
    item_key: str = "",
    reason: str,
    office: str,
    actor: Actor,
    now: datetime,
) -> RecordRef | None:
    """Erase clear values with their salts, and record that; None when there was nothing to erase.

    Whether the actor may is the caller's question, asked before.
    names: which; None: all of the record and of its items, as when a whole document is disposed
        of. item_key: the item whose names are meant; empty: the record's own.
    reason: kept as a commitment of the act's record. office: who answers for it, as receipts will
        name it: an agency, never a person.
    Leaf, place and proofs stand; receipts given out before keep what they opened. Erasing again
    changes nothing. Raises ReasonMissing and RecordUnknown.
    """
    if not reason.strip():
        raise ReasonMissing
    with transaction.atomic():
        row = ClearValues.objects.select_for_update().filter(record_id=record_id).first()
        if row is None:
            raise RecordUnknown
        gone = _gone(unpack_clear(bytes(row.by_key)), names=names, item_key=item_key)
        if not gone:
            return None
        _take_out(row, gone)
        ref = record(_act(record_id, gone, reason.strip(), office), actor=actor, at=now)
        _remember(record_id, gone, office=office, act_id=ref.id, at=now)
    return ref


def erased_lines() -> Iterator[dict[str, Any]]:
    """Walk everything that was ever erased, as values for JSON: which value, when, by whom."""
    last = 0
    rows = Erasure.objects.order_by("pk")
    while page := list(rows.filter(pk__gt=last)[:PAGE]):
        for row in page:
            yield {
                "record": str(row.record_id),
                "item": row.item_key,
                "name": row.name,
                "at": row.erased_at.isoformat(),
                "office": row.office,
            }
        last = page[-1].pk


def erase_again(lines: Iterable[dict[str, Any]], *, now: datetime) -> int:
    """Erase what an older copy of the tables has brought back; return how many values.

    lines: of `erased_lines`. Each record gets one act that says so; the erasure keeps its day and
    its office. What is erased here, and records that are not here, are passed over.
    """
    count, rest = 0, iter(lines)
    while batch := list(islice(rest, PAGE)):
        by_record: dict[UUID, list[dict[str, Any]]] = {}
        for line in batch:
            by_record.setdefault(UUID(line["record"]), []).append(line)
        rows = ClearValues.objects.filter(pk__in=by_record)
        for record_id in rows.values_list("pk", flat=True):
            count += _erase_again(record_id, by_record[record_id], now=now)
    return count


def _erase_again(record_id: UUID, lines: list[dict[str, Any]], *, now: datetime) -> int:
    with transaction.atomic():
        row = ClearValues.objects.select_for_update().get(record_id=record_id)
        clear = unpack_clear(bytes(row.by_key))
        back = [one for one in lines if one["name"] in clear.get(one["item"], {})]
        if not back:
            return 0
        gone = [(one["item"], one["name"]) for one in back]
        _take_out(row, gone)
        act = _act(record_id, gone, _AGAIN, back[0]["office"])
        ref = record(act, actor=Actor.installation(), at=now)
        for one in back:
            pair, erased_at = (one["item"], one["name"]), datetime.fromisoformat(one["at"])
            _remember(record_id, [pair], office=one["office"], act_id=ref.id, at=erased_at)
    return len(back)


def _take_out(row: ClearValues, gone: list[tuple[str, str]]) -> None:
    clear = unpack_clear(bytes(row.by_key))
    for key in {key for key, _name in gone}:
        clear = without(clear, key=key, names={name for k, name in gone if k == key})
    row.by_key = canonical_bytes(clear)
    row.save(update_fields=["by_key"])


def _gone(clear: Clear, *, names: Collection[str] | None, item_key: str) -> list[tuple[str, str]]:
    """Return what there is of it, as pairs of item key and name, in a stable order."""
    keys = sorted(clear) if names is None else [item_key]
    return [
        (key, name)
        for key in keys
        for name in sorted(clear.get(key, {}))
        if names is None or name in names
    ]


def _act(record_id: UUID, gone: list[tuple[str, str]], reason: str, office: str) -> Act:
    return Act(
        name="ledger.values-erased",
        subjects={"record": str(record_id)},
        dimensions={"values": len(gone)},
        private={"reason": reason, "office": office},
    )


def _remember(
    record_id: UUID, gone: list[tuple[str, str]], *, office: str, act_id: UUID, at: datetime
) -> None:
    act = Record.objects.get(pk=act_id)
    Erasure.objects.bulk_create(
        (
            Erasure(
                record_id=record_id,
                item_key=key,
                name=name,
                erased_at=at,
                office=office[:300],
                act=act,
            )
            for key, name in gone
        ),
        batch_size=100,
    )

"""Erasing personal values where the law asks for it."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction

from lienthong.kernel.actor import Actor
from lienthong.ledger.errors import ReasonMissing, RecordUnknown
from lienthong.ledger.models import ClearValues, Erasure, Record
from lienthong.ledger.rules.canonical import canonical_bytes
from lienthong.ledger.rules.packing import Clear, unpack_clear, without
from lienthong.ledger.services.record import record
from lienthong.ledger.types import Act, RecordRef


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
        clear = unpack_clear(bytes(row.by_key))
        gone = _gone(clear, names=names, item_key=item_key)
        if not gone:
            return None
        for key in {key for key, _name in gone}:
            clear = without(clear, key=key, names={name for k, name in gone if k == key})
        row.by_key = canonical_bytes(clear)
        row.save(update_fields=["by_key"])
        ref = record(_act(record_id, gone, reason.strip(), office), actor=actor, at=now)
        _remember(record_id, gone, office=office, act_id=ref.id, now=now)
    return ref


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
    record_id: UUID, gone: list[tuple[str, str]], *, office: str, act_id: UUID, now: datetime
) -> None:
    act = Record.objects.get(pk=act_id)
    Erasure.objects.bulk_create(
        (
            Erasure(
                record_id=record_id,
                item_key=key,
                name=name,
                erased_at=now,
                office=office[:300],
                act=act,
            )
            for key, name in gone
        ),
        batch_size=100,
    )

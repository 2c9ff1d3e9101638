"""Recording an act, in the transaction that does it."""

import secrets
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction

from lienthong.kernel.actor import Actor
from lienthong.kernel.ids import uuid7
from lienthong.ledger.errors import InstallationChanged
from lienthong.ledger.models import ClearValues, Epoch, Items, Record, Subject, Waiting
from lienthong.ledger.rules.leaves import BuiltLeaf, build_leaf
from lienthong.ledger.rules.packing import pack_clear, pack_items
from lienthong.ledger.types import Act, RecordRef


def record(act: Act, *, actor: Actor, at: datetime) -> RecordRef:
    """Write the record of an act; it stands or falls with the caller's transaction.

    at: aware; when the act happened. The same number of statements whatever the number of items.
    Raises RuntimeError outside a transaction and ValueError for an act that has no canonical
    form (see `rules.leaves.build_leaf`): both are the caller's mistakes.
    """
    return record_all([act], actor=actor, at=at)[0]


def record_all(acts: Sequence[Act], *, actor: Actor, at: datetime) -> list[RecordRef]:
    """Write a record for each of many acts of one moment, as `record` does, in bulk.

    The same number of statements for one and for many, but that SQLite takes some hundred rows at a
    time. Raises as `record`.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("record() belongs into the transaction of its act")
    if not acts:
        return []
    epoch = open_or_first_epoch(at=at)
    built = [_build(act, epoch, actor=actor, at=at) for act in acts]
    rows = [row for row, _leaf in built]
    Record.objects.bulk_create(rows)
    Waiting.objects.bulk_create(Waiting(record=row, recorded_at=at) for row in rows)
    Subject.objects.bulk_create(
        Subject(record=row, role=role, subject=UUID(value))
        for act, row in zip(acts, rows, strict=True)
        for role, value in act.subjects.items()
    )
    Items.objects.bulk_create(
        Items(record=row, leaves=pack_items([item.leaf for item in leaf.items]))
        for row, leaf in built
        if leaf.items
    )
    ClearValues.objects.bulk_create(
        ClearValues(record=row, by_key=pack_clear(leaf)) for row, leaf in built
    )
    return [RecordRef(row.pk, leaf.leaf_hash) for row, leaf in built]


def _build(act: Act, epoch: Epoch, *, actor: Actor, at: datetime) -> tuple[Record, BuiltLeaf]:
    record_id = uuid7()
    built = build_leaf(
        act,
        actor=actor,
        at=at,
        record_id=record_id,
        installation=epoch.installation,
        epoch=epoch.number,
        random_bytes=secrets.token_bytes,
    )
    row = Record(
        id=record_id,
        epoch=epoch,
        act=act.name,
        leaf=built.leaf,
        leaf_hash=built.leaf_hash,
        recorded_at=at,
    )
    return row, built


def open_or_first_epoch(*, at: datetime) -> Epoch:
    """Return the open epoch; the first is opened by the first record.

    Raises InstallationChanged when the settings name another installation than the ledger.
    """
    epoch = Epoch.objects.filter(closed_at__isnull=True).first()
    if epoch is None:
        epoch, _is_new = Epoch.objects.get_or_create(
            number=1,
            defaults={"installation": settings.LIENTHONG_INSTALLATION, "opened_at": at},
        )
    if epoch.installation != settings.LIENTHONG_INSTALLATION:
        raise InstallationChanged(
            ledger=epoch.installation, configured=settings.LIENTHONG_INSTALLATION
        )
    return epoch

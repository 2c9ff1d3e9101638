"""Recording an act, in the transaction that does it."""

import secrets
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction

from lienthong.kernel.actor import Actor
from lienthong.kernel.ids import uuid7
from lienthong.ledger.errors import InstallationChanged
from lienthong.ledger.models import ClearValues, Epoch, Items, Record, Subject, Waiting
from lienthong.ledger.rules.leaves import build_leaf
from lienthong.ledger.rules.packing import pack_clear, pack_items
from lienthong.ledger.types import Act, RecordRef


def record(act: Act, *, actor: Actor, at: datetime) -> RecordRef:
    """Write the record of an act; it stands or falls with the caller's transaction.

    at: aware; when the act happened. The same number of statements whatever the number of items.
    Raises RuntimeError outside a transaction and ValueError for an act that has no canonical
    form (see `rules.leaves.build_leaf`): both are the caller's mistakes.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("record() belongs into the transaction of its act")
    epoch = open_or_first_epoch(at=at)
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
    row = Record.objects.create(
        id=record_id,
        epoch=epoch,
        act=act.name,
        leaf=built.leaf,
        leaf_hash=built.leaf_hash,
        recorded_at=at,
    )
    Waiting.objects.create(record=row, recorded_at=at)
    Subject.objects.bulk_create(
        Subject(record=row, role=role, subject=UUID(value)) for role, value in act.subjects.items()
    )
    if built.items:
        Items.objects.create(record=row, leaves=pack_items([item.leaf for item in built.items]))
    ClearValues.objects.create(record=row, by_key=pack_clear(built))
    return RecordRef(record_id, built.leaf_hash)


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

"""Recording an act, in the transaction that does it."""

import secrets
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from lienthong.kernel.actor import Actor
from lienthong.kernel.ids import uuid7
from lienthong.ledger.errors import InstallationChanged
from lienthong.ledger.models import ClearValues, Epoch, Items, Record, Subject, Waiting
from lienthong.ledger.rules.records.leaves import build_leaf
from lienthong.ledger.rules.records.packing import pack_clear, pack_items
from lienthong.ledger.types import Act, RecordRef
from lienthong.tables.questions import question
from lienthong.tables.rows import Rows

_RECORDS = Rows(Record, "id", "act", "leaf", "leaf_hash")
_WAITING = Rows(Waiting, "record_id")
_SUBJECTS = Rows(Subject, "record_id", "role", "subject")
_ITEMS = Rows(Items, "record_id", "leaves")
_CLEAR = Rows(ClearValues, "record_id", "by_key")


def record(act: Act, *, actor: Actor, at: datetime) -> RecordRef:
    """Write the record of an act; it stands or falls with the caller's transaction.

    at: aware; when the act happened. The same number of statements whatever the number of items.
    Raises RuntimeError outside a transaction and ValueError for an act that has no canonical
    form (see `rules.leaves.build_leaf`): both are the caller's mistakes.
    """
    return record_all([act], actor=actor, at=at)[0]


def record_all(acts: Sequence[Act], *, actor: Actor, at: datetime) -> list[RecordRef]:
    """Write a record for each of many acts of one moment, as `record` does, in bulk.

    The same number of statements for one and for many, but that SQLite takes some hundred leaves at
    a time. Raises as `record`.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("record() belongs into the transaction of its act")
    if not acts:
        return []
    epoch = open_or_first_epoch(at=at)
    made = [_Made(uuid7(), act, epoch, actor=actor, at=at) for act in acts]
    _RECORDS.insert(
        ((one.id, one.act.name, one.built.leaf, one.leaf_hash) for one in made),
        epoch_id=epoch.number,
        recorded_at=at,
    )
    _WAITING.insert(((one.id,) for one in made), recorded_at=at)
    _SUBJECTS.insert(
        (one.id, role, UUID(value)) for one in made for role, value in one.act.subjects.items()
    )
    _ITEMS.insert(
        (one.id, pack_items([item.leaf for item in one.built.items]))
        for one in made
        if one.built.items
    )
    _CLEAR.insert((one.id, pack_clear(one.built)) for one in made)
    return [RecordRef(one.id, one.leaf_hash, epoch.installation, epoch.number, at) for one in made]


class _Made:
    """One act with its record as it will be written."""

    def __init__(
        self, record_id: UUID, act: Act, epoch: Epoch, *, actor: Actor, at: datetime
    ) -> None:
        self.id, self.act = record_id, act
        self.built = build_leaf(
            act,
            actor=actor,
            at=at,
            record_id=record_id,
            installation=epoch.installation,
            epoch=epoch.number,
            random_bytes=secrets.token_bytes,
        )
        self.leaf_hash = self.built.leaf_hash


@question
def _open_epoch() -> "QuerySet[Epoch]":
    return Epoch.objects.filter(closed_at__isnull=True)[:1]


def open_or_first_epoch(*, at: datetime) -> Epoch:
    """Return the open epoch; the first is opened by the first record.

    Raises InstallationChanged when the settings name another installation than the ledger.
    """
    epoch = _open_epoch.first()
    if epoch is None:
        epoch, _is_new = Epoch.objects.get_or_create(
            number=1,
            defaults={"installation": settings.LIENTHONG_INSTALLATION, "opened_at": at},
        )
    _require_own(epoch)
    return epoch


def require_own_name() -> None:
    """Look whether the ledger, if it has begun, is of the installation that the settings name.

    Raises InstallationChanged. One statement.
    """
    epoch = _open_epoch.first()
    if epoch is not None:
        _require_own(epoch)


def _require_own(epoch: Epoch) -> None:
    if epoch.installation != settings.LIENTHONG_INSTALLATION:
        raise InstallationChanged(
            ledger=epoch.installation, configured=settings.LIENTHONG_INSTALLATION
        )

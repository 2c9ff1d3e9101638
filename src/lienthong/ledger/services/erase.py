"""Erasing personal values where the law asks for it."""

from collections.abc import Collection
from uuid import UUID

from django.db import transaction

from lienthong.ledger.models import ClearValues
from lienthong.ledger.rules.canonical import canonical_bytes
from lienthong.ledger.rules.packing import unpack_clear, without


def erase(record_id: UUID, *, names: Collection[str], item_key: str = "") -> None:
    """Erase the clear values of these names with their salts; erasing again changes nothing.

    item_key: the item whose values are meant; empty: the record's own. Leaf, place and proofs
    stand; receipts given out before keep what they opened.
    """
    with transaction.atomic():
        row = ClearValues.objects.select_for_update().filter(record_id=record_id).first()
        if row is None:
            return
        clear = without(unpack_clear(bytes(row.by_key)), key=item_key, names=names)
        row.by_key = canonical_bytes(clear)
        row.save(update_fields=["by_key"])

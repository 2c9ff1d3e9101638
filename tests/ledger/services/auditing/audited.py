"""An audit asked, its findings, and bytes changed behind its back."""

from datetime import timedelta

from django.db import connection
from tests.ledger.builders import NOW, changed_by_hand

from lienthong.ledger import services
from lienthong.ledger.models import Record, Tile
from lienthong.ledger.rules.checks.stored_rows import Finding
from lienthong.ledger.rules.signed.cms import Anchors
from lienthong.ledger.rules.tree import merkle
from lienthong.ledger.services.audit import audit


def audited(**changes):
    facts = {
        "public_key_pem": services.ensure_key().pem,
        "anchors": Anchors(),
        "now": NOW + timedelta(minutes=1),
        "resume": None,
    }
    return list(audit(**{**facts, **changes}))


def found(**changes):
    return [one for one in audited(**changes) if isinstance(one, Finding)]


def flip(table, column, where, *values, at=20):
    """Change one bit of one stored byte."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {table} WHERE {where}", values)
        (before,) = cursor.fetchone()
    before = bytes(before)
    after = before[:at] + bytes([before[at] ^ 1]) + before[at + 1 :]
    changed_by_hand(f"UPDATE {table} SET {column} = %s WHERE {where}", after, *values)


def pk(ref):
    return ref.id.hex if connection.vendor == "sqlite" else ref.id


def without_published_heads():
    for table in ("stampwanted", "stamp", "publication"):
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM ledger_{table}")


def forged() -> None:
    """Change a record with its hash and tile, and take away every head that would tell."""
    row = Record.objects.get(placement__index=2)
    leaf = bytes(row.leaf).replace(b'"CV"', b'"QD"')
    leaf_hash = merkle.leaf_hash(leaf)
    changed_by_hand(
        "UPDATE ledger_record SET leaf = %s, leaf_hash = %s WHERE id = %s", leaf, leaf_hash, pk(row)
    )
    tile = bytes(Tile.objects.get(level=0).hashes)
    tile = tile[:64] + leaf_hash + tile[96:]
    changed_by_hand("UPDATE ledger_tile SET hashes = %s WHERE level = 0", tile)
    without_published_heads()
    changed_by_hand("DELETE FROM ledger_head WHERE size > 2")

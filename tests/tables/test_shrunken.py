"""Bytes that are kept shrunken are read back as they were given, whatever happened to the table."""

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from lienthong.kernel.ids import uuid7
from lienthong.ledger.models import Epoch, Record
from lienthong.ledger.rules.records.words import WORDS
from lienthong.tables.rows import Rows
from lienthong.tables.shrunken import restored, shrunken

pytestmark = pytest.mark.once
# Stored by the first installation that shrank; the words it was stored with are those of today.
STORED = "01a32405a2c730be9081dbac975a91985b9093aa57060a7c94d0c2111e08dfe0f30800"
LEAF = (
    b'{"act":"dispatch.submitted","actor":"system","commitments":{},"dimensions":{},"epoch":1,'
    b'"installation":"lienthong.example.vn","items":null,"record":"","subjects":{},"time":"",'
    b'"type":"lienthong-leaf/1"}'
)


@given(st.binary(max_size=400).filter(lambda value: not value.startswith(b"\x01")))
def test_any_bytes_come_back(value):
    assert restored(shrunken(value, WORDS), WORDS) == value
    assert len(shrunken(value, WORDS)) <= len(value)


def test_what_was_stored_once_is_read_for_ever():
    assert restored(bytes.fromhex(STORED), WORDS) == LEAF


def test_a_leaf_takes_less_than_half_of_its_length():
    assert len(shrunken(LEAF, WORDS)) * 2 < len(LEAF)


def test_bytes_that_look_shrunken_are_not_taken():
    with pytest.raises(ValueError, match="begins"):
        shrunken(b"\x01{}", WORDS)


def test_what_cannot_be_read_back_is_given_as_it_lies():
    stored = shrunken(LEAF, WORDS)
    for damaged in (stored[:-3], stored + b"x", b"\x01\xff\xff", b"\x01"):
        assert restored(damaged, WORDS) == damaged


@given(st.integers(min_value=0, max_value=len(shrunken(LEAF, WORDS)) * 8 - 9))
def test_a_changed_bit_never_reads_as_another_leaf_unnoticed(bit):
    """It reads as other bytes, whose hash is another; padding behind the end says nothing."""
    stored = bytearray(shrunken(LEAF, WORDS))
    stored[bit // 8] ^= 1 << bit % 8
    assert restored(bytes(stored), WORDS) != LEAF


@pytest.mark.django_db
def test_a_row_written_in_bulk_and_one_from_before_read_the_same():
    epoch = Epoch.objects.create(number=1, installation="a.b", opened_at="2026-01-01T00:00Z")
    ids = [uuid7(), uuid7()]
    rows = Rows(Record, "id", "leaf")
    shared = {"epoch_id": epoch.pk, "act": "a", "leaf_hash": b"h", "recorded_at": epoch.opened_at}
    rows.insert(((one, LEAF) for one in ids), **shared)
    with connection.cursor() as cursor:
        of_first = [ids[0].hex if connection.vendor == "sqlite" else ids[0]]
        cursor.execute("UPDATE ledger_record SET leaf = %s WHERE id = %s", [LEAF, *of_first])
        cursor.execute("SELECT leaf FROM ledger_record ORDER BY id")
        lies = [bytes(leaf) for (leaf,) in cursor.fetchall()]
    assert lies == [LEAF, shrunken(LEAF, WORDS)]
    assert [row.leaf for row in Record.objects.order_by("id")] == [LEAF, LEAF]

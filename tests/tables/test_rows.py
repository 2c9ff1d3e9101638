"""Rows are written as instances would be, in one statement however many they are."""

from uuid import UUID

import pytest
from django.db import IntegrityError, connection, transaction
from tests.tables.builders import AT, a_blob

from lienthong.blobs.models import Blob, Custody, Upload
from lienthong.kernel.ids import uuid7
from lienthong.search.models import SearchText
from lienthong.search.types import SearchKind
from lienthong.tables.rows import Rows

pytestmark = pytest.mark.django_db
_CUSTODIES = Rows(Custody, "agency_id", "since", ignore_conflicts=True)
_BLOBS = Rows(Blob)
_TEXTS = Rows(SearchText, "kind", "subject", "text")


def test_each_row_has_its_own_values_and_those_that_all_share():
    blob, agencies = a_blob(), [uuid7(), uuid7()]
    _CUSTODIES.insert([(agency, AT) for agency in agencies], blob_id=blob.pk)
    kept = Custody.objects.order_by("pk").values_list("blob_id", "agency_id", "since", "ended_at")
    assert list(kept) == [(blob.pk, agency, AT, None) for agency in agencies]


def test_one_row_needs_no_list():
    number = uuid7()
    _BLOBS.insert(digest="b" * 64, size=3, media_type="a/b", stored_at=AT, file_id=number)
    kept = Blob.objects.get(pk="b" * 64)
    assert (kept.size, kept.stored_at, kept.file_id, kept.destroyed_at) == (3, AT, number, None)


def test_a_thousand_rows_are_one_statement_and_none_is_none(django_assert_num_queries):
    with django_assert_num_queries(1):
        _TEXTS.insert((SearchKind.ENTRY, UUID(int=n), f'số {n} ’"%s\\') for n in range(1, 1001))
        _TEXTS.insert([])
    assert SearchText.objects.get(subject=UUID(int=7)).text == 'số 7 ’"%s\\'
    assert SearchText.objects.count() == 1000


def test_what_is_there_already_is_left_out_where_that_was_asked():
    blob, agency = a_blob(), uuid7()
    for _again in range(2):
        _CUSTODIES.insert([(agency, AT)], blob_id=blob.pk)
    assert Custody.objects.count() == 1


def test_what_breaks_a_constraint_is_refused():
    a_blob("a")
    with pytest.raises(IntegrityError), transaction.atomic():
        _BLOBS.insert(digest="a" * 64, size=3, media_type="a/b", stored_at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        _TEXTS.insert([("no-kind", uuid7(), "")])


def test_a_text_that_is_too_long_is_never_cut_in_silence():
    long = "x" * 101
    if connection.vendor == "postgresql":
        with pytest.raises(Exception, match="too long"), transaction.atomic():
            _CUSTODIES.insert([(uuid7(), AT)], blob_id=a_blob().pk, end_reason=long)
    else:
        _CUSTODIES.insert([(uuid7(), AT)], blob_id=a_blob().pk, end_reason=long)
        assert Custody.objects.get().end_reason == long


def test_a_default_that_differs_from_row_to_row_must_be_named():
    with pytest.raises(TypeError, match="id has another default"):
        Rows(Upload).insert(name="a.pdf")

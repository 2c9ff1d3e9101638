"""A question is made once and gives what the queryset would give; a change likewise."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.db.models import Model
from django.db.transaction import TransactionManagementError
from tests.tables.builders import AT, a_blob, a_custody, an_upload

from lienthong.blobs.models import Blob, Custody, Upload
from lienthong.blobs.types import UploadState
from lienthong.tables.places import place, places
from lienthong.tables.questions import change, question

pytestmark = pytest.mark.django_db


@question
def _uploads_named():
    return Upload.objects.filter(
        name=place("name"), state=UploadState.WAITING, expires_at__lte=place("until")
    ).order_by("pk")


@question
def _by_ids():
    return (
        Upload.objects.filter(pk__in=places("ids", UUID))
        .order_by("name")
        .values_list("name", flat=True)
    )


@question
def _sizes():
    return Blob.objects.order_by("-size").values_list("size", "digest", "stored_at")[:2]


@question
def _with_blob():
    return Custody.objects.select_related("blob").filter(agency_id=place("agency"))[:1]


@question
def _locked():
    return Blob.objects.select_for_update().filter(pk=place("digest")).values_list("pk")


@change
def _close():
    return Upload.objects.filter(pk=place("id")), {"state": place("state"), "expires_at": AT}


def same(one: Model, other: Model) -> bool:
    fields = [field.attname for field in one._meta.concrete_fields]
    return all(getattr(one, name) == getattr(other, name) for name in fields)


def test_it_gives_the_instances_that_the_queryset_gives():
    first, _other = an_upload("a.pdf"), an_upload("b.pdf")
    found = _uploads_named.all(name="a.pdf", until=AT)
    assert len(found) == 1
    assert same(found[0], Upload.objects.get(pk=first.pk))
    assert not found[0]._state.adding
    assert not _uploads_named.all(name="a.pdf", until=AT - timedelta(microseconds=1))


def test_other_values_go_into_the_same_statement(django_assert_num_queries):
    an_upload("a.pdf")
    an_upload("b.pdf")
    with django_assert_num_queries(3) as asked:
        names = [_uploads_named.first(name=name, until=AT) for name in ("a.pdf", "b.pdf", "c.pdf")]
    assert [one and one.name for one in names] == ["a.pdf", "b.pdf", None]
    assert "a.pdf" in asked[0]["sql"]


def test_a_list_of_any_length_is_one_statement(django_assert_num_queries):
    ids = [an_upload(f"{n}.pdf").pk for n in range(3)]
    with django_assert_num_queries(3):
        assert _by_ids.all(ids=ids) == ["0.pdf", "1.pdf", "2.pdf"]
        assert _by_ids.all(ids=ids[:1] * 5000) == ["0.pdf"]
        assert _by_ids.all(ids=[]) == []


def test_rows_are_tuples_in_the_order_in_which_their_columns_were_named():
    a_blob("a", size=1)
    a_blob("b", size=2)
    assert _sizes.all() == [(2, "b" * 64, AT), (1, "a" * 64, AT)]


def test_related_rows_come_along(django_assert_num_queries):
    custody = a_custody(a_blob("a", size=7))
    with django_assert_num_queries(1):
        found = _with_blob.first(agency=custody.agency_id)
        assert found is not None
        assert found.blob.size == 7


def test_a_change_says_how_many_rows_it_changed():
    upload = an_upload()
    assert _close.run(id=upload.pk, state=UploadState.REFUSED) == 1
    assert _close.run(id=a_custody(a_blob()).agency_id, state=UploadState.REFUSED) == 0
    upload.refresh_from_db()
    assert upload.state == UploadState.REFUSED


def test_a_value_without_a_place_and_a_place_without_a_value_are_mistakes():
    with pytest.raises(TypeError, match="places"):
        _uploads_named.all(name="a.pdf")
    with pytest.raises(TypeError, match="places"):
        _close.run(id=an_upload().pk, state=UploadState.REFUSED, size=3)


@pytest.mark.django_db(transaction=True)
def test_a_question_that_locks_is_asked_in_a_transaction():
    if not connection.features.has_select_for_update:
        assert _locked.all(digest="a" * 64) == []
        return
    for _first_and_later in range(2):
        with pytest.raises(TransactionManagementError):
            _locked.all(digest="a" * 64)


def test_a_question_that_gives_something_else_is_a_mistake():
    with pytest.raises(TypeError, match="instances"):
        question(lambda: Blob.objects.values("size")).all()


@change
def _rename():
    return Upload.objects.filter(pk__in=places("ids", UUID)), {"name": place("name")}


@pytest.mark.postgres
@pytest.mark.parametrize("ids", [list, set, tuple, dict.fromkeys])
def test_a_list_of_one_value_is_asked_as_that_value_and_finds_the_same(ids):
    one, other = an_upload(name="a"), an_upload(name="b")
    asked = []

    def note(execute, sql, *rest):
        asked.append("unnest" in sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(note):
        assert _by_ids.all(ids=ids([one.pk])) == ["a"]
        assert _by_ids.all(ids=ids([one.pk, other.pk])) == ["a", "b"]
        assert _by_ids.all(ids=ids([])) == []
        assert _rename.run(ids=ids([one.pk]), name="c") == 1
        assert _rename.run(ids=ids([one.pk, other.pk]), name="d") == 2
        assert _by_ids.all(ids=iter([one.pk])) == ["d"]
    assert asked == [False, True, True, False, True, True]


@pytest.mark.postgres
def test_the_plan_for_one_value_is_kept():
    """A list would be planned anew each time, in longer than it takes to find a row by its id."""
    for _time in range(12):
        _by_ids.all(ids=[an_upload().pk])
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT generic_plans FROM pg_prepared_statements WHERE statement LIKE %s"
            " AND statement NOT LIKE %s AND statement NOT LIKE %s",
            ['%blobs_upload"."name"%IN ($1)%', "%unnest%", "INSERT%"],
        )
        assert max(plans for (plans,) in cursor.fetchall()) > 0

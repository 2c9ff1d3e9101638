"""The shared cache: exact when many ask at once, and worthless values go."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connections

from lienthong.kernel import clock
from lienthong.operation import services
from lienthong.operation.models import SharedValue


@pytest.mark.django_db
def test_what_is_set_is_found_until_it_is_deleted():
    cache.set("a", [1.5, "ễ", {"b": None}])
    assert cache.get("a") == [1.5, "ễ", {"b": None}]
    assert cache.delete("a")
    assert cache.get("a", "none") == "none"


@pytest.mark.django_db
def test_a_key_is_added_once_and_again_only_when_it_has_expired():
    assert cache.add("lock", True, timeout=60)
    assert not cache.add("lock", True, timeout=60)
    SharedValue.objects.update(expires_at=clock.now() - timedelta(seconds=1))
    assert cache.get("lock") is None
    assert cache.add("lock", True, timeout=60)


@pytest.mark.django_db
def test_a_count_that_is_not_there_is_not_counted():
    cache.set("tries", 3, timeout=60)
    assert cache.incr("tries", 2) == 5
    with pytest.raises(ValueError, match="nothing"):
        cache.incr("nothing")


@pytest.mark.django_db
def test_a_life_is_prolonged_only_while_it_lasts():
    cache.set("short", 1, timeout=5)
    assert cache.touch("short", 600)
    SharedValue.objects.update(expires_at=clock.now() - timedelta(seconds=1))
    assert not cache.touch("short", 600)


@pytest.mark.django_db
def test_expired_values_are_removed_and_the_others_stay(django_assert_num_queries):
    cache.set("old", 1, timeout=1)
    cache.set("forever", 1, timeout=None)
    with django_assert_num_queries(1):
        services.clear_expired_values(now=clock.now() + timedelta(seconds=5))
    assert set(SharedValue.objects.values_list("pk", flat=True)) == {cache.make_key("forever")}


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_one_adds_and_every_count_counts():
    cache.set("tries", 0, timeout=60)

    def ask(_n: int) -> bool:
        try:
            cache.incr("tries")
            return cache.add("lock", True, timeout=60)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(ask, range(40))) == 1
    assert cache.get("tries") == 40

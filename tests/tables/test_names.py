"""Both databases sort names in the order of the kernel."""

import pytest
from tests.kernel.test_sorting import IN_ORDER

from lienthong.directory.models import Person
from lienthong.kernel.sorting import given_name
from lienthong.tables.names import by_given_name, by_name

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _people():
    Person.objects.bulk_create(Person(name=name) for name in reversed(IN_ORDER))


def test_the_database_sorts_as_the_kernel_does():
    found = Person.objects.order_by(by_name("name")).values_list("name", flat=True)
    assert list(found) == IN_ORDER


@pytest.mark.parametrize("name", ["Ân", "Dĩ An", "Hõa", "Trà"])
def test_a_page_begins_after_the_last_name_of_the_one_before(name):
    rows = Person.objects.annotate(sorted_name=by_name("name"))
    found = rows.filter(sorted_name__gt=name).order_by("sorted_name").values_list("name", flat=True)
    assert list(found) == IN_ORDER[IN_ORDER.index(name) + 1 :]
    assert rows.filter(sorted_name=name).count() == 1


@pytest.mark.parametrize("name", ["Nguyễn Văn An", "An", "Ka' Đá", "H’ Bia Niê", "Tôn Nữ Thị Ninh"])
def test_the_database_takes_the_same_word_for_the_given_name_as_the_kernel(name):
    Person.objects.all().delete()
    Person.objects.create(name=name)
    found = Person.objects.annotate(given=by_given_name("name")).values_list("given", flat=True)
    assert list(found) == [given_name(name)] == [name.split()[-1]]

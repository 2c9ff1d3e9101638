"""The closed lists of the wire have words for people."""

import pytest

from lienthong.formats.edxml.codes import BussinessDocType, Priority, StatusCode
from lienthong.formats.edxml.types import Code, OtherInfo


@pytest.mark.parametrize("kind", [StatusCode, BussinessDocType, Priority])
def test_every_code_has_its_own_meaning(kind):
    assert all(one.meaning for one in kind)
    assert len({one.meaning for one in kind}) == len(kind)


def test_the_status_codes_are_those_of_the_axis():
    assert [one.value for one in StatusCode] == [
        "01",
        "02",
        "03",
        "04",
        "05",
        "06",
        "13",
        "15",
        "16",
    ]


def test_urgency_is_known_only_for_numbers_on_the_list():
    assert OtherInfo(priority=3).urgency is Priority.EXPRESS
    assert OtherInfo(priority=9).urgency is None
    assert OtherInfo().urgency is None


def test_a_code_is_shown_as_number_and_notation():
    assert str(Code("12", "QĐ-UBND")) == "12/QĐ-UBND"
    assert str(Code("", "QĐ-UBND")) == "QĐ-UBND"

"""What is counted or measured is written as people of the language write it, in one place."""

import re

import pytest
from django.utils import translation
from tests.architecture.tree import SOURCE, python_files, within

from lienthong.kernel.wording import Count, Measure
from lienthong.webkit import numbers
from lienthong.webkit.templatetags import webkit
from lienthong.webkit.wording import fill

# Where signs are put into numbers: nowhere else, so that no page says "22.7 GB" among commas.
_ONLY = {SOURCE / "kernel" / "wording.py", SOURCE / "webkit" / "numbers.py"}
_BY_HAND = re.compile(r":,d?\}|replace\(\"[.,]\", \"[^\"]|filesizeformat|intcomma|floatformat")


@pytest.mark.parametrize(
    ("language", "counted", "measured", "size"),
    [("vi", "1.234.567", "22,7", "22,7 GB"), ("en", "1,234,567", "22.7", "22.7 GB")],
)
def test_numbers_follow_the_language(language, counted, measured, size):
    with translation.override(language):
        assert numbers.count(1_234_567) == counted
        assert numbers.decimal(22.7) == measured
        assert numbers.file_size(round(22.7 * 1024**3)) == size
        assert webkit.grouped(1_234_567) == counted
        assert fill("còn %(free)s GB", {"free": Measure(22.7)}).endswith(f"{measured} GB")
        assert fill("%(count)s", {"count": Count(1_234_567)}) == counted


@pytest.mark.parametrize(
    ("size", "words"),
    [
        (999 * 1024**2, "999,0 MB"),
        (1000 * 1024**2, "1,0 GB"),
        (1536 * 1024**3, "1,5 TB"),
        (2000 * 1024**4, "2000,0 TB"),
    ],
)
def test_a_large_size_is_said_in_its_own_unit(size, words):
    assert numbers.file_size(size) == words


@pytest.mark.parametrize(
    ("number", "words"), [(64.0, "64"), (0.5, "0,5"), (1234.5, "1234"), (-3.25, "-3,25")]
)
def test_a_measure_ends_where_it_says_nothing_more(number, words):
    assert numbers.decimal(number) == words
    assert str(Measure(number)) == words


def test_a_number_that_names_something_is_left_as_it_is_said():
    assert fill("văn bản đến số %(number)s", {"number": 1274}).endswith("1274")
    assert webkit.grouped("1274/UBND") == "1274/UBND"


def test_nobody_writes_signs_into_numbers_by_hand():
    wrong = [
        f"{within(path)}:{number}"
        for path in [*python_files(), *SOURCE.rglob("*.html")]
        if path not in _ONLY
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if _BY_HAND.search(line)
    ]
    assert wrong == []

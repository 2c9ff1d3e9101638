"""Which copies the law knows (Decree 30/2020/NĐ-CP, Articles 25 and 26)."""

import pytest

from lienthong.documents.rules.copies import FORMS, Carrier, has_way, is_made_of
from lienthong.documents.rules.kinds import copy_title

PAPER, ELECTRONIC = Carrier.PAPER, Carrier.ELECTRONIC


@pytest.mark.parametrize("form", FORMS)
def test_the_table_of_the_law(form):
    ways = {(a, b) for a in Carrier for b in Carrier if has_way(form, a, b)}
    among_papers = {(PAPER, PAPER), (PAPER, ELECTRONIC), (ELECTRONIC, PAPER)}
    extra = {(ELECTRONIC, ELECTRONIC)} if form == "trich-sao" else set()
    assert ways == among_papers | extra


@pytest.mark.parametrize(
    ("form", "kind", "is_allowed"),
    [
        ("sao-y", "quyet-dinh", True),
        ("sao-y", "sao-y", False),
        ("sao-y", "sao-luc", False),
        ("sao-luc", "sao-y", True),
        ("sao-luc", "quyet-dinh", False),
        ("sao-luc", "trich-sao", False),
        ("trich-sao", "bao-cao", True),
        ("trich-sao", "sao-y", False),
    ],
)
def test_what_each_form_is_made_of(form, kind, is_allowed):
    assert is_made_of(form, kind) is is_allowed


def test_what_is_no_form_of_copy_has_no_way():
    with pytest.raises(KeyError):
        has_way("quyet-dinh", PAPER, PAPER)


def test_a_copy_says_what_it_copies():
    from datetime import date

    said = copy_title("sao-luc", "quyet-dinh", "12/QĐ-UBND", date(2026, 11, 2), "UBND tỉnh")
    assert said == "Sao lục Quyết định 12/QĐ-UBND ngày 02/11/2026 của UBND tỉnh"

"""What a connected system may do (A2)."""

import re
from pathlib import Path

from lienthong.access import rules

PAGE = Path(__file__).resolve().parents[2] / "docs/reference/rights.md"


def test_the_reference_page_lists_the_rights_of_systems():
    _table, _heading, section = PAGE.read_text(encoding="utf-8").partition("## Connected systems")
    assert re.findall(r"^- `([a-z.-]+)`$", section, re.MULTILINE) == sorted(rules.OF_SYSTEMS)


def test_a_system_has_no_right_that_the_table_does_not_know_and_none_over_books_or_keys():
    assert set(rules.TABLE) >= rules.OF_SYSTEMS
    forbidden = ("registers.", "issuing.", "access.", "directory.", "systems.", "operation.")
    assert not [right for right in rules.OF_SYSTEMS if right.startswith(forbidden)]
    assert not [right for right in rules.OF_SYSTEMS if rules.TABLE[right].everywhere]

"""Text is as large as the person has set it in the browser."""

import re
from pathlib import Path

import pytest

pytestmark = pytest.mark.once
_SOURCE = Path(__file__).resolve().parents[2] / "src" / "lienthong"
_SHEETS = sorted(_SOURCE.glob("*/static/**/*.css"))
_FIXED = re.compile(r"(?:font-size|font|line-height):[^;}]*?\b\d+px(?!/1\.5 \"Liberation Serif\")")


@pytest.mark.parametrize("sheet", _SHEETS, ids=lambda path: path.name)
def test_no_text_has_a_size_in_pixels_but_what_is_drawn_on_a_picture_of_paper(sheet):
    assert _FIXED.findall(sheet.read_text()) == []


def test_the_sheets_are_found():
    assert {"lienthong.css", "parts.css", "screens.css", "send.css"} <= {
        one.name for one in _SHEETS
    }

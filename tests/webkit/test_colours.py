"""Colours have names, and every colour of text can be read on every ground (WCAG 2.2, 1.4.3)."""

import re
from itertools import product

import pytest
from tests.architecture.tree import SOURCE, within

SHEETS = sorted(path for path in SOURCE.rglob("*.css") if "vendor" not in path.parts)
NAMED = re.compile(r"--([\w-]+): (#[0-9a-f]{3,6})\b")
# Where the names stand, what is printed, and addresses.
ELSEWHERE = re.compile(r":root \{.*?\}|@media print \{.*?^\}|url\(.*?\)", re.DOTALL | re.MULTILINE)
TOKENS = dict(NAMED.findall((SOURCE / "webkit/static/webkit/lienthong.css").read_text("utf-8")))
TEXT = ("ink", "ink-2", "ink-3", "act", "act-dark", "late", "ok", "warn", "seal", "stamp")
GROUNDS = ("paper", "under", "ground", "shade", "act-ground", "late-ground", "ok-ground")
PAIRS = [
    *product(TEXT, (*GROUNDS, "warn-ground")),
    *product(["paper", "act-on-ink"], ["ink"]),
    *product(["paper"], ["act", "act-dark", "late"]),
]


def brightness(colour: str) -> float:
    """Return the relative luminance, 0 to 1."""
    digits = colour[1:] if len(colour) == 7 else "".join(2 * one for one in colour[1:])
    red, green, blue = (int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4))
    linear = [
        one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4
        for one in (red, green, blue)
    ]
    return sum(share * one for share, one in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_text_stands_out_from_its_ground(text, ground):
    light, dark = sorted((brightness(TOKENS[text]), brightness(TOKENS[ground])), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= 4.5


@pytest.mark.parametrize("sheet", SHEETS, ids=within)
def test_colours_but_white_are_named_where_all_of_them_stand(sheet):
    """Paper has its own: what is printed knows black and greys."""
    on_screen = ELSEWHERE.sub("", sheet.read_text("utf-8"))
    rules = re.sub(r"[^{}]*\{", "{", on_screen)  # what a selector names is no colour
    assert set(re.findall(r"#[0-9a-fA-F]{3,8}(?=[\s;}])", rules)) <= {"#fff"}

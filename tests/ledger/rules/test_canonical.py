"""One value, one encoding: what the fast encoder writes is what the definition says."""

import json
import unicodedata
from datetime import date
from enum import StrEnum
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lienthong.ledger.rules.canonical import LARGEST_INTEGER, Malformed, canonical_bytes

pytestmark = pytest.mark.once
_letters = st.characters(exclude_categories=("Cs",))
_texts = st.text(_letters).map(lambda text: unicodedata.normalize("NFC", text))
_plain = st.none() | st.booleans() | _texts | st.integers(-LARGEST_INTEGER, LARGEST_INTEGER)
_values = st.recursive(
    _plain, lambda inner: st.lists(inner) | st.dictionaries(_texts, inner), max_leaves=12
)


class _Word(StrEnum):
    ONE = "một"


def as_defined(value):
    """The definition of the module, by the encoder of the standard library."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode()


@given(_values)
def test_every_value_is_written_as_the_definition_says(value):
    assert canonical_bytes(value) == as_defined(value)


@given(st.text(_letters))
def test_text_in_another_form_is_refused_wherever_it_stands(text):
    if unicodedata.is_normalized("NFC", text):
        assert canonical_bytes({text: [text]}) == as_defined({text: [text]})
        return
    for value in (text, [text], {text: 1}, {"a": [{"b": text}]}):
        with pytest.raises(Malformed, match="Normalization Form C"):
            canonical_bytes(value)


def test_a_mark_behind_an_escape_is_no_other_form():
    """Line feed and a tilde above: as bytes they look like the letter n with a tilde."""
    assert canonical_bytes("\n\u0303") == '"\\n\u0303"'.encode()


def test_words_of_a_closed_list_are_text():
    assert canonical_bytes([_Word.ONE, {"a": _Word.ONE}]) == '["một",{"a":"một"}]'.encode()


@pytest.mark.parametrize(
    "value",
    [
        1.0,
        float("nan"),
        LARGEST_INTEGER + 1,
        -LARGEST_INTEGER - 1,
        2**64,
        (1, 2),
        {1},
        b"a",
        date(2026, 1, 1),
        UUID(int=1),
        {1: "a"},
        {None: "a"},
        "\ud800",
        {"\udfff": 1},
    ],
)
def test_what_has_no_canonical_form_is_refused_wherever_it_stands(value):
    for placed in (value, [value], {"a": value}, {"a": [{"b": value}]}):
        with pytest.raises(Malformed):
            canonical_bytes(placed)

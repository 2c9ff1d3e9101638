"""Texts and questions as tokens: nothing that anybody types is syntax."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lienthong.search.rules import terms_of, tokens_of
from lienthong.search.types import Term


def test_a_notation_is_found_by_its_words_and_by_what_follows_each_of_them():
    assert tokens_of("06/UBND-TTTH") == ["06", "06/ubnd/ttth", "ubnd", "ubnd/ttth", "ttth"]


def test_tones_case_and_normal_form_make_no_difference():
    assert tokens_of("Đất đai") == tokens_of("DAT DAI") == ["dat", "dai"]
    assert tokens_of("thi\u0301 die\u0302\u0309m") == tokens_of("thí điểm")


def test_only_the_last_word_may_be_begun_and_what_is_joined_stands_together():
    assert terms_of("đất đa") == [Term("dat"), Term("da", is_prefix=True)]
    assert terms_of("9459/UBND thí điểm") == [
        Term("9459/ubnd", is_prefix=True),
        Term("thi"),
        Term("diem", is_prefix=True),
    ]


@pytest.mark.parametrize(("typed", "is_begun"), [("v", False), ("va", True), ("nghien", False)])
def test_one_letter_says_too_little_and_six_are_a_whole_syllable(typed, is_begun):
    assert terms_of(typed) == [Term(typed, is_prefix=is_begun)]


@pytest.mark.parametrize("typed", ["", "  ", "_", "'; --", '"" * ( ) ^ : ~'])
def test_what_holds_no_word_asks_for_nothing(typed):
    assert terms_of(typed) == []


def test_a_question_of_ten_thousand_characters_stays_small():
    assert len(terms_of("từ " * 5_000 + "x")) <= 12
    assert all(len(term.token) <= 60 for term in terms_of("x" * 10_000))


@given(st.text(max_size=200))
def test_no_token_holds_a_sign_of_any_engine(typed):
    for token in [*tokens_of(typed), *(term.token for term in terms_of(typed))]:
        assert 0 < len(token) <= 60
        assert re.fullmatch(r"[^\W_]+(/[^\W_]+)*/?", token), token

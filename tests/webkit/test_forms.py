"""What forms send: keys that our pages write, ids, and nothing else."""

import pytest
from django.test import RequestFactory

from lienthong.kernel.ids import uuid7
from lienthong.webkit.errors import AnswerMissing, FormKeyInvalid
from lienthong.webkit.forms import agreed, form_key, ids_of


def sent(**fields):
    return RequestFactory().post("/", fields)


@pytest.mark.parametrize("key", ["a", "0192f0c1-7d2e-7abc-8def-0123456789ab", "x:1._-", "k" * 100])
def test_the_key_that_a_page_wrote_is_kept(key):
    assert form_key(sent(idempotency_key=key)) == key


def test_a_form_without_a_key_is_an_act_of_its_own():
    assert form_key(sent()) != form_key(sent(idempotency_key=""))


@pytest.mark.parametrize("key", ["a\0b", "k" * 101, "khóa", "a b", "a\n", "１"])
def test_any_other_key_is_refused(key):
    with pytest.raises(FormKeyInvalid) as refused:
        form_key(sent(idempotency_key=key))

    assert refused.value.code == "webkit.form-key"


def test_what_is_no_id_is_left_out_and_the_rest_keeps_its_order():
    one, two = uuid7(), uuid7()
    assert ids_of([str(two), "", "x", str(one), f"{one}0"]) == [two, one]


@pytest.mark.parametrize(
    ("said", "is_yes"), [("agree", True), ("refuse", False), ("decline", False)]
)
def test_the_button_that_was_pressed_is_the_answer(said, is_yes):
    assert agreed(sent(answer=said)) is is_yes


@pytest.mark.parametrize("fields", [{}, {"answer": ""}, {"answer": "Agree"}, {"answer": "yes"}])
def test_neither_yes_nor_no_is_no_refusal(fields):
    with pytest.raises(AnswerMissing) as refused:
        agreed(sent(**fields))
    assert refused.value.code == "webkit.answer-missing"

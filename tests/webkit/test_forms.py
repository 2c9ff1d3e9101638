"""What forms send: keys that our pages write, ids, and nothing else."""

from datetime import date

import pytest
from django import forms
from django.test import RequestFactory
from django.utils import translation

from lienthong.kernel.ids import uuid7
from lienthong.webkit.errors import AnswerMissing, FormKeyInvalid
from lienthong.webkit.forms import DayField, agreed, form_key, ids_of


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


class Dated(forms.Form):
    day = DayField()


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize(
    "typed", ["03/12/2026", "3/12/2026", "3-12-2026", "3.12.2026", "2026-12-03"]
)
def test_a_day_has_the_day_before_the_month_in_every_language(language, typed):
    with translation.override(language):
        form = Dated({"day": typed})
        assert form.is_valid()
        assert form.cleaned_data["day"] == date(2026, 12, 3)


@pytest.mark.parametrize("typed", ["12/31/2026", "31/02/2026", "3/12", "hôm nay", "03/12/20261"])
def test_what_is_no_day_is_told_with_an_example(typed):
    form = Dated({"day": typed})
    assert form.errors == {"day": ["Ngày không đúng. Chọn lại ngày, ví dụ 25/11/2026."]}
    assert f'value="{typed}"' in str(form["day"])


@pytest.mark.parametrize("known", [date(2026, 12, 3), "2026-12-03"])
def test_a_known_day_is_written_as_people_do(known):
    assert 'value="03/12/2026"' in str(Dated(initial={"day": known})["day"])

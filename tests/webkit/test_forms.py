"""The key of a form: what our pages write, and nothing else."""

import pytest
from django.test import RequestFactory

from lienthong.webkit.errors import FormKeyInvalid
from lienthong.webkit.forms import form_key


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

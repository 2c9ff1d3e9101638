"""Every refusal can be acted on, and its code is its own."""

import pytest

from lienthong.documents import errors
from lienthong.kernel.refusals import Refusal

REFUSALS = [
    each
    for each in vars(errors).values()
    if isinstance(each, type) and issubclass(each, Refusal) and each.__module__ == errors.__name__
]


@pytest.mark.parametrize("refusal", REFUSALS, ids=lambda each: each.__name__)
def test_every_refusal_says_what_is_wrong_why_and_what_to_do(refusal):
    assert refusal.code.startswith("documents.")
    assert refusal.sentence
    assert refusal.cause
    assert refusal.next_step


def test_every_refusal_has_a_code_of_its_own():
    assert len({each.code for each in REFUSALS}) == len(REFUSALS) > 10

import inspect

import pytest

from lienthong.kernel.refusals import Refusal
from lienthong.signatures import errors

REFUSALS = [
    member
    for _name, member in inspect.getmembers(errors, inspect.isclass)
    if issubclass(member, Refusal) and member.__module__ == errors.__name__
]


@pytest.mark.parametrize("refusal", REFUSALS)
def test_every_refusal_says_what_is_wrong_why_and_what_to_do(refusal):
    assert refusal.code.startswith("signatures.")
    assert all((refusal.sentence, refusal.cause, refusal.next_step))


def test_every_refusal_has_a_code_of_its_own():
    codes = [refusal.code for refusal in REFUSALS]
    assert len(codes) == len(set(codes)) > 20

import pytest

from lienthong.kernel.refusals import Refusal
from lienthong.ledger import errors

REFUSALS = [
    kind
    for kind in vars(errors).values()
    if isinstance(kind, type) and issubclass(kind, Refusal) and kind.__module__ == errors.__name__
]


@pytest.mark.parametrize("refusal", REFUSALS)
def test_every_refusal_says_what_why_and_what_now(refusal):
    assert refusal.code.startswith("ledger.")
    assert refusal.sentence
    assert refusal.cause
    assert refusal.next_step


def test_no_two_refusals_share_a_code():
    assert len({refusal.code for refusal in REFUSALS}) == len(REFUSALS) > 5

"""All 14 samples in any order: taken in, repeated, or refused with words; never anything else."""

import random

import pytest
from tests.gateways.builders import SAMPLES, everything_kept, take

from lienthong.gateways.types import Outcome
from lienthong.kernel.refusals import Refusal

NAMES = sorted(path.stem for path in SAMPLES.glob("*.edxml"))


def attempt(name: str) -> str:
    try:
        return take(name).outcome
    except Refusal as refusal:
        parts = (refusal.sentence, refusal.cause, refusal.next_step)
        said = [part % refusal.facts for part in parts]
        return refusal.code if all(said) else f"{refusal.code} says nothing"


def test_there_are_fourteen_samples():
    assert len(NAMES) == 14


@pytest.mark.parametrize("name", NAMES)
def test_any_sample_may_come_first(agencies, home, name):
    before = everything_kept(home)
    outcome = attempt(name)
    if name in {"edoc-new", "edoc-minimal"}:
        assert outcome == Outcome.TAKEN
    else:
        assert outcome == "gateways.earlier-document-needed"
        assert everything_kept(home) == before


# One order on PostgreSQL too: it meets there what single packages ask of the tables.
ORDERS = [0, *(pytest.param(seed, marks=pytest.mark.once) for seed in range(1, 12))]


@pytest.mark.parametrize("seed", ORDERS)
def test_the_samples_in_any_order_twice(agencies, home, seed):
    order = random.Random(seed).sample(NAMES, k=len(NAMES))
    attempts = {name: attempt(name) for name in order}
    assert attempts["edoc-new"] == attempts["edoc-minimal"] == Outcome.TAKEN
    taken = [name for name in order if attempts[name] == Outcome.TAKEN]
    before = everything_kept(home)
    assert {attempt(name) for name in taken} == {Outcome.REPEATED}
    assert everything_kept(home) == before

"""What `make bench` makes of measured times is right: its tables are only as good."""

import asyncio
from itertools import pairwise

import pytest
from bench.figures import Times, largest_step, percentile, ratio, slope
from bench.open_loop import Arrival, offer
from bench.table import shown

from bench import goals

pytestmark = pytest.mark.once


def test_a_percentile_is_the_smallest_value_that_so_many_do_not_exceed():
    values = [float(value) for value in range(1, 101)]
    assert percentile(values, 0.5) == 50
    assert percentile(values, 0.99) == 99
    assert percentile(values, 1) == 100
    assert percentile([7.0], 0.99) == 7
    assert percentile([3.0, 1.0, 2.0], 0.5) == 2
    with pytest.raises(ValueError, match="no values"):
        percentile([], 0.5)


def test_one_slow_answer_of_a_hundred_is_in_the_worst_and_not_in_p99():
    times = Times.of([1.0] * 99 + [500.0])
    assert times == Times(p50_ms=1.0, p99_ms=1.0, worst_ms=500.0)


def test_two_slow_answers_of_a_hundred_are_in_p99():
    assert Times.of([1.0] * 98 + [500.0] * 2).p99_ms == 500.0


def test_the_slope_per_recipient_and_its_largest_step():
    straight = [(n, 4.0 + 0.05 * n) for n in (1, 5, 50, 200)]
    assert slope(straight) == pytest.approx(0.05)
    assert largest_step(straight) == pytest.approx(0, abs=1e-9)
    stepped = [(n, 4.0 + (10.0 if n == 50 else 0.0)) for n in (1, 5, 50, 200)]
    assert largest_step(stepped) > 5
    with pytest.raises(ValueError, match="one x"):
        slope([(5, 1.0), (5, 2.0)])


def test_a_ratio_to_what_was_not_measured_is_none():
    assert ratio(3, 2) == 1.5
    assert ratio(None, 2) is None
    assert ratio(3, None) is None
    assert ratio(3, 0) is None


def test_in_an_open_loop_a_stall_of_the_server_is_counted_for_all_who_were_due_meanwhile():
    """A closed loop would count the stall once and send the others later."""
    server = asyncio.Lock()

    async def send(number: int) -> None:
        async with server:
            await asyncio.sleep(0.4 if number == 0 else 0)

    arrivals = asyncio.run(offer(send, rate=50, count=10))
    assert [one.number for one in arrivals] == list(range(10))
    gaps = [later.due - one.due for one, later in pairwise(arrivals)]
    assert gaps == pytest.approx([0.02] * 9, abs=1e-4)
    for place, one in enumerate(arrivals):
        assert one.took_ms >= 400 - 20 * place - 5


def test_who_is_begun_late_is_counted_from_when_it_was_due():
    assert Arrival(0, due=10.0, begun=10.3, accepted=10.5).took_ms == pytest.approx(500)


def _goal(*, is_floor: bool, goal: float, stretch: float) -> goals.Goal:
    return goals.Goal("x", "a measure", "a", "", is_floor, goal, stretch)


@pytest.mark.parametrize(
    ("value", "expected"),
    [(2.5, "stretch reached"), (1.5, "goal reached"), (1.49, "not reached")],
)
def test_a_goal_of_at_least(value, expected):
    goal = _goal(is_floor=True, goal=1.5, stretch=2.5)
    assert goals.mark(goal, value, value) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [(0.35, "stretch reached"), (0.5, "goal reached"), (0.51, "not reached")],
)
def test_a_goal_of_at_most(value, expected):
    goal = _goal(is_floor=False, goal=0.5, stretch=0.35)
    assert goals.mark(goal, value, value) == expected


def test_a_run_tells_ratios_to_the_peer_of_the_same_run_and_what_was_not_measured():
    found = {
        "floor_beside": {"sqlite.api.W1": 1000.0},
        "mail": {"W1": {"accepted_a_second": 100.0, "cpu_ms": 10.0}},
        "sqlite": {"api": {"W1": _first(accepted=200.0, cpu=6.0)}},
    }
    by_measure = {one.goal.measure: one for one in goals.told(found, "sqlite")}
    accepted = by_measure["W1 accepted/s : mail"]
    assert (accepted.ours, accepted.other, accepted.value) == (200, 100, 2)
    assert accepted.mark == "goal reached"
    assert by_measure["W1 accepted/s : P4, two, beside it"].mark == "stretch reached"
    assert by_measure["W1 server CPU : mail"].mark == "not reached"
    assert by_measure["W2 CPU : mail"].mark == "not measured"
    assert by_measure["disk - 1.03 x own, 5 recipients, KB"].value == pytest.approx(3.0)


def test_growth_with_the_stock_is_that_of_the_act_that_grows_most():
    small = {"accept": {"p50": 10.0, "p99": 20.0}, "open": {"p50": 4.0, "p99": 5.0}}
    large = {"accept": {"p50": 11.0, "p99": 25.0}, "open": {"p50": 9.0, "p99": 20.0}}
    stock = {
        "10": {"times": small, "inbox": {"documents": 10}},
        "100": {"times": large, "inbox": {"documents": 100, "find_ms": 3.0}},
    }
    found = goals.derived({"stock": stock})
    assert found["p50_growth"] == pytest.approx((9 - 1) / 4)
    assert found["p50_growth_stretch"] == pytest.approx((9 - 0.5) / 4)
    assert found["p99_growth"] == pytest.approx((20 - 5) / 5)
    assert found["inbox"]["documents"] == 100


def test_every_goal_has_a_stretch_that_is_harder_than_the_goal_and_every_row_is_there():
    assert {goal.row for goal in goals.GOALS} == set("abcdefghijk")
    for goal in goals.GOALS:
        harder = goal.stretch > goal.goal if goal.is_floor else goal.stretch < goal.goal
        assert harder, goal.measure


def test_figures_are_printed_with_three_digits_that_count():
    assert [shown(value) for value in (None, 0.01234, 1.5, 1234.5)] == [
        "-",
        "0.0123",
        "1.5",
        "1234",
    ]


def _first(*, accepted: float, cpu: float) -> dict[str, float]:
    own = 100_000
    return {
        "accepted_a_second": accepted,
        "cpu_ms": cpu,
        "own_bytes": own,
        "disk_bytes": 1.03 * own + 3_000,
        "database_bytes": 2_000,
    }

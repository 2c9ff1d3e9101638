"""When a failed task is tried again."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st
from tests.jobs.builders import PATIENT, fail, note

from lienthong.jobs.rules import DEFAULT_POLICY, RetryPolicy, policy_of


def test_a_policy_is_the_one_declared_beside_the_task_or_the_default():
    assert policy_of(fail.module_path) == PATIENT
    assert policy_of(note.module_path) == DEFAULT_POLICY


@given(
    first=st.integers(1, 3600),
    factor=st.floats(1, 10),
    longest=st.integers(3600, 10**6),
    attempt=st.integers(1, 10**6),
)
def test_pauses_never_shrink_and_never_pass_the_longest(first, factor, longest, attempt):
    policy = RetryPolicy(timedelta(seconds=first), factor, timedelta(seconds=longest))
    pause, later = policy.pause_after(attempt), policy.pause_after(attempt + 1)
    assert policy.first <= pause <= later <= policy.longest

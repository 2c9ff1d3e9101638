"""First answers are remembered for their system; one request at a time works under a key (A10)."""

from datetime import timedelta

import pytest
from tests.systems.builders import a_system, an_agency

from lienthong.apikit.errors import KeyUsedForOtherContent, StillAtWork
from lienthong.apikit.keys import Answer
from lienthong.kernel import clock
from lienthong.systems import services
from lienthong.systems.handlers import forget_old_calls

pytestmark = pytest.mark.django_db


@pytest.fixture
def answers():
    return services.Answers(a_system(an_agency()).id)


def test_of_two_at_once_one_works_and_the_other_comes_again(answers):
    now = clock.now()
    assert answers.claim("k", digest=b"1" * 32, now=now) is None
    with pytest.raises(StillAtWork) as caught:
        answers.claim("k", digest=b"1" * 32, now=now)
    assert caught.value.facts["retry_after"] > 0
    answers.keep("k", Answer(201, "application/json", b"{}"))
    told = answers.claim("k", digest=b"1" * 32, now=now)
    assert told == Answer(201, "application/json", b"{}")
    with pytest.raises(KeyUsedForOtherContent):
        answers.claim("k", digest=b"2" * 32, now=now)


def test_what_a_process_that_died_has_claimed_may_be_done_after_a_while(answers):
    now = clock.now()
    answers.claim("k", digest=b"1" * 32, now=now)
    later = now + timedelta(minutes=2)
    assert answers.claim("k", digest=b"1" * 32, now=later) is None
    with pytest.raises(StillAtWork):
        answers.claim("k", digest=b"1" * 32, now=later)


def test_a_claim_under_a_clock_that_was_ahead_holds_nobody_up_after_it_was_set_back(answers):
    now = clock.now()
    answers.claim("k", digest=b"1" * 32, now=now + timedelta(hours=1))
    assert answers.claim("k", digest=b"1" * 32, now=now) is None


def test_a_released_key_is_free(answers):
    now = clock.now()
    answers.claim("k", digest=b"1" * 32, now=now)
    answers.release("k")
    assert answers.claim("k", digest=b"2" * 32, now=now) is None


def test_an_answer_that_was_given_is_never_released(answers):
    now = clock.now()
    answers.claim("k", digest=b"1" * 32, now=now)
    answers.keep("k", Answer(200, "application/json", b"1"))
    answers.release("k")
    assert answers.claim("k", digest=b"1" * 32, now=now).body == b"1"


def test_answers_are_remembered_for_400_days(answers):
    now = clock.now()
    answers.claim("k", digest=b"1" * 32, now=now)
    assert services.forget_answers(now=now + timedelta(days=400)) == 0
    assert services.forget_answers(now=now + timedelta(days=401)) == 1


def test_of_two_that_worked_under_one_key_the_first_answer_stands(answers):
    """The claim of a slow request ran out, another did the work meanwhile, and both end."""
    now = clock.now()
    answers.claim("k", digest=b"1" * 32, now=now)
    answers.claim("k", digest=b"1" * 32, now=now + timedelta(minutes=2))
    answers.keep("k", Answer(201, "application/json", b"1", {"Location": "/1"}))
    answers.keep("k", Answer(201, "application/json", b"2"))

    told = answers.claim("k", digest=b"1" * 32, now=now + timedelta(minutes=3))

    assert (told.body, told.fields) == (b"1", {"Location": "/1"})


def test_old_answers_are_forgotten_by_the_hourly_work(answers):
    now = clock.now()
    answers.claim("old", digest=b"1" * 32, now=now - timedelta(days=401))
    answers.claim("young", digest=b"1" * 32, now=now - timedelta(days=399))

    forget_old_calls.call()

    assert answers.claim("old", digest=b"2" * 32, now=now) is None
    with pytest.raises(KeyUsedForOtherContent):
        answers.claim("young", digest=b"2" * 32, now=now)

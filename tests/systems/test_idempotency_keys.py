"""A request that is sent twice is done once and answered twice (A10)."""

from datetime import timedelta

import pytest
from tests.systems.builders import a_signing_key, a_system, an_agency, signed

from lienthong.apikit.errors import KeyUsedForOtherContent, StillAtWork
from lienthong.apikit.keys import Answer
from lienthong.kernel import clock
from lienthong.systems import services

pytestmark = pytest.mark.django_db
BODY = '{"words":"Chào"}'.encode()


@pytest.fixture
def key():
    return a_signing_key(a_system(an_agency()))


@pytest.fixture
def answers():
    return services.Answers(a_system(an_agency()).id)


def send(client, key, idempotency_key: str, body: bytes = BODY, **fields: str):
    fields |= {"Idempotency_Key": idempotency_key}
    headers = signed(key, "POST", "/api/notes", body=body, **fields)
    return client.post("/api/notes", body, "application/json", headers=headers)


def test_A10_a_request_that_is_sent_twice_is_done_once_and_answered_twice(client, key):
    first, second = send(client, key, "k-1"), send(client, key, "k-1")
    assert first.json() == second.json() == {"words": "Chào", "number": 1}
    assert "Idempotency-Replayed" not in first.headers
    assert second["Idempotency-Replayed"] == "true"
    assert second["Content-Type"] == first["Content-Type"]


def test_A10_the_same_key_with_other_content_is_refused(client, key):
    send(client, key, "k-1")
    answer = send(client, key, "k-1", b'{"words":"x"}')
    assert (answer.status_code, answer.json()["code"]) == (422, "api.key-used-for-other-content")
    assert send(client, key, "k-2", b'{"words":"x"}').json()["number"] == 2


def test_keys_of_two_systems_are_two_keys(client, key):
    other = a_signing_key(a_system(an_agency()))
    assert [send(client, one, "k-1").json()["number"] for one in (key, other)] == [1, 2]


def test_after_a_refusal_the_key_may_be_used_again(client, key):
    assert send(client, key, "k-1", b'{"wrong":"x"}').status_code == 422
    assert send(client, key, "k-1").json()["number"] == 1


@pytest.mark.parametrize("said", ["x" * 101, "a b", "a/b"])
def test_a_key_of_another_shape_is_refused(client, key, said):
    answer = send(client, key, said)
    assert (answer.status_code, answer.json()["code"]) == (422, "api.key-invalid")


def test_a_key_may_stand_in_quotes(client, key):
    send(client, key, "k-1")
    assert send(client, key, '"k-1"')["Idempotency-Replayed"] == "true"


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

"""Who is let in, and why somebody is not (A2, A11)."""

from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from tests.systems.builders import (
    a_bearer,
    a_signing_key,
    a_system,
    an_agency,
    signed,
)

from lienthong.directory import services as directory
from lienthong.kernel import clock
from lienthong.kernel.actor import Actor
from lienthong.systems import queries, services

pytestmark = pytest.mark.django_db
BODY = '{"words":"Chào"}'.encode()


def code_of(answer) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def get(client, key, path="/api/me", **facts):
    extra = facts.pop("extra", {})
    return client.get(path, headers=signed(key, "GET", path, **facts), **extra)


def post(client, headers, body=BODY):
    return client.post("/api/notes", body, "application/json", headers=headers)


def a_private_key(kind: str):
    if kind == "p256":
        return ec.generate_private_key(ec.SECP256R1())
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def test_A2_a_signed_request_acts_for_the_only_agency_of_its_system(client):
    agency = an_agency()
    system = a_system(agency)
    answer = get(client, a_signing_key(system))
    assert answer.status_code == 200
    assert answer.json() == {"name": system.name, "agency": str(agency.id), "kind": "system"}
    assert answer["X-Request-ID"]


@pytest.mark.parametrize("kind", ["p256", "rsa"])
def test_other_kinds_of_keys_sign_as_well(client, kind):
    key = a_signing_key(a_system(an_agency()), a_private_key(kind))
    assert get(client, key).status_code == 200


def test_a_signed_body_arrives(client):
    key = a_signing_key(a_system(an_agency()))
    answer = post(client, signed(key, "POST", "/api/notes", body=BODY))
    assert answer.json() == {"words": "Chào", "number": 1}


def test_nobody_is_let_in_without_a_proof(client):
    answer = client.get("/api/me")
    assert code_of(answer) == (401, "systems.no-proof")
    assert answer["Content-Type"] == "application/problem+json"
    assert "WWW-Authenticate" in answer.headers


def test_an_unknown_key_and_one_that_is_over_are_refused_alike(client):
    system = a_system(an_agency())
    key = a_signing_key(system)
    services.revoke_key(
        system_id=system.id, key_id=key.key_id, actor=Actor.installation(), now=clock.now()
    )
    assert code_of(get(client, key)) == (401, "systems.unknown-key")
    stranger = type(key)("nobody.abc", key.algorithm, key.private)
    assert code_of(get(client, stranger)) == (401, "systems.unknown-key")


def test_a_key_of_somebody_else_makes_a_bad_signature(client):
    mine, other = a_signing_key(a_system(an_agency())), a_signing_key(a_system(an_agency()))
    forged = type(mine)(mine.key_id, other.algorithm, other.private)
    assert code_of(get(client, forged)) == (401, "systems.bad-signature")


@pytest.mark.parametrize("field", ["Signature-Input", "Signature"])
def test_a_signature_that_cannot_be_read_is_a_bad_one(client, field):
    headers = signed(a_signing_key(a_system(an_agency())), "GET", "/api/me")
    headers[field] = "()=;;"
    assert code_of(client.get("/api/me", headers=headers)) == (401, "systems.bad-signature")


def test_a_changed_address_is_noticed(client):
    headers = signed(a_signing_key(a_system(an_agency())), "GET", "/api/me")
    answer = client.get("/api/me?agency=other", headers=headers)
    assert code_of(answer) == (401, "systems.bad-signature")


def test_a_changed_method_is_noticed(client):
    headers = signed(a_signing_key(a_system(an_agency())), "POST", "/api/notes", body=BODY)
    answer = client.put("/api/notes", BODY, "application/json", headers=headers)
    assert answer.status_code == 405
    headers = signed(a_signing_key(a_system(an_agency())), "GET", "/api/notes", body=BODY)
    assert code_of(post(client, headers)) == (401, "systems.bad-signature")


def test_a_changed_header_that_is_signed_is_noticed(client):
    key = a_signing_key(a_system(an_agency()))
    headers = signed(key, "POST", "/api/notes", body=BODY, Idempotency_Key="k1")
    headers["Idempotency-Key"] = "k2"
    assert code_of(post(client, headers)) == (401, "systems.bad-signature")


def test_a_header_that_acts_and_is_not_signed_is_refused(client):
    key = a_signing_key(a_system(an_agency()))
    headers = signed(key, "POST", "/api/notes", body=BODY)
    headers["Idempotency-Key"] = "k2"
    answer = post(client, headers)
    assert code_of(answer) == (401, "systems.signature-incomplete")
    assert "idempotency-key" in answer.json()["detail"]


def test_a_body_without_a_digest_is_not_covered(client):
    key = a_signing_key(a_system(an_agency()))
    headers = signed(key, "POST", "/api/notes", Content_Type="application/json")
    answer = post(client, headers)
    assert code_of(answer) == (401, "systems.signature-incomplete")
    assert "content-digest" in answer.json()["detail"]


def test_a_changed_body_is_refused_and_nothing_is_done(client):
    key = a_signing_key(a_system(an_agency()))
    headers = signed(key, "POST", "/api/notes", body=BODY)
    answer = post(client, headers, body='{"words":"Chao"}'.ljust(len(BODY)).encode())
    assert code_of(answer) == (422, "api.digest-differs")
    assert post(client, signed(key, "POST", "/api/notes", body=BODY)).json()["number"] == 1


@pytest.mark.parametrize("minutes", [-6, 6])
def test_a_signature_of_another_time_is_refused(client, minutes):
    key = a_signing_key(a_system(an_agency()))
    skewed = clock.now() + timedelta(minutes=minutes)
    answer = get(client, key, now=skewed)
    assert code_of(answer) == (401, "systems.signature-expired")


@pytest.mark.parametrize("minutes", [-4, 4])
def test_a_clock_may_be_a_little_wrong(client, minutes):
    key = a_signing_key(a_system(an_agency()))
    assert get(client, key, now=clock.now() + timedelta(minutes=minutes)).status_code == 200


def test_A10_a_write_that_is_sent_again_unchanged_is_refused(client):
    key = a_signing_key(a_system(an_agency()))
    headers = signed(key, "POST", "/api/notes", body=BODY)
    assert post(client, headers).status_code == 200
    assert code_of(post(client, headers)) == (401, "systems.replayed")


def test_a_write_needs_a_nonce_that_can_be_remembered(client):
    key = a_signing_key(a_system(an_agency()))
    headers = signed(key, "POST", "/api/notes", body=BODY, nonce="short")
    assert code_of(post(client, headers)) == (401, "systems.replayed")


def test_reading_may_be_repeated(client):
    headers = signed(a_signing_key(a_system(an_agency())), "GET", "/api/me")
    answers = [client.get("/api/me", headers=headers).status_code for _time in range(3)]
    assert answers == [200, 200, 200]


def test_nonces_are_forgotten_when_their_signatures_are_too_old(client):
    key = a_signing_key(a_system(an_agency()))
    post(client, signed(key, "POST", "/api/notes", body=BODY))
    assert services.forget_nonces(now=clock.now() + timedelta(minutes=4)) == 0
    assert services.forget_nonces(now=clock.now() + timedelta(minutes=11)) == 1


def test_no_step_of_our_clock_lets_a_write_through_twice_while_its_nonce_is_kept(
    client, monkeypatch
):
    key, real = a_signing_key(a_system(an_agency())), clock.now()
    headers = signed(key, "POST", "/api/notes", body=BODY, now=real)
    assert post(client, headers).status_code == 200
    for minutes in (4, -4, 0):
        at = real + timedelta(minutes=minutes)
        monkeypatch.setattr(clock, "now", lambda at=at: at)
        assert services.forget_nonces(now=at) == 0
        assert code_of(post(client, headers)) == (401, "systems.replayed")


@pytest.mark.parametrize("hours", [1, -1, 24 * 365 * 14])
def test_while_our_clock_is_wrong_who_calls_is_told_our_time_and_let_in_when_it_is_right(
    client, monkeypatch, hours
):
    key, real = a_signing_key(a_system(an_agency())), clock.now()
    headers = signed(key, "POST", "/api/notes", body=BODY, now=real)
    wrong = real + timedelta(hours=hours)
    monkeypatch.setattr(clock, "now", lambda: wrong)
    answer = post(client, headers)
    assert code_of(answer) == (401, "systems.signature-expired")
    assert str(wrong.year) in answer.json()["detail"]
    assert "báo quản trị hệ thống" in answer.json()["next_step"]

    monkeypatch.setattr(clock, "now", lambda: real)
    assert post(client, headers).json()["number"] == 1  # the refusal has taken nothing


def test_a_trial_key_lets_in_until_it_ends(client):
    system = a_system(an_agency())
    token = a_bearer(system, now=clock.now())
    assert token.startswith(f"lt_{system.slug}.")
    told = {"Authorization": f"Bearer {token}"}
    assert client.get("/api/me", headers=told).status_code == 200
    over = a_bearer(system, now=clock.now() - timedelta(days=31), days=30)
    told = {"Authorization": f"Bearer {over}"}
    assert code_of(client.get("/api/me", headers=told)) == (401, "systems.unknown-key")


@pytest.mark.parametrize("token", ["", "lt_", "lt_x", "lt_nobody.x_y", "abc", "lt_%s_wrong", "ạ"])
def test_wrong_trial_keys_are_refused_alike(client, token):
    system = a_system(an_agency())
    known = a_bearer(system, now=clock.now()).split("_")[1]
    said = token % known if "%s" in token else token
    answer = client.get("/api/me", HTTP_AUTHORIZATION=f"Bearer {said}")
    assert code_of(answer) == (401, "systems.unknown-key")


def test_a_signing_key_is_no_trial_key_and_the_other_way_round(client):
    system = a_system(an_agency())
    key, token = a_signing_key(system), a_bearer(system, now=clock.now())
    told = {"Authorization": f"Bearer lt_{key.key_id}_x"}
    assert code_of(client.get("/api/me", headers=told)) == (401, "systems.unknown-key")
    forged = type(key)(token.split("_")[1], key.algorithm, key.private)
    assert code_of(get(client, forged)) == (401, "systems.unknown-key")


def test_A2_a_call_from_another_network_is_refused_and_counted(client):
    system = a_system(an_agency(), networks=["10.1.2.0/24", "2001:db8::/48"])
    key = a_signing_key(system)
    assert code_of(get(client, key)) == (403, "systems.network-not-allowed")
    (failure,) = queries.failures_of(system.id)
    assert (failure.code, failure.address) == ("systems.network-not-allowed", "127.0.0.1")


@pytest.mark.parametrize("address", ["10.1.2.77", "2001:db8::7", "::ffff:10.1.2.3"])
def test_A2_networks_are_of_both_kinds(client, address):
    key = a_signing_key(a_system(an_agency(), networks=["10.1.2.0/24", "2001:db8::/48"]))
    assert get(client, key, extra={"REMOTE_ADDR": address}).status_code == 200


def test_A2_without_networks_nobody_is_let_in_and_any_lets_in_from_anywhere(client):
    closed = a_signing_key(a_system(an_agency(), networks=[]))
    assert code_of(get(client, closed)) == (403, "systems.network-not-allowed")
    anywhere = a_signing_key(a_system(an_agency(), networks=["any"]))
    assert get(client, anywhere, extra={"REMOTE_ADDR": ""}).status_code == 200


def test_behind_a_proxy_the_last_hop_that_is_not_ours_counts(client, settings):
    key = a_signing_key(a_system(an_agency(), networks=["10.1.2.0/24"]))
    hops = {"HTTP_X_FORWARDED_FOR": "10.1.2.3, 127.0.0.1"}
    assert code_of(get(client, key, extra=hops)) == (403, "systems.network-not-allowed")
    settings.LIENTHONG_TRUSTED_PROXIES = ["127.0.0.0/8"]
    assert get(client, key, extra=hops).status_code == 200


@pytest.mark.parametrize("turn", [services.pause_system, services.close_system])
def test_a_paused_or_closed_system_is_not_let_in(client, turn):
    system = a_system(an_agency())
    key = a_signing_key(system)
    turn(system_id=system.id, actor=Actor.installation(), now=clock.now())
    assert code_of(get(client, key)) == (403, "systems.paused")


def test_who_asks_too_often_waits(client):
    key = a_signing_key(a_system(an_agency(), requests_a_minute=2))
    answers = [get(client, key) for _time in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[2].json()["code"] == "systems.rate-limited"
    assert 1 <= int(answers[2]["Retry-After"]) <= 30


def test_the_limit_is_shared_among_processes(client, settings):
    settings.LIENTHONG_RATE_SHARES = 2
    key = a_signing_key(a_system(an_agency(), requests_a_minute=4))
    assert [get(client, key).status_code for _time in range(3)] == [200, 200, 429]


def test_a_system_of_several_agencies_says_for_which_it_acts(client):
    first, second = an_agency(), an_agency("Sở Y tế")
    key = a_signing_key(a_system(first, second))
    assert code_of(get(client, key)) == (422, "systems.agency-not-named")
    assert get(client, key, "/api/anybody").status_code == 200
    answer = get(client, key, Lienthong_Agency=second.code)
    assert answer.json()["agency"] == str(second.id)


def test_an_agency_may_be_named_by_an_old_code(client):
    agency = an_agency()
    directory.give_code(agency_id=agency.id, code="H19.77.9")
    key = a_signing_key(a_system(agency))
    answer = get(client, key, Lienthong_Agency=agency.code)
    assert answer.json()["agency"] == str(agency.id)


@pytest.mark.parametrize("code", ["H19.9999", "x" * 500])
def test_a_system_acts_for_no_agency_that_was_not_given_to_it(client, code):
    an_agency()
    key = a_signing_key(a_system(an_agency()))
    answer = get(client, key, Lienthong_Agency=code)
    assert code_of(answer) == (403, "systems.agency-not-allowed")


def test_an_agency_that_was_withdrawn_is_not_acted_for_any_more(client):
    agency = an_agency()
    system = a_system(agency)
    key, now = a_signing_key(system), clock.now()
    facts = {"system_id": system.id, "agency_id": agency.id, "actor": Actor.installation()}
    services.withdraw_agency(last_day=clock.local_day(now), now=now, **facts)
    assert get(client, key).status_code == 200
    services.grant_agency(valid_from=clock.local_day(now) + timedelta(days=1), now=now, **facts)
    services.withdraw_agency(last_day=clock.local_day(now) - timedelta(days=1), now=now, **facts)
    answer = get(client, key, Lienthong_Agency=agency.code)
    assert code_of(answer) == (403, "systems.agency-not-allowed"), "neither counts after that day"


def test_a_failure_is_counted_once_a_minute_for_each_reason(client):
    system = a_system(an_agency(), networks=["10.0.0.0/8"])
    key = a_signing_key(system)
    for _time in range(3):
        get(client, key)
    (failure,) = queries.failures_of(system.id)
    assert failure.count == 1


def test_reading_costs_at_most_two_statements_and_no_write(client, django_assert_num_queries):
    """Also among many systems, and for one of several agencies."""
    for _number in range(50):
        a_system()
    several = [an_agency(f"Cơ quan {number}") for number in range(3)]
    key = a_signing_key(a_system(*several))
    told = {"Lienthong_Agency": several[0].code}
    get(client, key, **told)
    with django_assert_num_queries(2) as captured:
        assert get(client, key, **told).status_code == 200
    assert all(one["sql"].startswith("SELECT") for one in captured.captured_queries)


def test_the_day_of_use_is_written_once_a_day(client):
    system = a_system(an_agency())
    key = a_signing_key(system)
    get(client, key)
    (card,) = queries.keys_of(system.id, now=clock.now())
    assert card.last_used_on == clock.local_day(clock.now())


def test_refusals_are_in_english_for_programs_that_ask_for_it(client):
    answer = client.get("/api/me", headers={"Accept-Language": "en-GB, vi;q=0.5"})
    assert answer["Content-Language"] == "en"
    assert client.get("/api/me")["Content-Language"] == "vi"

"""The operators' pages of connected systems."""

import re

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.test import Client
from tests.access.builders import PASSWORD, a_post, an_account
from tests.systems.builders import a_signing_key, a_system, an_agency, public_pem

from lienthong.apikit.signing import SigningKey
from lienthong.directory.types import Role
from lienthong.kernel import clock
from lienthong.systems import queries, services

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture(autouse=True)
def _whole_installation(settings):
    settings.ROOT_URLCONF = "lienthong.config.urls"


def at_desk(role: Role) -> Client:
    from django.contrib.auth import get_user_model

    account = an_account(a_post(an_agency(), role), f"{role}.stp")
    client = Client()
    client.force_login(
        get_user_model().objects.get(pk=account.id),
        backend="allauth.account.auth_backends.AuthenticationBackend",
    )
    return client


@pytest.fixture
def operator() -> Client:
    assert PASSWORD
    return at_desk(Role.OPERATOR)


def page(answer) -> str:
    return answer.content.decode()


def test_an_operator_finds_systems_in_the_menu_and_adds_one(operator):
    agency = an_agency()
    assert 'href="/he-thong/"' in page(operator.get("/he-thong/"))
    assert "Thêm hệ thống" in page(operator.get("/he-thong/them/"))
    told = {
        "slug": "i-office.stp",
        "name": "I-Office",
        "agency": agency.code,
        "networks": "10.0.0.0/8\n2001:db8::/48",
    }
    answer = operator.post("/he-thong/them/", told, follow=True)
    shown = page(answer)
    assert agency.name in shown
    assert "10.0.0.0/8, 2001:db8::/48" in shown
    assert operator.post("/he-thong/them/", told).status_code == 302
    assert len(queries.systems()) == 1
    assert "i-office.stp" in page(operator.get("/he-thong/"))


def test_what_is_missing_or_wrong_is_said(operator):
    assert operator.post("/he-thong/them/", {"slug": "x"}).status_code == 200
    told = {"slug": "x y", "name": "X"}
    assert "systems.slug-shape" in page(operator.post("/he-thong/them/", told))
    system = a_system()
    at = f"/he-thong/{system.slug}/"
    answer = operator.post(f"{at}co-quan/", {"agency": "H19.99999"})
    assert answer.status_code == 404
    assert operator.post(f"{at}co-quan/", {}).status_code == 422
    assert operator.post(f"{at}sua/", {"networks": "10.0.0.0/8"}).status_code == 422
    assert operator.post(f"{at}khoa/", {"how": "stolen"}).status_code == 422


def test_networks_and_rates_are_changed(operator):
    system = a_system()
    told = {"networks": "any", "requests_a_minute": "60", "bytes_a_minute": "5000000"}
    operator.post(f"/he-thong/{system.slug}/sua/", told)
    changed = queries.system(system.slug)
    assert (changed.networks, changed.requests_a_minute) == (("any",), 60)


def test_an_agency_is_asked_for_and_taken_back(operator):
    agency, system = an_agency(), a_system()
    address = f"/he-thong/{system.slug}/co-quan/"
    shown = page(operator.post(address, {"agency": agency.code}, follow=True))
    assert f"Đã đề nghị {agency.name}" in shown
    assert "chờ cơ quan trả lời" in shown
    assert queries.grants_of(system.id) == []
    operator.post(address, {"agency": agency.code, "withdraw": "1"})
    assert [card.state for card in queries.requests_of_system(system.id)] == ["withdrawn"]
    given = a_system(agency, now=clock.now())
    operator.post(f"/he-thong/{given.slug}/co-quan/", {"agency": agency.code, "withdraw": "1"})
    assert queries.grants_of(given.id)[0].valid_to == clock.local_day(clock.now())


@pytest.mark.parametrize(("act", "state"), [("pause", "paused"), ("close", "closed")])
def test_a_system_is_turned_off(operator, act, state):
    system = a_system()
    operator.post(f"/he-thong/{system.slug}/trang-thai/", {"act": act})
    assert queries.system(system.slug).state == state
    assert operator.post(f"/he-thong/{system.slug}/trang-thai/", {"act": "x"}).status_code == 400


def test_a_made_key_is_shown_once(operator):
    system = a_system()
    told = {"how": "made", "days": "30", "idempotency_key": "f-1"}
    answer = operator.post(f"/he-thong/{system.slug}/khoa/", told)
    shown = page(answer)
    assert answer["Cache-Control"] == "no-store"
    (card,) = queries.keys_of(system.id, now=clock.now())
    pem = re.search(r"-----BEGIN PRIVATE KEY-----[^<]+", shown)
    assert SigningKey.read(pem[0].encode(), card.key_id)
    again = operator.post(f"/he-thong/{system.slug}/khoa/", told)
    assert again.status_code == 409
    assert "systems.already-shown" in page(again)
    assert "PRIVATE KEY" not in page(operator.get(f"/he-thong/{system.slug}/"))


def test_a_trial_key_and_a_public_key_are_added(operator):
    system = a_system()
    address = f"/he-thong/{system.slug}/khoa/"
    assert f"lt_{system.slug}." in page(operator.post(address, {"how": "trial", "days": "5"}))
    pem = public_pem(Ed25519PrivateKey.generate())
    assert operator.post(address, {"how": "public", "public_pem": pem}).status_code == 302
    assert len(queries.keys_of(system.id, now=clock.now())) == 2
    refused = operator.post(address, {"how": "public", "public_pem": "x"})
    assert "systems.key-shape" in page(refused)


def test_a_key_is_rotated_and_revoked(operator):
    system = a_system()
    old = a_signing_key(system).key_id
    address = f"/he-thong/{system.slug}/khoa/{old}/"
    assert "PRIVATE KEY" in page(operator.post(f"{address}thay/", {"overlap": "14"}))
    assert operator.post(f"{address}thay/", {"overlap": "-1"}).status_code == 422
    operator.post(f"{address}thu-hoi/", {})
    states = {card.key_id: card.state for card in queries.keys_of(system.id, now=clock.now())}
    assert states[old] == "revoked"
    assert sorted(states.values()) == ["revoked", "usable"]


def test_the_last_failures_are_shown_in_words(operator):
    system = a_system()
    services.note_failure(
        system_id=system.id,
        code="systems.network-not-allowed",
        address="10.9.9.9",
        now=clock.now(),
    )
    shown = page(operator.get(f"/he-thong/{system.slug}/"))
    assert f"Hệ thống “{system.name}” không được gọi từ địa chỉ này." in shown
    assert "10.9.9.9" in shown


@pytest.mark.parametrize("role", [Role.CLERK, Role.LEADER, Role.MONITOR])
def test_others_see_nothing_of_systems(role):
    client, system = at_desk(role), a_system()
    key = a_signing_key(system).key_id
    at = f"/he-thong/{system.slug}/"
    for address in ("/he-thong/", "/he-thong/them/", at):
        assert client.get(address).status_code == 403
    posts = [
        ("sua/", {"networks": "any", "requests_a_minute": "1", "bytes_a_minute": "9000000"}),
        ("sua/", {}),
        ("co-quan/", {"agency": "H19.99999"}),
        ("trang-thai/", {"act": "close"}),
        ("khoa/", {"how": "trial", "days": "5"}),
        (f"khoa/{key}/thay/", {"overlap": "1"}),
        (f"khoa/{key}/thu-hoi/", {}),
    ]
    for address, told in posts:
        assert client.post(at + address, told).status_code in {403, 404}
    assert queries.system(system.slug) == system


def test_a_list_goes_on_after_50(operator):
    for number in range(52):
        a_system(slug=f"s-{number:03}")
    shown = page(operator.get("/he-thong/"))
    assert "?sau=s-049" in shown
    assert "s-051" in page(operator.get("/he-thong/?sau=s-049"))

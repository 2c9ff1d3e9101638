"""Systems, their agencies and keys: what may be done, what is refused, what is recorded."""

from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from tests.access.builders import an_actor
from tests.systems.builders import (
    NOW,
    a_signing_key,
    a_system,
    an_agency,
    public_pem,
)

from lienthong.access.errors import RightMissing
from lienthong.apikit.signing import SigningKey
from lienthong.directory.errors import UnknownAgency
from lienthong.directory.types import Role
from lienthong.kernel.actor import Actor
from lienthong.kernel.ids import uuid7
from lienthong.ledger import queries as ledger
from lienthong.systems import errors, queries, rules, services
from lienthong.systems.types import KeyKind, KeyState, SystemState

pytestmark = pytest.mark.django_db
BY = {"actor": Actor.installation(), "now": NOW}


def a_public_key() -> str:
    return public_pem(Ed25519PrivateKey.generate())


def test_a_system_is_added_once():
    facts = {"slug": " I-Office.STP ", "name": "I-Office", "networks": ["10.0.0.0/8"], **BY}
    first = services.add_system(**facts)
    assert (first.slug, first.state, first.networks) == ("i-office.stp", "active", ("10.0.0.0/8",))
    assert services.add_system(**facts) == first
    with pytest.raises(errors.SlugTaken):
        services.add_system(**{**facts, "name": "Egov"})


@pytest.mark.parametrize("slug", ["", "a", "-ab", "hệ-thống", "a_b", "a" * 41, "a/b"])
def test_a_short_name_has_a_shape(slug):
    with pytest.raises(errors.SlugShape):
        a_system(slug=slug)


@pytest.mark.parametrize("name", ["", "  ", "x" * 101])
def test_a_system_has_a_name(name):
    with pytest.raises(errors.NameMissing):
        a_system(name=name)


@pytest.mark.parametrize(
    "networks", [["10.0.0.1/8"], ["somewhere"], ["any", "10.0.0.0/8"], ["10.0.0.0/33"]]
)
def test_networks_are_networks(networks):
    with pytest.raises(errors.NetworkShape):
        a_system(networks=networks)


@pytest.mark.parametrize("limits", [(0, 10**9), (10**7, 10**9), (60, 1), (60, 10**13)])
def test_limits_have_limits(limits):
    with pytest.raises(errors.LimitShape):
        services.set_limits(
            system_id=a_system().id, requests_a_minute=limits[0], bytes_a_minute=limits[1], **BY
        )


def test_networks_and_limits_are_changed():
    system = a_system()
    services.set_networks(system_id=system.id, networks=["2001:db8::/48", "10.1.1.1"], **BY)
    services.set_limits(system_id=system.id, requests_a_minute=60, bytes_a_minute=10**8, **BY)
    changed = queries.system(system.slug)
    assert changed.networks == ("2001:db8::/48", "10.1.1.1/32")
    assert (changed.requests_a_minute, changed.bytes_a_minute) == (60, 10**8)


def test_a_system_is_paused_resumed_and_closed_for_good():
    system = a_system()
    assert services.pause_system(system_id=system.id, **BY).state == SystemState.PAUSED
    assert services.resume_system(system_id=system.id, **BY).state == SystemState.ACTIVE
    assert services.close_system(system_id=system.id, **BY).state == SystemState.CLOSED
    assert services.close_system(system_id=system.id, **BY).state == SystemState.CLOSED
    with pytest.raises(errors.SystemClosed):
        services.resume_system(system_id=system.id, **BY)
    with pytest.raises(errors.SystemClosed):
        services.add_public_key(system_id=system.id, public_pem=a_public_key(), **BY)


def test_what_is_not_there_is_not_found():
    with pytest.raises(errors.UnknownSystem):
        queries.system("nobody")
    with pytest.raises(errors.UnknownSystem):
        services.pause_system(system_id=uuid7(), **BY)
    with pytest.raises(errors.KeyNotFound):
        services.revoke_key(system_id=a_system().id, key_id="x", **BY)
    with pytest.raises(errors.KeyNotFound):
        services.revoke_key(system_id=uuid7(), key_id="x", **BY)
    with pytest.raises(UnknownAgency):
        services.grant_agency(
            system_id=a_system().id, agency_id=uuid7(), valid_from=NOW.date(), **BY
        )


def test_agencies_are_given_once_and_taken_back():
    agency = an_agency()
    system = a_system(agency, agency)
    services.grant_agency(system_id=system.id, agency_id=agency.id, valid_from=NOW.date(), **BY)
    (grant,) = queries.grants_of(system.id)
    assert (grant.agency_name, grant.valid_to) == (agency.name, None)
    for _time in range(2):
        services.withdraw_agency(
            system_id=system.id, agency_id=agency.id, last_day=NOW.date(), **BY
        )
    (grant,) = queries.grants_of(system.id)
    assert grant.valid_to == NOW.date()


def test_a_public_key_is_taken_once():
    system, pem = a_system(), a_public_key()
    first = services.add_public_key(system_id=system.id, public_pem=pem, **BY)
    assert first.kind == KeyKind.ED25519
    assert first.key_id.startswith(f"{system.slug}.")
    again = services.add_public_key(system_id=system.id, public_pem=pem + "\n", **BY)
    assert again == first
    with pytest.raises(errors.KeyTaken):
        services.add_public_key(system_id=a_system().id, public_pem=pem, **BY)
    services.revoke_key(system_id=system.id, key_id=first.key_id, **BY)
    with pytest.raises(errors.KeyTaken):
        services.add_public_key(system_id=system.id, public_pem=pem, **BY)


def other_pems():
    weak = rsa.generate_private_key(public_exponent=65537, key_size=1024)
    return [
        "",
        "no key",
        "ạ",
        public_pem(ec.generate_private_key(ec.SECP384R1())),
        public_pem(weak),
    ]


@pytest.mark.parametrize("pem", other_pems(), ids=["empty", "text", "letters", "p384", "rsa-1024"])
def test_what_is_no_key_of_ours_is_refused(pem):
    with pytest.raises(errors.KeyShape):
        services.add_public_key(system_id=a_system().id, public_pem=pem, **BY)


def test_a_made_key_signs_and_its_private_half_is_kept_nowhere():
    system = a_system()
    made = services.make_signing_key(system_id=system.id, **BY)
    assert SigningKey.read(made.secret.encode(), made.card.key_id).algorithm == made.card.kind
    kept = queries.identify(made.card.key_id, now=NOW, today=NOW.date())
    assert "PRIVATE" not in repr(kept)


@pytest.mark.parametrize("days", [0, 91, -1])
def test_a_trial_key_ends_within_90_days(days):
    with pytest.raises(errors.KeyPeriod):
        services.make_bearer_key(system_id=a_system().id, days=days, **BY)


def test_a_trial_key_is_kept_as_a_hash_only():
    made = services.make_bearer_key(system_id=a_system().id, days=90, **BY)
    secret = made.secret.split("_", 2)[2]
    kept = queries.identify(made.card.key_id, now=NOW, today=NOW.date())
    assert len(secret) >= 43
    assert secret not in repr(kept)
    assert made.card.valid_to == NOW + timedelta(days=90)


def test_a_form_that_is_sent_twice_makes_one_key():
    system = a_system()
    made = services.make_signing_key(system_id=system.id, form_key="f1", **BY)
    with pytest.raises(errors.AlreadyShown) as caught:
        services.make_signing_key(system_id=system.id, form_key="f1", **BY)
    assert caught.value.facts == {"key": made.card.key_id}
    assert len(queries.keys_of(system.id, now=NOW)) == 1


def test_after_a_rotation_both_keys_count_until_the_overlap_is_over():
    system = a_system()
    old = a_signing_key(system)
    made = services.rotate_key(
        system_id=system.id, key_id=old.key_id, overlap=timedelta(days=14), **BY
    )
    for days, state in ((0, KeyState.USABLE), (13, KeyState.USABLE), (14, KeyState.ENDED)):
        at = NOW + timedelta(days=days)
        states = {card.key_id: card.state for card in queries.keys_of(system.id, now=at)}
        assert states == {old.key_id: state, made.card.key_id: KeyState.USABLE}
    assert made.secret


def test_a_rotation_takes_the_owners_own_key_and_keeps_kinds():
    system = a_system()
    old = a_signing_key(system)
    facts = {"system_id": system.id, "overlap": timedelta(0), **BY}
    taken = services.rotate_key(key_id=old.key_id, public_pem=a_public_key(), **facts)
    assert taken.secret == ""
    trial = services.make_bearer_key(system_id=system.id, days=5, **BY)
    follows = services.rotate_key(key_id=trial.card.key_id, **facts)
    assert follows.card.kind == KeyKind.BEARER
    with pytest.raises(errors.KeyPeriod):
        services.rotate_key(key_id=old.key_id, **{**facts, "overlap": timedelta(days=91)})


def test_a_rotation_never_lengthens_a_key():
    system = a_system()
    trial = services.make_bearer_key(system_id=system.id, days=5, **BY)
    services.rotate_key(
        system_id=system.id, key_id=trial.card.key_id, overlap=timedelta(days=30), **BY
    )
    ends = {card.key_id: card.valid_to for card in queries.keys_of(system.id, now=NOW)}
    assert ends[trial.card.key_id] == trial.card.valid_to


def test_a_key_counts_from_its_day_on():
    later = NOW + timedelta(days=1)
    system = a_system()
    facts = {"system_id": system.id, "public_pem": a_public_key(), **BY}
    with pytest.raises(errors.KeyPeriod):
        services.add_public_key(valid_from=later, valid_to=NOW, **facts)
    card = services.add_public_key(valid_from=later, **facts)
    assert card.state == KeyState.NOT_YET


@pytest.mark.parametrize("role", [Role.CLERK, Role.LEADER, Role.OFFICER, Role.MONITOR])
def test_only_operators_manage_systems(role):
    facts = {"actor": an_actor(an_agency(), role), "now": NOW}
    system = a_system()
    acts = [
        lambda: services.add_system(slug="abc", name="x", **facts),
        lambda: services.pause_system(system_id=system.id, **facts),
        lambda: services.set_networks(system_id=system.id, networks=["any"], **facts),
        lambda: services.set_limits(
            system_id=system.id, requests_a_minute=1, bytes_a_minute=10**7, **facts
        ),
        lambda: services.grant_agency(
            system_id=system.id, agency_id=uuid7(), valid_from=NOW.date(), **facts
        ),
        lambda: services.withdraw_agency(
            system_id=system.id, agency_id=uuid7(), last_day=NOW.date(), **facts
        ),
        lambda: services.make_bearer_key(system_id=system.id, days=1, **facts),
        lambda: services.make_signing_key(system_id=system.id, **facts),
        lambda: services.revoke_key(system_id=system.id, key_id="x", **facts),
        lambda: services.rotate_key(system_id=system.id, key_id="x", overlap=timedelta(0), **facts),
    ]
    for act in acts:
        with pytest.raises(RightMissing):
            act()


def test_every_change_is_recorded():
    agency = an_agency()
    system = a_system(agency)
    key = a_signing_key(system)
    services.revoke_key(system_id=system.id, key_id=key.key_id, **BY)
    services.close_system(system_id=system.id, **BY)
    records = ledger.records_of_subject(system.id)
    assert {record.act for record in records} == {
        "systems.system-added",
        "systems.agency-granted",
        "systems.key-added",
        "systems.key-revoked",
        "systems.system-closed",
    }


def test_lists_cost_the_same_whatever_their_length(count_statements):
    for _number in range(3):
        system = a_system(an_agency(), an_agency())
    assert count_statements(queries.systems) == 1
    assert count_statements(lambda: queries.grants_of(system.id)) == 2
    assert [card.slug for card in queries.systems(limit=2)] == sorted(
        card.slug for card in queries.systems()
    )[:2]


def test_certificates_of_clients_are_named_by_digests_in_any_usual_form():
    digest = "ab" * 32
    colons = ":".join(["AB"] * 32)
    assert rules.clean_certificates([f" {colons} ", digest, ""]) == (digest,)
    for odd in ("ab", "x" * 64, f"{digest}0"):
        with pytest.raises(errors.CertificateShape):
            rules.clean_certificates([digest, odd])

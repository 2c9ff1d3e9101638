"""Who is let in to the interface of the axis: a secret, and a network or a certificate (A2)."""

import base64
from datetime import timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID
from tests.left_behind import assert_nothing_left
from tests.vxp.builders import a_system, an_agency, an_office, said

from lienthong.blobs import services as blobs
from lienthong.kernel import clock
from lienthong.kernel.actor import Actor
from lienthong.systems import queries as system_queries
from lienthong.systems import services as systems
from lienthong.systems.errors import SecretShape
from lienthong.systems.models import Key
from lienthong.systems.types import KeyState

pytestmark = pytest.mark.django_db
POLL = {"messagetype": "edoc", "servicetype": "eDoc"}
US = Actor.installation()


def code_of(answer) -> str:
    told = said(answer)
    assert told["status"] == ("OK" if told["ErrorCode"] == "0" else "FAIL")
    return told["ErrorCode"]


def test_A2_whoever_has_the_secret_and_calls_from_the_network_is_let_in():
    office = an_office()
    told = said(office.ask("getReceivedEdocList", **POLL))
    assert told == {"status": "OK", "ErrorCode": "0", "ErrorDesc": "Thanh cong", "data": []}
    assert (
        code_of(office.ask("getReceivedEdocList", systemid=office.system.slug.upper(), **POLL))
        == "0"
    )


def test_strangers_learn_nothing_and_leave_nothing():
    office = an_office()
    with assert_nothing_left("systems.Failure"):
        for name in ("khong-co", "chi-co-khoa-khac", "..", "a" * 300):
            answer = office.ask("getReceivedEdocList", systemid=name, **POLL)
            assert code_of(answer) == "systems.unknown-key"
        wrong = office.ask("getReceivedEdocList", secret="mot-bi-mat-khac-han", **POLL)
        assert wrong.content == answer.content
        assert said(wrong)["data"] == []
    (failure,) = system_queries.failures_of(office.system.id)
    assert failure.code == "systems.bad-signature"


def test_A2_a_secret_alone_lets_nobody_in():
    agency, office = an_agency(), an_office()
    for networks in (["any"], ["0.0.0.0/0"], ["::/0"], ["127.0.0.0/8", "0.0.0.0/0"]):
        system, secret = a_system(agency, networks=networks)
        answer = office.ask("getReceivedEdocList", systemid=system.slug, secret=secret, **POLL)
        assert code_of(answer) == "systems.not-bound", networks
    elsewhere, secret = a_system(agency, networks=["10.9.0.0/16"])
    answer = office.ask("getReceivedEdocList", systemid=elsewhere.slug, secret=secret, **POLL)
    assert code_of(answer) == "systems.network-not-allowed"


def test_A2_a_certificate_counts_only_from_a_trusted_proxy(settings):
    settings.LIENTHONG_CLIENT_CERTIFICATE_FIELD = "Client-Cert"
    certificate, digest = a_certificate()
    office = an_office()
    system, secret = a_system(office.agency, networks=["any"])
    systems.set_certificates(
        system_id=system.id, certificates=[digest.upper()], actor=US, now=clock.now()
    )

    def ask(**fields: str):
        told = {"systemid": system.slug, **POLL}
        return office.ask("getReceivedEdocList", secret=secret, fields=fields, **told)

    in_base64 = f":{base64.b64encode(certificate.public_bytes(Encoding.DER)).decode()}:"
    in_pem = certificate.public_bytes(Encoding.PEM).decode().replace("\n", "%0A")
    assert code_of(ask(**{"Client-Cert": in_base64})) == "systems.certificate-unknown"
    settings.LIENTHONG_TRUSTED_PROXIES = ["127.0.0.0/8"]
    behind = {"X-Forwarded-For": "10.1.1.1"}
    assert code_of(ask(**behind)) == "systems.certificate-unknown"
    assert code_of(ask(**behind, **{"Client-Cert": ":AAAA:"})) == "systems.certificate-unknown"
    assert code_of(ask(**behind, **{"Client-Cert": in_base64})) == "0"
    assert code_of(ask(**behind, **{"Client-Cert": in_pem})) == "0"
    other, _digest = a_certificate()
    other_one = f":{base64.b64encode(other.public_bytes(Encoding.DER)).decode()}:"
    assert code_of(ask(**behind, **{"Client-Cert": other_one})) == "systems.certificate-unknown"
    settings.LIENTHONG_CLIENT_CERTIFICATE_FIELD = ""
    assert code_of(ask(**behind, **{"Client-Cert": in_base64})) == "systems.certificate-unknown"


def a_certificate() -> tuple[x509.Certificate, str]:
    key, now = ec.generate_private_key(ec.SECP256R1()), clock.now()
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "may-goi.mau.example.vn")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    return made, made.fingerprint(hashes.SHA256()).hex()


def test_a_new_secret_and_the_old_one_count_together_until_the_old_one_ends():
    office = an_office()
    old = system_queries.keys_of(office.system.id, now=clock.now())[0]
    made = systems.rotate_key(
        system_id=office.system.id,
        key_id=old.key_id,
        overlap=timedelta(days=7),
        actor=US,
        now=clock.now(),
    )
    assert code_of(office.ask("getReceivedEdocList", **POLL)) == "0"
    assert code_of(office.ask("getReceivedEdocList", secret=made.secret, **POLL)) == "0"
    Key.objects.filter(key_id=old.key_id).update(valid_to=clock.now())
    assert code_of(office.ask("getReceivedEdocList", **POLL)) == "systems.unknown-key"
    revoked = systems.revoke_key(
        system_id=office.system.id, key_id=made.card.key_id, actor=US, now=clock.now()
    )
    assert revoked.state == KeyState.REVOKED
    answer = office.ask("getReceivedEdocList", secret=made.secret, **POLL)
    assert code_of(answer) == "systems.unknown-key"


def test_a_secret_is_kept_encrypted_and_follows_the_master_key():
    office = an_office()
    row = Key.objects.get(system_id=office.system.id)
    kept = [bytes(row.sealed), row.fingerprint.encode(), row.key_id.encode()]
    assert not any(office.secret.encode() in one for one in kept)
    blobs.rotate_master_key()
    assert blobs.rewrap_keys() >= 1
    assert code_of(office.ask("getReceivedEdocList", **POLL)) == "0"


def test_a_secret_of_the_owner_is_taken_and_taken_once():
    office = an_office()
    given = "bi-mat-cua-SDK-2018"
    facts = {"system_id": office.system.id, "given": given, "actor": US, "now": clock.now()}
    first = systems.make_shared_secret(**facts)
    assert first.secret == ""
    assert systems.make_shared_secret(**facts).card.key_id == first.card.key_id
    assert code_of(office.ask("getReceivedEdocList", secret=given, **POLL)) == "0"
    with pytest.raises(SecretShape):
        systems.make_shared_secret(**{**facts, "given": "ngan"})


def test_a_shared_secret_opens_nothing_of_the_other_interface():
    office = an_office()
    key_id = system_queries.keys_of(office.system.id, now=clock.now())[0].key_id
    answer = office.client.get(
        "/api/v1/arrivals", headers={"Authorization": f"Bearer lt_{key_id}_{office.secret}"}
    )
    assert answer.status_code == 401


def test_a_paused_system_is_told_so_and_a_fast_one_to_wait():
    office = an_office()
    systems.pause_system(system_id=office.system.id, actor=US, now=clock.now())
    assert code_of(office.ask("getReceivedEdocList", **POLL)) == "systems.paused"
    systems.resume_system(system_id=office.system.id, actor=US, now=clock.now())
    systems.set_limits(
        system_id=office.system.id,
        requests_a_minute=2,
        bytes_a_minute=10**6,
        actor=US,
        now=clock.now(),
    )
    codes = [code_of(office.ask("getReceivedEdocList", **POLL)) for _time in range(3)]
    assert codes == ["0", "0", "systems.rate-limited"]


def test_what_was_changed_on_the_way_is_refused_and_the_signed_text_counts():
    office = an_office()
    changed = office.ask("getReceivedEdocList", fields={"XroadVnpt-messagetype": "status"}, **POLL)
    assert code_of(changed) == "vxp.fields-differ"
    forged = {"XroadVnpt-sign-header": '{"XroadVnpt-systemid":"' + office.system.slug + '"}'}
    answer = office.ask("getReceivedEdocList", fields=forged, **POLL)
    assert code_of(answer) == "systems.unknown-key"
    for broken in ("", "{", "[1]", "x" * 70_000):
        answer = office.ask("getReceivedEdocList", fields={"XroadVnpt-sign-header": broken}, **POLL)
        assert code_of(answer) == "vxp.call-malformed"


def test_a_time_stamp_of_years_ago_or_of_tomorrow_is_no_failure():
    office = an_office()
    for stamp in ("01012018T000000+0001", "21052034T101530+0042", "ngay nao do"):
        assert code_of(office.ask("getReceivedEdocList", timestamp=stamp, **POLL)) == "0"


def test_letting_in_costs_a_fixed_number_of_statements(count_statements):
    office = an_office()
    office.ask("countReceiveEdoc")
    assert count_statements(lambda: office.ask("countReceiveEdoc")) <= 6

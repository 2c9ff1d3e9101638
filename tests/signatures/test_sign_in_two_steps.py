import os
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest
from django.db import connection
from tests.signatures import builders
from tests.signatures.builders import HOUR, MINUTE, NOW

from lienthong.kernel.actor import Actor, ActorKind
from lienthong.kernel.ids import uuid7
from lienthong.signatures import errors, services
from lienthong.signatures.adapters.keyfiles import KeyFiles
from lienthong.signatures.models import Certificate, SigningRequest
from lienthong.signatures.pdf.gaps import sha256
from lienthong.signatures.services import _waiting_files, end_requests
from lienthong.signatures.types import HolderKind, KeyAlgorithm, Mark, RequestState, Verdict

_SIGN_ELSEWHERE = """
import sys
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding
with open(sys.argv[1], "rb") as file:
    key = serialization.load_pem_private_key(file.read(), None)
to_sign = bytes.fromhex(sys.stdin.read())
print(key.sign(to_sign, padding.PKCS1v15(), hashes.SHA256()).hex())
"""


def _prepared(world, *, now=NOW, **changes):
    asked = {
        "pdf": builders.a_prepared_letter(),
        "purpose": HolderKind.PERSON,
        "certificate_id": world.person_certificate,
        "actor": world.leader,
    }
    return services.prepare_signature(**{**asked, **changes}, now=now)


def _signature(prepared) -> bytes:
    return KeyFiles().sign(prepared.key_reference, prepared.to_sign, prepared.algorithm)


def test_C1_a_signature_is_prepared_here_made_in_another_process_and_completed_later(world):
    prepared = _prepared(world)
    key_file = KeyFiles().folder / f"{prepared.key_reference}.pem"

    elsewhere = subprocess.run(
        [sys.executable, "-c", _SIGN_ELSEWHERE, str(key_file)],
        input=prepared.to_sign.hex(),
        capture_output=True,
        text=True,
        check=True,
        env={"PATH": os.environ["PATH"]},
    )
    signed = services.complete_signature(
        request_id=prepared.request_id,
        signature=bytes.fromhex(elsewhere.stdout.strip()),
        now=NOW + MINUTE,
    )

    verdict = builders.judged(signed)
    assert verdict.verdict == Verdict.VALID
    assert verdict.findings[0].signed_at == NOW
    assert prepared.digest_to_sign == sha256(prepared.to_sign)


def test_nothing_but_the_row_and_the_file_is_needed_to_complete(world):
    prepared = _prepared(world)
    before = SigningRequest.objects.get(pk=prepared.request_id)
    signed = services.complete_signature(
        request_id=prepared.request_id, signature=_signature(prepared), now=NOW + 59 * MINUTE
    )
    after = SigningRequest.objects.get(pk=prepared.request_id)

    assert (before.state, after.state) == (RequestState.PREPARED, RequestState.COMPLETED)
    assert after.result_digest == sha256(signed).hex()


def test_completing_twice_with_the_same_signature_gives_the_same_bytes(world):
    prepared = _prepared(world)
    stamper = builders.the_authority().stamper(at=NOW)
    first, second = (
        services.complete_signature(
            request_id=prepared.request_id,
            signature=_signature(prepared),
            now=NOW + MINUTE,
            time_stamper=stamper,
        )
        for _time in range(2)
    )
    assert first == second


def test_a_completed_request_refuses_another_signature(world):
    prepared = _prepared(world)
    services.complete_signature(
        request_id=prepared.request_id, signature=_signature(prepared), now=NOW
    )
    with pytest.raises(errors.CompletedOtherwise):
        services.complete_signature(request_id=prepared.request_id, signature=b"x" * 256, now=NOW)


def test_a_signature_by_another_key_is_refused_and_the_right_one_still_taken(world):
    prepared = _prepared(world)
    wrong = builders.the_agency().key
    other = KeyFiles()
    other.keep("khoa-khac", wrong)
    signature = other.sign("khoa-khac", prepared.to_sign, KeyAlgorithm.RSA_SHA256)

    with pytest.raises(errors.SignatureDoesNotFit):
        services.complete_signature(request_id=prepared.request_id, signature=signature, now=NOW)
    services.complete_signature(
        request_id=prepared.request_id, signature=_signature(prepared), now=NOW
    )


def test_a_request_expires_after_an_hour(world):
    prepared = _prepared(world)
    assert prepared.expires_at == NOW + HOUR
    with pytest.raises(errors.RequestExpired):
        services.complete_signature(
            request_id=prepared.request_id, signature=_signature(prepared), now=NOW + HOUR
        )


def test_however_many_requests_are_over_one_go_closes_them_all(world, monkeypatch):
    """Two signings a document: a province has more of them in a quarter of an hour than 200."""
    monkeypatch.setattr(end_requests, "BATCH", 2)
    for _each in range(5):
        _prepared(world)
    assert services.expire_requests(now=NOW + HOUR) == 5


def test_a_file_that_no_request_tells_of_goes_after_a_day(world, settings):
    _prepared(world)
    SigningRequest.objects.all().delete()
    (left,) = (settings.LIENTHONG_HOME / "signing").iterdir()
    made = datetime.fromtimestamp(left.stat().st_mtime, UTC)

    services.expire_requests(now=made + 23 * HOUR)
    assert left.exists()
    services.expire_requests(now=made + 25 * HOUR)
    assert not left.exists()


def test_the_same_file_kept_by_two_threads_at_once_is_one(settings, tmp_path):
    """Somebody pressed twice: without a time-stamp both results are the same bytes."""
    settings.LIENTHONG_HOME = tmp_path
    request_id, content = uuid7(), b"%PDF" * 500_000
    with ThreadPoolExecutor(8) as threads:
        done = [
            threads.submit(_waiting_files.keep, request_id, "d" * 64, content) for _ in range(8)
        ]
    assert [one.exception() for one in done] == [None] * 8
    assert _waiting_files.read(request_id, "d" * 64) == content
    assert len(list((tmp_path / "signing").iterdir())) == 1


def test_expired_requests_are_closed_and_leave_no_files(world, settings):
    waiting = _prepared(world)
    done = _prepared(world)
    builders.signed_with_kept_key(done)

    assert services.expire_requests(now=NOW + 59 * MINUTE) == 0
    assert services.expire_requests(now=NOW + HOUR) == 2
    assert services.expire_requests(now=NOW + HOUR) == 0

    assert list((settings.LIENTHONG_HOME / "signing").iterdir()) == []
    states = SigningRequest.objects.in_bulk([waiting.request_id, done.request_id])
    assert states[waiting.request_id].state == RequestState.EXPIRED
    assert states[done.request_id].state == RequestState.COMPLETED
    with pytest.raises(errors.RequestExpired):
        builders.signed_with_kept_key(done, at=NOW + HOUR)


def test_a_request_that_does_not_exist_is_not_found(db):
    with pytest.raises(errors.RequestUnknown):
        services.complete_signature(request_id=uuid7(), signature=b"", now=NOW)


def test_a_person_signs_only_with_a_certificate_of_his_own(world):
    stranger = Actor(ActorKind.PERSON, "Lê Văn B", person_id=uuid7(), agency_id=world.agency_id)
    with pytest.raises(errors.CertificateOfAnother):
        _prepared(world, actor=stranger)
    with pytest.raises(errors.CertificateOfAnother):
        _prepared(world, certificate_id=world.agency_certificate)
    with pytest.raises(errors.CertificateUnknown):
        _prepared(world, certificate_id=uuid7())
    assert not SigningRequest.objects.exists()


def test_C2_only_a_certificate_in_force_signs(world):
    until = Certificate.objects.get(pk=world.person_certificate).valid_until
    with pytest.raises(errors.CertificateExpired):
        _prepared(world, now=until + MINUTE)
    with pytest.raises(errors.CertificateNotYetValid):
        _prepared(world, now=NOW - timedelta(days=400))
    services.revoke_certificate(certificate_id=world.person_certificate, reason="Mất", at=NOW)
    _prepared(world, now=NOW - MINUTE)
    with pytest.raises(errors.CertificateRevoked):
        _prepared(world, now=NOW)


def test_a_certificate_revoked_between_the_steps_does_not_complete(world):
    prepared = _prepared(world)
    services.revoke_certificate(certificate_id=world.person_certificate, reason="Mất", at=NOW)
    with pytest.raises(errors.CertificateRevoked):
        services.complete_signature(
            request_id=prepared.request_id, signature=_signature(prepared), now=NOW + MINUTE
        )


def test_the_seal_needs_the_persons_signature_first(world):
    with pytest.raises(errors.PersonFirst):
        builders.sealed_by_agency(world, builders.numbered(builders.a_prepared_letter()))


def test_the_seal_needs_number_and_date(world):
    with pytest.raises(errors.NumberMissing):
        builders.sealed_by_agency(world, builders.signed_by_person(world))


def test_nobody_signs_or_seals_twice(world):
    signed = builders.signed_by_person(world)
    with pytest.raises(errors.AlreadySigned):
        builders.signed_by_person(world, signed)
    sealed = builders.sealed_by_agency(world, builders.numbered(signed))
    with pytest.raises(errors.AlreadySealed):
        builders.sealed_by_agency(world, sealed)
    with pytest.raises(errors.AlreadySealed):
        builders.numbered(sealed, "999")


def test_a_file_without_fields_cannot_be_signed(world):
    with pytest.raises(errors.FieldsMissing):
        _prepared(world, pdf=builders.a_letter())


@pytest.mark.parametrize("image", [b"", b"GIF89a", b"<svg/>"])
def test_an_unusable_image_is_refused(world, image):
    for media_type in ("image/png", "image/svg+xml"):
        with pytest.raises(errors.MarkUnreadable):
            _prepared(world, appearance=Mark(image, media_type))


def test_a_key_that_is_not_here_is_missing(world):
    prepared = _prepared(world)
    (KeyFiles().folder / f"{prepared.key_reference}.pem").unlink()
    with pytest.raises(errors.KeyMissing):
        _signature(prepared)
    for reference in ("", "../../etc/passwd", "khoa/khac"):
        with pytest.raises(errors.KeyMissing):
            KeyFiles().sign(reference, b"", KeyAlgorithm.RSA_SHA256)


def test_keys_are_kept_for_the_owner_only_and_never_replaced(world):
    path = next(KeyFiles().folder.iterdir())
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    with pytest.raises(FileExistsError):
        KeyFiles().keep(path.stem, builders.the_person().key)


def test_a_waiting_file_that_is_gone_ends_the_request(world, settings):
    prepared = _prepared(world)
    for file in (settings.LIENTHONG_HOME / "signing").iterdir():
        file.unlink()
    with pytest.raises(errors.RequestExpired):
        services.complete_signature(
            request_id=prepared.request_id, signature=_signature(prepared), now=NOW
        )


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_four_who_complete_at_once_one_wins_and_all_get_its_bytes(settings):
    world = builders.a_world()
    prepared = _prepared(world)
    signature, start = _signature(prepared), Barrier(4)

    def complete(_turn: int) -> bytes:
        start.wait()
        try:
            return services.complete_signature(
                request_id=prepared.request_id,
                signature=signature,
                now=NOW,
                time_stamper=builders.the_authority().stamper(),
            )
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(complete, range(4)))) == 1
    assert len(list((settings.LIENTHONG_HOME / "signing").iterdir())) == 1

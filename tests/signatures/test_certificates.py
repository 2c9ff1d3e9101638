import io

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.x509.oid import NameOID
from PIL import Image
from tests.signatures import builders
from tests.signatures.builders import DAY, NOW

from lienthong.kernel.ids import uuid7
from lienthong.signatures import errors, queries, services
from lienthong.signatures.adapters.keyfiles import KeyFiles
from lienthong.signatures.adapters.test_authority import TEST_NOTICE
from lienthong.signatures.adapters.test_marks import drawn_seal
from lienthong.signatures.models import Certificate, Specimen
from lienthong.signatures.types import HolderKind, KeyAlgorithm, Mark, MediaType, Verdict

pytestmark = pytest.mark.django_db


def _self_signed(key) -> str:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Lê Thị Hương")])
    built = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(NOW - DAY)
        .not_valid_after(NOW + 30 * DAY)
        .sign(key, hashes.SHA256() if isinstance(key, ec.EllipticCurvePrivateKey) else None)
    )
    return built.public_bytes(serialization.Encoding.PEM).decode()


def test_C2_a_certificate_is_listed_under_its_holder_with_its_days(world):
    found = queries.certificates_of([world.person_id])
    assert [row.id for row in found] == [world.person_certificate]
    assert builders.NAME in found[0].subject
    assert TEST_NOTICE in found[0].subject
    assert found[0].has_local_key
    assert found[0].valid_from < NOW < found[0].valid_until


def test_registering_the_same_certificate_again_changes_nothing(world):
    again = services.register_certificate(
        pem=builders.the_person().pem, holder_kind=HolderKind.AGENCY, holder_id=uuid7()
    )
    assert again == world.person_certificate
    assert Certificate.objects.get(pk=again).holder_id == world.person_id


def test_what_is_no_certificate_is_refused():
    for pem in ("", "xin chào", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----"):
        with pytest.raises(errors.CertificateUnreadable):
            services.register_certificate(pem=pem, holder_kind=HolderKind.PERSON, holder_id=uuid7())
    assert not Certificate.objects.exists()


def test_a_key_that_documents_are_not_signed_with_is_refused():
    with pytest.raises(errors.KeyNotSupported):
        services.register_certificate(
            pem=_self_signed(ed25519.Ed25519PrivateKey.generate()),
            holder_kind=HolderKind.PERSON,
            holder_id=uuid7(),
        )


def test_a_key_on_a_curve_signs_too(world):
    key = ec.generate_private_key(ec.SECP256R1())
    KeyFiles().keep("khoa-duong-cong", key)
    certificate = services.register_certificate(
        pem=_self_signed(key),
        holder_kind=HolderKind.PERSON,
        holder_id=world.person_id,
        key_reference="khoa-duong-cong",
    )
    curve = builders.World(world.person_id, world.agency_id, certificate, uuid7())
    finding = builders.judged(builders.signed_by_person(curve)).findings[0]

    assert Certificate.objects.get(pk=certificate).algorithm == KeyAlgorithm.EC_SHA256
    assert (finding.verdict, finding.reason) == (Verdict.CANNOT_TELL, "issuer-unknown")


def test_C2_certificates_that_run_out_soon_are_found_before_they_do(world):
    until = queries.certificates_of([world.person_id])[0].valid_until
    asked = {"within": 30 * DAY}

    assert queries.expiring(now=until - 31 * DAY, **asked) == []
    soon = queries.expiring(now=until - 29 * DAY, **asked)
    assert {row.id for row in soon} == {world.person_certificate, world.agency_certificate}
    services.revoke_certificate(certificate_id=world.person_certificate, reason="Đổi", at=NOW)
    left = queries.expiring(now=until - 29 * DAY, **asked)
    assert [row.id for row in left] == [world.agency_certificate]


def test_C2_only_certificates_in_force_are_offered_for_signing(world):
    def offered(at):
        return [row.id for row in queries.certificates_of([world.person_id], usable_at=at)]

    assert offered(NOW) == [world.person_certificate]
    assert offered(NOW - 400 * DAY) == []
    services.revoke_certificate(certificate_id=world.person_certificate, reason="Mất", at=NOW)
    assert offered(NOW - DAY) == [world.person_certificate]
    assert offered(NOW) == []


def test_the_first_revocation_stays(world):
    for days in (0, 5):
        services.revoke_certificate(
            certificate_id=world.person_certificate, reason=f"Lần {days}", at=NOW + days * DAY
        )
    kept = Certificate.objects.get(pk=world.person_certificate)
    assert (kept.revoked_at, kept.revocation_reason) == (NOW, "Lần 0")
    with pytest.raises(errors.CertificateUnknown):
        services.revoke_certificate(certificate_id=uuid7(), reason="", at=NOW)


def test_C4_the_specimen_of_a_day_is_the_one_in_use_then(world):
    asked = {"holder_kind": HolderKind.AGENCY, "holder_id": world.agency_id}
    first, second = drawn_seal("Một"), drawn_seal("Hai")
    today = NOW.date()
    services.add_specimen(**asked, mark=first, valid_from_on=today - 10 * DAY)
    services.add_specimen(**asked, mark=second, valid_from_on=today)

    assert queries.specimen_of(**asked, on=today - 11 * DAY) is None
    assert queries.specimen_of(**asked, on=today - DAY) == first
    assert queries.specimen_of(**asked, on=today) == second


def _svg(inside: str, *, box: str = "0 0 36 36") -> Mark:
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}">'
    return Mark(f"{head}{inside}</svg>".encode(), MediaType.SVG)


def _cut(*, behind: int) -> Mark:
    """A PNG of which the transfer broke off, so many bytes behind the name of its last piece."""
    out = io.BytesIO()
    Image.effect_noise((400, 400), 90).save(out, "PNG")
    whole = out.getvalue()
    return Mark(whole[: whole.rindex(b"IDAT") + behind], MediaType.PNG)


_GROWING = "".join(
    f'<g id="p{n}"><use href="#p{n + 1}"/><use href="#p{n + 1}"/></g>' for n in range(40)
)
_ONE = '<g id="p40"><path d="M0 0h1"/></g>'


@pytest.mark.parametrize(
    "mark",
    [
        Mark(b"\x89PNG broken", MediaType.PNG),
        _cut(behind=-4),
        _cut(behind=1),
        _cut(behind=1_000),
        Mark(b'<svg viewBox="0 0 36 36"><rect', MediaType.SVG),
        Mark(b"<p title='viewBox=\"0 0 36 36\"'/>", MediaType.SVG),
        _svg("", box="0 0 0 36"),
        _svg(_GROWING + _ONE),
    ],
    ids=[
        "no-png",
        "cut-before",
        "cut-name",
        "cut-pixels",
        "cut-svg",
        "no-svg",
        "no-size",
        "growing",
    ],
)
def test_C4_a_specimen_that_cannot_be_drawn_is_refused(world, mark):
    with pytest.raises(errors.MarkUnreadable):
        services.add_specimen(
            holder_kind=HolderKind.PERSON,
            holder_id=world.person_id,
            mark=mark,
            valid_from_on=NOW.date(),
        )
    assert not Specimen.objects.exists()


def test_a_drawing_that_uses_a_part_again_is_a_specimen(world):
    twice = '<defs><path id="p" d="M0 0h9v9z"/></defs><use href="#p"/><use href="#p" x="9"/>'
    services.add_specimen(
        holder_kind=HolderKind.PERSON,
        holder_id=world.person_id,
        mark=_svg(twice),
        valid_from_on=NOW.date(),
    )
    assert Specimen.objects.get().holder_id == world.person_id

"""Certificates that anybody may have made: whatever they are, they are only not trusted."""

from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding

from lienthong.ledger.rules.canonical import Malformed
from lienthong.ledger.rules.signed.cms import Anchors, check_chain

pytestmark = pytest.mark.once
NOW = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
NAME = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Cơ quan chứng thực")])
KEY = ec.generate_private_key(ec.SECP256R1())


def certificate(*extensions: x509.ExtensionType) -> x509.Certificate:
    """One of a name and key that sign themselves and each other."""
    builder = (
        x509.CertificateBuilder()
        .subject_name(NAME)
        .issuer_name(NAME)
        .public_key(KEY.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(NOW - timedelta(days=1))
        .not_valid_after(NOW + timedelta(days=1))
    )
    for one in (x509.BasicConstraints(ca=True, path_length=None), *extensions):
        builder = builder.add_extension(one, critical=False)
    return builder.sign(KEY, hashes.SHA256())


def changed(one: x509.Certificate, old: bytes, new: bytes) -> x509.Certificate:
    """The same certificate with other bytes, which no builder would make."""
    der = one.public_bytes(Encoding.DER)
    assert der.count(old) == 1
    return x509.load_der_x509_certificate(der.replace(old, new))


def with_one_extension_twice() -> x509.Certificate:
    made = certificate(x509.SubjectKeyIdentifier(bytes(20)))
    # 2.5.29.14 becomes 2.5.29.19, which is there already.
    return changed(made, b"\x06\x03\x55\x1d\x0e", b"\x06\x03\x55\x1d\x13")


def with_a_name_of_a_kind_nobody_reads() -> x509.Certificate:
    made = certificate(x509.SubjectAlternativeName([x509.DirectoryName(x509.Name([]))]))
    # A directoryName becomes an x400Address.
    return changed(made, b"\xa4\x02\x30\x00", b"\xa3\x02\x30\x00")


def test_a_certificate_leads_to_an_anchor_over_one_in_between():
    anchor = certificate()
    check_chain(certificate(), [], Anchors((anchor,)), NOW)


@pytest.mark.parametrize("made", [with_one_extension_twice, with_a_name_of_a_kind_nobody_reads])
def test_an_authority_whose_certificate_cannot_be_read_is_not_trusted(made):
    with pytest.raises(Malformed, match="not trusted"):
        check_chain(certificate(), [], Anchors((made(),)), NOW)

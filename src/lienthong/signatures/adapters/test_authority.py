"""A test authority: issuers, certificates, revocation list and time-stamps that nobody may trust.

Every name that it writes says "CHỨNG THƯ THỬ NGHIỆM" (test certificate).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from lienthong.signatures.adapters.time_stamps import LocalTimeStamper

TEST_NOTICE = "CHỨNG THƯ THỬ NGHIỆM"
ROOT_TERM, ISSUER_TERM = timedelta(days=25 * 365), timedelta(days=10 * 365)
SUBSCRIBER_TERM = timedelta(days=3 * 365)


@dataclass(frozen=True, slots=True)
class Issued:
    """A certificate with its key, as the authority hands it out."""

    certificate: x509.Certificate
    key: rsa.RSAPrivateKey

    @property
    def pem(self) -> str:
        return _pem(self.certificate)


class TestAuthority:
    """A root, an issuer below it, and a time-stamp service; everything lives in memory."""

    __test__ = False  # the name is the thing's, not a test's

    def __init__(self, *, now: datetime, name: str = "Cơ quan chứng thực thử nghiệm") -> None:
        self.now = now
        self.root = self._issue(_name(f"{name} gốc"), None, now, ROOT_TERM, ca=True)
        self.issuer = self._issue(_name(name), self.root, now, ISSUER_TERM, ca=True)

    @property
    def chain(self) -> str:
        return self.issuer.pem

    def person(
        self, name: str, *, position: str = "", agency: str = "", since: datetime | None = None,
        until: datetime | None = None,
    ) -> Issued:  # fmt: skip
        """Return a certificate of a person: three years from the authority's birth, or as told."""
        return self._subscriber(_name(name, position=position, agency=agency), since, until)

    def agency(
        self, name: str, *, since: datetime | None = None, until: datetime | None = None
    ) -> Issued:
        """Return a certificate of an agency: the key of its seal."""
        return self._subscriber(_name(name, agency=name), since, until)

    def crls(
        self,
        revoked: Iterable[tuple[Issued, datetime]] = (),
        *,
        now: datetime,
        until: datetime | None = None,
        reason: x509.ReasonFlags = x509.ReasonFlags.key_compromise,
    ) -> str:
        """Return the lists of root and issuer; `revoked` are certificates with their moments."""
        until = until or now + ISSUER_TERM
        entries = [
            x509.RevokedCertificateBuilder()
            .serial_number(issued.certificate.serial_number)
            .revocation_date(at)
            .add_extension(x509.CRLReason(reason), critical=False)
            .build()
            for issued, at in revoked
        ]
        return _crl(self.root, [], now, until) + _crl(self.issuer, entries, now, until)

    def time_stamp_service(self) -> Issued:
        """Return a certificate whose key may vouch for times."""
        usage = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
        name = _name("Dịch vụ dấu thời gian")
        return self._issue(name, self.issuer, self.now, ISSUER_TERM, usage=usage)

    def stamper(self, *, at: datetime | None = None) -> LocalTimeStamper:
        """Return a time-stamp service; `at` fixes the time that it vouches for."""
        service = self.time_stamp_service()
        return LocalTimeStamper(service.certificate, self.issuer.certificate, service.key, at=at)

    def _subscriber(
        self, name: x509.Name, since: datetime | None, until: datetime | None
    ) -> Issued:
        since = since or self.now
        return self._issue(name, self.issuer, since, (until or self.now + SUBSCRIBER_TERM) - since)

    def _issue(
        self,
        subject: x509.Name,
        issuer: Issued | None,
        since: datetime,
        term: timedelta,
        *,
        ca: bool = False,
        usage: x509.ExtendedKeyUsage | None = None,
    ) -> Issued:
        key = rsa.generate_private_key(65537, 2048)
        signer = issuer.key if issuer else key
        builder = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(issuer.certificate.subject if issuer else subject)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(since)
            .not_valid_after(since + term)
            .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
            .add_extension(_key_usage(ca=ca), critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), False)
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()), False
            )
        )
        if usage is not None:
            builder = builder.add_extension(usage, critical=True)
        return Issued(builder.sign(signer, hashes.SHA256()), key)


def _pem(thing: x509.Certificate | x509.CertificateRevocationList) -> str:
    return thing.public_bytes(serialization.Encoding.PEM).decode()


def _name(common: str, *, position: str = "", agency: str = "") -> x509.Name:
    parts = [
        (NameOID.COUNTRY_NAME, "VN"),
        (NameOID.ORGANIZATION_NAME, agency[:64]),
        (NameOID.ORGANIZATIONAL_UNIT_NAME, TEST_NOTICE),
        (NameOID.TITLE, position[:64]),
        (NameOID.COMMON_NAME, common[:64]),
    ]
    # X.520 limits characters; the library would count the bytes of Vietnamese letters.
    return x509.Name(
        [x509.NameAttribute(oid, value, _validate=False) for oid, value in parts if value]
    )


def _key_usage(*, ca: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not ca,
        content_commitment=not ca,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=ca,
        crl_sign=ca,
        encipher_only=False,
        decipher_only=False,
    )


def _crl(
    issuer: Issued, entries: list[x509.RevokedCertificate], now: datetime, until: datetime
) -> str:
    builder = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(issuer.certificate.subject)
        .last_update(now)
        .next_update(until)
    )
    for entry in entries:
        builder = builder.add_revoked_certificate(entry)
    return _pem(builder.sign(issuer.key, hashes.SHA256()))

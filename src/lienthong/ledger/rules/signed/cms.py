"""Checking signatures in CMS (RFC 5652): of time-stamps, and of seals on bundles."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import new

from asn1crypto import cms
from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa

from lienthong.ledger.rules.canonical import Malformed

DIGESTS: dict[str, hashes.HashAlgorithm] = {
    "sha256": hashes.SHA256(),
    "sha384": hashes.SHA384(),
    "sha512": hashes.SHA512(),
}
LONGEST_CHAIN = 6
# What the readers of ASN.1 and of certificates raise for bytes that are not what they should be.
UNREADABLE = (
    *(ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError),
    *(UnsupportedAlgorithm, x509.ExtensionNotFound, x509.InvalidVersion),
    *(x509.DuplicateExtension, x509.UnsupportedGeneralNameType),
)


@dataclass(frozen=True, slots=True)
class Anchors:
    """The certificates that an authority's must lead to; none: any authority is taken."""

    certificates: Sequence[x509.Certificate] = ()

    @classmethod
    def of_pem(cls, pem: bytes) -> "Anchors":
        """Return the certificates of a PEM file; raises ValueError when it holds none."""
        return cls(tuple(x509.load_pem_x509_certificates(pem)))


def signed_data(token: bytes) -> cms.SignedData:
    """Return what a CMS in DER holds; raises Malformed or one of UNREADABLE."""
    content = cms.ContentInfo.load(token, strict=True)
    if content["content_type"].native != "signed_data":
        raise Malformed("not signed data")
    return content["content"]


def own_certificate(
    sid: cms.SignerIdentifier, embedded: Sequence[x509.Certificate]
) -> x509.Certificate:
    """Return the signer's own among the certificates inside; raises Malformed without it."""
    for one in embedded:
        if sid.name == "issuer_and_serial_number":
            wanted = sid.chosen
            if (
                one.serial_number == wanted["serial_number"].native
                and one.issuer.public_bytes() == wanted["issuer"].dump()
            ):
                return one
        else:
            key_id = one.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value
            if key_id.digest == sid.chosen.native:
                return one
    raise Malformed("the signer's certificate is missing")


def check_attributes(
    signer: cms.SignerInfo, content: bytes, own: x509.Certificate, *, content_type: str
) -> None:
    """Check that exactly this content was signed, as this type, for this certificate.

    Raises Malformed.
    """
    said = {one["type"].native: one["values"] for one in signer["signed_attrs"]}
    algorithm = signer["digest_algorithm"]["algorithm"].native
    if algorithm not in DIGESTS:
        raise Malformed("a digest that is not trusted")
    if said["content_type"][0].native != content_type:
        raise Malformed("signed as something else")
    if said["message_digest"][0].native != new(algorithm, content).digest():
        raise Malformed("the content was changed")
    if not _names_certificate(said, own):
        raise Malformed("signed for another certificate")


def _names_certificate(said: dict[str, cms.SetOf], own: x509.Certificate) -> bool:
    """Say whether the signed attributes name this certificate (RFC 5035, RFC 2634)."""
    if "signing_certificate_v2" in said:
        first = said["signing_certificate_v2"][0]["certs"][0]
        algorithm = DIGESTS[first["hash_algorithm"]["algorithm"].native]
        return bool(first["cert_hash"].native == own.fingerprint(algorithm))
    first = said["signing_certificate"][0]["certs"][0]
    return bool(first["cert_hash"].native == own.fingerprint(hashes.SHA1()))  # noqa: S303


def check_signature(signer: cms.SignerInfo, own: x509.Certificate) -> None:
    """Check the signature on the signed attributes; raises Malformed."""
    # What is signed is the set itself, not the field that holds it (RFC 5652, section 5.4).
    to_sign = signer["signed_attrs"].untag().dump()
    digest = DIGESTS[signer["digest_algorithm"]["algorithm"].native]
    signature, key = signer["signature"].native, own.public_key()
    kind = signer["signature_algorithm"].signature_algo
    try:
        if isinstance(key, rsa.RSAPublicKey) and kind == "rsassa_pkcs1v15":
            key.verify(signature, to_sign, padding.PKCS1v15(), digest)
        elif isinstance(key, rsa.RSAPublicKey) and kind == "rsassa_pss":
            pss = padding.PSS(padding.MGF1(digest), padding.PSS.AUTO)
            key.verify(signature, to_sign, pss, digest)
        elif isinstance(key, ec.EllipticCurvePublicKey) and kind == "ecdsa":
            key.verify(signature, to_sign, ec.ECDSA(digest))
        else:
            raise Malformed("a signature of an unknown kind")
    except InvalidSignature as error:
        raise Malformed("the signature is wrong") from error


def check_chain(
    own: x509.Certificate, embedded: Sequence[x509.Certificate], anchors: Anchors, at: datetime
) -> None:
    """Check that a certificate led to an anchor at that time, if there are any; or Malformed."""
    if not anchors.certificates:
        return
    known = set(anchors.certificates)
    current = own
    for _step in range(LONGEST_CHAIN):
        if current in known:
            return
        above = [*anchors.certificates, *embedded]
        issuer = next((one for one in above if _is_issuer(one, current, at)), None)
        if issuer is None or issuer == current:
            break
        current = issuer
    raise Malformed("a certificate that is not trusted")


def _is_issuer(above: x509.Certificate, below: x509.Certificate, at: datetime) -> bool:
    try:
        below.verify_directly_issued_by(above)
        basic = above.extensions.get_extension_for_class(x509.BasicConstraints).value
    except (*UNREADABLE, InvalidSignature):
        return False
    return basic.ca and above.not_valid_before_utc <= at <= above.not_valid_after_utc

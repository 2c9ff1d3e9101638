"""Time-stamps on heads (RFC 3161): asking for one, and checking what came before it is kept.

What is stamped is the SHA-256 of the head's statement. A stamp proves that the head, and with it
every record below it, existed at the time that it names, whoever holds the ledger's key later.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import new, sha256

from asn1crypto import cms, tsp
from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID

from lienthong.ledger.rules.canonical import Malformed
from lienthong.ledger.types import HeadStamp

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
)


@dataclass(frozen=True, slots=True)
class Anchors:
    """The certificates that an authority's must lead to; none: any authority is taken."""

    certificates: Sequence[x509.Certificate] = ()

    @classmethod
    def of_pem(cls, pem: bytes) -> "Anchors":
        """Return the certificates of a PEM file; raises ValueError when it holds none."""
        return cls(tuple(x509.load_pem_x509_certificates(pem)))


def stamp_request(statement: bytes, *, nonce: int) -> bytes:
    """Return the DER request for a stamp on a head's statement; asks for the certificate too."""
    imprint = {
        "hash_algorithm": {"algorithm": "sha256"},
        "hashed_message": sha256(statement).digest(),
    }
    request = tsp.TimeStampReq(
        {"version": "v1", "message_imprint": imprint, "nonce": nonce, "cert_req": True}
    )
    return bytes(request.dump())


def read_answer(answer: bytes, *, statement: bytes, nonce: int, anchors: Anchors) -> HeadStamp:
    """Return the stamp of an authority's answer, checked; raises Malformed with what is wrong."""
    try:
        found = tsp.TimeStampResp.load(answer)
        if found["status"]["status"].native not in {"granted", "granted_with_mods"}:
            raise Malformed("the authority refused")
        token = bytes(found["time_stamp_token"].dump())
        said = _info(_signed_data(token)).native
    except Malformed:
        raise
    except UNREADABLE as error:
        raise Malformed("not an answer of RFC 3161") from error
    if said["nonce"] != nonce:
        raise Malformed("answer to another request")
    return check_token(token, statement=statement, anchors=anchors)


def check_token(token: bytes, *, statement: bytes, anchors: Anchors) -> HeadStamp:
    """Return what a token vouches for; raises Malformed with what is wrong.

    Checked: it is about this statement; the signature, over exactly this content, by the embedded
    certificate; which is named in the signed attributes, is for time-stamping, was valid at that
    time, and leads to an anchor when there are any. Revocation is not asked: a stamp may have to
    be checked when nobody answers any more.
    """
    try:
        return _check(token, statement, anchors)
    except Malformed:
        raise
    except UNREADABLE as error:
        raise Malformed("not a time-stamp token") from error


def _check(token: bytes, statement: bytes, anchors: Anchors) -> HeadStamp:
    signed = _signed_data(token)
    info = _info(signed)
    imprint = info["message_imprint"]
    if imprint["hash_algorithm"]["algorithm"].native != "sha256":
        raise Malformed("another digest than SHA-256")
    if imprint["hashed_message"].native != sha256(statement).digest():
        raise Malformed("a stamp on something else")
    at: datetime = info["gen_time"].native
    (signer,) = signed["signer_infos"]
    embedded = [x509.load_der_x509_certificate(one.chosen.dump()) for one in signed["certificates"]]
    own = _own_certificate(signer["sid"], embedded)
    _check_attributes(signer, signed, own)
    _check_signature(signer, own)
    _check_certificate(own, at)
    _check_chain(own, embedded, anchors, at)
    return HeadStamp(token, at, own.subject.rfc4514_string()[:300])


def _signed_data(token: bytes) -> cms.SignedData:
    content = cms.ContentInfo.load(token, strict=True)
    if content["content_type"].native != "signed_data":
        raise Malformed("not signed data")
    return content["content"]


def _info(signed: cms.SignedData) -> tsp.TSTInfo:
    inner = signed["encap_content_info"]
    if inner["content_type"].native != "tst_info":
        raise Malformed("not a time-stamp")
    return inner["content"].parsed


def _own_certificate(
    sid: cms.SignerIdentifier, embedded: Sequence[x509.Certificate]
) -> x509.Certificate:
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
    raise Malformed("the authority's certificate is missing")


def _check_attributes(
    signer: cms.SignerInfo, signed: cms.SignedData, own: x509.Certificate
) -> None:
    said = {one["type"].native: one["values"] for one in signer["signed_attrs"]}
    algorithm = signer["digest_algorithm"]["algorithm"].native
    content = bytes(signed["encap_content_info"]["content"])
    if algorithm not in DIGESTS:
        raise Malformed("a digest that is not trusted")
    if said["content_type"][0].native != "tst_info":
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


def _check_signature(signer: cms.SignerInfo, own: x509.Certificate) -> None:
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


def _check_certificate(own: x509.Certificate, at: datetime) -> None:
    usage = own.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    if list(usage) != [ExtendedKeyUsageOID.TIME_STAMPING]:
        raise Malformed("a certificate that is not for time-stamps")
    if not own.not_valid_before_utc <= at <= own.not_valid_after_utc:
        raise Malformed("a certificate outside its term")


def _check_chain(
    own: x509.Certificate, embedded: Sequence[x509.Certificate], anchors: Anchors, at: datetime
) -> None:
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

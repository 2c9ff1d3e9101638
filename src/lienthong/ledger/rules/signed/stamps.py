"""Time-stamps on heads (RFC 3161): asking for one, and checking what came before it is kept.

What is stamped is the SHA-256 of the head's statement. A stamp proves that the head, and with it
every record below it, existed at the time that it names, whoever holds the ledger's key later.
"""

from datetime import datetime
from hashlib import sha256

from asn1crypto import cms, tsp
from cryptography import x509
from cryptography.x509.oid import ExtendedKeyUsageOID

from lienthong.ledger.rules.canonical import Malformed
from lienthong.ledger.rules.signed.cms import (
    UNREADABLE,
    Anchors,
    check_attributes,
    check_chain,
    check_signature,
    own_certificate,
    signed_data,
)
from lienthong.ledger.types import HeadStamp


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
        said = _info(signed_data(token)).native
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
    signed = signed_data(token)
    info = _info(signed)
    imprint = info["message_imprint"]
    if imprint["hash_algorithm"]["algorithm"].native != "sha256":
        raise Malformed("another digest than SHA-256")
    if imprint["hashed_message"].native != sha256(statement).digest():
        raise Malformed("a stamp on something else")
    at: datetime = info["gen_time"].native
    (signer,) = signed["signer_infos"]
    embedded = [x509.load_der_x509_certificate(one.chosen.dump()) for one in signed["certificates"]]
    own = own_certificate(signer["sid"], embedded)
    content = bytes(signed["encap_content_info"]["content"])
    check_attributes(signer, content, own, content_type="tst_info")
    check_signature(signer, own)
    _check_certificate(own, at)
    check_chain(own, embedded, anchors, at)
    return HeadStamp(token, at, own.subject.rfc4514_string()[:300])


def _info(signed: cms.SignedData) -> tsp.TSTInfo:
    inner = signed["encap_content_info"]
    if inner["content_type"].native != "tst_info":
        raise Malformed("not a time-stamp")
    return inner["content"].parsed


def _check_certificate(own: x509.Certificate, at: datetime) -> None:
    usage = own.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    if list(usage) != [ExtendedKeyUsageOID.TIME_STAMPING]:
        raise Malformed("a certificate that is not for time-stamps")
    if not own.not_valid_before_utc <= at <= own.not_valid_after_utc:
        raise Malformed("a certificate outside its term")

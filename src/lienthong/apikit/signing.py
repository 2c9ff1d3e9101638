"""HTTP Message Signatures (RFC 9421) as our interfaces use them, both ways; no Django here.

A client needs this file, `cryptography` and `http-message-signatures`, nothing else of ours.
"""

import base64
import hashlib
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

import http_sf
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import (
    load_pem_private_key,
    load_pem_public_key,
)
from http_message_signatures import (
    HTTPMessageSignaturesException,
    HTTPMessageSigner,
    HTTPMessageVerifier,
    HTTPSignatureAlgorithm,
    MappingKeyResolver,
    algorithms,
)

TAG = "lienthong-v1"
LABEL = "lienthong"
# RSA keys of fewer bits are not strong enough to last (NIST SP 800-131A, revision 2, table 2).
_FEWEST_RSA_BITS = 2048
# Fields that change what a request does: whoever sends one has to sign it.
FIELDS = (
    "content-type",
    "content-digest",
    "lienthong-agency",
    "idempotency-key",
    "upload-offset",
    "upload-length",
    "upload-complete",
    "repr-digest",
)
_ADDRESS = ("@method", "@target-uri")
_ADDRESS_IN_PARTS = ("@method", "@authority", "@path", "@query")


class Algorithm(StrEnum):
    """How a request is signed; the names of the registry of RFC 9421, section 6.2.2."""

    ED25519 = "ed25519"
    ECDSA_P256 = "ecdsa-p256-sha256"
    RSA_PSS = "rsa-pss-sha512"


_CLASSES: dict[Algorithm, type[HTTPSignatureAlgorithm]] = {
    Algorithm.ED25519: algorithms.ED25519,
    Algorithm.ECDSA_P256: algorithms.ECDSA_P256_SHA256,
    Algorithm.RSA_PSS: algorithms.RSA_PSS_SHA512,
}


@dataclass(frozen=True, slots=True)
class Message:
    """A request as it is signed.

    method: upper case. url: absolute, as it is sent, percent-encoded. headers: by name, any case.
    """

    method: str
    url: str
    headers: dict[str, str]


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A private key with the id under which the other side knows its public half."""

    key_id: str
    algorithm: Algorithm
    private: Any

    @classmethod
    def read(cls, pem: bytes, key_id: str) -> "SigningKey":
        """Return the key of a PEM file without password. Raises ValueError for any other bytes."""
        private = load_pem_private_key(pem, password=None)
        return cls(key_id, algorithm_of(private.public_key()), private)


@dataclass(frozen=True, slots=True)
class Claim:
    """What a signature says about itself, before anybody has checked it."""

    key_id: str
    created: datetime
    expires: datetime | None
    nonce: str
    components: tuple[str, ...]


class SignatureMalformed(Exception):
    """The fields Signature and Signature-Input hold no signature of ours that can be read."""


def signed_headers(
    method: str,
    url: str,
    headers: Mapping[str, str],
    *,
    key: SigningKey,
    now: datetime,
    digest: str | None = None,
    nonce: str | None = None,
) -> dict[str, str]:
    """Return the headers of a request with its digest and its signature added.

    digest: what `content_digest` says about the body; None for a request without one.
    nonce: chosen anew when left out; a request that is sent again is signed again.
    """
    told = dict(headers)
    if digest is not None:
        told["Content-Digest"] = digest
    present = {name.lower() for name in told}
    covered = [*_ADDRESS, *(name for name in FIELDS if name in present)]
    signer = HTTPMessageSigner(
        signature_algorithm=_CLASSES[key.algorithm],
        key_resolver=MappingKeyResolver(public_keys={}, private_keys={key.key_id: key.private}),
    )
    signer.sign(
        Message(method.upper(), url, told),
        key_id=key.key_id,
        created=now,
        nonce=nonce or secrets.token_urlsafe(18),
        label=LABEL,
        tag=TAG,
        covered_component_ids=covered,
        use_existing_digest="content-digest" in present,
    )
    return told


def bearer_headers(token: str) -> dict[str, str]:
    """Return the header by which a trial key calls; everything else stays unsigned."""
    return {"Authorization": f"Bearer {token}"}


def content_digest(pieces: Iterable[bytes]) -> str:
    """Return the field Content-Digest of a body (RFC 9530): SHA-256, in constant memory."""
    digest = hashlib.sha256()
    for piece in pieces:
        digest.update(piece)
    return f"sha-256=:{base64.b64encode(digest.digest()).decode()}:"


def algorithm_of(public: object) -> Algorithm:
    """Return how a key signs. Raises ValueError for kinds, curves and sizes that are not taken."""
    if isinstance(public, ed25519.Ed25519PublicKey):
        return Algorithm.ED25519
    if isinstance(public, ec.EllipticCurvePublicKey) and isinstance(public.curve, ec.SECP256R1):
        return Algorithm.ECDSA_P256
    if isinstance(public, rsa.RSAPublicKey) and public.key_size >= _FEWEST_RSA_BITS:
        return Algorithm.RSA_PSS
    raise ValueError("neither Ed25519, nor P-256, nor RSA of 2048 bits or more")


def read_claim(headers: Mapping[str, str]) -> Claim:
    """Return what the one signature with our tag says about itself.

    Signatures with other tags (of proxies, say) are passed over. Raises SignatureMalformed.
    """
    field = {name.lower(): value for name, value in headers.items()}.get("signature-input", "")
    try:
        parsed: Any = http_sf.parse(field.encode(), tltype="dictionary")
        ours = [
            (components, params)
            for components, params in parsed.values()
            if isinstance(components, list) and params.get("tag") == TAG
        ]
        ((components, params),) = ours
        return _claim(components, params)
    except (http_sf.StructuredFieldError, ValueError, TypeError, KeyError, OverflowError) as error:
        raise SignatureMalformed(str(error)) from error


def _claim(components: list[Any], params: Mapping[str, Any]) -> Claim:
    expires = params.get("expires")
    key_id, nonce = params["keyid"], params.get("nonce", "")
    if not isinstance(key_id, str) or not isinstance(nonce, str):
        raise TypeError("keyid and nonce are texts")
    return Claim(
        key_id=key_id,
        created=datetime.fromtimestamp(params["created"], UTC),
        expires=None if expires is None else datetime.fromtimestamp(expires, UTC),
        nonce=nonce,
        # With a parameter a component is another thing than the field of that name.
        components=tuple(name for name, with_ in components if isinstance(name, str) and not with_),
    )


def missing_components(claim: Claim, headers: Mapping[str, str], *, has_body: bool) -> list[str]:
    """Return what a signature had to cover and does not, in a stable order.

    Address and act always; `content-digest` and `content-type` with a body; and each field of
    FIELDS that the request has.
    """
    present = {name.lower() for name in headers}
    wanted = {name for name in FIELDS if name in present}
    if has_body:
        wanted |= {"content-digest", "content-type"}
    covered = set(claim.components)
    missing = sorted(wanted - covered)
    if covered.issuperset(_ADDRESS) or covered.issuperset(_ADDRESS_IN_PARTS):
        return missing
    return [*(name for name in _ADDRESS if name not in covered), *missing]


class _Verifier(HTTPMessageVerifier):
    """Leaves the clock to our rules: they are told the time."""

    def validate_created_and_expires(self, sig_input: Any, max_age: Any = None) -> None:
        return None


def is_genuine(message: Message, *, key_id: str, public_pem: bytes) -> bool:
    """Return whether the signature with our tag was made over this very message by this key.

    Says nothing about the time of the signature, nor about what it had to cover.
    Raises ValueError for a key that cannot be read.
    """
    public: Any = load_pem_public_key(public_pem)
    verifier = _Verifier(
        signature_algorithm=_CLASSES[algorithm_of(public)],
        key_resolver=MappingKeyResolver(public_keys={key_id: public}, private_keys={}),
    )
    try:
        verifier.verify(message, max_age=None, expect_tag=TAG)
    except (HTTPMessageSignaturesException, ValueError):
        return False
    return True

"""By what a caller proves who it is: a signature over the request, or a trial key."""

import hmac
from datetime import datetime

from django.http import HttpRequest

from lienthong.apikit.bodies import announced_length
from lienthong.apikit.signing import (
    Claim,
    Message,
    SignatureMalformed,
    is_genuine,
    missing_components,
    read_claim,
)
from lienthong.kernel import clock
from lienthong.systems import queries, rules
from lienthong.systems.errors import (
    BadSignature,
    NoProof,
    SignatureExpired,
    SignatureIncomplete,
    UnknownKey,
)
from lienthong.systems.queries import Identity
from lienthong.systems.services.keys import BEARER_PREFIX, hash_of
from lienthong.systems.types import KeyKind, KeyState


class Unproven(Exception):
    """A known key was named, and the proof did not hold: the reason, and whose failure it is."""

    def __init__(self, identity: Identity, refusal: Exception) -> None:
        self.identity, self.refusal = identity, refusal
        super().__init__(str(refusal))


def identity_of(request: HttpRequest, *, now: datetime) -> tuple[Identity, Claim | None]:
    """Return who calls; the claim is None for a trial key. One statement.

    Raises NoProof, UnknownKey and BadSignature for strangers, Unproven for a known key.
    """
    scheme, _space, token = request.headers.get("Authorization", "").partition(" ")
    if "Signature-Input" not in request.headers and scheme.lower() == "bearer":
        return _by_bearer(token.strip(), now=now), None
    return _by_signature(request, now=now)


def _known(key_id: str, *, now: datetime) -> Identity:
    found = queries.identify(key_id[:60], now=now, today=clock.local_day(now))
    if found is None or found.key.state != KeyState.USABLE:
        raise UnknownKey
    return found


def _by_bearer(token: str, *, now: datetime) -> Identity:
    """Of unknown id, signing key and wrong secret none is told apart from the others."""
    key_id, _mark, secret = token.removeprefix(BEARER_PREFIX).partition("_")
    if not token.startswith(BEARER_PREFIX) or not token.isascii():
        raise UnknownKey
    found = _known(key_id, now=now)
    is_right = hmac.compare_digest(hash_of(secret), found.fingerprint)
    if found.key.kind != KeyKind.BEARER or not is_right:
        raise UnknownKey
    return found


def _by_signature(request: HttpRequest, *, now: datetime) -> tuple[Identity, Claim]:
    if "Signature-Input" not in request.headers:
        raise NoProof
    try:
        claim = read_claim(request.headers)
    except SignatureMalformed as error:
        raise BadSignature from error
    found = _known(claim.key_id, now=now)
    if found.key.kind in (KeyKind.BEARER, KeyKind.SHARED):
        raise UnknownKey
    _check(request, claim, found, now=now)
    return found, claim


def _check(request: HttpRequest, claim: Claim, found: Identity, *, now: datetime) -> None:
    """Raises Unproven. What is missing is said only of a signature that is genuine."""
    message = Message(
        request.META["REQUEST_METHOD"], _address(request), dict(request.headers.items())
    )
    if not is_genuine(message, key_id=claim.key_id, public_pem=found.public_pem.encode()):
        raise Unproven(found, BadSignature())
    has_body = announced_length(request) > 0
    missing = missing_components(claim, request.headers, has_body=has_body)
    if missing:
        raise Unproven(found, SignatureIncomplete(missing=", ".join(missing)))
    if not rules.is_in_time(created=claim.created, expires=claim.expires, now=now):
        said = now.strftime("%Y-%m-%dT%H:%M:%SZ")
        raise Unproven(found, SignatureExpired(now=said))


def _address(request: HttpRequest) -> str:
    """The absolute address as the caller wrote it; scheme and host as settings say of proxies."""
    return request.build_absolute_uri(request.get_full_path())

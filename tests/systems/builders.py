"""Connected systems with keys, built through the services, and requests as they send them."""

from collections.abc import Iterable
from datetime import UTC, datetime
from itertools import count
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from lienthong.apikit.signing import SigningKey, algorithm_of, content_digest, signed_headers
from lienthong.directory import services as directory
from lienthong.directory.types import AgencyCard
from lienthong.kernel import clock
from lienthong.kernel.actor import Actor
from lienthong.systems import services
from lienthong.systems.types import SystemCard

NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
HOST = "http://testserver"
_numbers = count(500)
PrivateKey = Ed25519PrivateKey | EllipticCurvePrivateKey | RSAPrivateKey


def an_agency(name: str = "Sở Tư pháp") -> AgencyCard:
    return directory.found_agency(code=f"H19.{next(_numbers)}", name=name, abbreviation="STP")


def a_system(*agencies: AgencyCard, **facts: Any) -> SystemCard:
    told: dict[str, Any] = {
        "slug": f"i-office-{next(_numbers)}",
        "name": "I-Office Sở Tư pháp",
        "networks": ["127.0.0.0/8"],
        "now": NOW,
        **facts,
    }
    made = services.add_system(actor=Actor.installation(), **told)
    for agency in agencies:
        services.grant_agency(
            system_id=made.id,
            agency_id=agency.id,
            valid_from=clock.local_day(told["now"]),
            actor=Actor.installation(),
            now=told["now"],
        )
    return made


def public_pem(private: PrivateKey) -> str:
    public = private.public_key()
    return public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


def a_signing_key(
    system: SystemCard, private: PrivateKey | None = None, **facts: Any
) -> SigningKey:
    """A key of the system's owner, whose public half was given to us."""
    private = private or Ed25519PrivateKey.generate()
    told = {"now": NOW, **facts}
    card = services.add_public_key(
        system_id=system.id, public_pem=public_pem(private), actor=Actor.installation(), **told
    )
    return SigningKey(card.key_id, algorithm_of(private.public_key()), private)


def a_bearer(system: SystemCard, *, now: datetime = NOW, days: int = 30) -> str:
    made = services.make_bearer_key(
        system_id=system.id, days=days, actor=Actor.installation(), now=now
    )
    return made.secret


def signed(
    key: SigningKey,
    method: str,
    path: str,
    *,
    body: bytes | None = None,
    now: datetime | None = None,
    nonce: str | None = None,
    host: str = HOST,
    without: Iterable[str] = (),
    **fields: str,
) -> dict[str, str]:
    """Return the headers of a signed request for Django's test client (`headers=`).

    fields: further fields, with underscores. without: fields that are left out of the answer.
    """
    told = {name.replace("_", "-"): value for name, value in fields.items()}
    digest = None
    if body is not None:
        told.setdefault("Content-Type", "application/json")
        digest = content_digest([body])
    headers = signed_headers(
        method, host + path, told, key=key, now=now or clock.now(), digest=digest, nonce=nonce
    )
    return {name: value for name, value in headers.items() if name.lower() not in without}

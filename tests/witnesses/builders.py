"""Ledgers of other installations, held in memory, that can be rewritten at will."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from tests.ledger.builders import recorded

from lienthong.ledger import services as ledger
from lienthong.ledger.rules.canonical import to_base64
from lienthong.ledger.rules.given.published import consistency_json, head_json, read_published_head
from lienthong.ledger.rules.given.witnessing import cosignature_json
from lienthong.ledger.rules.signed.cms import Anchors
from lienthong.ledger.rules.signed.statements import describe_key, sign_cosignature, sign_head
from lienthong.ledger.rules.tree import merkle
from lienthong.ledger.types import Head, PublicKey, PublishedHead, Signed
from lienthong.witnesses import services
from lienthong.witnesses.models import Watched

NOW = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
ADDRESS = "https://binhduong.example"


class Key:
    """A signer with a key of its own."""

    def __init__(self) -> None:
        self._key = Ed25519PrivateKey.generate()

    @property
    def public_key(self) -> PublicKey:
        return describe_key(self._key.public_key())

    def sign(self, statement: bytes) -> bytes:
        return self._key.sign(statement)


@dataclass
class OtherLedger:
    """Another installation as its public pages show it; a `ports.Site`."""

    name: str = "binhduong.example"
    leaves: list[bytes] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)
    signer: Key = field(default_factory=Key)
    seen: dict[str, list[Any]] = field(default_factory=dict)
    contradictions: dict[str, list[Any]] = field(default_factory=dict)
    signed_at: datetime = NOW
    published_at: datetime = NOW
    is_away: bool = False

    def grown(self, *texts: str) -> "OtherLedger":
        """Add records and publish the head over them."""
        self.leaves += [merkle.leaf_hash(text.encode()) for text in texts]
        self.sizes.append(len(self.leaves))
        return self

    def rewritten(self, *texts: str) -> "OtherLedger":
        """The same installation and key with another history, published once."""
        made = OtherLedger(self.name, signer=self.signer)
        made.signed_at, made.published_at = self.signed_at, self.published_at
        return made.grown(*texts)

    def published(self, size: int) -> PublishedHead:
        root = merkle.tree_root(self.leaves[:size])
        signed = sign_head(
            installation=self.name,
            epoch=1,
            size=size,
            root=root,
            signed_at=self.signed_at,
            signer=self.signer,
        )
        return PublishedHead(Head(1, size, root, self.signed_at, signed), self.published_at, None)

    def saw(self, other: "OtherLedger", size: int) -> None:
        """Sign to have seen a head of another ledger."""
        self.sign_seen(other.published(size).head.signed)

    def sign_seen(self, head: Signed) -> None:
        value = {
            "format": "lienthong-published-head/1",
            **_texts(head),
            "stamp": None,
        }
        says = read_published_head(value).says
        signed = sign_cosignature(
            installation=self.name, seen=says, since=None, seen_at=NOW, signer=self.signer
        )
        self.seen.setdefault(says["installation"], []).append(cosignature_json(signed, head))

    def key(self) -> bytes:
        self._answer()
        return self.signer.public_key.pem

    def heads(self) -> list[Any]:
        self._answer()
        return [
            {"published_at": self.published_at.isoformat(), "head": head_json(self.published(size))}
            for size in reversed(self.sizes)
        ]

    def consistency(self, *, epoch: int, older: int, newer: int) -> Any | None:
        self._answer()
        if epoch != 1 or not {older, newer} <= set(self.sizes):
            return None
        path = [
            merkle.tree_root(self.leaves[start:end])
            for start, end in merkle.consistency_ranges(older, newer)
        ]
        return consistency_json(self.published(older), self.published(newer), path)

    def witnessed(self, installation: str) -> Any | None:
        self._answer()
        return {
            "heads": self.seen.get(installation, []),
            "contradictions": self.contradictions.get(installation, []),
        }

    def _answer(self) -> None:
        if self.is_away:
            raise OSError("ConnectError")


def _texts(signed: Signed) -> dict[str, str]:
    return {
        "statement": to_base64(signed.statement),
        "signature": to_base64(signed.signature),
    }


def watching(other: OtherLedger) -> Watched:
    return services.watch(ADDRESS, site=other, public_key_pem=other.signer.public_key.pem, now=NOW)


def look(watched: Watched, site: OtherLedger, *, after: timedelta = timedelta()) -> list[str]:
    """Look once and return the troubles by the last part of their codes."""
    found = services.look_at(watched.pk, site=site, anchors=Anchors(), now=NOW + after)
    return [one.value.partition(".")[2] for one in found]


def own_head() -> Signed:
    """Record something, publish, and return the head of ours that the world sees."""
    recorded()
    ledger.sequence(now=NOW)
    published = ledger.publish_head(now=NOW)
    assert published is not None
    return published.head.signed


SITES: dict[str, OtherLedger] = {}


def site_of_tests(address: str) -> OtherLedger:
    """What `LIENTHONG_WITNESS_SITE` names in tests of faces."""
    return SITES[address]

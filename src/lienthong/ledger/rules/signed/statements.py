"""What the installation signs: heads, promises and receipts, each as canonical bytes.

A statement names its type, the installation and the key, so that none can stand for another.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from hashlib import sha256

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from lienthong.ledger.ports import HeadSigner
from lienthong.ledger.rules.canonical import canonical_bytes, instant_text, to_base64
from lienthong.ledger.types import Erased, PublicKey, Signed

HEAD_TYPE = "lienthong-head/1"
PROMISE_TYPE = "lienthong-promise/1"
RECEIPT_TYPE = "lienthong-receipt/1"
ERASURES_TYPE = "lienthong-erasures/1"
FILE_TYPE = "lienthong-file/1"
COSIGNATURE_TYPE = "lienthong-cosignature/1"


def describe_key(key: Ed25519PublicKey) -> PublicKey:
    """Return the key as PEM, with its id: the first 32 hexadecimal digits of the DER's SHA-256."""
    der = key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    pem = key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    return PublicKey(pem, sha256(der).hexdigest()[:32])


def sign_head(
    *,
    installation: str,
    epoch: int,
    size: int,
    root: bytes,
    signed_at: datetime,
    signer: HeadSigner,
) -> Signed:
    """Sign that the tree of this epoch had this root when it had this many leaves."""
    return _sign(
        {
            "type": HEAD_TYPE,
            "installation": installation,
            "epoch": epoch,
            "size": size,
            "root": to_base64(root),
            "time": instant_text(signed_at),
        },
        signer,
    )


def sign_promise(
    *,
    installation: str,
    epoch: int,
    leaf_hash: bytes,
    recorded_at: datetime,
    within: timedelta,
    signer: HeadSigner,
) -> Signed:
    """Sign that this leaf will have its place by `recorded_at + within`; always the same bytes."""
    return _sign(
        {
            "type": PROMISE_TYPE,
            "installation": installation,
            "epoch": epoch,
            "leaf_hash": to_base64(leaf_hash),
            "time": instant_text(recorded_at),
            "due": instant_text(recorded_at + within),
        },
        signer,
    )


def sign_receipt(
    *,
    installation: str,
    kind: str,
    issued_at: datetime,
    leaf_hash: bytes,
    item_hash: bytes | None,
    index: int | None,
    signer: HeadSigner,
) -> Signed:
    """Sign what kind of receipt this is, over which leaf, item and place, and when it was made."""
    return _sign(
        {
            "type": RECEIPT_TYPE,
            "installation": installation,
            "kind": kind,
            "time": instant_text(issued_at),
            "leaf_hash": to_base64(leaf_hash),
            "item_hash": None if item_hash is None else to_base64(item_hash),
            "index": index,
        },
        signer,
    )


def sign_erasures(
    *, installation: str, leaf_hash: bytes, erased: Sequence[Erased], signer: HeadSigner
) -> Signed:
    """Sign which values behind this leaf were erased by law, when, and who answers for it."""
    return _sign(
        {
            "type": ERASURES_TYPE,
            "installation": installation,
            "leaf_hash": to_base64(leaf_hash),
            "erased": [
                {"name": one.name, "time": instant_text(one.erased_at), "office": one.office}
                for one in erased
            ],
        },
        signer,
    )


def sign_file(
    *, installation: str, name: str, digest: str, signed_at: datetime, signer: HeadSigner
) -> Signed:
    """Sign that a file of this installation, such as a manifest, has this SHA-256 (hexadecimal)."""
    return _sign(
        {
            "type": FILE_TYPE,
            "installation": installation,
            "name": name,
            "sha256": digest,
            "time": instant_text(signed_at),
        },
        signer,
    )


def sign_cosignature(
    *,
    installation: str,
    seen: Mapping[str, object],
    since: int | None,
    seen_at: datetime,
    signer: HeadSigner,
) -> Signed:
    """Sign that a head of another installation was seen, and which smaller one it continues.

    seen: what that head says. since: the size of the head that it was proved to continue; None for
    the first one that was seen.
    """
    return _sign(
        {
            "type": COSIGNATURE_TYPE,
            "installation": installation,
            "seen": {name: seen[name] for name in ("installation", "key", "epoch", "size", "root")},
            "since": since,
            "time": instant_text(seen_at),
        },
        signer,
    )


def _sign(facts: dict[str, object], signer: HeadSigner) -> Signed:
    statement = canonical_bytes({**facts, "key": signer.public_key.key_id})
    return Signed(statement, signer.sign(statement))

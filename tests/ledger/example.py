"""The worked example of docs/reference/receipt.md: the same bytes each time."""

from datetime import timedelta
from hashlib import sha256
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from tests.ledger.builders import NOW, a_dispatch, the_clerk

from lienthong.ledger.rules.canonical import to_base64
from lienthong.ledger.rules.given import receipts
from lienthong.ledger.rules.records import leaves
from lienthong.ledger.rules.signed import statements
from lienthong.ledger.rules.tree import merkle
from lienthong.ledger.types import Inclusion, ItemProof, PublicKey

INSTALLATION = "dongnai.example"
OTHER_LEAVES = [b"first", b"second", b"third", b"fourth"]
INDEX = 2


class ExampleSigner:
    """A key that everybody knows: 32 times the byte 1."""

    def __init__(self) -> None:
        self.key = Ed25519PrivateKey.from_private_bytes(b"\x01" * 32)

    @property
    def public_key(self) -> PublicKey:
        return statements.describe_key(self.key.public_key())

    def sign(self, statement: bytes) -> bytes:
        return self.key.sign(statement)


def known_bytes():
    """Return a source of 'random' bytes that is the same each time."""
    count = 0

    def next_bytes(size: int) -> bytes:
        nonlocal count
        made = b""
        while len(made) < size:
            made += sha256(f"salt {count}".encode()).digest()
            count += 1
        return made[:size]

    return next_bytes


def the_example() -> dict:
    signer = ExampleSigner()
    at = NOW
    built = leaves.build_leaf(
        a_dispatch(3),
        actor=the_clerk(),
        at=at,
        record_id=UUID("0193a000-0000-7000-8000-00000000000e"),
        installation=INSTALLATION,
        epoch=1,
        random_bytes=known_bytes(),
    )
    item_hashes = [merkle.leaf_hash(item.leaf) for item in built.items]
    item = built.items[1]
    hashes = [merkle.leaf_hash(leaf) for leaf in OTHER_LEAVES]
    hashes.insert(INDEX, built.leaf_hash)
    facts = {"installation": INSTALLATION, "signer": signer}
    head = statements.sign_head(
        epoch=1,
        size=len(hashes),
        root=merkle.tree_root(hashes),
        signed_at=at + timedelta(seconds=30),
        **facts,
    )
    return receipts.assemble(
        statement=statements.sign_receipt(
            kind="delivery",
            issued_at=at + timedelta(minutes=5),
            leaf_hash=built.leaf_hash,
            item_hash=item_hashes[1],
            index=INDEX,
            **facts,
        ),
        leaf=built.leaf,
        openings=[opening for opening in built.openings if opening.name == "content"],
        item=ItemProof(item.leaf, 1, merkle.inclusion_path(1, item_hashes), item.openings),
        promise=statements.sign_promise(
            epoch=1,
            leaf_hash=built.leaf_hash,
            recorded_at=at,
            within=timedelta(hours=24),
            **facts,
        ),
        inclusion=Inclusion(INDEX, merkle.inclusion_path(INDEX, hashes), head),
    )


def signed_again(data: bytes) -> dict[str, str]:
    """Sign any bytes at all, as an installation that has gone wrong would."""
    return {"statement": to_base64(data), "signature": to_base64(ExampleSigner().sign(data))}

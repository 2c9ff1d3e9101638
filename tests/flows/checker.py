"""A checker of receipts written from docs/reference/receipt.md, with nothing of the product.

Only the standard library, and openssl's Ed25519 by way of `cryptography` for the signatures.
"""

import hmac
import json
import unicodedata
from base64 import b64decode, b64encode
from hashlib import sha256
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_pem_public_key,
)


def check(receipt: Path, key: Path, document: Path) -> dict[str, Any]:
    """Return what the receipt says; raise AssertionError or InvalidSignature when it is wrong."""
    told = json.loads(receipt.read_text())
    public = load_pem_public_key(key.read_bytes())
    der = public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    key_id = sha256(der).hexdigest()[:32]

    def signed(part: dict[str, str]) -> dict[str, Any]:
        statement = plain(part["statement"])
        public.verify(plain(part["signature"]), statement)
        said = json.loads(statement)
        assert said["key"] == key_id
        return said

    statement = signed(told["statement"])
    leaf = plain(told["record"]["leaf"])
    leaf_hash = sha256(b"\0" + leaf).digest()
    assert told["format"] == statement["type"] == "lienthong-receipt/1"
    assert plain(statement["leaf_hash"]) == leaf_hash
    record = json.loads(leaf)
    assert record["installation"] == statement["installation"]

    opened = openings(told["record"]["openings"], record["commitments"])
    item = told["item"]
    if item is not None:
        item_leaf = plain(item["leaf"])
        item_hash = sha256(b"\0" + item_leaf).digest()
        assert plain(statement["item_hash"]) == item_hash
        count = record["items"]["count"]
        root = root_of(item_hash, item["index"], count, [plain(p) for p in item["path"]])
        assert root == plain(record["items"]["root"])
        opened |= openings(item["openings"], json.loads(item_leaf)["commitments"])
    assert opened["content"] == sha256(document.read_bytes()).hexdigest()

    promise = signed(told["promise"])
    assert plain(promise["leaf_hash"]) == leaf_hash
    assert promise["time"] == record["time"] < promise["due"]

    inclusion = told["inclusion"]
    head = signed(inclusion["head"])
    assert inclusion["index"] == statement["index"]
    path = [plain(p) for p in inclusion["path"]]
    assert root_of(leaf_hash, inclusion["index"], head["size"], path) == plain(head["root"])
    assert head["installation"] == record["installation"]
    return {
        "act": record["act"],
        "kind": statement["kind"],
        "opened": opened,
        "proved_in_tree_of": head["size"],
    }


def openings(opened: list[dict[str, str]], commitments: dict[str, str]) -> dict[str, str]:
    found = {}
    for one in opened:
        salt = plain(one["salt"])
        assert len(salt) == 32
        pair = json.dumps([one["name"], one["value"]], ensure_ascii=False, separators=(",", ":"))
        assert unicodedata.is_normalized("NFC", pair)
        made = hmac.new(salt, pair.encode(), "sha256").digest()
        assert made == plain(commitments[one["name"]]), one["name"]
        found[one["name"]] = one["value"]
    return found


def root_of(leaf_hash: bytes, index: int, size: int, path: list[bytes]) -> bytes:
    """Walk an inclusion path up, as RFC 9162, section 2.1.3.2, says."""
    assert index < size
    node, last, found = index, size - 1, leaf_hash
    for step in path:
        assert last > 0
        if node % 2 or node == last:
            found = sha256(b"\1" + step + found).digest()
            while node % 2 == 0 and node:
                node, last = node // 2, last // 2
        else:
            found = sha256(b"\1" + found + step).digest()
        node, last = node // 2, last // 2
    assert last == 0
    return found


def plain(text: str) -> bytes:
    decoded = b64decode(text, validate=True)
    assert b64encode(decoded).decode() == text
    return decoded

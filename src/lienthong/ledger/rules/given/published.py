"""The JSON forms of heads and of proofs between them (docs/reference/receipt.md)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lienthong.ledger.rules.canonical import Malformed, from_base64, to_base64
from lienthong.ledger.rules.given.reading import (
    Members,
    members,
    read_count,
    read_hashes,
    read_head,
    read_signed,
)
from lienthong.ledger.types import PublishedHead, Signed

HEAD_FORMAT = "lienthong-published-head/1"
CONSISTENCY_FORMAT = "lienthong-consistency/1"
INCLUSION_FORMAT = "lienthong-inclusion/1"
# What the files are called inside a certificate.
INCLUSION_NAME = "dau-so.json"
RECEIPT_NAMES = re.compile(r"bien-nhan-[0-9]{1,3}\.json")


def receipt_name(number: int) -> str:
    """Return what the n-th receipt inside a certificate is called, from 1."""
    return f"bien-nhan-{number}.json"


@dataclass(frozen=True, slots=True)
class ReadHead:
    """A head from a file: its signed bytes, what they say, and the stamp on them if any."""

    signed: Signed
    says: Members
    stamp: bytes | None

    @property
    def root(self) -> bytes:
        return from_base64(self.says["root"])

    @property
    def signed_at(self) -> datetime:
        return datetime.fromisoformat(self.says["time"])


@dataclass(frozen=True, slots=True)
class ReadConsistency:
    """A proof from a file that the tree of `newer` continues that of `older`."""

    older: ReadHead
    newer: ReadHead
    path: Sequence[bytes]


@dataclass(frozen=True, slots=True)
class ReadInclusion:
    """A proof from a file that a leaf stands under a published head."""

    leaf_hash: bytes
    index: int
    path: Sequence[bytes]
    head: ReadHead


def head_json(head: PublishedHead) -> dict[str, Any]:
    """Return a published head as values for JSON."""
    return {
        "format": HEAD_FORMAT,
        "statement": to_base64(head.head.signed.statement),
        "signature": to_base64(head.head.signed.signature),
        "stamp": None if head.stamp is None else to_base64(head.stamp.token),
    }


def consistency_json(
    older: PublishedHead, newer: PublishedHead, path: Sequence[bytes]
) -> dict[str, Any]:
    """Return the proof between two heads, with both, as values for JSON."""
    return {
        "format": CONSISTENCY_FORMAT,
        "from": head_json(older),
        "to": head_json(newer),
        "path": [to_base64(step) for step in path],
    }


def inclusion_json(
    head: PublishedHead, *, leaf_hash: bytes, index: int, path: Sequence[bytes]
) -> dict[str, Any]:
    """Return the proof that a leaf stands in the tree of a published head, as values for JSON."""
    return {
        "format": INCLUSION_FORMAT,
        "leaf_hash": to_base64(leaf_hash),
        "index": index,
        "path": [to_base64(step) for step in path],
        "head": head_json(head),
    }


def read_published_head(value: object) -> ReadHead:
    """Return a head from its JSON form; checks its shape only. Raises Malformed."""
    parts = members(value, "format statement signature stamp")
    if parts["format"] != HEAD_FORMAT:
        raise Malformed("unknown format")
    signed = read_signed({name: parts[name] for name in ("statement", "signature")})
    stamp = parts["stamp"]
    if stamp is not None and not isinstance(stamp, str):
        raise Malformed("a stamp is base64")
    return ReadHead(signed, read_head(signed), None if stamp is None else from_base64(stamp))


def read_consistency(value: object) -> ReadConsistency:
    """Return a proof of consistency from its JSON form; shape only. Raises Malformed."""
    parts = members(value, "format from to path")
    if parts["format"] != CONSISTENCY_FORMAT:
        raise Malformed("unknown format")
    return ReadConsistency(
        read_published_head(parts["from"]),
        read_published_head(parts["to"]),
        read_hashes(parts["path"]),
    )


def read_inclusion(value: object) -> ReadInclusion:
    """Return a proof of inclusion from its JSON form; shape only. Raises Malformed."""
    parts = members(value, "format leaf_hash index path head")
    if parts["format"] != INCLUSION_FORMAT:
        raise Malformed("unknown format")
    (leaf_hash,) = read_hashes([parts["leaf_hash"]])
    return ReadInclusion(
        leaf_hash,
        read_count(parts["index"]),
        read_hashes(parts["path"]),
        read_published_head(parts["head"]),
    )

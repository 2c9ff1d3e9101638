"""The JSON form of a receipt; docs/reference/receipt.md describes it for other programs."""

from collections.abc import Sequence
from typing import Any

from lienthong.ledger.rules.canonical import to_base64
from lienthong.ledger.types import Inclusion, ItemProof, Opening, Signed

FORMAT = "lienthong-receipt/1"


def assemble(
    *,
    statement: Signed,
    leaf: bytes,
    openings: Sequence[Opening],
    item: ItemProof | None,
    promise: Signed,
    inclusion: Inclusion | None,
    erasures: Signed | None = None,
) -> dict[str, Any]:
    """Return the receipt as values for JSON: bytes in base64, absent parts as null.

    erasures: only there when a value that was asked for is erased.
    """
    receipt: dict[str, Any] = {
        "format": FORMAT,
        "statement": _signed(statement),
        "record": {"leaf": to_base64(leaf), "openings": _openings(openings)},
        "item": _item(item),
        "promise": _signed(promise),
        "inclusion": _inclusion(inclusion),
    }
    if erasures is not None:
        receipt["erasures"] = _signed(erasures)
    return receipt


def _signed(signed: Signed) -> dict[str, str]:
    return {
        "statement": to_base64(signed.statement),
        "signature": to_base64(signed.signature),
    }


def _openings(openings: Sequence[Opening]) -> list[dict[str, str]]:
    return [
        {"name": opening.name, "salt": to_base64(opening.salt), "value": opening.value}
        for opening in openings
    ]


def _item(item: ItemProof | None) -> dict[str, Any] | None:
    if item is None:
        return None
    return {
        "leaf": to_base64(item.leaf),
        "index": item.index,
        "path": [to_base64(step) for step in item.path],
        "openings": _openings(item.openings),
    }


def _inclusion(inclusion: Inclusion | None) -> dict[str, Any] | None:
    if inclusion is None:
        return None
    return {
        "index": inclusion.index,
        "path": [to_base64(step) for step in inclusion.path],
        "head": _signed(inclusion.head),
    }

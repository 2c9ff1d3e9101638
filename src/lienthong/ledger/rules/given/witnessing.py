"""What witnesses give away: that they saw a head, and that two heads contradict each other."""

from dataclasses import dataclass
from typing import Any

from lienthong.ledger.rules.canonical import Malformed, to_base64
from lienthong.ledger.rules.given.published import HEAD_FORMAT, ReadHead, read_published_head
from lienthong.ledger.rules.given.reading import (
    Members,
    members,
    read_cosignature_statement,
    read_signed,
)
from lienthong.ledger.types import Signed

COSIGNATURE_FORMAT = "lienthong-cosignature/1"
CONTRADICTION_FORMAT = "lienthong-contradiction/1"
_OF_HEAD = ("installation", "key", "epoch", "size", "root")


@dataclass(frozen=True, slots=True)
class ReadCosignature:
    """A witness's word from a file: signed bytes, what they say, and the head they are about."""

    signed: Signed
    says: Members
    head: ReadHead

    @property
    def is_about_its_head(self) -> bool:
        """Whether the head that travels with it is the one that it names."""
        seen = self.says["seen"]
        return all(seen[name] == self.head.says[name] for name in _OF_HEAD)


def bare_head_json(head: Signed) -> dict[str, Any]:
    """Return a head without its stamp as values for JSON."""
    return {
        "format": HEAD_FORMAT,
        "statement": to_base64(head.statement),
        "signature": to_base64(head.signature),
        "stamp": None,
    }


def cosignature_json(signed: Signed, head: Signed) -> dict[str, Any]:
    """Return a witness's word with the head that it is about, as values for JSON."""
    return {
        "format": COSIGNATURE_FORMAT,
        "statement": to_base64(signed.statement),
        "signature": to_base64(signed.signature),
        "head": bare_head_json(head),
    }


def contradiction_json(first: Signed, second: Signed) -> dict[str, Any]:
    """Return two heads of one installation that cannot both be true, as values for JSON."""
    return {
        "format": CONTRADICTION_FORMAT,
        "first": bare_head_json(first),
        "second": bare_head_json(second),
    }


def read_cosignature(value: object) -> ReadCosignature:
    """Return a witness's word from its JSON form; checks its shape only. Raises Malformed."""
    parts = members(value, "format statement signature head")
    if parts["format"] != COSIGNATURE_FORMAT:
        raise Malformed("unknown format")
    signed = read_signed({name: parts[name] for name in ("statement", "signature")})
    return ReadCosignature(
        signed, read_cosignature_statement(signed), read_published_head(parts["head"])
    )


def read_contradiction(value: object) -> tuple[ReadHead, ReadHead]:
    """Return the two heads of a contradiction; checks its shape only. Raises Malformed."""
    parts = members(value, "format first second")
    if parts["format"] != CONTRADICTION_FORMAT:
        raise Malformed("unknown format")
    return read_published_head(parts["first"]), read_published_head(parts["second"])


def contradict(first: ReadHead, second: ReadHead) -> bool:
    """Say whether two heads alone show a fork: one ledger, one size, two roots.

    Heads of different sizes need a proof between them to be judged.
    """
    one, other = first.says, second.says
    same = all(one[name] == other[name] for name in ("installation", "key", "epoch", "size"))
    return same and first.root != second.root

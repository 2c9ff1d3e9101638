"""Judging what another installation answers, without a database and without believing it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from lienthong.ledger.rules.canonical import Malformed
from lienthong.ledger.rules.given.published import ReadHead, read_consistency, read_published_head
from lienthong.ledger.rules.given.witnessing import ReadCosignature, read_cosignature
from lienthong.ledger.rules.signed.cms import Anchors
from lienthong.ledger.rules.signed.keys import VerifyingKey
from lienthong.ledger.rules.signed.stamps import check_token
from lienthong.ledger.rules.tree import merkle
from lienthong.witnesses.types import Trouble

# As long as a record may wait for its place by default.
LATEST_PUBLICATION = timedelta(hours=24)
STAMP_WITHIN = timedelta(hours=2)
SILENCE = timedelta(days=7)
LONGEST_ADDRESS = 300
# What a column of tables holds; sizes, up to 2^53-1, have a larger one.
LARGEST_EPOCH = 2**31 - 1
_HERE = {"127.0.0.1", "::1", "localhost"}


@dataclass(frozen=True, slots=True)
class ShownHead:
    """A head as an installation shows it, with the moment at which it says to have published it."""

    head: ReadHead
    published_at: datetime


def shown_heads(lines: object, *, key: VerifyingKey, installation: str) -> list[ShownHead]:
    """Return the heads of an answer; raises Malformed unless the key signed every one of them.

    installation: whose they must be; empty for the first time.
    """
    if not isinstance(lines, list):
        raise Malformed("wanted a list")
    return [_shown(line, key, installation) for line in lines]


def _shown(line: Any, key: VerifyingKey, installation: str) -> ShownHead:
    if not isinstance(line, dict) or not isinstance(line.get("published_at"), str):
        raise Malformed("not a line of heads")
    head = theirs(read_published_head(line.get("head")), key=key, installation=installation)
    try:
        published_at = datetime.fromisoformat(line["published_at"])
    except ValueError as error:
        raise Malformed("not an instant") from error
    if published_at.tzinfo is None:
        raise Malformed("instant without zone")
    return ShownHead(head, published_at)


def theirs(head: ReadHead, *, key: VerifyingKey, installation: str) -> ReadHead:
    """Return a head that this key signed for this installation; raises Malformed otherwise."""
    if not key.signed(head.signed, head.says):
        raise Malformed("not signed by the known key")
    if installation and head.says["installation"] != installation:
        raise Malformed("head of another installation")
    if not head.says["size"] or not 0 < head.says["epoch"] <= LARGEST_EPOCH:
        raise Malformed("head of nothing")
    return head


def continues(value: object, *, older: ReadHead, newer: ReadHead) -> bool:
    """Say whether a proof leads from one head to the other: by the roots that we hold ourselves.

    Raises Malformed for what is no proof.
    """
    return merkle.verify_consistency(
        old=older.says["size"],
        new=newer.says["size"],
        old_root=older.root,
        new_root=newer.root,
        path=read_consistency(value).path,
    )


def words_of_witness(
    values: object, *, key: VerifyingKey, witness: str
) -> Iterator[ReadCosignature]:
    """Yield what a witness signed; raises Malformed for what it did not."""
    if not isinstance(values, list):
        raise Malformed("wanted a list")
    for value in values:
        found = read_cosignature(value)
        is_its = key.signed(found.signed, found.says) and found.says["installation"] == witness
        if not is_its or not found.is_about_its_head:
            raise Malformed("not the word of this witness")
        yield found


def troubles_of(shown: list[ShownHead], *, anchors: Anchors, now: datetime) -> Iterator[Trouble]:
    """Yield what is wrong with how an installation publishes, by its newest head."""
    if not shown:
        return
    newest = max(shown, key=lambda one: (one.head.says["epoch"], one.head.says["size"]))
    if newest.published_at - newest.head.signed_at > LATEST_PUBLICATION:
        yield Trouble.LATE
    if now - newest.published_at > SILENCE:
        yield Trouble.SILENT
    if newest.head.stamp is None:
        if now - newest.published_at > STAMP_WITHIN:
            yield Trouble.UNSTAMPED
        return
    try:
        check_token(newest.head.stamp, statement=newest.head.signed.statement, anchors=anchors)
    except Malformed:
        yield Trouble.STAMP_WRONG


def usable_address(text: str) -> bool:
    """Say whether an address may be asked: https, or http to this machine; no path, no user."""
    try:
        parts = urlsplit(text)
        host, _port = parts.hostname, parts.port
    except ValueError:
        return False
    is_safe = parts.scheme == "https" or (parts.scheme == "http" and host in _HERE)
    is_bare = parts.path in {"", "/"} and not (parts.query or parts.fragment or parts.username)
    return bool(host) and is_safe and is_bare and len(text) <= LONGEST_ADDRESS

"""Auditing the whole ledger: every stored byte against what was hashed, signed and stamped."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings

from lienthong.ledger.models import Epoch, Head, Placement, Record, Waiting
from lienthong.ledger.queries.heads import head_of, stamps_of
from lienthong.ledger.queries.stored import PAGE, placed_page, waiting_pages
from lienthong.ledger.queries.tree import load_tiles
from lienthong.ledger.rules.canonical import Malformed, from_base64, instant_text, to_base64
from lienthong.ledger.rules.checks.stored_rows import (
    Checked,
    Finding,
    StoredRecord,
    check_record,
    content_named,
    judge_hash,
)
from lienthong.ledger.rules.given.reading import read_head
from lienthong.ledger.rules.signed.cms import Anchors
from lienthong.ledger.rules.signed.keys import VerifyingKey, load_key
from lienthong.ledger.rules.signed.stamps import check_token
from lienthong.ledger.rules.tree.growing import GrowingTiles, GrowingTree
from lienthong.ledger.rules.tree.tiles import WIDTH
from lienthong.ledger.services.audit_heads import KeptHead, Signing, kept_to_audit
from lienthong.ledger.services.audit_sources import missing_contents, outside_findings
from lienthong.ledger.types import HeadStamp

# More of one kind would only repeat themselves.
MOST_LOST = 1_000


@dataclass(frozen=True, slots=True)
class AuditPage:
    """How far an audit came; `state` is JSON that goes into `resume` of a later call."""

    epoch: int
    checked: int
    size: int
    state: dict[str, Any]


@dataclass(slots=True)
class _Walk:
    """One epoch in the middle of being walked."""

    epoch: Epoch
    tree: GrowingTree
    tiles: GrowingTiles
    signing: Signing
    kept: KeptHead

    def page(self) -> AuditPage:
        state = {
            "epoch": self.epoch.number,
            "tree": self.tree.to_json(),
            "tiles": self.tiles.to_json(),
            "signing": self.signing.to_json(),
        }
        return AuditPage(self.epoch.number, self.tree.size, self.epoch.size, state)


def audit(
    *,
    public_key_pem: bytes,
    anchors: Anchors,
    now: datetime,
    resume: dict[str, Any] | None = None,
) -> Iterator[Finding | AuditPage | Checked]:
    """Yield what is wrong, and after every 256 records how far it came; then `Checked` of others.

    Checked: each record's bytes, hash, columns, subjects, items and clear values; that every
    place holds one record and every record has one place or waits; tiles; every head's signature,
    root and stamp; that heads came within the promised delay, and none is missing now; that the
    tables lead to the head beside the key; the epochs; and what other packages have wired
    (contents, their rows).
    public_key_pem: of the keys of the heads, best from outside. anchors: of the stamps; none: any.
    resume: the state of the last page of an audit that was broken off; what was found before is
    not found again. Reads only; memory does not grow with the ledger. What is recorded while it
    runs may be left out.
    """
    key = load_key(public_key_pem)
    if key is None:
        raise ValueError("not an Ed25519 key")
    epochs = list(Epoch.objects.order_by("number"))
    yield from _epochs(epochs)
    kept, wrong = kept_to_audit()
    yield from wrong
    limit = timedelta(hours=settings.LIENTHONG_PROMISE_HOURS)
    for epoch in epochs:
        if resume is not None and epoch.number < resume["epoch"]:
            continue
        walk = _Walk(epoch, GrowingTree(), GrowingTiles(), Signing(limit), kept)
        if resume is not None and epoch.number == resume["epoch"]:
            walk.tree = GrowingTree.of_json(resume["tree"])
            walk.tiles = GrowingTiles.of_json(resume["tiles"])
            walk.signing.resume(resume["signing"])
        yield from _walk(walk, key, anchors)
        yield from walk.signing.ended(epoch, now=now)
    yield from kept.ended()
    for page in waiting_pages():
        for row in page:
            yield from _waiting(row)
    yield from _strays()
    yield from outside_findings()


def _epochs(epochs: list[Epoch]) -> Iterator[Finding]:
    opened = Record.objects.filter(act="ledger.epoch-opened") if len(epochs) > 1 else ()
    declared = {row.epoch_id: bytes(row.leaf) for row in opened}
    for n, epoch in enumerate(epochs):
        is_last = n == len(epochs) - 1
        if is_last != (epoch.closed_at is None) or (n == 0) != (epoch.predecessor_root is None):
            yield Finding("epoch.broken", str(epoch))
        if n and not _is_declared(epoch, declared.get(epoch.number)):
            yield Finding("epoch.undeclared", str(epoch))


def _is_declared(epoch: Epoch, leaf: bytes | None) -> bool:
    try:
        said = json.loads(leaf or b"{}").get("dimensions", {})
    except ValueError:
        return False
    root = bytes(epoch.predecessor_root or b"")
    return bool(
        said.get("predecessor_root") == to_base64(root)
        and said.get("predecessor_size") == epoch.predecessor_size
        and said.get("lost_from") == epoch.kept_size
    )


def _walk(walk: _Walk, key: VerifyingKey, anchors: Anchors) -> Iterator[Finding | AuditPage]:
    epoch = walk.epoch
    while walk.tree.size < epoch.size:
        start = walk.tree.size
        end = min(start + PAGE, epoch.size)
        yield from _page(walk, key, anchors, start=start, end=end)
        yield walk.page()
    yield from _tiles(epoch, dict(walk.tiles.rest()))
    for row in Head.objects.filter(epoch=epoch, size__gt=epoch.size):
        yield Finding("head.beyond", str(row))
    beyond = Placement.objects.filter(epoch=epoch, index__gte=epoch.size)
    for placement in beyond[:MOST_LOST]:
        yield Finding("place.beyond", str(placement), str(placement.record_id))


def _page(
    walk: _Walk, key: VerifyingKey, anchors: Anchors, *, start: int, end: int
) -> Iterator[Finding]:
    epoch = walk.epoch
    rows = placed_page(epoch.number, start=start, end=end)
    tile = load_tiles(epoch.number, [(0, start // WIDTH)]).get((0, start // WIDTH), b"")
    heads = list(Head.objects.filter(epoch=epoch, size__gt=start, size__lte=end).order_by("size"))
    by_size, stamps = {row.size: row for row in heads}, stamps_of(heads)
    full: dict[tuple[int, int], bytes] = {}
    contents: dict[str, str] = {}
    for index in range(start, end):
        row = rows.get(index)
        in_tree = tile[(index - start) * 32 : (index - start + 1) * 32] or None
        if row is None:
            yield Finding("place.missing", f"{epoch}/{index}")
            leaf_hash = in_tree or bytes(32)
        else:
            leaf_hash, wrong = judge_hash(row, in_tree)
            yield from [wrong] if wrong else check_record(row)
            walk.signing.record(row.recorded_at)
            contents[content_named(row) or ""] = row.id
        walk.tree.add(leaf_hash)
        full.update(walk.tiles.add(leaf_hash))
        if walk.kept.is_at(epoch.number, index + 1):
            walk.kept.compare(walk.tree.root)
        head = by_size.get(index + 1)
        if head is not None:
            yield from _head(head, walk.tree.root, key, stamps.get(head.pk), anchors)
            yield from walk.signing.signed(epoch.number, head.size, head.signed_at)
    yield from _tiles(epoch, full)
    contents.pop("", None)
    for digest in missing_contents(contents):
        yield Finding("blob.missing", contents[digest], digest)


def _tiles(epoch: Epoch, expected: dict[tuple[int, int], bytes]) -> Iterator[Finding]:
    stored = load_tiles(epoch.number, expected)
    for (level, index), hashes in expected.items():
        if stored.get((level, index)) != hashes:
            yield Finding("tile.changed", f"{epoch}/{level}/{index}")


def _head(
    row: Head,
    root: bytes,
    key: VerifyingKey,
    stamp: HeadStamp | None,
    anchors: Anchors,
) -> Iterator[Finding]:
    head = head_of(row)
    where = f"{row.epoch_id}/{row.size}"
    try:
        said = read_head(head.signed)
        if not key.signed(head.signed, said):
            raise Malformed("another key")
    except Malformed:
        yield Finding("head.signature-wrong", where)
    else:
        stored = (row.epoch_id, row.size, head.root, instant_text(row.signed_at))
        if stored != (said["epoch"], said["size"], from_base64(said["root"]), said["time"]):
            yield Finding("head.row-changed", where)
        elif head.root != root:
            yield Finding("head.root-wrong", where)
    yield from _stamp(where, head.signed.statement, stamp, anchors)


def _stamp(
    where: str, statement: bytes, stamp: HeadStamp | None, anchors: Anchors
) -> Iterator[Finding]:
    if stamp is None:
        return
    try:
        found = check_token(stamp.token, statement=statement, anchors=anchors)
    except Malformed as error:
        yield Finding("stamp.wrong", where, str(error))
        return
    if (found.stamped_at, found.authority) != (stamp.stamped_at, stamp.authority):
        yield Finding("stamp.wrong", where, "row")


def _waiting(row: StoredRecord) -> Iterator[Finding]:
    _hash, wrong = judge_hash(row, None)
    yield from [wrong] if wrong else check_record(row)


def _strays() -> Iterator[Finding]:
    lost = Record.objects.filter(placement__isnull=True, waiting__isnull=True)
    for record_id in lost.values_list("pk", flat=True)[:MOST_LOST]:
        yield Finding("record.lost", str(record_id))
    twice = Waiting.objects.filter(record__placement__isnull=False)
    for record_id in twice.values_list("pk", flat=True)[:MOST_LOST]:
        yield Finding("record.twice", str(record_id))

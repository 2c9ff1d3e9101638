"""Heads that our own key signed, held against the tables: do these still lead to them?"""

import json
from datetime import datetime

from django.db import transaction

from lienthong.ledger import types
from lienthong.ledger.errors import HeadNotOurs, KeptHeadUnreadable, LedgerHeld
from lienthong.ledger.models import Epoch, Head, ShownHead
from lienthong.ledger.queries.heads import head_of
from lienthong.ledger.queries.tree import range_hashes
from lienthong.ledger.rules.canonical import Malformed, read_json
from lienthong.ledger.rules.given.published import ReadHead, head_json, read_published_head
from lienthong.ledger.rules.given.reading import read_head
from lienthong.ledger.rules.signed.keys import load_key
from lienthong.ledger.services.keys import has_key, has_lost_keys, signer

# Above every epoch that our tables can hold; a key that leaked may sign anything.
_BEYOND_EPOCH = 2**31


def own_head(value: object) -> ReadHead:
    """Return a head from its JSON form. Raises HeadNotOurs for what no key of ours signed."""
    key = load_key(signer().public_key.pem)
    try:
        head = read_published_head(value)
    except Malformed as error:
        raise HeadNotOurs from error
    if key is None or not key.signed(head.signed, head.says):
        raise HeadNotOurs
    if not head.says["size"] or not 0 < head.says["epoch"] < _BEYOND_EPOCH:
        raise HeadNotOurs
    return head


def kept_head() -> ReadHead | None:
    """Return the newest head that was signed here, as it is kept beside the key; None before.

    Who has the database, and not the folder of the key, cannot take it back. Raises
    KeptHeadUnreadable for what our key did not sign, and KeyLost.
    """
    content = signer().newest_head()
    if content is None:
        return None
    try:
        return own_head(read_json(content))
    except (Malformed, HeadNotOurs):
        raise KeptHeadUnreadable from None


def keep_head(head: types.Head) -> None:
    """Keep a head beside the key, before anybody gets to see it, unless a newer one is there.

    Two may sign at one moment, and the one who placed fewer records may be the later. Raises
    KeptHeadUnreadable.
    """
    kept = kept_head()
    if kept is not None and (kept.says["epoch"], kept.says["size"]) > (head.epoch, head.size):
        return
    values = head_json(types.PublishedHead(head, head.signed_at, None))
    signer().keep_head(json.dumps(values).encode())


def leads_to(current: Epoch, head: ReadHead) -> bool:
    """Say whether the tables hold, in the epoch of the head, the tree that it names.

    current: the open epoch. A head over which an epoch was declared already is also one that they
    lead to. Raises HeadNotOurs for a head of another installation.
    """
    if head.says["installation"] != current.installation:
        raise HeadNotOurs
    number, size = head.says["epoch"], head.says["size"]
    is_current = current.number == number
    epoch = current if is_current else Epoch.objects.filter(number=number).first()
    if epoch is not None and epoch.size >= size:
        (root,) = range_hashes(epoch.number, [(0, size)])
        if root == head.root:
            return True
    declared = Epoch.objects.filter(predecessor_epoch=number)
    return declared.filter(predecessor_size__gte=size, kept_size__lt=size).exists()


def is_of_lost_key(epoch: Epoch) -> bool:
    """Say whether the newest head of an epoch was signed by another key than the one in use.

    One statement where a key was lost before, else none.
    """
    if not has_lost_keys():
        return False
    row = Head.objects.filter(epoch=epoch).order_by("-size").first()
    return row is not None and read_head(head_of(row).signed)["key"] != signer().public_key.key_id


def hold(head: ReadHead, *, now: datetime) -> bool:
    """Let nothing be placed or signed until an epoch is declared over it; say whether it is new."""
    _row, is_new = ShownHead.objects.get_or_create(
        epoch=head.says["epoch"],
        size=head.says["size"],
        root=head.root,
        defaults={
            "head_signed_at": head.signed_at,
            "statement": head.signed.statement,
            "signature": head.signed.signature,
            "shown_at": now,
        },
    )
    return is_new


def show_kept_head(*, now: datetime) -> None:
    """Compare the head beside the key with the tables, as `show_head` does with another one.

    For after a restore, when that folder may know more than the tables. Raises LedgerHeld,
    KeptHeadUnreadable.
    """
    problem, head = _judged()
    if problem and head is not None:
        with transaction.atomic():
            hold(head, now=now)
        raise LedgerHeld


def kept_head_problem() -> str:
    """Return the code of what is wrong with the head beside the key; "" when nothing is.

    Three statements at most. Codes of `rules.delays.PROBLEMS`.
    """
    try:
        return _judged()[0]
    except KeptHeadUnreadable:
        return "ledger.kept-head-unreadable"


def _judged() -> tuple[str, ReadHead | None]:
    # A key that is lost is said elsewhere; looking must not make one.
    if not has_key():
        return "", None
    head = kept_head()
    current = Epoch.objects.filter(closed_at__isnull=True).first()
    if current is not None and is_of_lost_key(current):
        return "ledger.epoch-needed", None
    if head is None or (current is not None and leads_to(current, head)):
        return "", head
    return "ledger.held", head

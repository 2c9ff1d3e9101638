"""Publishing heads, and having them stamped by an authority of time."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import cast

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

from lienthong.ledger.models import Head, Publication, Stamp, StampWanted
from lienthong.ledger.ports import TimeStamper
from lienthong.ledger.queries.heads import head_of, published_latest
from lienthong.ledger.rules.canonical import Malformed
from lienthong.ledger.rules.delays import pause_after
from lienthong.ledger.rules.signed.cms import Anchors
from lienthong.ledger.rules.signed.stamps import read_answer, stamp_request
from lienthong.ledger.types import HeadStamp, PublishedHead

# How far the authority's clock and ours may differ.
CLOCK_SKEW = timedelta(minutes=10)
# A claim that is not answered for so long was made by a process that died.
LEASE = timedelta(minutes=5)


def publish_head(*, now: datetime) -> PublishedHead | None:
    """Publish the newest signed head when its turn has come; return it, or None.

    Its turn: something is new, and the last publication is `LIENTHONG_PUBLISH_MINUTES` old or of
    an older epoch. Safe to repeat and to run twice at once.
    """
    newest = Head.objects.order_by("-epoch_id", "-size").first()
    if newest is None or not _is_due(newest, now=now):
        return None
    with transaction.atomic():
        row, is_new = Publication.objects.get_or_create(head=newest, defaults={"published_at": now})
        if is_new:
            StampWanted.objects.create(head=newest, due_at=now)
    return PublishedHead(head_of(newest), row.published_at, None)


def _is_due(newest: Head, *, now: datetime) -> bool:
    last = published_latest()
    if last is None or last.head.epoch != newest.epoch_id:
        return True
    every = timedelta(minutes=settings.LIENTHONG_PUBLISH_MINUTES)
    # Also after the clock was set back.
    return newest.size > last.head.size and abs(now - last.published_at) >= every


def stamp_next_head(*, stamper: TimeStamper, now: datetime) -> bool:
    """Ask for a stamp on the newest published head that is due for one; say whether one was kept.

    A failure is kept with its words, and tried again after a pause that grows to six hours; it
    stops nothing else. A stamp on a head is also the end of asking for smaller heads of its
    epoch: a later stamp of theirs would say nothing more.
    """
    claimed = _claim(now=now)
    if claimed is None:
        return False
    try:
        stamp = _asked(stamper, claimed.statement, now=now)
    except (OSError, Malformed, ValueError) as error:
        _postpone(claimed, str(error), now=now)
        return False
    _keep(claimed, stamp, now=now)
    return True


def ask_time(stamper: TimeStamper) -> datetime:
    """Return what an authority says the time is, by a stamp that is checked and not kept.

    For those who watch. Raises OSError or ValueError when no good answer came.
    """
    nonce, statement = secrets.randbits(63), secrets.token_bytes(32)
    answer = stamper.answer(stamp_request(statement, nonce=nonce))
    anchors = anchors_of_installation()
    return read_answer(answer, statement=statement, nonce=nonce, anchors=anchors).stamped_at


def stamper_of_installation() -> TimeStamper | None:
    """Return the authority that `LIENTHONG_TIME_STAMPER` names; None when unset."""
    name = settings.LIENTHONG_TIME_STAMPER
    return cast("TimeStamper", import_string(name)()) if name else None


def anchors_of_installation() -> Anchors:
    """Return the certificates of `LIENTHONG_TIME_STAMP_TRUST`; none when unset.

    Raises OSError or ValueError for a file that is no such list.
    """
    path: Path | None = settings.LIENTHONG_TIME_STAMP_TRUST
    return Anchors() if path is None else Anchors.of_pem(path.read_bytes())


@dataclass(frozen=True, slots=True)
class _Claimed:
    head_id: int
    epoch: int
    size: int
    statement: bytes
    attempts: int


def _claim(*, now: datetime) -> _Claimed | None:
    with transaction.atomic(durable=True):
        due = StampWanted.objects.select_for_update(of=("self",), skip_locked=True)
        row = due.filter(due_at__lte=now).select_related("head").order_by("-head_id").first()
        if row is None:
            return None
        row.attempts, row.due_at = row.attempts + 1, now + LEASE
        row.save(update_fields=["attempts", "due_at"])
    head = row.head
    return _Claimed(head.pk, head.epoch_id, head.size, bytes(head.statement), row.attempts)


def _asked(stamper: TimeStamper, statement: bytes, *, now: datetime) -> HeadStamp:
    nonce = secrets.randbits(63)
    answer = stamper.answer(stamp_request(statement, nonce=nonce))
    stamp = read_answer(answer, statement=statement, nonce=nonce, anchors=anchors_of_installation())
    if abs(stamp.stamped_at - now) > CLOCK_SKEW:
        raise Malformed("the authority's time is far from ours")
    return stamp


def _keep(claimed: _Claimed, stamp: HeadStamp, *, now: datetime) -> None:
    with transaction.atomic(durable=True):
        Stamp.objects.get_or_create(
            head_id=claimed.head_id,
            defaults={
                "token": stamp.token,
                "stamped_at": stamp.stamped_at,
                "authority": stamp.authority,
                "kept_at": now,
            },
        )
        StampWanted.objects.filter(
            head__epoch_id=claimed.epoch, head__size__lte=claimed.size
        ).delete()


def _postpone(claimed: _Claimed, failure: str, *, now: datetime) -> None:
    # Only while the claim is still this one's own: a late loser undoes nothing.
    StampWanted.objects.filter(head_id=claimed.head_id, attempts=claimed.attempts).update(
        due_at=now + pause_after(claimed.attempts), failure=failure[:200]
    )

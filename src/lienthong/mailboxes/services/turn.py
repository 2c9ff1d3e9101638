"""The turn of a mailbox: take in what arrived, one letter after the other, then rest."""

import logging
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import InterfaceError, OperationalError, transaction

from lienthong.formats.mail.errors import LetterTooLarge, LetterUnreadable
from lienthong.kernel.refusals import Refusal
from lienthong.kernel.wording import Measure
from lienthong.mailboxes import rules
from lienthong.mailboxes.models import Letter, Mailbox
from lienthong.mailboxes.ports import Away, OpenMailbox
from lienthong.mailboxes.services.judge_letter import judged
from lienthong.mailboxes.services.mailboxes import access_of, mail_server
from lienthong.mailboxes.services.take_letter import (
    At,
    Lost,
    keep_letter,
    pass_over,
    refuse_letter,
)
from lienthong.mailboxes.types import MailboxState, Trouble

_log = logging.getLogger(__name__)
Clock = Callable[[], datetime]
# Longer than one letter ever takes; what a killed worker left is due again after it.
LEASE = timedelta(minutes=30)
# Seconds after which a turn begins no other letter, so that the worker's other jobs have theirs.
LONGEST = 20.0
_MEGABYTE = 1024 * 1024
# No fault of the letter: the next turn finds it again.
_PASSING = (Away, Lost, OSError, OperationalError, InterfaceError, MemoryError)


def take_turns(*, clock: Clock) -> int:
    """Read every mailbox that is due; return how many. One statement when none is.

    One that cannot be read costs the others nothing: it rests, longer and longer.
    """
    done: list[UUID] = []
    while (row := _claim(done, now=clock())) is not None:
        done.append(row.pk)
        has_more, away = False, None
        try:
            has_more = _read(row, clock=clock)
        except Lost:
            continue
        except Away as error:
            away = error
        except Exception as error:  # of us: told by its name, and the mailbox is tried again
            _log.exception("mailbox failed", extra={"mailbox": str(row.pk)})
            away = Away(Trouble.ODD_ANSWER, type(error).__name__)
        _release(row, away, has_more=has_more, now=clock())
    return len(done)


def _claim(done: list[UUID], *, now: datetime) -> Mailbox | None:
    due = Mailbox.objects.filter(state=MailboxState.ON, due_at__lte=now).exclude(pk__in=done)
    if not due.exists():
        return None
    with transaction.atomic(durable=True):
        row = due.select_for_update(skip_locked=True).order_by("due_at", "pk").first()
        if row is None:
            return None
        row.token, row.due_at = uuid4(), now + LEASE
        row.save(update_fields=["token", "due_at"])
    return row


def _read(row: Mailbox, *, clock: Clock) -> bool:
    """Take in what a mailbox has; True when there is more. Raises Away, Lost."""
    ends = time.monotonic() + LONGEST
    with mail_server()(access_of(row)) as box:
        if row.uidvalidity != box.validity:
            # Its server numbers anew; what is here already is known by what it says.
            row.uidvalidity, row.last_uid = box.validity, 0
        for uid in box.uids(after=row.last_uid, since=row.begins_on):
            if time.monotonic() > ends:
                return True
            _renew(row, now=clock())
            _take(row, box, At(box.validity, uid), now=clock())
    return False


def _take(row: Mailbox, box: OpenMailbox, at: At, *, now: datetime) -> None:
    """Take in one letter, or write down why not: none holds up the next. Raises Away, Lost."""
    if Letter.objects.filter(mailbox=row, uidvalidity=at.uidvalidity, uid=at.uid).exists():
        pass_over(row, at)
        return
    largest, size = row.largest_mb * _MEGABYTE, box.size(at.uid)
    if size is not None and size > largest:
        told = LetterTooLarge(largest_mb=Measure(float(row.largest_mb)))
        refuse_letter(row, at, told, head=box.head(at.uid), now=now)
        return
    # Servers count line ends in more than one way.
    raw = box.letter(at.uid, largest=largest + largest // 10) if size is not None else None
    if raw is None:
        pass_over(row, at)
        return
    try:
        keep_letter(row, at, raw, judged(raw, row, now=now), now=now)
    except _PASSING:
        raise
    except Refusal as refusal:
        refuse_letter(row, at, refusal, head=raw[: 64 * 1024], now=now)
    except Exception as error:  # of what strangers wrote: else it would be read again for ever
        _log.exception("letter failed", extra={"mailbox": str(row.pk), "uid": at.uid})
        odd = LetterUnreadable(what=type(error).__name__)
        refuse_letter(row, at, odd, head=raw[: 64 * 1024], now=now)


def _renew(row: Mailbox, *, now: datetime) -> None:
    mine = Mailbox.objects.filter(pk=row.pk, token=row.token, state=MailboxState.ON)
    if not mine.update(due_at=now + LEASE):
        raise Lost


def _release(row: Mailbox, away: Away | None, *, has_more: bool, now: datetime) -> None:
    """Write down how it went, unless somebody else has taken the mailbox meanwhile."""
    with transaction.atomic(durable=True):
        mine = Mailbox.objects.select_for_update().filter(pk=row.pk, token=row.token).first()
        if mine is None:
            return
        mine.token = None
        if away is None:
            mine.failures, mine.failing_since, mine.succeeded_at = 0, None, now
            mine.trouble, mine.said = Trouble.NONE, ""
            mine.due_at = now if has_more else now + rules.POLL
        else:
            mine.failures += 1
            mine.failing_since = mine.failing_since or now
            mine.trouble, mine.said = away.trouble, away.said[:300]
            mine.due_at = now + rules.pause(mine.failures)
        mine.save(
            update_fields=[
                *("token", "failures", "failing_since", "succeeded_at"),
                *("trouble", "said", "due_at"),
            ]
        )

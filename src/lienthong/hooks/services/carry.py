"""Telling addresses what happened: claim, call, record; no transaction is open while one waits."""

import logging
import time
import traceback
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from datetime import datetime

from lienthong.apikit.signing import content_digest, signed_headers
from lienthong.hooks import rules
from lienthong.hooks.events import SomethingWaits
from lienthong.hooks.models import Notification
from lienthong.hooks.ports import Caller
from lienthong.hooks.services._caller import caller_of_installation
from lienthong.hooks.services._claim import Batch, Waiting, claim
from lienthong.hooks.services._settle import Called, settle
from lienthong.hooks.services.keys import signing_key
from lienthong.hooks.types import Call, NotificationState, Outcome
from lienthong.kernel.ids import uuid7
from lienthong.kernel.news import announce

# Hooks that are called at the same time by one worker.
PARALLEL = 16
# Seconds after which a worker begins nothing new, so that its other jobs have their turn.
LONGEST = 10.0
# Seconds for the calls of one hook in a row, after which the others of it wait.
LONGEST_BATCH = 8.0
# Seconds until a free place is looked at again while others are still calling.
_LOOK_AGAIN = 0.5
_log = logging.getLogger(__name__)


def carry_due(*, clock: Callable[[], datetime], caller: Caller | None = None) -> int:
    """Tell every hook that is due what waits for it; return how many calls were made.

    Each hook has a thread of its own and its own record, so a slow one holds no other. A process
    that dies between call and record leaves it to be sent again: receivers drop doubles by the id.
    What is left when its time is over waits for another run, which is announced.
    """
    bury(now=clock())
    key, caller = signing_key(now=clock()), caller or caller_of_installation()
    ends, count = time.monotonic() + LONGEST, 0
    with ThreadPoolExecutor(PARALLEL) as pool:
        running: dict[Future[list[Called]], Batch] = {}
        while True:
            if (free := PARALLEL - len(running)) and time.monotonic() < ends:
                for batch in claim(limit=free, key=key, now=clock()):
                    running[pool.submit(_call, batch, caller, clock)] = batch
            if not running:
                break
            done, _rest = wait(running, timeout=_LOOK_AGAIN, return_when=FIRST_COMPLETED)
            for one in done:
                count += _settled(running.pop(one), one, now=clock())
    if time.monotonic() >= ends:
        announce(SomethingWaits(clock()))
    return count


def _settled(batch: Batch, done: "Future[list[Called]]", *, now: datetime) -> int:
    """Record the calls of one hook; return how many.

    What breaks here costs no other hook its record: this one is called again after its lease.
    """
    try:
        calls = done.result()
        settle(batch, calls, now=now)
    except Exception as error:
        # Without its text: that of a database may show the row, and so the address.
        kind, places = type(error).__name__, traceback.format_tb(error.__traceback__, limit=-4)
        facts = {"hook": str(batch.hook_id), "error": kind, "places": places}
        _log.error("hook not recorded", extra=facts)
        return 0
    return len(calls)


def bury(*, now: datetime) -> int:
    """Give up what could not be told in its time; return how many. One statement."""
    over = Notification.objects.filter(state=NotificationState.WAITING, expires_at__lte=now)
    return over.update(state=NotificationState.DEAD, ended_at=now)


def _call(batch: Batch, caller: Caller, clock: Callable[[], datetime]) -> list[Called]:
    """Call one address, in order, until it fails or has had its time. In a thread; no database."""
    ends, calls = time.monotonic() + LONGEST_BATCH, list[Called]()
    for one in batch.waiting:
        calls.append(_called(one, batch, caller, now=clock()))
        if calls[-1].outcome != Outcome.DELIVERED or time.monotonic() > ends:
            break
    return calls


def _called(one: Waiting, batch: Batch, caller: Caller, *, now: datetime) -> Called:
    attempt_id, begun = uuid7(), time.monotonic()
    headers = {"Content-Type": rules.MEDIA_TYPE, "X-Request-ID": str(attempt_id)}
    signed = signed_headers(
        "POST",
        batch.address,
        headers,
        key=batch.key,
        now=now,
        digest=content_digest([one.body]),
    )
    reply = caller.call(Call(batch.address, signed, one.body, batch.networks))
    return Called(
        id=attempt_id,
        notification_id=one.id,
        outcome=rules.outcome_of(reply, challenge=one.challenge),
        status=reply.status,
        milliseconds=round((time.monotonic() - begun) * 1000),
        called_at=now,
    )

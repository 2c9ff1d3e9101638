"""Wrong passwords: whoever guesses waits longer and longer, and only from where the guessing comes.

The count is kept for a name and a place: a browser that the account knows, else an address of the
network. So nobody can lock somebody else out from elsewhere, not even from behind the same
address when the other one's browser is known.
"""

from datetime import datetime, timedelta
from hashlib import sha256

from django.db import transaction

from lienthong.access import queries
from lienthong.access.models import KnownDevice, SignInPause

# Some 35 guesses a day from one place; NIST SP 800-63B, 5.2.2 lets a hundred fail in a row.
FREE = 5  # attempts before the first pause
FIRST_PAUSE = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(hours=1)
FORGOTTEN_AFTER = timedelta(days=1)
_MOST_DOUBLINGS = 10


def pause_after(failures: int) -> timedelta:
    """Return how long to wait after so many failures: none, then 30 s, doubling up to an hour."""
    if failures < FREE:
        return timedelta(0)
    doublings = min(failures - FREE, _MOST_DOUBLINGS)
    return min(FIRST_PAUSE * (1 << doublings), LONGEST_PAUSE)


def begin_attempt(key: str, *, now: datetime) -> timedelta:
    """Count an attempt before its password is looked at; return how long it has to wait.

    Zero: it may go on. Of any number at one moment no more go on than one after the other would.
    """
    with transaction.atomic():
        row, is_new = SignInPause.objects.select_for_update().get_or_create(
            key=key, defaults={"failures": 1, "failed_at": now}
        )
        if is_new:
            return timedelta(0)
        # What is further away than any pause was counted by a clock that has been set back.
        if row.wait_until is not None and now < row.wait_until <= now + LONGEST_PAUSE:
            return row.wait_until - now
        forgotten = row.failed_at < now - FORGOTTEN_AFTER
        row.failures = 1 if forgotten else row.failures + 1
        pause = pause_after(row.failures)
        row.failed_at, row.wait_until = now, now + pause if pause else None
        row.save()
    return timedelta(0)


def forget_attempts(key: str) -> None:
    """After the right password nothing is held against this name from this place."""
    SignInPause.objects.filter(key=key).delete()


def place_of(login: str, *, address: str, device: str) -> str:
    """Return the key under which attempts are counted. At most four statements.

    login: what was typed; address: as `client_address.counted_as` gives it; device: the secret of
    the browser's cookie, or "".
    """
    account = queries.account_by_login(login)
    owner = str(account.id) if account else login.strip().lower()
    place = f"address {address}"
    if device and account is not None:
        digest = device_digest(device)
        if KnownDevice.objects.filter(account_id=account.id, digest=digest).exists():
            place = f"device {digest}"
    return sha256(f"{owner}\n{place}".encode()).hexdigest()


def device_digest(secret: str) -> str:
    """Return what is kept of a browser's secret."""
    return sha256(secret.encode()).hexdigest()


def prune_pauses(*, now: datetime) -> int:
    """Forget what is older than a day; return how many."""
    return SignInPause.objects.filter(failed_at__lt=now - FORGOTTEN_AFTER).delete()[0]

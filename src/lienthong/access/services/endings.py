"""What ended for accounts: walked for backups, and ended again after a restore."""

import json
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from hashlib import sha256
from itertools import islice
from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import make_password
from django.db import transaction

from lienthong.access.models import Account, Acting
from lienthong.access.services import _tell
from lienthong.kernel.actor import Actor
from lienthong.kernel.wording import noop as _

PAGE = 200  # lines in memory at a time
_AGAIN = _("Khôi phục từ bản sao lưu: đã kết thúc trước đó")


def ended_lines() -> Iterator[dict[str, Any]]:
    """Walk what every account has now, by digests, and the actings that ended, for JSON.

    A password, a passkey or an app that is not among it any more was given up.
    """
    accounts, last = Account.objects.order_by("pk"), None
    while page := list(accounts.filter(pk__gt=last)[:PAGE] if last else accounts[:PAGE]):
        factors: dict[Any, list[str]] = {}
        for factor in Authenticator.objects.filter(user__in=page):
            factors.setdefault(factor.user_id, []).append(_factor(factor))
        for row in page:
            yield {
                "what": "account",
                "id": str(row.pk),
                "active": row.is_active,
                "serial": row.session_serial,
                "password": _digest(row.password),
                "factors": sorted(factors.get(row.pk, [])),
            }
        last = page[-1].pk
    for acting in Acting.objects.filter(ended_on__isnull=False).iterator():
        yield {"what": "acting", "id": str(acting.pk), "on": str(acting.ended_on)}


def end_again(lines: Iterable[dict[str, Any]], *, now: datetime) -> int:
    """End what an older copy of the tables has brought back; return for how many.

    Closed accounts are closed; sessions end; a password or a second factor that was given up since
    does not count any more, so that its owner sets a new one. Each is recorded.
    """
    count, rest = 0, iter(lines)
    while batch := list(islice(rest, PAGE)):
        with transaction.atomic():
            count += _end_accounts([line for line in batch if line["what"] == "account"], now)
            count += _end_actings([line for line in batch if line["what"] == "acting"], now)
    return count


def _end_accounts(lines: list[dict[str, Any]], now: datetime) -> int:
    rows = Account.objects.select_for_update().in_bulk([line["id"] for line in lines])
    known = {str(pk): row for pk, row in rows.items()}
    factors = list(Authenticator.objects.filter(user__in=rows))
    count = 0
    for line in lines:
        if (row := known.get(line["id"])) is not None:
            own = [factor for factor in factors if factor.user_id == row.pk]
            count += _end_account(row, own, line, now)
    return count


def _end_account(
    row: Account, factors: list[Authenticator], line: dict[str, Any], now: datetime
) -> bool:
    given_up = [one for one in factors if _factor(one) not in line["factors"]]
    ended = {
        "account": row.is_active and not line["active"],
        "password": _digest(row.password) != line["password"],
        "factors": bool(given_up),
    }
    if not any(ended.values()) and row.session_serial == line["serial"]:
        return False
    row.is_active = row.is_active and line["active"]
    row.session_serial = max(row.session_serial, line["serial"]) + 1
    if ended["password"]:
        row.password = make_password(None)
    row.save(update_fields=["is_active", "session_serial", "password"])
    Authenticator.objects.filter(pk__in=[one.pk for one in given_up]).delete()
    if not any(ended.values()):
        return False
    _tell.record(
        "access.account-ended-again",
        subjects={"account": row.pk},
        username=row.username,
        what=" ".join(name for name, is_so in ended.items() if is_so),
        actor=Actor.installation(),
        now=now,
    )
    return True


def _end_actings(lines: list[dict[str, Any]], now: datetime) -> int:
    by_id = {line["id"]: line for line in lines}
    actor = Actor.installation()
    rows = list(Acting.objects.filter(pk__in=by_id, ended_on__isnull=True))
    for row in rows:
        row.ended_on = date.fromisoformat(by_id[str(row.pk)]["on"])
        row.ended_by, row.end_reason = actor.reference, _AGAIN
        row.save(update_fields=["ended_on", "ended_by", "end_reason"])
        _tell.record(
            "access.acting-ended",
            subjects={"acting": row.pk, "agency": row.agency_id},
            reason=row.end_reason,
            actor=actor,
            now=now,
        )
    return len(rows)


def _factor(row: Authenticator) -> str:
    """Name a factor by what makes it work; recovery codes change as they are used up."""
    if row.type == Authenticator.Type.RECOVERY_CODES:
        return f"{row.type} {_digest(str(row.data.get('seed', '')))}"
    return f"{row.type} {_digest(json.dumps(row.data, sort_keys=True))}"


def _digest(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()

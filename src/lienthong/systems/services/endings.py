"""What ended for connected systems: walked for backups, and ended again after a restore."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from lienthong.blobs import services as blobs
from lienthong.kernel.actor import Actor
from lienthong.kernel.wording import noop as _
from lienthong.systems.models import Delegation, Grant, Key, System
from lienthong.systems.services._records import recorded
from lienthong.systems.types import KeyKind, SystemState

_KEY, _GRANT, _SYSTEM, _DELEGATION = "key", "grant", "system", "delegation"
_AGAIN = _("Khôi phục từ bản sao lưu: đã kết thúc trước đó")


def ended_lines() -> Iterator[dict[str, Any]]:
    """Walk revoked and rotated keys, withdrawn grants, ended delegations and closed systems, as
    values for JSON.
    """
    keys = Key.objects.filter(Q(revoked_at__isnull=False) | Q(valid_to__isnull=False))
    for key in keys.iterator():
        yield {
            "what": _KEY,
            "id": str(key.pk),
            "to": _text(key.valid_to),
            "revoked": _text(key.revoked_at),
        }
    for grant in Grant.objects.filter(valid_to__isnull=False).iterator():
        yield {
            "what": _GRANT,
            "system": str(grant.system_id),
            "agency": str(grant.agency_id),
            "from": grant.valid_from.isoformat(),
            "to": _text(grant.valid_to),
        }
    for each in Delegation.objects.filter(ended_at__isnull=False).iterator():
        yield {"what": _DELEGATION, "id": str(each.pk), "ended": _text(each.ended_at)}
    for system in System.objects.exclude(state=SystemState.ACTIVE).iterator():
        yield {"what": _SYSTEM, "id": str(system.pk), "state": system.state}


def end_again(lines: Iterable[dict[str, Any]], *, now: datetime) -> int:
    """End what an older copy of the tables has brought back; return how much. Each is recorded."""
    acts = {
        _KEY: _end_key,
        _GRANT: _end_grant,
        _SYSTEM: _end_system,
        _DELEGATION: _end_delegation,
    }
    count = 0
    for line in lines:
        with transaction.atomic():
            count += acts[line["what"]](line, now)
    return count


def _end_key(line: dict[str, Any], now: datetime) -> bool:
    row = Key.objects.select_related("system").filter(pk=line["id"]).first()
    if row is None:
        return False
    was = (row.valid_to, row.revoked_at)
    row.valid_to = _earlier(row.valid_to, _moment(line["to"]))
    row.revoked_at = _earlier(row.revoked_at, _moment(line["revoked"]))
    if was == (row.valid_to, row.revoked_at):
        return False
    row.save(update_fields=["valid_to", "revoked_at"])
    if row.revoked_at and row.kind == KeyKind.SHARED:
        blobs.drop_words(row.pk)
    _record("key-revoked" if row.revoked_at else "key-rotated", row.system, now, key=row.key_id)
    return True


def _end_grant(line: dict[str, Any], now: datetime) -> bool:
    same = {name: line[name] for name in ("system", "agency")}
    rows = Grant.objects.filter(**{f"{name}_id": value for name, value in same.items()})
    last_day = date.fromisoformat(line["to"])
    lasts = Q(valid_to__isnull=True) | Q(valid_to__gt=last_day)
    row = rows.filter(lasts, valid_from=line["from"]).first()
    if row is None:
        return False
    row.valid_to = last_day
    row.save(update_fields=["valid_to"])
    about = {"agency": row.agency_id}
    _record("agency-withdrawn", row.system, now, about, **{"last-day": line["to"]})
    return True


def _end_delegation(line: dict[str, Any], now: datetime) -> bool:
    rows = Delegation.objects.select_related("system").filter(pk=line["id"], ended_at=None)
    row = rows.first()
    if row is None:
        return False
    row.ended_at = _moment(line["ended"])
    row.save(update_fields=["ended_at"])
    _record("delegation-ended", row.system, now, code=row.code)
    return True


def _end_system(line: dict[str, Any], now: datetime) -> bool:
    row = System.objects.filter(pk=line["id"]).first()
    if row is None or row.state in {line["state"], SystemState.CLOSED}:
        return False
    row.state = line["state"]
    row.save(update_fields=["state"])
    is_closed = row.state == SystemState.CLOSED
    _record("system-closed" if is_closed else "system-paused", row, now)
    return True


def _record(
    what: str,
    system: System,
    now: datetime,
    about: Mapping[str, UUID] | None = None,
    /,
    **private: str,
) -> None:
    recorded(what, system, about, actor=Actor.installation(), now=now, why=_AGAIN, **private)


def _earlier(one: datetime | None, other: datetime | None) -> datetime | None:
    return min((each for each in (one, other) if each is not None), default=None)


def _moment(text: str) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _text(moment: date | datetime | None) -> str:
    return moment.isoformat() if moment else ""

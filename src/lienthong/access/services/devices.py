"""Browsers from which an account signs in: a new one is told to its owner."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from lienthong.access.models import Account, KnownDevice
from lienthong.access.services import _tell
from lienthong.access.services.pauses import device_digest
from lienthong.kernel.clock import VIETNAM
from lienthong.kernel.text import clean_line

MOST_DEVICES = 50


def note_device(
    account_id: UUID, *, secret: str, browser: str, address: str, now: datetime
) -> bool:
    """Note from where an account signed in; return whether it was a new browser.

    The owner is told of a new one, but for the first of all. Beyond 50 the longest unseen go.
    """
    with transaction.atomic():
        known = KnownDevice.objects.filter(account_id=account_id)
        row, is_new = known.get_or_create(
            account_id=account_id,
            digest=device_digest(secret),
            defaults={
                "browser": clean_line(browser)[:200],
                "address": address,
                "first_seen_at": now,
                "last_seen_at": now,
            },
        )
        if not is_new:
            known.filter(pk=row.pk).update(last_seen_at=now, address=address)
            return False
        if known.exclude(pk=row.pk).exists():
            _tell_owner(account_id, row, now=now)
        kept = known.order_by("-last_seen_at").values_list("pk", flat=True)[:MOST_DEVICES]
        known.exclude(pk__in=list(kept)).delete()
    return True


def _tell_owner(account_id: UUID, device: KnownDevice, *, now: datetime) -> None:
    person_id = Account.objects.values_list("person_id", flat=True).get(pk=account_id)
    facts = {
        "browser": device.browser or "—",
        "address": device.address or "—",
        "time": f"{now.astimezone(VIETNAM):%H:%M %d/%m/%Y}",
    }
    _tell.tell_person(
        person_id, _tell.NEW_DEVICE, facts, kind="account", subject_id=account_id, now=now
    )


def forget_devices(account_id: UUID) -> None:
    """Let every browser of an account be a new one again."""
    KnownDevice.objects.filter(account_id=account_id).delete()

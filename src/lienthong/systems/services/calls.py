"""What a call leaves behind: its nonce, the day of its key, the reason when it was turned down."""

from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F

from lienthong.systems import rules
from lienthong.systems.errors import Replayed
from lienthong.systems.models import Failure, Key, Nonce
from lienthong.tables.lightly import insert_lightly
from lienthong.tables.pruning import delete_in_pieces
from lienthong.tables.rows import Rows

_NONCES = Rows(Nonce)


def take_nonce(*, key: UUID, nonce: str, created: datetime) -> None:
    """Let a signed request through once. Raises Replayed for the second time.

    created: when it was signed; it is remembered until no clock of ours takes it any more. The disk
    is not waited for: a power cut may lose the nonce only where it loses the act that follows too.
    """
    if not rules.is_nonce(nonce):
        raise Replayed
    try:
        expires_at = created + 2 * rules.CLOCK_WINDOW
        insert_lightly(_NONCES, key_id=key, nonce=nonce, expires_at=expires_at)
    except IntegrityError as error:
        raise Replayed from error


def forget_nonces(*, now: datetime) -> int:
    """Forget nonces of signatures that are too old anyway; returns how many."""
    return delete_in_pieces(Nonce.objects.filter(expires_at__lt=now).order_by("expires_at"))


def note_use(*, key: UUID, today: date) -> None:
    """Remember the day on which a key was last used. One statement."""
    Key.objects.filter(pk=key).update(last_used_on=today)


def note_failure(*, system_id: UUID, code: str, address: str, now: datetime) -> None:
    """Count a call of a known system that was turned down, by its reason. Two statements."""
    with transaction.atomic():
        row, is_new = Failure.objects.get_or_create(
            system_id=system_id, code=code, defaults={"address": address, "last_at": now}
        )
        if not is_new:
            facts = {"address": address, "last_at": now}
            Failure.objects.filter(pk=row.pk).update(count=F("count") + 1, **facts)

"""Answers by Idempotency-Key, remembered for 400 days."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from lienthong.apikit.errors import KeyUsedForOtherContent, StillAtWork
from lienthong.apikit.keys import Answer
from lienthong.systems import rules
from lienthong.systems.models import GivenAnswer
from lienthong.tables.pruning import delete_in_pieces


class Answers:
    """The answers given to one system (see `apikit.keys.AnswerStore`)."""

    def __init__(self, system_id: UUID) -> None:
        self.system_id = system_id

    def claim(self, key: str, *, digest: bytes, now: datetime) -> Answer | None:
        """Return the first answer, or None when the request is to be done. Two statements.

        Of two at once the database lets one in; the other is told to come again.
        """
        try:
            with transaction.atomic():
                GivenAnswer.objects.create(
                    system_id=self.system_id, key=key, digest=digest, claimed_at=now
                )
        except IntegrityError:
            return self._told(key, digest=digest, now=now)
        return None

    def _told(self, key: str, *, digest: bytes, now: datetime) -> Answer | None:
        row = self._rows(key).first()
        if row is None:  # released a moment ago
            raise StillAtWork(key=key, retry_after=1)
        if bytes(row.digest) != digest:
            raise KeyUsedForOtherContent(key=key)
        if row.status is not None:
            return Answer(row.status, row.media_type, bytes(row.body), row.fields)
        if abs(now - row.claimed_at) < rules.CLAIM_LEASE:  # also after the clock was set back
            raise StillAtWork(key=key, retry_after=2)
        taken = self._rows(key).filter(status=None, claimed_at=row.claimed_at)
        if not taken.update(claimed_at=now):
            raise StillAtWork(key=key, retry_after=2)
        return None

    def keep(self, key: str, answer: Answer) -> None:
        """Remember the answer of a claimed key; the first one stands. One statement."""
        self._rows(key).filter(status=None).update(
            status=answer.status,
            media_type=answer.media_type[:100],
            body=answer.body,
            fields=dict(answer.fields),
        )

    def release(self, key: str) -> None:
        """Forget a claim that was not answered. One statement."""
        self._rows(key).filter(status=None).delete()

    def _rows(self, key: str) -> QuerySet[GivenAnswer]:
        return GivenAnswer.objects.filter(system_id=self.system_id, key=key)


def forget_answers(*, now: datetime) -> int:
    """Forget answers after 400 days; returns how many."""
    old = GivenAnswer.objects.filter(claimed_at__lt=now - rules.ANSWERS_KEPT)
    return delete_in_pieces(old.order_by("claimed_at"))

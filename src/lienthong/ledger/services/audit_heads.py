"""Auditing for heads that are not there: who deletes them takes back what they bound us to."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from lienthong.ledger.errors import HeadNotOurs, KeptHeadUnreadable, LedgerBroken
from lienthong.ledger.models import Epoch
from lienthong.ledger.rules.checks.stored_rows import Finding
from lienthong.ledger.rules.given.published import ReadHead
from lienthong.ledger.services.keys import has_key
from lienthong.ledger.services.own_heads import kept_head, leads_to


@dataclass(slots=True)
class Signing:
    """How long records of an epoch, in the order of their places, went without a head over them.

    limit: the promised maximum delay. since: when the first record behind the newest head came.
    """

    limit: timedelta
    head: int = 0
    since: datetime | None = None

    def record(self, recorded_at: datetime) -> None:
        if self.since is None:
            self.since = recorded_at

    def signed(self, epoch: int, size: int, at: datetime) -> Iterator[Finding]:
        """Take a head; yield the time before it if that was longer than promised."""
        if self.since is not None and at - self.since > self.limit:
            yield Finding("head.late", f"{epoch}/{self.head}-{size}", _hours(at - self.since))
        self.head, self.since = size, None

    def ended(self, epoch: Epoch, *, now: datetime) -> Iterator[Finding]:
        """Yield what is missing at the end of an epoch that was read to its newest record."""
        until = epoch.closed_at or now
        if self.since is not None and until - self.since > self.limit:
            yield Finding(
                "head.missing", f"{epoch.number}/{epoch.size}", _hours(until - self.since)
            )

    def to_json(self) -> dict[str, object]:
        return {"head": self.head, "since": self.since and self.since.isoformat()}

    def resume(self, value: dict[str, str | int | None]) -> None:
        self.head = int(value["head"] or 0)
        self.since = datetime.fromisoformat(str(value["since"])) if value["since"] else None


@dataclass(slots=True)
class KeptHead:
    """The newest head that is kept beside the key, where that is here, held against the tables.

    The tables alone cannot be changed so that this does not tell.
    """

    head: ReadHead | None
    is_met: bool = False

    def is_at(self, epoch: int, size: int) -> bool:
        """Say whether it is the head of this size."""
        head = self.head
        return head is not None and (head.says["epoch"], head.says["size"]) == (epoch, size)

    def compare(self, root: bytes) -> None:
        """Take the root of the records, as they are now, at its size."""
        self.is_met = self.head is not None and root == self.head.root

    def ended(self) -> Iterator[Finding]:
        """Yield the head if nothing led to it: no record, no declared epoch, before a break-off."""
        if self.head is not None and not self.is_met and not _leads_to(self.head):
            yield Finding(
                "head.kept-differs", f"{self.head.says['epoch']}/{self.head.says['size']}"
            )


def kept_to_audit() -> tuple[KeptHead, list[Finding]]:
    """Return the head beside the key, and what is wrong with the file itself."""
    try:
        return KeptHead(kept_head() if has_key() else None), []
    except KeptHeadUnreadable:
        return KeptHead(None), [Finding("head.kept-unreadable", "keys/ledger.head.json")]


def _leads_to(head: ReadHead) -> bool:
    newest = Epoch.objects.order_by("-number").first()
    try:
        return newest is not None and leads_to(newest, head)
    except (HeadNotOurs, LedgerBroken):
        return False


def _hours(duration: timedelta) -> str:
    return f"{duration.total_seconds() / 3600:.1f} h"

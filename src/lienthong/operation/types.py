"""The facts of operation as plain values."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from lienthong.kernel.wording import noop as _


class Severity(StrEnum):
    """How bad a finding is; `check` ends with 1 when there is an error."""

    OK = "ok"
    WARNING = "warning"
    ERROR = "error"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    Severity.OK: _("Tốt"),
    Severity.WARNING: _("Cần chú ý"),
    Severity.ERROR: _("Phải xử lý"),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at.

    code: stable, "area.what". sentence, next_step: Vietnamese source texts with `%(name)s` places
    that `facts` fill; next_step is empty when all is well.
    """

    code: str
    severity: Severity
    sentence: str
    next_step: str = ""
    facts: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class BackupCard:
    """A backup that was made; size in bytes.

    lost, damaged: how many contents are not in it; mended: how many copies had gone bad and were
    made anew; named: the first few of those that are not in it. is_signed: by the ledger's key.
    """

    folder: str
    started_at: datetime
    finished_at: datetime
    contents: int
    size: int
    manifest_digest: str
    lost: int = 0
    damaged: int = 0
    mended: int = 0
    named: tuple[str, ...] = ()
    is_signed: bool = True


@dataclass(frozen=True, slots=True)
class Standing:
    """How the installation stands now. Ages and delays in seconds, sizes in bytes; None: unknown.

    jobs: how many by state, without those that are done. unplaced: age of the oldest record that
    has no place in the ledger yet, 0 when none waits.
    """

    jobs: dict[str, int]
    oldest_job: float
    worker_seen: float | None
    unplaced: float
    deliveries_waiting: int
    uploads_waiting: int
    disk_free: int
    database_size: int | None
    backup_age: float | None

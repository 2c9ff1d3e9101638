"""The log of calls: what the owner of a system looks at."""

import threading
from datetime import datetime, timedelta
from uuid import UUID

from lienthong.kernel.ids import uuid7
from lienthong.tables.lightly import insert_lightly
from lienthong.tables.pruning import delete_in_pieces
from lienthong.tables.rows import Rows
from lienthong.vxp import rules
from lienthong.vxp.models import Call
from lienthong.vxp.types import Operation

# Polls that succeed are noted once in so long for each system: reading must not become writing.
_AGAIN = timedelta(minutes=10)
_FAILED_AGAIN = timedelta(minutes=1)
_ACTS = {Operation.SEND, Operation.GET, Operation.UPDATE, Operation.REGISTER, Operation.DELETE}
_ACTS |= {Operation.DOWNLOAD}
_CALL = Rows(Call)
_lock = threading.Lock()
_noted: dict[tuple[UUID, str, str], datetime] = {}


def note_call(
    *,
    system_id: UUID,
    operation: str,
    code: str = "",
    said: str = "",
    agency_id: UUID | None = None,
    reference: str = "",
    address: str = "",
    milliseconds: int = 0,
    now: datetime,
) -> None:
    """Write one line of the log, unless the same was noted a moment ago. One statement or none.

    code, said: of the refusal; empty for a success. Acts that succeed are always noted, the same
    failure once a minute, polls once in ten minutes.
    """
    if not _is_to_be_noted(system_id, operation, code, now=now):
        return
    # What is done is durable already; of its line in the log a power cut may take the last ones.
    insert_lightly(
        _CALL,
        id=uuid7(),
        system_id=system_id,
        operation=operation[:30],
        code=code[:80],
        said=said[:500],
        agency_id=agency_id,
        reference=reference[:60],
        address=address[:45],
        called_at=now,
        milliseconds=max(0, milliseconds),
    )


def _is_to_be_noted(system_id: UUID, operation: str, code: str, *, now: datetime) -> bool:
    if not code and operation in _ACTS:
        return True
    pause, what = (_FAILED_AGAIN if code else _AGAIN), (system_id, operation, code)
    with _lock:
        last = _noted.get(what)
        if last is not None and timedelta(0) <= now - last < pause:
            return False
        _noted[what] = now
    return True


def start_anew() -> None:
    """Forget what was noted, as a new process does."""
    with _lock:
        _noted.clear()


def forget_calls(*, now: datetime) -> int:
    """Forget calls after 90 days; returns how many."""
    over = Call.objects.filter(called_at__lt=now - rules.LOG_KEPT)
    return delete_in_pieces(over.order_by("called_at"))

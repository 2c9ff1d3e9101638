"""What ended for hooks: walked for backups, and ended again after a restore."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.db.models import Q

from lienthong.hooks.models import Hook
from lienthong.hooks.services.hooks import close_hook, pause_hook
from lienthong.hooks.types import HookState, PauseReason
from lienthong.kernel.actor import Actor


def ended_lines() -> Iterator[dict[str, Any]]:
    """Walk hooks that were closed, or paused by an operator, as values for JSON.

    What the owner or a failure has paused is not walked: only who paused it could let it go on.
    """
    by_operator = Q(state=HookState.PAUSED, pause_reason=PauseReason.OPERATOR)
    for hook in Hook.objects.filter(by_operator | Q(state=HookState.CLOSED)).iterator():
        yield {"id": str(hook.pk), "state": hook.state}


def end_again(lines: Iterable[dict[str, Any]], *, now: datetime) -> int:
    """End what an older copy of the tables has brought back; return how much. Each is recorded."""
    count = 0
    for line in lines:
        row = Hook.objects.filter(pk=line["id"]).exclude(state=HookState.CLOSED).first()
        if row is None or (row.state, row.pause_reason) == (line["state"], PauseReason.OPERATOR):
            continue
        act = close_hook if line["state"] == HookState.CLOSED else pause_hook
        act(hook_id=row.pk, actor=Actor.installation(), now=now)
        count += 1
    return count

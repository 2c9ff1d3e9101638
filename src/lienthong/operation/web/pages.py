"""The operator's page: how the installation stands, and repair of jobs that died."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lienthong.access import services as access
from lienthong.access.types import StaffRequest
from lienthong.jobs import queries as jobs
from lienthong.jobs import services as job_services
from lienthong.kernel import clock
from lienthong.operation import queries
from lienthong.operation.types import Finding, Severity
from lienthong.operation.web.figures import figures_of
from lienthong.webkit.types import Finding as ShownFinding
from lienthong.webkit.types import FindingState
from lienthong.webkit.wording import fill

_STATES = {
    Severity.OK: FindingState.OK,
    Severity.WARNING: FindingState.WARN,
    Severity.ERROR: FindingState.STOP,
}


@dataclass(frozen=True, slots=True)
class ShownJob:
    """A dead job as the page shows it; what the task is called in the program says what it did."""

    id: UUID
    name: str
    attempts: int
    error: str
    ended_at: datetime


@require_safe
def watch(request: StaffRequest) -> HttpResponse:
    """Findings with the next step, the worst first, and the jobs that died."""
    access.require(request.actor, "operation.watch")
    now = clock.now()
    context = {
        "findings": [_shown(one) for one in queries.findings(now=now)],
        "figures": figures_of(queries.standing(now=now)),
        "jobs": [
            ShownJob(
                id=one.id,
                name=one.task_path.removeprefix("lienthong.").replace(".handlers.", ": "),
                attempts=one.attempts,
                error=one.error.partition("\n")[0],
                ended_at=one.finished_at,
            )
            for one in jobs.dead_jobs()
        ],
        "may_repair": "operation.repair" in request.actor.rights,
        "at": now,
    }
    return render(request, "operation/watch.html", context)


@require_POST
def retry(request: StaffRequest, job_id: UUID) -> HttpResponse:
    """Let a dead job run again."""
    access.require(request.actor, "operation.repair")
    if job_services.requeue(job_id, now=clock.now()):
        messages.success(request, _("Công việc sẽ chạy lại ngay."))
    else:
        messages.info(request, _("Một công việc cùng loại đang chờ, nên không cần chạy lại."))
    return redirect("operation:watch")


@require_POST
def drop(request: StaffRequest, job_id: UUID) -> HttpResponse:
    """Give a dead job up, with the reason."""
    access.require(request.actor, "operation.repair")
    job_services.drop(
        job_id,
        reason=request.POST.get("reason", ""),
        by=request.actor.reference,
        now=clock.now(),
    )
    messages.success(request, _("Đã bỏ công việc; lý do được lưu."))
    return redirect("operation:watch")


def _shown(one: Finding) -> ShownFinding:
    sentence = fill(one.sentence, one.facts)
    next_step = _(one.next_step) if one.next_step else ""
    return ShownFinding(_STATES[one.severity], sentence, next_step=next_step, code=one.code)

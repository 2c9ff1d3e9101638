"""The page of a document, from the side of the viewer's agency."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from lienthong.access import services as access
from lienthong.access.types import ReadingWay, StaffRequest
from lienthong.desk.web.course import steps_of
from lienthong.desk.web.details import (
    changing,
    facts_of,
    receipts_of,
    related_to,
    versions_of,
)
from lienthong.desk.web.files import file_to_save, tabs_of, view_of
from lienthong.desk.web.frame import address
from lienthong.desk.web.seen import Seen, seen
from lienthong.desk.web.urged import may_urge_officers
from lienthong.desk.web.words import state_line
from lienthong.documents import queries as documents
from lienthong.exchange.types import DeliveryState
from lienthong.issuing import queries as issuing
from lienthong.kernel import clock
from lienthong.registers import queries as registers
from lienthong.registers.types import AssignmentCard, AssignmentRole, AssignmentState, WorkState
from lienthong.webkit.types import Verdict, VerdictState

_ENDED = (WorkState.FINISHED, WorkState.RECALLED)


@dataclass(frozen=True, slots=True)
class Acts:
    """What this viewer can do now; the first that is there is the biggest on the page."""

    accept: bool
    refuse: bool
    instruct_url: str
    start: AssignmentCard | None
    finish: AssignmentCard | None
    read: AssignmentCard | None
    reply_url: str
    is_asked: bool
    urge: bool
    copy_url: str
    file_url: str
    units_url: str
    void_url: str
    scan_url: str
    public_url: str

    @property
    def main_kind(self) -> str:
        """How the first act looks: the answer to what a sender asks is the only blue one."""
        return "" if self.is_asked else "act"


@require_safe
def document(request: StaffRequest, version_id: UUID) -> HttpResponse:
    """State and next act, legal value, facts, course, relations, beside the file itself."""
    now = clock.now()
    page, chosen = seen(request, version_id), request.GET.get("phu-luc", "")
    read = access.Read(ReadingWay.PAGE, version_id, page.version.reference_code)
    access.note_reading(read, actor=request.actor, now=now)
    verdict, marks = registers.examined(page.version)
    lead, text = state_line(page, now=now)
    context: dict[str, Any] = {
        "page": page,
        "version": page.version,
        "state_lead": lead,
        "state_text": text,
        "acts": _acts(page, verdict, now),
        "comments_until": None if page.is_ours else issuing.consultation_until(version_id),
        "verdict": verdict,
        "beside": _beside(page, verdict),
        "facts": facts_of(page),
        "steps": steps_of(page, today=now),
        "related": related_to(page),
        "versions": versions_of(page),
        "changing": changing(page),
        "receipts": receipts_of(page),
        "tabs": tabs_of(page, chosen),
        "view": view_of(page, chosen, marks),
        "shown_file": file_to_save(page, chosen),
        "may_see_readers": "access.read-log" in request.actor.rights,
    }
    return render(request, "desk/document.html", context)


def _beside(page: Seen, verdict: Verdict) -> registers.Beside | None:
    """What a scan from another agency is compared with; nothing beside what was withdrawn."""
    if page.is_withdrawn or (page.delivery is None and page.version.received_by is None):
        return None
    return registers.specimens_beside(page.version, verdict, documents.viewer_of(page.actor))


def _acts(page: Seen, verdict: Verdict, now: datetime) -> Acts:
    may = page.actor.rights.__contains__
    delivery, incoming = page.delivery, page.incoming
    mine = page.my_assignments
    work = [a for a in mine if a.role != AssignmentRole.INFORMED]
    waits = delivery is not None and delivery.state.is_open_for_acceptance
    is_open = incoming is not None and incoming.state not in _ENDED
    return Acts(
        accept=waits and may("registers.accept") and verdict.state != VerdictState.INVALID,
        refuse=waits and may("registers.refuse"),
        instruct_url=reverse("registers:instruct", args=[incoming.entry.id])
        if incoming and is_open and may("registers.instruct")
        else "",
        start=next((a for a in work if a.state == AssignmentState.WAITING), None),
        finish=next((a for a in work if is_open), None),
        read=next((a for a in mine if a.role == AssignmentRole.INFORMED), None),
        reply_url=_reply_url(page) if is_open and may("issuing.draft") else "",
        is_asked=delivery is not None
        and (delivery.is_change_pending or delivery.state == DeliveryState.OFFERED)
        and not page.is_ours
        and may("exchange.answer-recall"),
        urge=may_urge_officers(page, now=now),
        copy_url=reverse("issuing:copy-document", args=[page.version.id])
        if may("issuing.draft") and not page.is_withdrawn
        else "",
        file_url=reverse("casefiles:put-document", args=[page.version.id])
        if may("casefiles.keep")
        else "",
        units_url=reverse("inside:give", args=[page.version.id])
        if may("inside.give") and page.version.issuer_id == page.actor.agency_id
        else "",
        public_url=address("portal:clear", page.version.id)
        if page.is_ours and (may("portal.prepare") or may("portal.clear"))
        else "",
        void_url=reverse("registers:void", args=[incoming.entry.id])
        if incoming and _is_voidable(page) and may("registers.accept")
        else "",
        scan_url=reverse("registers:add-scan", args=[incoming.entry.id])
        if incoming and page.awaits_scan and may("registers.accept")
        else "",
    )


def _is_voidable(page: Seen) -> bool:
    """Entered on paper or by mail, and nobody has worked on it."""
    is_paper = page.received is not None and page.delivery is None
    return is_paper and page.incoming is not None and not page.incoming.instructions


def _reply_url(page: Seen) -> str:
    send = address("issuing:send")
    return f"{send}?tra-loi={page.entry.id}" if send and page.entry else ""

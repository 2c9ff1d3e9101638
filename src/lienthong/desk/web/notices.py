"""Short messages that the viewer has not read yet."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lienthong.access.types import StaffRequest
from lienthong.desk.web.frame import address
from lienthong.kernel import clock
from lienthong.notices import queries, services
from lienthong.notices.types import NoticeLine

_PAGES = {
    "delivery": "registers:delivery",
    "entry": "registers:entry",
    "letter": "mailboxes:letter",
    "draft": "issuing:draft",
    "comments": "issuing:comment",
    "casefile": "casefiles:one",
    "deposit": "casefiles:deposit",
    "clearance": "portal:clear",
    "glass": "access:glass",
    "grant": "systems:asked",
    "hook": "hooks:one",
    "route": "routes:one",
    "agency-request": "vxp:request",
    "administrator": "access:proposal",
    "reorganisation": "directory:reorganisation",
    "closing": "statistics:closing",
    "specimen": "desk:specimen",
}


@dataclass(frozen=True, slots=True)
class ShownNotice:
    """A message as a line of the list; leads_on: there is a page about its subject."""

    id: UUID
    text: str
    leads_on: bool
    told_at: datetime


@require_http_methods(["GET", "HEAD", "POST"])
def notices(request: StaffRequest) -> HttpResponse:
    """The latest messages; a POST notes that all of them were read."""
    if request.method == "POST":
        services.mark_all_read(viewer=request.actor, now=clock.now())
        return redirect("desk:notices")
    found = [
        ShownNotice(
            id=line.id,
            text=line.text(_(line.sentence)),
            leads_on=_url(line) != "",
            told_at=line.told_at,
        )
        for line in queries.unread(request.actor, limit=50)
    ]
    return render(request, "desk/notices.html", {"notices": found})


@require_safe
def notice(request: StaffRequest, notice_id: UUID) -> HttpResponse:
    """Lead on to what a message is about; who opens it has read it."""
    line = services.mark_read(notice_id, viewer=request.actor, now=clock.now())
    return redirect(_url(line) or "desk:notices")


def _url(line: NoticeLine) -> str:
    if line.subject_kind == "ledger":
        return address("operation:watch")
    return address(_PAGES.get(line.subject_kind, "-"), line.subject_id)

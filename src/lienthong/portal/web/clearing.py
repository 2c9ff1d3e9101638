"""The page on which an agency prepares a document for everybody, and its leader decides."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lienthong.access import services as access
from lienthong.access.types import StaffRequest
from lienthong.documents import queries as documents
from lienthong.documents.types import VersionCard
from lienthong.kernel import clock
from lienthong.portal import queries, rules, services
from lienthong.portal.types import ClearanceCard, ClearanceState, PublicCard, PublicState
from lienthong.portal.web.forms import ClearanceForm, ReasonForm
from lienthong.webkit.forms import form_key
from lienthong.webkit.messages import say_done


@require_http_methods(["GET", "HEAD", "POST"])
def clear(request: StaffRequest, version_id: UUID) -> HttpResponse:
    """What everybody would be told; a POST asks the leader, or, by a leader, publishes."""
    version = _version(request, version_id)
    attachments = documents.attachments_of(version_id)
    if request.method != "POST":
        return _page(request, version, None)
    form = ClearanceForm(request.POST, attachments=attachments)
    if not form.is_valid():
        return _page(request, version, form)
    said: dict[str, Any] = {
        "version_id": version_id,
        "facts": form.facts(),
        "key": form_key(request),
        "actor": request.actor,
        "now": clock.now(),
    }
    if _decides(request):
        public = services.publish(**said)
        say_done(request, _("Đã công khai văn bản."), see_url=_address(public))
    else:
        services.prepare(**said)
        say_done(request, _("Đã trình lãnh đạo quyết định công khai."))
    return redirect("portal:clear", version_id)


@require_POST
def decline(request: StaffRequest, version_id: UUID) -> HttpResponse:
    """ "Không công khai"."""
    services.decline(
        version_id=version_id,
        reason=request.POST.get("reason", ""),
        actor=request.actor,
        now=clock.now(),
    )
    say_done(request, _("Đã trả lời: không công khai văn bản."))
    return redirect("portal:clear", version_id)


@require_POST
def take_down(request: StaffRequest, version_id: UUID) -> HttpResponse:
    """ "Gỡ xuống"."""
    public = services.take_down(
        version_id=version_id,
        reason=request.POST.get("reason", ""),
        actor=request.actor,
        now=clock.now(),
    )
    say_done(request, _("Đã gỡ văn bản khỏi trang công khai."), see_url=_address(public))
    return redirect("portal:clear", version_id)


def _decides(request: StaffRequest) -> bool:
    return "portal.clear" in request.actor.rights


def _version(request: StaffRequest, version_id: UUID) -> VersionCard:
    """Return a version that the viewer's agency may clear. Raises as `services.prepare`."""
    if not _decides(request):
        access.require(request.actor, "portal.prepare")
    return services.clearable(version_id, actor=request.actor)


def _page(request: StaffRequest, version: VersionCard, form: ClearanceForm | None) -> HttpResponse:
    asked = queries.clearances_of(version.document_id)
    public = queries.public_of(version.document_id)
    waiting = next((one for one in asked if one.state == ClearanceState.WAITING), None)
    shown = public is not None and public.state == PublicState.SHOWN
    newest = documents.latest_version_id(version.document_id)
    context: dict[str, Any] = {
        "version": version,
        "form": form or _form(version, asked, waiting),
        "waiting": waiting,
        "asked": asked,
        "public": public,
        "public_url": _address(public) if public else "",
        "is_shown": shown,
        "is_this_shown": shown and public is not None and public.version_id == version.id,
        "newest_url": reverse("portal:clear", args=[newest]) if newest != version.id else "",
        "cautions": rules.cautions(
            kind=version.kind, subject=version.subject, legal_value=version.legal_value
        ),
        "decides": _decides(request),
        "reason_form": ReasonForm(auto_id="down_%s"),
        "decline_form": ReasonForm(auto_id="no_%s"),
    }
    return render(request, "portal/clear.html", context, status=422 if form else 200)


def _form(
    version: VersionCard, asked: list[ClearanceCard], waiting: ClearanceCard | None
) -> ClearanceForm:
    """Begin with what the clerk prepared, else with what was said of this version before."""
    before = waiting or next((one for one in asked if one.version_id == version.id), None)
    attachments = documents.attachments_of(version.id)
    return ClearanceForm(attachments=attachments, initial=before.facts if before else None)


def _address(public: PublicCard) -> str:
    return reverse("public:one", args=[public.id])

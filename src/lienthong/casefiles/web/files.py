"""Writing down a file: new in the list or beside it, corrected, struck from the list."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lienthong.access import services as access
from lienthong.access.types import StaffRequest
from lienthong.casefiles import services
from lienthong.casefiles.types import CaseFileTab
from lienthong.casefiles.web.forms import CaseFileForm, initial_of
from lienthong.casefiles.web.kept import kept
from lienthong.documents import queries as documents
from lienthong.kernel import clock
from lienthong.webkit.forms import form_key
from lienthong.webkit.messages import say_done


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: StaffRequest) -> HttpResponse:
    """A new file; a clerk may also only write it into the list of its year.

    van-ban: a document for which it is opened, and which is put into it at once.
    """
    access.require(request.actor, "casefiles.keep")
    now, agency_id = clock.now(), request.actor.own_agency
    if request.method != "POST":
        begin = {
            "year": clock.local_day(now).year,
            "keeper": str(request.actor.post_id or ""),
            "unit": str(request.actor.unit_id or ""),
        }
        form = CaseFileForm(agency_id=agency_id, now=now, initial=begin)
        return _page(request, form)
    form = CaseFileForm(request.POST, agency_id=agency_id, now=now)
    if not form.is_valid():
        return _page(request, form)
    is_listed, version_id = request.POST.get("as") == "listed", _document(request)
    if version_id is not None:  # nothing is made for a document that one may not see
        documents.visible_version(version_id, documents.viewer_of(request.actor))
    case_file_id = services.new_file(
        facts=form.facts(),
        is_listed=is_listed,
        key=form_key(request),
        actor=request.actor,
        now=now,
    )
    say_done(request, _("Đã ghi vào danh mục.") if is_listed else _("Đã mở hồ sơ."))
    if version_id is not None and not is_listed:
        services.file_document(
            case_file_id=case_file_id, version_id=version_id, actor=request.actor, now=now
        )
    return redirect("casefiles:one", case_file_id)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: StaffRequest, case_file_id: UUID) -> HttpResponse:
    """The facts of a file that is not closed, to be corrected."""
    card, now, agency_id = kept(request, case_file_id), clock.now(), request.actor.own_agency
    if request.method != "POST":
        form = CaseFileForm(agency_id=agency_id, now=now, initial=initial_of(card.facts))
        return _page(request, form, case_file=card)
    form = CaseFileForm(request.POST, agency_id=agency_id, now=now)
    if not form.is_valid():
        return _page(request, form, case_file=card)
    services.change_file(
        case_file_id=case_file_id, facts=form.facts(), actor=request.actor, now=now
    )
    say_done(request, _("Đã sửa thông tin hồ sơ."))
    return redirect("casefiles:one", case_file_id)


@require_POST
def strike(request: StaffRequest, case_file_id: UUID) -> HttpResponse:
    """ "Bỏ khỏi danh mục"."""
    services.strike_from_list(case_file_id=case_file_id, actor=request.actor)
    say_done(request, _("Đã bỏ hồ sơ khỏi danh mục."))
    asked = urlencode({"muc": CaseFileTab.LISTED})
    return redirect(f"{reverse('casefiles:list')}?{asked}")


def _page(request: StaffRequest, form: CaseFileForm, **more: object) -> HttpResponse:
    case_file = more.get("case_file")
    context = {
        "form": form,
        "case_file": case_file,
        "may_list": "casefiles.list" in request.actor.rights and case_file is None,
        "document": _document(request),
        **more,
    }
    status = 422 if form.is_bound else 200
    return render(request, "casefiles/edit.html", context, status=status)


def _document(request: StaffRequest) -> UUID | None:
    """Return the document for which a file is opened; what is no id is none."""
    try:
        return UUID(request.POST.get("van-ban", "") or request.GET.get("van-ban", ""))
    except ValueError:
        return None

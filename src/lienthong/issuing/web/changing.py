"""Update and replacement: what is to come instead, a look at it, and the request (A12)."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from lienthong.access import services as rights
from lienthong.access.types import StaffRequest
from lienthong.blobs import queries as blobs
from lienthong.documents import queries as documents
from lienthong.documents.types import AttachmentCard, VersionCard
from lienthong.exchange import errors as exchange_errors
from lienthong.exchange import queries as exchange
from lienthong.exchange.types import ChangeKind, ComparedFact, DeliveryCard
from lienthong.gateways.types import DocumentCheck
from lienthong.issuing import services
from lienthong.issuing.types import NewFile, ReceivedFile
from lienthong.issuing.web import files, prefill, shown
from lienthong.issuing.web.change_form import ChangeForm, reference_read
from lienthong.kernel import clock
from lienthong.kernel.sorting import name_key
from lienthong.webkit.body_limit import takes_files
from lienthong.webkit.forms import form_key, ids_of
from lienthong.webkit.messages import say_done
from lienthong.webkit.types import Finding, FindingState

_KINDS = {"cap-nhat": ChangeKind.UPDATE, "thay-the": ChangeKind.REPLACEMENT}


@dataclass(frozen=True, slots=True)
class Sent:
    """What was sent: the version, its files, and who has its document now."""

    version: VersionCard
    attachments: Sequence[AttachmentCard]
    holders: Sequence[DeliveryCard]


@dataclass(frozen=True, slots=True)
class Looked:
    """What a look shows before anything is asked: the changes, and what was seen of the file."""

    facts: Sequence[ComparedFact] = ()
    findings: Sequence[Finding] = ()
    can_go: bool = True


@takes_files
@csrf_exempt  # the token is in the body, which is read only when there is room for it
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: StaffRequest, version_id: UUID) -> HttpResponse:
    """The page, the look at what changes, and what its button does."""
    actor = request.actor
    rights.require(actor, "exchange.dispatch", agency_id=actor.agency_id)
    if request.method == "POST":
        files.require_room(request)
    return _change(request, version_id)


@csrf_protect
def _change(request: StaffRequest, version_id: UUID) -> HttpResponse:
    sent = _sent(request, version_id)
    if request.method == "GET":
        kind = _KINDS.get(request.GET.get("loai", ""), ChangeKind.UPDATE)
        services.require_changeable(sent.version, kind, request.actor)
        return _page(request, sent, ChangeForm.opened(sent.version, kind))
    file, added = _received(request), _added(request)
    form = ChangeForm.posted(request.POST, file, sent.version)
    is_filled = form.is_valid()
    if is_filled and request.POST.get("act") == "send":
        return _asked(request, sent, form, file, added)
    status = 200 if is_filled else 422
    return _page(request, sent, form, file=file, added=added, is_looked_at=is_filled, status=status)


def _sent(request: StaffRequest, version_id: UUID) -> Sent:
    viewer = documents.viewer_of(request.actor)
    version = documents.visible_version(version_id, viewer)
    if not exchange.deliveries_of_version(version_id, sender_id=viewer.agency_id):
        raise exchange_errors.DispatchNotFound()
    holders = exchange.recallable(version.document_id, sender_id=viewer.agency_id)
    by_name = sorted(holders, key=lambda one: (name_key(one.recipient_name), one.id))
    return Sent(version, documents.attachments_of(version_id), by_name)


def _received(request: StaffRequest) -> ReceivedFile | None:
    """The main file: the one that came with this form, or with the one before it.

    Raises UploadNotFound and UploadClosed: where the file that was chosen is gone, the earlier one
    never goes out in its place.
    """
    if "file" in request.FILES:
        return files.taken_in(request)
    for upload_id in ids_of([request.POST.get("upload", "")]):
        return prefill.received_before(upload_id, request.actor, now=clock.now())
    return None


def _added(request: StaffRequest) -> list[NewFile]:
    """The further files. Raises UploadNotFound and UploadClosed as for the main file."""
    kept = [
        blobs.upload_card(one, actor=request.actor)
        for one in ids_of(request.POST.getlist("attachment"))
    ]
    new = [one.file for one in files.attached(request)]
    return [*(NewFile(one.id, one.name) for one in kept), *new]


def _asked(
    request: StaffRequest,
    sent: Sent,
    form: ChangeForm,
    file: ReceivedFile | None,
    added: Sequence[NewFile],
) -> HttpResponse:
    """Ask, and show what was issued with its recipients."""
    facts = form.cleaned_data
    whom = ids_of(request.POST.getlist("recipient"))
    if form.is_by_number:
        new_id = services.replace_by_issued(
            version_id=sent.version.id,
            reference=facts["reference"],
            issued_on=facts["issued_on"],
            reason=facts["reason"],
            recipient_ids=whom,
            key=form_key(request),
            actor=request.actor,
            now=clock.now(),
        )
    else:
        new_id = services.change_document(
            change=form.wanted(sent.version, file, _kept(request), added, whom),
            key=form_key(request),
            actor=request.actor,
            now=clock.now(),
        )
    told = _("Đã gửi đề nghị. Mỗi nơi nhận trả lời ở trang theo dõi bên dưới.")
    say_done(request, told, form_key=f"thay-doi:{sent.version.id}")
    return redirect(reverse("desk:document", args=[new_id]))


def _kept(request: StaffRequest) -> tuple[int, ...]:
    return tuple(
        int(one) for one in request.POST.getlist("keep") if one.isdecimal() and len(one) < 6
    )


def _page(
    request: StaffRequest,
    sent: Sent,
    form: ChangeForm,
    *,
    file: ReceivedFile | None = None,
    added: Sequence[NewFile] = (),
    is_looked_at: bool = False,
    status: int = 200,
) -> HttpResponse:
    is_posted = request.method == "POST"
    chosen = set(ids_of(request.POST.getlist("recipient")))
    if not is_posted and request.GET.get("chon") != "khong":
        chosen = {one.recipient_id for one in sent.holders}
    holders = [(one, one.recipient_id in chosen) for one in sent.holders]
    kept = set(_kept(request))
    attachments = [(one, not is_posted or one.position in kept) for one in sent.attachments]
    seen = _looked_at(request, sent, form, file, added) if is_looked_at else Looked()
    context = {
        "version": sent.version,
        "form": form,
        "is_update": form.kind == ChangeKind.UPDATE,
        "file": file,
        "added": added,
        "holders": holders,
        "count": sum(is_chosen for _one, is_chosen in holders),
        "attachments": attachments,
        "facts": seen.facts,
        "findings": seen.findings,
        "can_go": seen.can_go,
        "largest": prefill.largest(),
    }
    return render(request, "issuing/change.html", context, status=status)


def _looked_at(
    request: StaffRequest,
    sent: Sent,
    form: ChangeForm,
    file: ReceivedFile | None,
    added: Sequence[NewFile],
) -> Looked:
    """What changes, side by side, and the check of a file; what was issued here has had its own."""
    if form.is_by_number:
        named = form.cleaned_data["reference"], form.cleaned_data["issued_on"]
        instead = services.issued_by_number(sent.version, *named, actor=request.actor)
        return Looked(exchange.side_by_side(sent.version, instead), _kinds(sent.version, instead))
    kept = _kept(request)
    whom = sorted(set(ids_of(request.POST.getlist("recipient"))))
    checked = services.check_change(
        change=form.wanted(sent.version, file, kept, added, whom),
        actor=request.actor,
        now=clock.now(),
    )
    findings = _findings(sent, form, file, checked)
    return Looked(_facts(sent, form, file, set(kept), added), findings, checked.can_go)


def _kinds(old: VersionCard, instead: VersionCard) -> list[Finding]:
    """A document is replaced by one of the same form (Decree 30/2020/NĐ-CP, Article 18, clause 3).

    Who issues it answers for that: what other texts say of a kind is not in any table.
    """
    if old.kind == instead.kind:
        return []
    facts = {"old": old.kind_name, "instead": instead.kind_name}
    return [
        Finding(
            FindingState.WARN,
            _("Văn bản được thay thế là %(old)s, văn bản thay thế là %(instead)s.") % facts,
            _(
                "Văn bản được sửa đổi, thay thế bằng văn bản có hình thức tương đương "
                "(Nghị định 30/2020/NĐ-CP, Điều 18)."
            ),
            _("Kiểm tra số, ký hiệu của văn bản thay thế trước khi gửi đề nghị."),
        )
    ]


def _names(attachments: Sequence[AttachmentCard]) -> str:
    return "; ".join(one.name for one in attachments) or "—"


def _facts(
    sent: Sent,
    form: ChangeForm,
    file: ReceivedFile | None,
    kept: set[int],
    added: Sequence[NewFile],
) -> list[ComparedFact]:
    """What a completed file changes, beside what was sent."""
    old = sent.version
    new = form.completed(old, file, tuple(kept), added)
    files_after = [one.name for one in sent.attachments if one.position in kept]
    files_after += [one.name for one in added]
    pages = str(old.page_count or "—")
    return [
        ComparedFact(_("Số, ký hiệu"), old.reference_code, new.reference),
        ComparedFact(_("Ngày"), f"{old.issued_on:%d/%m/%Y}", f"{new.issued_on:%d/%m/%Y}"),
        ComparedFact(_("Trích yếu"), old.subject, new.subject),
        ComparedFact(_("Người ký"), old.signer_name or "—", new.signer_name or "—"),
        ComparedFact(_("Tệp văn bản"), old.content_name, _new_name(old, file)),
        ComparedFact(_("Số trang"), pages, str(file.examination.page_count) if file else pages),
        ComparedFact(_("Phụ lục"), _names(sent.attachments), "; ".join(files_after) or "—"),
    ]


def _new_name(old: VersionCard, file: ReceivedFile | None) -> str:
    return _("%(name)s (tệp mới)") % {"name": file.file.name} if file else old.content_name


def _findings(
    sent: Sent, form: ChangeForm, file: ReceivedFile | None, checked: DocumentCheck
) -> list[Finding]:
    """What was seen, and what the file says that does not fit the form."""
    told = [shown.finding(one) for one in checked.findings]
    said = reference_read(file) if file else ""
    if form.kind == ChangeKind.UPDATE and said not in ("", sent.version.reference_code):
        sentence = _("Tệp ghi số, ký hiệu %(said)s, khác với văn bản được cập nhật.")
        told.append(Finding(FindingState.WARN, sentence % {"said": said}))
    return told

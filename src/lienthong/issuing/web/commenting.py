"""Comments on a draft: asking for them, giving one as somebody who was asked, treating them."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lienthong.access import services as rights
from lienthong.access.types import StaffRequest
from lienthong.directory import queries as directory
from lienthong.documents.rules.kinds import kind_name
from lienthong.issuing import errors, queries, services
from lienthong.issuing.types import (
    CommentCard,
    CommentRequestCard,
    DraftCard,
    NewFile,
    SaidComment,
    Treatment,
)
from lienthong.issuing.web import files, shown
from lienthong.issuing.web.comment_forms import (
    AskForm,
    CommentForm,
    TreatmentForm,
    post_choices,
    unit_choices,
)
from lienthong.kernel import clock
from lienthong.webkit.body_limit import takes_files
from lienthong.webkit.forms import form_key
from lienthong.webkit.messages import say_done
from lienthong.webkit.types import Fact, PdfView

# Days that a request leaves by itself; people change it.
_USUAL_DAYS = 3


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: StaffRequest, draft_id: UUID) -> HttpResponse:
    """Whom to ask for comments on a draft; a POST asks them."""
    card = shown.visible(request, draft_id)
    rights.require(request.actor, "issuing.draft", agency_id=card.agency_id)
    if request.actor.post_id != card.drafted_by_post:
        rights.require(request.actor, "issuing.approve", agency_id=card.agency_id)
    if request.method != "POST":
        return _ask_page(request, card, _first_form())
    form = AskForm(request.POST)
    if not form.is_valid():
        return _ask_page(request, card, form)
    services.ask_comments(
        draft_id=card.id,
        commenters=form.commenters(),
        question=form.cleaned_data["question"],
        due_on=form.cleaned_data["due_on"],
        key=form_key(request),
        actor=request.actor,
        now=clock.now(),
    )
    say_done(request, _("Đã xin ý kiến góp ý."), form_key=_kept_as(card))
    return redirect("issuing:draft", card.id)


def _first_form() -> AskForm:
    return AskForm(initial={"due_on": clock.local_day(clock.now()) + timedelta(days=_USUAL_DAYS)})


def _ask_page(request: StaffRequest, card: DraftCard, form: AskForm) -> HttpResponse:
    today = clock.local_day(clock.now())
    units, posts = _chosen(request, card)
    there = queries.may_comment(card.agency_id, on=today)
    others = [post for post in there if post.id != request.actor.post_id]
    context = {
        "draft": card,
        "form": form,
        "form_key": _kept_as(card),
        "units": unit_choices(directory.units_of(card.agency_id, on=today), units),
        "people": post_choices(others, posts),
    }
    status = 422 if form.is_bound else 200
    return render(request, "issuing/ask_comments.html", context, status=status)


def _chosen(request: StaffRequest, card: DraftCard) -> tuple[Sequence[str], Sequence[str]]:
    """Units and people that are ticked: those of the form, else those who were asked last."""
    if request.method == "POST":
        return request.POST.getlist("unit"), request.POST.getlist("post")
    asked = queries.comments_on(card.id, on=clock.local_day(clock.now())).requests
    last = asked[-1].commenters if asked else ()
    return (
        [str(one.unit_id) for one in last if one.unit_id],
        [str(one.post_id) for one in last if one.post_id],
    )


@require_POST
def take_back(request: StaffRequest, comment_request_id: UUID) -> HttpResponse:
    """ "Thôi lấy ý kiến"."""
    draft_id = services.take_back_comments(
        request_id=comment_request_id, actor=request.actor, now=clock.now()
    )
    say_done(request, _("Đã thôi lấy ý kiến; ý kiến đã gửi vẫn được giữ."))
    return redirect("issuing:draft", draft_id)


@takes_files
@csrf_exempt  # the token is in the body, which is read only when there is room for it
@require_http_methods(["GET", "HEAD", "POST"])
def comment(request: StaffRequest, comment_request_id: UUID) -> HttpResponse:
    """The draft for one who was asked, with the form; a POST says something about it."""
    asked = _asked(request, comment_request_id)
    files.require_room(request)
    return _comment(request, asked)


@csrf_protect
def _comment(request: StaffRequest, asked: CommentRequestCard) -> HttpResponse:
    if request.method != "POST":
        return _comment_page(request, asked)
    form = CommentForm(request.POST)
    if not form.is_valid():
        return _comment_page(request, asked, form)
    agrees = request.POST.get("act") == "agree"
    services.give_comment(
        request_id=asked.id,
        said=SaidComment(
            agrees=agrees,
            text=form.cleaned_data["text"],
            page=form.cleaned_data["page"],
            file=_file_of(request),
            seen_digest=form.cleaned_data["seen"],
        ),
        key=form_key(request),
        actor=request.actor,
        now=clock.now(),
    )
    done = _("Đã báo đồng ý, không góp ý.") if agrees else _("Đã gửi ý kiến góp ý.")
    say_done(request, done, form_key=f"gop-y:{asked.id}")
    return redirect("issuing:comment", asked.id)


def _file_of(request: StaffRequest) -> NewFile | None:
    upload = request.FILES.get("file")
    if upload is None:
        return None
    received = services.receive_attachment(
        files.stream_of(upload),
        name=upload.name or "",
        largest=settings.LIENTHONG_LARGEST_UPLOAD,
        actor=request.actor,
        now=clock.now(),
    )
    return received.file


def _comment_page(
    request: StaffRequest, asked: CommentRequestCard, form: CommentForm | None = None
) -> HttpResponse:
    """Draft and form while it is open; then only what the reader said and what became of it."""
    context: dict[str, object] = {
        "asked": asked,
        "subject": queries.subject_of_request(asked),
        "why": _(asked.state.label),
        "own": queries.own_comments(asked, request.actor),
        "is_late": clock.local_day(clock.now()) > asked.due_on,
    }
    if asked.is_open:
        draft = queries.draft_to_comment(asked, request.actor)
        context |= {
            "draft": draft,
            "view": PdfView(
                url=reverse("issuing:comment-content", args=[asked.id]), title=draft.content_name
            ),
            "attachments": queries.attachments_of(draft.id),
            "facts": _facts(draft),
            "form": form or CommentForm(initial={"seen": draft.content_digest}),
        }
    status = 422 if form is not None else 200
    return render(request, "issuing/comment.html", context, status=status)


def _facts(draft: DraftCard) -> list[Fact]:
    facts = draft.facts
    signer = " ".join(part for part in (facts.signer_position, facts.signer_name) if part)
    rows = [
        Fact(_("Loại văn bản"), kind_name(facts.kind)),
        Fact(_("Trích yếu"), facts.subject),
        Fact(_("Người ký"), signer),
        Fact(_("Nơi nhận"), "; ".join(line.text for line in facts.recipients)),
        Fact(_("Người soạn"), draft.drafted_by),
    ]
    return [row for row in rows if row.value]


@require_safe
def content(request: StaffRequest, comment_request_id: UUID) -> HttpResponseBase:
    """The draft's file, to one who was asked, while it is."""
    draft = queries.draft_to_comment(_asked(request, comment_request_id), request.actor)
    return files.pdf_of(request, draft.content_digest, draft.content_name)


@require_safe
def attachment(request: StaffRequest, comment_request_id: UUID, position: int) -> HttpResponseBase:
    """A file that goes with the draft, to one who was asked, while it is."""
    draft = queries.draft_to_comment(_asked(request, comment_request_id), request.actor)
    return files.attachment_answer(request, draft.id, position)


@require_safe
def earlier(request: StaffRequest, draft_id: UUID, position: int) -> HttpResponseBase:
    """One of the files that a draft had, the first is 1, to whom may see the draft."""
    card = shown.visible(request, draft_id)
    digest = queries.earlier_file(card.id, position)
    return files.pdf_of(request, digest, card.content_name)


@require_safe
def comment_file(request: StaffRequest, comment_id: UUID) -> HttpResponseBase:
    """The file of a comment, to whom may see the draft and to who said it."""
    card = _seen_comment(request, comment_id)
    file = card.file
    if file is None:
        raise errors.CommentRequestNotFound()
    return files.kept_file(request, file)


def _seen_comment(request: StaffRequest, comment_id: UUID) -> CommentCard:
    card = queries.comment_of(comment_id)
    if request.actor.post_id != card.said_by_post:
        shown.visible(request, card.draft_id)
    return card


@require_POST
def treat(request: StaffRequest, comment_id: UUID) -> HttpResponse:
    """ "Tiếp thu" or "Không tiếp thu", with the explanation."""
    card = queries.comment_of(comment_id)
    shown.visible(request, card.draft_id)
    form = TreatmentForm(request.POST)
    if not form.is_valid():
        raise errors.ExplanationMissing()
    draft_id = services.treat_comment(
        comment_id=card.id,
        treatment=Treatment(form.cleaned_data["treatment"]),
        explanation=form.cleaned_data["explanation"],
        seen_at=form.seen(),
        actor=request.actor,
        now=clock.now(),
    )
    say_done(request, _("Đã trả lời ý kiến góp ý."))
    return redirect("issuing:draft", draft_id)


def _asked(request: StaffRequest, request_id: UUID) -> CommentRequestCard:
    return queries.request_for(request_id, request.actor)


def _kept_as(card: DraftCard) -> str:
    return f"xin-y-kien:{card.id}"

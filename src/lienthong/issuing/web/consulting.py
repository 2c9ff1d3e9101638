"""Comments of other agencies: the letter that asks, the table of answers, the summary."""

from uuid import UUID

from django import forms
from django.conf import settings
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from lienthong.access import queries as access
from lienthong.access.types import StaffRequest
from lienthong.documents.queries import viewer_of
from lienthong.issuing import errors, queries, services
from lienthong.issuing.types import (
    Consultation,
    ConsultedAgency,
    DraftCard,
    NotedComment,
    Treatment,
)
from lienthong.issuing.web import comment_sheet, shown
from lienthong.issuing.web.consultations_shown import shown_consultations
from lienthong.kernel import clock
from lienthong.webkit.messages import say_done


class NoteForm(forms.Form):
    """A line of the summary: what an agency says, and what became of it."""

    use_required_attribute = False
    agrees = forms.BooleanField(label=gettext_lazy("Đồng ý, không góp ý"), required=False)
    text = forms.CharField(
        label=gettext_lazy("Nội dung góp ý"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": "5000"}),
    )
    treatment = forms.ChoiceField(
        label=gettext_lazy("Trả lời"),
        required=False,
        choices=[(str(each), gettext_lazy(each.label)) for each in Treatment],
        widget=forms.RadioSelect,
    )
    explanation = forms.CharField(
        label=gettext_lazy("Giải trình"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "maxlength": "2000"}),
    )
    seen_at = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)

    def noted(self) -> NotedComment:
        """Return what was filled in."""
        filled = self.cleaned_data
        return NotedComment(
            agrees=filled["agrees"],
            text=filled["text"],
            treatment=Treatment(filled["treatment"]) if filled["treatment"] else None,
            explanation=filled["explanation"],
            seen_at=clock.moment_in(filled["seen_at"]),
        )


@require_POST
def start(request: StaffRequest, draft_id: UUID) -> HttpResponse:
    """ "Lấy ý kiến cơ quan khác": on to the form of the letter, with the draft's files in it."""
    card = shown.visible(request, draft_id)
    files = services.start_consultation(
        draft_id=card.id,
        largest=settings.LIENTHONG_LARGEST_UPLOAD,
        actor=request.actor,
        now=clock.now(),
    )
    asked = {"lay-y-kien": str(card.id), "kem": [str(file.upload_id) for file in files]}
    return redirect(f"{reverse('issuing:send')}?{urlencode(asked, doseq=True)}")


@require_safe
def consultations(request: StaffRequest, draft_id: UUID) -> HttpResponse:
    """Who was asked and what came, with a form for each line; printed, it is the summary."""
    card = shown.visible(request, draft_id)
    today = clock.local_day(clock.now())
    found = queries.consultations_on(card.id, viewer=viewer_of(request.actor), on=today)
    context = {
        "draft": card,
        "consultations": shown_consultations(found, _form if _notes(request, card) else None),
        "comments": queries.comments_on(card.id, on=today),
    }
    return render(request, "issuing/consultations.html", context)


def _notes(request: StaffRequest, card: DraftCard) -> bool:
    """Whether this post may fill in the summary: the author, or a leader."""
    actor = request.actor
    return access.has_right(actor, "issuing.draft", card.agency_id) and (
        actor.post_id == card.drafted_by_post
        or access.has_right(actor, "issuing.approve", card.agency_id)
    )


def _form(consultation: Consultation, agency: ConsultedAgency) -> NoteForm:
    noted = agency.comment
    initial = {}
    if noted is not None:
        initial = {
            "agrees": noted.agrees,
            "text": noted.text,
            "treatment": noted.treatment,
            "explanation": noted.explanation,
            "seen_at": noted.noted_at.isoformat(),
        }
    return NoteForm(initial=initial, auto_id=f"note_{consultation.letter_id}_{agency.agency_id}_%s")


@require_POST
def note(request: StaffRequest, letter_id: UUID, agency_id: UUID) -> HttpResponse:
    """ "Lưu": a line of the summary."""
    form = NoteForm(request.POST)
    if not form.is_valid():
        raise errors.CommentEmpty()
    draft_id = services.note_agency_comment(
        letter_id=letter_id,
        agency_id=agency_id,
        noted=form.noted(),
        actor=request.actor,
        now=clock.now(),
    )
    say_done(request, _("Đã ghi vào bảng tổng hợp."))
    return redirect("issuing:consultations", draft_id)


@require_safe
def sheet(request: StaffRequest, draft_id: UUID) -> HttpResponseBase:
    """The summary as a spreadsheet."""
    card = shown.visible(request, draft_id)
    today = clock.local_day(clock.now())
    found = queries.consultations_on(card.id, viewer=viewer_of(request.actor), on=today)
    file = comment_sheet.summary_sheet(found, queries.comments_on(card.id, on=today))
    response = FileResponse(file, as_attachment=True, filename="tong-hop-gop-y.xlsx")
    response["Cache-Control"] = "private, no-store"
    return response

"""The page of a draft: its file beside where it stands and the next act of this post."""

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from lienthong.access import queries as access
from lienthong.access.types import StaffRequest
from lienthong.documents.queries import viewer_of
from lienthong.documents.rules.kinds import kind_name
from lienthong.documents.rules.topics import topic_words
from lienthong.documents.types import FindingLevel, RecipientRole
from lienthong.issuing import queries, services
from lienthong.issuing.types import DraftCard, DraftState, Origin, ToCheck
from lienthong.issuing.web import (
    comment_section,
    consultations_shown,
    elsewhere,
    prefill,
    recipient_lines,
    shown,
)
from lienthong.issuing.web.forms import ReasonForm, SlipForm
from lienthong.issuing.web.recipient_lines import Asked
from lienthong.kernel import clock
from lienthong.kernel.actor import Actor
from lienthong.signatures.services import local_signer
from lienthong.webkit.types import Fact, PdfView

_WITH_DRAFTER = {DraftState.DRAFTING, DraftState.RETURNED}
_WITHDRAWABLE = _WITH_DRAFTER | {DraftState.AWAITING_SIGNATURE, DraftState.SIGNED}
_TO_ISSUE = {DraftState.SIGNED, DraftState.NUMBERED, DraftState.SEALED}
_VOIDABLE = {DraftState.NUMBERED, DraftState.SEALED}


@dataclass(frozen=True, slots=True)
class NextActs:
    """What this post can do with this draft now."""

    submit: bool
    sign: bool
    give_back: bool
    issue: bool
    void: bool
    withdraw: bool
    edit: bool
    ask: bool


@require_safe
def draft(request: StaffRequest, draft_id: UUID) -> HttpResponse:
    """The page; once it is issued the document's own page takes over."""
    card = shown.visible(request, draft_id)
    if card.version_id is not None:
        return redirect(shown.document_address(card.version_id))
    if card.origin == Origin.COPY:
        return redirect(shown.address_of(card))
    actor, now = request.actor, clock.now()
    acts = next_acts(card, actor)
    context: dict[str, object] = {
        "draft": card,
        "acts": acts,
        "state": _(card.state.label),
        "view": PdfView(url=reverse("issuing:content", args=[card.id]), title=card.content_name),
        "facts": _facts(card),
        "course": shown.course(queries.course(card.id)),
        "attachments": queries.attachments_of(card.id),
        "recipients": recipient_lines.chips(
            card.facts.recipients, Asked(card.agency_id, card.facts.kind, clock.local_day(now))
        ),
        "way": elsewhere.way_of(
            card,
            holder_id=actor.person_id if acts.sign else card.agency_id,
            signs=acts.sign,
            issues=acts.issue,
            now=now,
        ),
        "bring_url": reverse("issuing:signed", args=[card.id]),
        "consultations": consultations_shown.on_draft(card.id, viewer_of(actor)),
        "consulted": prefill.consulted(card.facts.consults_draft_id, actor),
        "comments": comment_section.of_draft(card.id, treats=acts.ask, now=now),
        "answered": prefill.answered(card.facts.answers_entry_id, actor),
        "slip_form": SlipForm(initial={"slip": card.facts.slip}),
        "reason_form": ReasonForm(auto_id="reason_%s"),
        "void_form": ReasonForm(auto_id="void_%s"),
        "withdraw_form": ReasonForm(auto_id="withdraw_%s"),
    }
    if acts.issue or acts.submit or acts.sign:
        checked = services.check_before_sending(
            ToCheck(card.facts, card.origin, draft_id=card.id), actor=actor, now=now
        )
        context["findings"] = shown.findings(checked)
        context["has_trouble"] = any(each.level != FindingLevel.OK for each in checked.findings)
        context["issue_text"] = issue_text(card, checked.recipient_count)
        context["limit"] = shown.limit(checked.issue_by) if acts.sign else ""
    return render(request, "issuing/draft.html", context)


def next_acts(card: DraftCard, actor: Actor) -> NextActs:
    """Decide which buttons the page shows; the services decide again."""

    def may(right: str) -> bool:
        return access.has_right(actor, right, card.agency_id)

    waits_for_me = card.state == DraftState.AWAITING_SIGNATURE
    is_author = actor.post_id == card.drafted_by_post or may("issuing.approve")
    is_signer = card.facts.signer_post_id == actor.post_id
    return NextActs(
        submit=card.state in _WITH_DRAFTER and may("issuing.submit"),
        sign=waits_for_me and is_signer and may("issuing.sign"),
        give_back=waits_for_me and may("issuing.approve"),
        issue=card.state in _TO_ISSUE and may("issuing.issue"),
        void=card.state in _VOIDABLE and card.entry_id is not None and may("issuing.void"),
        withdraw=card.state in _WITHDRAWABLE and may("issuing.draft") and is_author,
        edit=card.origin == Origin.HERE
        and may("issuing.draft")
        and (card.state in _WITH_DRAFTER or (waits_for_me and is_author)),
        ask=card.origin == Origin.HERE
        and may("issuing.draft")
        and is_author
        and (card.state in _WITH_DRAFTER or waits_for_me),
    )


def issue_text(card: DraftCard, count: int) -> str:
    """Return what the clerk's button does from where the draft stands."""
    done = {
        DraftState.SIGNED: _("Lấy số, đóng dấu"),
        DraftState.NUMBERED: _("Đóng dấu"),
        DraftState.SEALED: "",
    }
    before = "" if card.origin == Origin.COMPLETE else done.get(card.state, "")
    if not count:
        return f"{before}, {_('vào sổ')}" if before else _("Phát hành và vào sổ")
    sending = ngettext("gửi %(count)s nơi", "gửi %(count)s nơi", count) % {"count": count}
    text = f"{before}, {sending}" if before else sending
    return text[:1].upper() + text[1:]


@require_POST
def submit(request: StaffRequest, draft_id: UUID) -> HttpResponse:
    """ "Trình ký": to the signer, with the slip."""
    form = SlipForm(request.POST)
    form.is_valid()
    return shown.went_on(
        request,
        services.submit_draft(
            draft_id=shown.visible(request, draft_id).id,
            slip=form.cleaned_data.get("slip", ""),
            actor=request.actor,
            now=clock.now(),
        ),
    )


@require_POST
def give_back(request: StaffRequest, draft_id: UUID) -> HttpResponse:
    """ "Trả lại": to the drafter, with the reason."""
    return shown.went_on(
        request,
        services.return_draft(
            draft_id=shown.visible(request, draft_id).id,
            reason=_reason(request),
            actor=request.actor,
            now=clock.now(),
        ),
    )


@require_POST
def withdraw(request: StaffRequest, draft_id: UUID) -> HttpResponse:
    """ "Rút dự thảo"."""
    return shown.went_on(
        request,
        services.withdraw_draft(
            draft_id=shown.visible(request, draft_id).id,
            reason=_reason(request),
            actor=request.actor,
            now=clock.now(),
        ),
    )


@require_POST
def sign(request: StaffRequest, draft_id: UUID) -> HttpResponse:
    """ "Ký số", with the key that this installation keeps."""
    return shown.went_on(
        request,
        services.sign_with_kept_key(
            draft_id=shown.visible(request, draft_id).id,
            signer=local_signer(),
            actor=request.actor,
            now=clock.now(),
        ),
    )


@require_POST
def issue(request: StaffRequest, draft_id: UUID) -> HttpResponse:
    """ "Lấy số, đóng dấu, gửi n nơi": each step stays done when a later one fails."""
    return shown.went_on(
        request,
        services.issue_at_once(
            draft_id=shown.visible(request, draft_id).id,
            signer=local_signer(),
            actor=request.actor,
            now=clock.now(),
        ),
    )


@require_POST
def void(request: StaffRequest, draft_id: UUID) -> HttpResponse:
    """ "Hủy số": the book keeps the number with the reason, the drafter brings a fresh file."""
    return shown.went_on(
        request,
        services.void_draft_number(
            draft_id=shown.visible(request, draft_id).id,
            reason=_reason(request),
            actor=request.actor,
            now=clock.now(),
        ),
    )


def _reason(request: StaffRequest) -> str:
    form = ReasonForm(request.POST)
    form.is_valid()
    return str(form.cleaned_data.get("reason", ""))


def _facts(card: DraftCard) -> list[Fact]:
    facts, filing = card.facts, RecipientRole.FILE
    number = card.entry_number or facts.notation
    signer = " ".join(part for part in (facts.signer_position, facts.signer_name) if part)
    kept = ", ".join(line.text for line in facts.recipients if line.role == filing)
    rows = [
        Fact(_("Loại văn bản"), kind_name(facts.kind)),
        Fact(_("Số, ký hiệu") if card.entry_number else _("Ký hiệu"), number),
        Fact(_("Trích yếu"), facts.subject),
        Fact(_("Người ký"), signer),
        Fact(_("Độ khẩn"), _(facts.urgency.label)),
        *(Fact(_(title), _(said)) for title, said in topic_words(facts.topic)),
        Fact(_("Trả lời trước"), f"{facts.due_on:%d/%m/%Y}" if facts.due_on else ""),
        Fact(_("Lưu"), kept.removeprefix("Lưu: ")),
        Fact(_("Người soạn"), card.drafted_by),
    ]
    return [row for row in rows if row.value]

"""The page of a copy: what it copies, where it stands, the next act of this post."""

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lienthong.access import queries as access
from lienthong.access.types import StaffRequest
from lienthong.documents.rules.copies import Carrier
from lienthong.documents.rules.kinds import copy_form, kind_name
from lienthong.issuing import queries, services
from lienthong.issuing.types import CopyCard, DraftCard, DraftState, Origin, state_label
from lienthong.issuing.web import drafts, elsewhere, recipient_lines, shown
from lienthong.issuing.web.forms import ReasonForm
from lienthong.issuing.web.recipient_lines import Asked
from lienthong.kernel import clock
from lienthong.kernel.actor import Actor
from lienthong.webkit.types import Fact, PdfView

_VOIDABLE = {DraftState.NUMBERED, DraftState.SEALED}
_OPEN = {DraftState.AWAITING_SIGNATURE, DraftState.RETURNED, DraftState.SIGNED}


@dataclass(frozen=True, slots=True)
class NextActs:
    """What this post can do with this copy now. number: of one on paper, which is then printed."""

    agree: bool
    give_back: bool
    issue: bool
    number: bool
    on_paper: bool
    void: bool
    withdraw: bool


@require_safe
def copy(request: StaffRequest, draft_id: UUID) -> HttpResponse:
    """The page; once an electronic copy is made the document's own page takes over."""
    card = shown.visible(request, draft_id)
    if card.origin != Origin.COPY or card.version_id is not None:
        return redirect(shown.address_of(card))
    made = queries.copy_card(card.id)
    acts = next_acts(card, made, request.actor)
    now = clock.now()
    context: dict[str, object] = {
        "draft": card,
        "copy": made,
        "is_on_paper": made.target == Carrier.PAPER,
        "acts": acts,
        "state": _(state_label(card.state, card.origin)),
        "view": PdfView(url=reverse("issuing:content", args=[card.id]), title=card.content_name),
        "facts": _facts(card, made),
        "original_url": shown.document_address(made.original.version_id)
        if made.original.version_id
        else "",
        "course": shown.course(queries.course(card.id)),
        "recipients": recipient_lines.chips(
            card.facts.recipients, Asked(card.agency_id, card.facts.kind, clock.local_day(now))
        ),
        "issue_text": drafts.issue_text(card, card.recipient_count),
        "way": elsewhere.way_of(
            card, holder_id=card.agency_id, signs=False, issues=acts.issue, now=now
        ),
        "bring_url": reverse("issuing:signed", args=[card.id]),
        "reason_form": ReasonForm(auto_id="reason_%s"),
        "void_form": ReasonForm(auto_id="void_%s"),
        "withdraw_form": ReasonForm(auto_id="withdraw_%s"),
    }
    return render(request, "issuing/copy.html", context)


def next_acts(card: DraftCard, made: CopyCard, actor: Actor) -> NextActs:
    """Decide which buttons the page shows; the services decide again."""

    def may(right: str) -> bool:
        return access.has_right(actor, right, card.agency_id)

    state, is_paper = card.state, made.target == Carrier.PAPER
    waits = state == DraftState.AWAITING_SIGNATURE
    is_author = actor.post_id == card.drafted_by_post or may("issuing.approve")
    to_issue = state in {DraftState.SIGNED, DraftState.NUMBERED, DraftState.SEALED}
    return NextActs(
        agree=waits and card.facts.signer_post_id == actor.post_id and may("issuing.agree-copy"),
        give_back=waits and may("issuing.approve"),
        issue=to_issue and not is_paper and may("issuing.issue"),
        number=state == DraftState.SIGNED and is_paper and may("issuing.number"),
        on_paper=state == DraftState.NUMBERED and is_paper and may("issuing.seal"),
        void=state in _VOIDABLE and may("issuing.void"),
        withdraw=state in _OPEN and may("issuing.draft") and is_author,
    )


@require_POST
def agree(request: StaffRequest, draft_id: UUID) -> HttpResponse:
    """ "Ký duyệt bản sao"."""
    card = shown.visible(request, draft_id)
    agreed = services.agree_copy(draft_id=card.id, actor=request.actor, now=clock.now())
    return shown.went_on(request, agreed)


@require_POST
def on_paper(request: StaffRequest, draft_id: UUID) -> HttpResponse:
    """ "Đã ký, đóng dấu bản giấy"."""
    card = shown.visible(request, draft_id)
    done = services.finish_on_paper(draft_id=card.id, actor=request.actor, now=clock.now())
    return shown.went_on(request, done)


def _facts(card: DraftCard, made: CopyCard) -> list[Fact]:
    original, facts = made.original, card.facts
    signer = " ".join(part for part in (facts.signer_position, facts.signer_name) if part)
    way = _("từ %(source)s sang %(target)s") % {
        "source": _(made.source.label),
        "target": _(made.target.label),
    }
    rows = [
        Fact(_("Hình thức sao"), f"{copy_form(facts.kind).capitalize()}, {way}"),
        Fact(_("Số bản sao"), card.entry_number or facts.notation),
        Fact(_("Văn bản được sao"), f"{kind_name(original.kind)} {original.reference_code}"),
        Fact(_("Cơ quan ban hành"), original.issuer),
        Fact(_("Ngày văn bản"), f"{original.issued_on:%d/%m/%Y}"),
        Fact(_("Trích yếu"), original.subject),
        Fact(_("Người ký duyệt"), signer),
        Fact(_("Người đề nghị"), card.drafted_by),
    ]
    return [row for row in rows if row.value]

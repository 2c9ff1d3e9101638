"""Editing a draft: the first block of the sending page and its recipients, filled in."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lienthong.access.types import StaffRequest
from lienthong.documents.types import RecipientLine, RecipientRole
from lienthong.issuing import queries, services
from lienthong.issuing.types import DraftCard, NewFile, Origin
from lienthong.issuing.web import files, prefill, recipient_lines, sending, shown
from lienthong.issuing.web.forms import SendForm
from lienthong.issuing.web.recipient_lines import Asked, Unknown
from lienthong.kernel import clock
from lienthong.webkit.body_limit import takes_files
from lienthong.webkit.messages import say_done


@dataclass(frozen=True, slots=True)
class _Given:
    """What the form says of files: another main file, further attachments, those that go."""

    file: NewFile | None = None
    added: tuple[NewFile, ...] = ()
    dropped: tuple[str, ...] = ()


@takes_files
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: StaffRequest, draft_id: UUID) -> HttpResponse:
    """The form with what the draft holds; a POST puts it right and leads back to the draft."""
    actor = request.actor
    card = shown.visible(request, draft_id)
    if request.method != "POST":
        form = sending.form_of(request, initial=_initial(card))
        form.initial["signer"] = form.signer_key(card.facts)
        return _page(request, card, form, _lines(card))
    form = sending.form_of(request, _posted(request), initial=_initial(card))
    block = sending.posted_lines(request, now=clock.now())
    is_filled = form.is_valid() and not block.unknown
    given = _files_of(request, form)
    if not is_filled:
        return _page(request, card, form, block.lines, given=given, unknown=block.unknown)
    changed = services.edit_draft(
        draft_id=card.id,
        facts=form.facts(block.lines),
        file=given.file,
        attachments=given.added,
        dropped=given.dropped,
        actor=actor,
        now=clock.now(),
    )
    say_done(request, _("Đã sửa dự thảo."), form_key=_kept_as(card))
    return redirect(shown.address_of(changed))


def _files_of(request: StaffRequest, form: SendForm) -> _Given:
    """Files that come with the form itself go into quarantine, so that a refusal keeps them."""
    file = files.taken_in(request).file if "file" in request.FILES else form.file()
    waiting = prefill.attachments(request.POST.getlist("attachment"), request.actor)
    added = (*waiting, *(each.file for each in files.attached(request)))
    kept = set(request.POST.getlist("kept"))
    dropped = tuple(each for each in request.POST.getlist("had") if each not in kept)
    return _Given(file, added, dropped)


def _posted(request: StaffRequest) -> Any:
    data = request.POST.copy()
    data["origin"] = str(Origin.HERE)
    return data


def _initial(card: DraftCard) -> dict[str, Any]:
    facts = card.facts
    kept = [line.text.removeprefix("Lưu: ") for line in _filed(card)]
    return {
        "origin": Origin.HERE,
        "kind": facts.kind,
        "notation": facts.notation,
        "subject": facts.subject,
        "urgency": facts.urgency,
        "due_on": facts.due_on,
        "concern": facts.concern,
        "period": facts.period,
        "slip": facts.slip,
        "filing": ", ".join(kept),
    }


def _filed(card: DraftCard) -> list[RecipientLine]:
    return [line for line in card.facts.recipients if line.role == RecipientRole.FILE]


def _lines(card: DraftCard) -> list[RecipientLine]:
    return [line for line in card.facts.recipients if line.role != RecipientRole.FILE]


def _kept_as(card: DraftCard) -> str:
    return f"sua:{card.id}"


def _page(
    request: StaffRequest,
    card: DraftCard,
    form: SendForm,
    lines: Sequence[RecipientLine],
    *,
    given: _Given = _Given(),
    unknown: Sequence[Unknown] = (),
) -> HttpResponse:
    asked = Asked(card.agency_id, str(form["kind"].value() or ""), clock.local_day(clock.now()))
    context = {
        "draft": card,
        "form": form,
        "file": prefill.known(given.file, request.actor, now=clock.now()),
        "attachments": queries.attachments_of(card.id),
        "added": given.added,
        "dropped": given.dropped,
        "recipients": recipient_lines.chips(lines, asked),
        "roles": recipient_lines.role_choices(),
        "blank": prefill.BLANK,
        "unknown": unknown,
        "form_key": _kept_as(card),
        "largest": prefill.largest(),
    }
    return render(request, "issuing/edit.html", context, status=422 if form.is_bound else 200)

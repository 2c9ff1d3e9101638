"""The leader's page: one document a screen, an opinion, units and people, a deadline, the next."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lienthong.access import services as access
from lienthong.access.types import StaffRequest
from lienthong.directory import queries as directory
from lienthong.documents import queries as documents
from lienthong.documents.types import Urgency, VersionCard
from lienthong.kernel import clock
from lienthong.registers import errors, queries, services
from lienthong.registers.types import AssignmentRole, IncomingCard
from lienthong.registers.web.deadlines import due_chips
from lienthong.registers.web.forms import PHRASES, InstructionForm
from lienthong.webkit.forms import form_key
from lienthong.webkit.messages import say_done
from lienthong.webkit.types import Verdict, VerdictState


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the queue of waiting documents the leader is; `after`: the next one."""

    number: int
    total: int
    after: UUID | None


@dataclass(frozen=True, slots=True)
class Named:
    """A unit or a person to choose; `part`: the role chosen so far, or nothing."""

    field: str
    name: str
    detail: str
    part: str


@require_safe
def walk(request: StaffRequest) -> HttpResponse:
    """The first document that waits for an opinion, or the one that the address names."""
    access.require(request.actor, "registers.instruct")
    queue = _queue(request)
    wanted = request.GET.get("van-ban", "")
    here = next((one for one in queue if str(one) == wanted), queue[0] if queue else None)
    if here is None:
        return render(request, "registers/instruct_none.html")
    return _form_page(request, here, _form(request), place=_place(queue, here))


@require_http_methods(["GET", "HEAD", "POST"])
def instruct(request: StaffRequest, entry_id: UUID) -> HttpResponse:
    """The form for one document; a POST hands it on and, on the walk, shows the next."""
    access.require(request.actor, "registers.instruct")
    if request.method != "POST":
        return _form_page(request, entry_id, _form(request))
    form = _form(request, bound=True)
    if not form.is_valid():
        return _form_page(request, entry_id, form, status=422)
    card = services.give_instruction(
        entry_id=entry_id,
        text=form.opinion(),
        assignees=form.assignees(),
        due_on=form.due_on(),
        key=form_key(request),
        actor=request.actor,
        now=clock.now(),
    )
    return _done(request, card)


def _done(request: StaffRequest, card: IncomingCard) -> HttpResponse:
    see = reverse("registers:entry", args=[card.entry.id])
    sentence = _("Đã chuyển văn bản đến số %(number)s.") % {"number": card.entry.number_text}
    if card.lead_name:
        sentence = _("Đã chuyển văn bản đến số %(number)s, %(lead)s chủ trì.") % {
            "number": card.entry.number_text,
            "lead": card.lead_name,
        }
    draft = f"instruct-{card.entry.id}"
    if request.POST.get("tu") != "chi-dao":
        say_done(request, sentence, form_key=draft)
        return redirect(see)
    say_done(request, sentence, see_url=see, form_key=draft)
    following = urlencode({"van-ban": request.POST.get("sau", "")})
    return redirect(f"{reverse('registers:walk')}?{following}")


def _queue(request: StaffRequest) -> list[UUID]:
    return queries.awaiting_instruction(documents.viewer_of(request.actor), request.actor.post_id)


def _place(queue: list[UUID], here: UUID) -> Place:
    at = queue.index(here)
    following = queue[(at + 1) % len(queue)] if len(queue) > 1 else None
    return Place(at + 1, len(queue), following)


def _form(request: StaffRequest, *, bound: bool = False) -> InstructionForm:
    today = clock.local_day(clock.now())
    return InstructionForm(request.POST if bound else None, chips=due_chips(today))


def _form_page(
    request: StaffRequest,
    entry_id: UUID,
    form: InstructionForm,
    *,
    place: Place | None = None,
    status: int = 200,
) -> HttpResponse:
    card = _own(request, entry_id)
    version = _version(request, card)
    if place is None and form.is_bound and request.POST.get("tu") == "chi-dao":
        queue = _queue(request)
        place = _place(queue, entry_id) if entry_id in queue else None
    assert request.actor.agency_id is not None
    assert request.actor.post_id is not None
    context: dict[str, Any] = {
        "card": card,
        "version": version,
        "verdict": _short(queries.legal_verdict(version)),
        "extract": queries.extract_of(version.content_digest),
        "is_urgent": version.urgency != Urgency.NORMAL,
        "form": form,
        "place": place,
        "phrases": [*queries.usual_phrases(request.actor.post_id), *PHRASES],
        "units": _units(request, form),
        "people": _people(request, form),
        "parts": [(part.value, _(part.label)) for part in AssignmentRole],
    }
    return render(request, "registers/instruct.html", context, status=status)


def _own(request: StaffRequest, entry_id: UUID) -> IncomingCard:
    card = queries.incoming_card(entry_id)
    if card.agency_id != request.actor.agency_id:
        raise errors.EntryNotFound
    return card


def _version(request: StaffRequest, card: IncomingCard) -> VersionCard:
    if card.entry.version_id is None:
        raise errors.EntryNotFound
    return documents.visible_version(card.entry.version_id, documents.viewer_of(request.actor))


def _units(request: StaffRequest, form: InstructionForm) -> list[Named]:
    assert request.actor.agency_id is not None
    today = clock.local_day(clock.now())
    units = directory.units_of(request.actor.agency_id, on=today)
    return [_named(form, f"unit-{unit.id}", unit.name) for unit in units]


def _people(request: StaffRequest, form: InstructionForm) -> list[Named]:
    """Everybody in the agency who handles documents, but for the leader who is writing."""
    assert request.actor.agency_id is not None
    today = clock.local_day(clock.now())
    posts = queries.assignable_posts(request.actor.agency_id, on=today)
    return [
        _named(form, f"post-{post.id}", post.person_name, post.unit_name or post.title)
        for post in posts
        if post.id != request.actor.post_id
    ]


def _named(form: InstructionForm, field: str, name: str, detail: str = "") -> Named:
    return Named(field, name, detail, form.part_of(field))


def _short(verdict: Verdict) -> Verdict:
    """The verdict in a line when all is well: there are ten seconds for a document."""
    if verdict.state == VerdictState.VALID:
        return Verdict(verdict.state, verdict.title, _("Các chữ ký số đều hợp lệ."))
    return Verdict(verdict.state, verdict.title, verdict.text)

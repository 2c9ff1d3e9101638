"""Thư công vụ: what arrived in the agency's mailboxes, and its way into the book."""

import io
from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST, require_safe

from lienthong.access import services as access
from lienthong.access.types import StaffRequest
from lienthong.kernel import clock
from lienthong.mailboxes import queries, services
from lienthong.mailboxes.errors import LetterNotFound
from lienthong.mailboxes.types import LetterCard, LetterFileCard, LetterState, Proof, Standing
from lienthong.mailboxes.web import words
from lienthong.registers import queries as registers
from lienthong.registers.types import KnownHere
from lienthong.webkit.files import file_answer
from lienthong.webkit.messages import say_done
from lienthong.webkit.types import PdfView, Tab

RIGHT = "registers.accept"
_TABS = {
    "cho": LetterState.WAITING,
    "da-vao": LetterState.ENTERED,
    "de-ben": LetterState.SET_ASIDE,
    "khong-nhan": LetterState.REFUSED,
    "tu-xu-ly": LetterState.HANDLED,
}
_SHOWN = {"application/pdf", "image/png", "image/jpeg"}


@dataclass(frozen=True, slots=True)
class ShownFile:
    """A file with its address; `value`: what it is worth; `stops`: why it cannot be entered."""

    card: LetterFileCard
    url: str
    value: str
    stops: str


@require_safe
def listing(request: StaffRequest) -> HttpResponse:
    """Letters of the agency that stand in one state, the newest first."""
    agency_id = _agency(request)
    here = request.GET.get("muc", "cho")
    state = _TABS.get(here, LetterState.WAITING)
    rows = queries.letters(agency_id, state, before=_before(request), limit=queries.PAGE + 1)
    shown = rows[: queries.PAGE]
    context = {
        "rows": [(one, words.standing(one)) for one in shown],
        "tabs": _tabs(agency_id, state),
        "state": state,
        "has_mailbox": bool(rows) or queries.has_mailbox(agency_id),
        "next_url": f"?{urlencode({'muc': here, 'sau': shown[-1].id})}"
        if len(rows) > queries.PAGE
        else "",
    }
    return render(request, "mailboxes/letters.html", context)


@require_safe
def letter(request: StaffRequest, mail_id: UUID) -> HttpResponse:
    """One letter: who wrote it, its text, its files, and what may be done with it."""
    card = queries.letter(mail_id, agency_id=_agency(request))
    files = queries.letter_files(card.id)
    read = queries.opened_letter(card) if card.content else None
    shown = [_shown(card, one) for one in files]
    main = next((one for one in shown if one.card.is_main), None)
    context = {
        "letter": card,
        "read": read,
        "standing": words.standing(card),
        "is_citizens": card.standing in {Standing.FREE, Standing.OTHER, Standing.UNCLEAR},
        "is_doubtful": card.proof == Proof.FAILED,
        "why": words.why(card),
        "files": shown,
        "main": main,
        "view": PdfView(main.url, main.card.name, download_url=f"{main.url}?tai=1")
        if main
        else None,
        "known": _known(card, files) if card.state == LetterState.WAITING else None,
        "entry_url": reverse("registers:entry", args=[card.entry_id]) if card.entry_id else "",
    }
    return render(request, "mailboxes/letter.html", context)


@require_safe
@xframe_options_sameorigin
def file(request: StaffRequest, mail_id: UUID, position: int) -> HttpResponseBase:
    """A file of a letter; `?tai=1` saves it. Only what was opened here, and was found harmless."""
    card = queries.letter(mail_id, agency_id=_agency(request))
    found = {one.position: one for one in queries.letter_files(card.id)}.get(position)
    if found is None or not found.digest:
        raise LetterNotFound
    parts = {one.position: one for one in queries.opened_letter(card).parts}
    return file_answer(
        request,
        open_file=lambda: io.BytesIO(parts[position].content),
        size=found.size,
        digest=found.digest,
        media_type=found.media_type,
        name=found.name,
        is_saved="tai" in request.GET or found.media_type not in _SHOWN,
    )


@require_POST
def enter(request: StaffRequest, mail_id: UUID) -> HttpResponse:
    """Fill the form of the book from the letter, and go there."""
    ready = services.prepare_entry(mail_id, actor=request.actor, now=clock.now())
    return redirect(f"{reverse('registers:receive')}?{urlencode(ready.query)}")


@require_POST
def set_aside(request: StaffRequest, mail_id: UUID) -> HttpResponse:
    """The letter is nothing for the book, with the reason."""
    services.set_aside(
        mail_id,
        reason=request.POST.get("reason", ""),
        actor=request.actor,
        now=clock.now(),
    )
    say_done(request, _("Đã để thư sang một bên; thư vẫn còn ở mục đó."))
    return redirect("mailboxes:letters")


@require_POST
def put_back(request: StaffRequest, mail_id: UUID) -> HttpResponse:
    """The letter waits again."""
    services.put_back(mail_id, actor=request.actor, now=clock.now())
    say_done(request, _("Đã đưa thư trở lại danh sách chờ."))
    return redirect("mailboxes:letter", mail_id)


def _agency(request: StaffRequest) -> UUID:
    access.require(request.actor, RIGHT, agency_id=request.actor.agency_id)
    return request.actor.own_agency


def _before(request: StaffRequest) -> UUID | None:
    try:
        return UUID(request.GET.get("sau", ""))
    except ValueError:
        return None


def _tabs(agency_id: UUID, here: LetterState) -> list[Tab]:
    counts = queries.count_letters(agency_id)
    list_url = reverse("mailboxes:letters")
    return [
        Tab(
            name=_(state.label),
            url=f"{list_url}?muc={key}",
            count=counts.get(state) if state == LetterState.WAITING else None,
            is_here=state == here,
        )
        for key, state in _TABS.items()
        if state != LetterState.HANDLED or counts.get(state)
    ]


def _shown(card: LetterCard, one: LetterFileCard) -> ShownFile:
    url = reverse("mailboxes:file", args=[card.id, one.position]) if one.digest else ""
    return ShownFile(one, url, words.value(one), words.stops(one))


def _known(card: LetterCard, files: list[LetterFileCard]) -> KnownHere | None:
    """What the agency has of the same document already (A7)."""
    main = next((one for one in files if one.is_main), None)
    said = main.fields if main else {}
    issued = said.get("document_on", "")
    return registers.known_here(
        agency_id=card.agency_id,
        digests=[one.digest for one in files if one.digest and one.is_pdf],
        author=said.get("author", "") or card.from_whom,
        author_id=card.sender_agency_id,
        reference_code=said.get("reference_code", ""),
        year=int(issued[:4]) if issued else clock.local_day(card.taken_at).year,
    )

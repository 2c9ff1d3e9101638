"""Entering what came on paper or by mail: the scan on the left, the form on the right, the next."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lienthong.access import services as access
from lienthong.access.types import StaffRequest
from lienthong.blobs.errors import FileTooLarge
from lienthong.blobs.types import UploadCard
from lienthong.directory import queries as directory
from lienthong.documents.types import Road
from lienthong.kernel import clock
from lienthong.kernel.refusals import Refusal
from lienthong.kernel.text import clean_line
from lienthong.kernel.wording import Measure
from lienthong.registers import errors, queries, services
from lienthong.registers.types import EntryCard, KnownHere, NewReceived, ReceivedFile
from lienthong.registers.web.received_files import MOST_FILES, PDF, brought, files_of
from lienthong.registers.web.receiving_form import ReceivedForm, read_from
from lienthong.webkit.body_limit import takes_files
from lienthong.webkit.forms import form_key, ids_of
from lienthong.webkit.messages import say_done
from lienthong.webkit.numbers import decimal
from lienthong.webkit.types import PdfView
from lienthong.webkit.wording import parts_of

# Room for the other fields of the form beside the file, in bytes.
_BESIDES = 1024 * 1024
_MOST_TYPED = 500
_SUGGESTED = 8
_KEY = 90


@dataclass(frozen=True, slots=True)
class _Told:
    """A refusal in its words, and where the same document is."""

    refusal: object
    see_url: str
    scan_url: str


@takes_files
@require_http_methods(["GET", "HEAD", "POST"])
def receive(request: StaffRequest) -> HttpResponse:
    """The form, filled in from its address and from the file; a POST enters and goes on.

    The address may name the road (`duong`), the key of the act (`khoa`), files in quarantine
    (`tep`, the main one first), and any field of the form by its name.
    """
    access.require(request.actor, "registers.accept", agency_id=request.actor.agency_id)
    if request.method == "POST":
        return _entered(request)
    files = files_of(request, request.GET.getlist("tep"))
    initial, read = read_from(files[0].id if files else None, request.actor, now=clock.now())
    typed = {name: request.GET[name] for name in ReceivedForm.base_fields if request.GET.get(name)}
    initial |= typed
    initial |= {
        "road": _road(request.GET.get("duong", "")),
        "key": request.GET.get("khoa", "")[:_KEY],
    }
    form = _form(request, initial={"arrived_on": clock.local_day(clock.now()), **initial})
    return _page(request, form, files, read=read)


def _entered(request: StaffRequest) -> HttpResponse:
    form = _form(request, request.POST)
    is_filled = form.is_valid()
    files = files_of(request, request.POST.getlist("tep"))
    try:
        files = [*files, *brought(request)]
        if not is_filled:
            return _page(request, form, files, status=422)
        entry = services.enter_received(
            received=_with_files(form.received(), files),
            key=form.cleaned_data["key"] or form_key(request),
            actor=request.actor,
            now=clock.now(),
        )
    except Refusal as refusal:
        return _page(request, form, files, told=_told(refusal, files), status=422)
    done = f"{_kept_as(files)} {_kept_as([])}"
    sentence = _("Đã vào sổ: số đến %(number)s.") % {"number": entry.number_text}
    if request.POST.get("act") == "open" and entry.version_id is not None:
        say_done(request, sentence, form_key=done)
        return redirect("desk:document", entry.version_id)
    say_done(request, sentence, see_url=reverse("registers:entry", args=[entry.id]), form_key=done)
    return redirect(f"{reverse('registers:receive')}?{urlencode({'vua': entry.id})}")


def _told(refusal: Refusal, files: list[UploadCard]) -> _Told:
    see = scan = ""
    if isinstance(refusal, errors.AlreadyEntered):
        see = reverse("registers:entry", args=[refusal.facts["entry_id"]])
        scan = reverse("registers:add-scan", args=[refusal.facts["entry_id"]]) if files else ""
    elif isinstance(refusal, errors.WaitsByExchange):
        waiting = urlencode({"chon": refusal.facts["delivery_id"]})
        see = f"{reverse('registers:awaiting')}?{waiting}"
    return _Told(parts_of(refusal), see, scan)


def _with_files(received: NewReceived, files: list[UploadCard]) -> NewReceived:
    """The first file is the document, all others go with it."""
    named = [ReceivedFile(card.name, card.id) for card in files]
    if not files:
        return received
    return replace(received, file=named[0], attachments=tuple(named[1:]))


@require_POST
def check(request: StaffRequest) -> HttpResponse:
    """Whether the same document is here already, told while one types."""
    access.require(request.actor, "registers.accept", agency_id=request.actor.agency_id)
    form = _form(request, request.POST)
    form.is_valid()
    files = files_of(request, request.POST.getlist("tep"))
    known = _known(request, form, files)
    told = _told(_as_refusal(known, form), files) if known else None
    return render(request, "registers/_known.html", {"told": told})


def _known(request: StaffRequest, form: ReceivedForm, files: list[UploadCard]) -> KnownHere | None:
    filled = form.cleaned_data
    day = filled.get("document_on") or clock.local_day(clock.now())
    return queries.known_here(
        agency_id=request.actor.own_agency,
        digests=[files[0].digest] if files else [],
        author=filled.get("author", ""),
        author_id=form.author_id(),
        reference_code=filled.get("reference_code", ""),
        year=day.year,
    )


def _as_refusal(known: KnownHere, form: ReceivedForm) -> Refusal:
    if known.entry is not None:
        return errors.AlreadyEntered(
            number=known.entry.number_text,
            day=f"{clock.local_day(known.entry.entered_at):%d/%m/%Y}",
            entry_id=known.entry.id,
        )
    reference = form.cleaned_data.get("reference_code") or form.cleaned_data.get("subject", "")
    return errors.WaitsByExchange(reference=reference, delivery_id=known.delivery_id)


@require_safe
def authors(request: StaffRequest) -> HttpResponse:
    """Agencies of the directory for some letters, as what the field of the author offers."""
    access.require(request.actor, "registers.accept", agency_id=request.actor.agency_id)
    words = clean_line(request.GET.get("author", ""))[:100]
    on = clock.local_day(clock.now())
    found = directory.search_agencies(words, on=on, limit=_SUGGESTED) if len(words) > 1 else []
    return render(request, "registers/_authors.html", {"agencies": found})


@takes_files
@csrf_exempt  # the token is in the body, which is read only when there is room for it
@require_POST
def receive_file(request: StaffRequest) -> HttpResponse:
    """The dropped scan: into quarantine, then the form with what was read from it."""
    access.require(request.actor, "registers.accept", agency_id=request.actor.agency_id)
    largest = settings.LIENTHONG_LARGEST_UPLOAD
    if int(request.headers.get("Content-Length") or 0) > largest + _BESIDES:
        raise FileTooLarge(name="…", largest_mb=Measure(largest / 1024 / 1024))
    return _receive_file(request)


@csrf_protect
def _receive_file(request: StaffRequest) -> HttpResponse:
    held = files_of(request, request.POST.getlist("tep"))
    came = brought(request)
    for place, card in enumerate(came, start=len(held)):
        services.look_at_file(
            ReceivedFile(card.name, card.id),
            road=Road(_road(request.POST.get("road", ""))),
            is_main=place == 0,
            actor=request.actor,
            now=clock.now(),
        )
    said: dict[str, Any] = {"tep": [str(card.id) for card in (*held, *came)][:MOST_FILES]}
    said |= {"duong": request.POST.get("road", ""), "khoa": request.POST.get("key", "")}
    for name in ReceivedForm.base_fields:
        typed = request.POST.get(name, "")[:_MOST_TYPED]
        if typed and typed != ReceivedForm.UNTOUCHED.get(name) and name not in ("road", "key"):
            said[name] = typed
    address = f"{reverse('registers:receive')}?{urlencode(said, doseq=True)}"
    if request.headers.get("HX-Request") == "true":
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return redirect(address)


def _form(
    request: StaffRequest,
    data: Mapping[str, Any] | None = None,
    *,
    initial: Mapping[str, Any] | None = None,
) -> ReceivedForm:
    today = clock.local_day(clock.now())
    return ReceivedForm(data, today=today, writer=request.actor.own_agency, initial=initial)


def _road(said: str) -> str:
    return str(Road.MAIL) if said == Road.MAIL else str(Road.PAPER)


def _kept_as(files: list[UploadCard]) -> str:
    """The name by which the browser keeps the form: of the file, or of what has none yet."""
    return f"vao-so:{files[0].id if files else 'moi'}"


def _page(
    request: StaffRequest,
    form: ReceivedForm,
    files: list[UploadCard],
    *,
    read: Mapping[str, str] | None = None,
    told: _Told | None = None,
    status: int = 200,
) -> HttpResponse:
    now = clock.now()
    if files and read is None:
        read = read_from(files[0].id, request.actor, now=now)[1]
    if told is None and files and not form.is_bound:
        told = _told_of_file(request, form, files)
    context = {
        "form": form,
        "form_key": _kept_as(files),
        "files": files,
        "view": _view(files),
        "read": read or {},
        "told": told,
        "is_mail": form["road"].value() == Road.MAIL,
        "entered": _just_entered(request),
        "largest": decimal(settings.LIENTHONG_LARGEST_UPLOAD / 1024 / 1024),
        "next_number": _next_number(request, now),
    }
    return render(request, "registers/receive.html", context, status=status)


def _told_of_file(
    request: StaffRequest, form: ReceivedForm, files: list[UploadCard]
) -> _Told | None:
    """What the file itself and what was read from it say of the same document, at once."""
    values = {name: form[name].value() for name in form.fields}
    bound = _form(request, {name: value for name, value in values.items() if value is not None})
    bound.is_valid()
    known = _known(request, bound, files)
    return _told(_as_refusal(known, bound), files) if known else None


def _view(files: list[UploadCard]) -> PdfView | None:
    if not files or files[0].media_type != PDF:
        return None
    return PdfView(reverse("registers:waiting-file", args=[files[0].id]), files[0].name)


def _just_entered(request: StaffRequest) -> EntryCard | None:
    """The line that was entered a moment ago: its number is written on the paper."""
    for entry_id in ids_of([request.GET.get("vua", "")]):
        try:
            return queries.entry_card(entry_id, agency_id=request.actor.own_agency)
        except errors.EntryNotFound:
            return None
    return None


def _next_number(request: StaffRequest, now: datetime) -> int:
    """Return the number that the book would give now; another document may take it first."""
    return queries.next_incoming_number(request.actor.own_agency, year=clock.local_day(now).year)

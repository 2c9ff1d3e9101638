"""The sending page: three blocks, checked as one types, one button that says what it does."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.http import HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from lienthong.access import queries as access
from lienthong.access import services as rights
from lienthong.access.types import StaffRequest
from lienthong.directory import queries as directory
from lienthong.documents import queries as documents
from lienthong.documents.rules.kinds import kinds_on
from lienthong.documents.types import RecipientLine
from lienthong.issuing import queries, services
from lienthong.issuing.types import Checked, NewFile, Origin, ReceivedFile, ToCheck
from lienthong.issuing.web import files, prefill, recipient_lines, shown
from lienthong.issuing.web.forms import SendForm
from lienthong.issuing.web.recipient_lines import Asked, Named, Unknown
from lienthong.kernel import clock
from lienthong.kernel.text import clean_line
from lienthong.webkit.body_limit import takes_files
from lienthong.webkit.forms import form_key
from lienthong.webkit.messages import say_done
from lienthong.webkit.types import Finding


@takes_files
@require_http_methods(["GET", "HEAD", "POST"])
def send(request: StaffRequest) -> HttpResponse:
    """The page, and what its button does."""
    rights.require(request.actor, "issuing.draft", agency_id=request.actor.agency_id)
    if request.method == "POST":
        return _sent(request)
    return _opened(request)


def _opened(request: StaffRequest) -> HttpResponse:
    opened = prefill.opened(request, now=clock.now())
    form = form_of(request, initial=opened.initial)
    lines = opened.lines
    checked = None
    if opened.file is not None:
        bound = form_of(request, _as_posted(form))
        bound.is_valid()
        checked = _checked(request, bound, lines, opened.file.file)
    return _page(
        request,
        form,
        lines,
        file=opened.file,
        read=opened.read,
        checked=checked,
        attachments=opened.attachments,
    )


def _as_posted(form: SendForm) -> Mapping[str, Any]:
    """The form as it would be sent untouched: what was read from the file is checked at once."""
    values = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in values.items() if value is not None}


def _sent(request: StaffRequest) -> HttpResponse:
    """Send, or show the page again with what is wrong in its place."""
    now = clock.now()
    form = form_of(request, request.POST)
    block = posted_lines(request, now=now)
    file, extra = _files_of(request, form)
    is_filled = form.is_valid() and not block.unknown
    checked = _checked(request, form, block.lines, file)
    is_kept = request.POST.get("act") == "keep"
    can_go = checked.can_keep if is_kept else checked.can_go
    if not is_filled or not can_go or file is None:
        shown_file = prefill.known(file, request.actor, now=now)
        return _page(
            request,
            form,
            block.lines,
            file=shown_file,
            read=prefill.read_at(shown_file, request.actor, now=now),
            checked=checked,
            unknown=block.unknown,
            attachments=extra,
            status=422,
        )
    draft = services.send_document(
        facts=form.facts(block.lines),
        origin=form.chosen_origin,
        file=file,
        attachments=extra,
        is_kept=is_kept,
        key=form_key(request),
        actor=request.actor,
        now=now,
    )
    done = f"{_kept_as(file, form)} {_kept_as(None, form)}"
    say_done(request, shown.done(draft), form_key=done)
    return redirect(shown.address_of(draft))


def posted_lines(request: StaffRequest, *, now: datetime) -> Named:
    """Read the second block of a form that was sent."""
    return recipient_lines.posted(
        request.POST, sender_id=request.actor.own_agency, on=clock.local_day(now)
    )


def _files_of(request: StaffRequest, form: SendForm) -> tuple[NewFile | None, list[NewFile]]:
    """The files in quarantine; those that came with the form itself, without a script, go there."""
    form.is_valid()
    file = form.file()
    if "file" in request.FILES:
        file = files.taken_in(request).file
        form.data = _with_upload(request.POST, file)
    kept = prefill.attachments(request.POST.getlist("attachment"), request.actor)
    return file, [*kept, *(each.file for each in files.attached(request))]


def _with_upload(data: QueryDict, file: NewFile) -> QueryDict:
    changed = data.copy()
    changed["upload"] = str(file.upload_id)
    return changed


@require_POST
def check(request: StaffRequest) -> HttpResponse:
    """The third block again, as one types."""
    form = form_of(request, request.POST)
    form.is_valid()
    block = posted_lines(request, now=clock.now())
    checked = _checked(request, form, block.lines, form.file())
    return render(request, "issuing/_check.html", _check_context(request, form, block, checked))


@require_http_methods(["GET", "HEAD", "POST"])
def recipients(request: StaffRequest) -> JsonResponse:
    """What the recipients block offers for some letters.

    A POST: for a list that was pasted, or those of the chosen that can be sent to.
    """
    if request.method == "POST":
        asked = _asked(request, request.POST.get("loai", ""))
        if request.POST.get("act") == "only-ready":
            return JsonResponse(recipient_lines.only_ready(request.POST, asked))
        return JsonResponse(recipient_lines.pasted(request.POST.get("names", ""), asked))
    asked = _asked(request, request.GET.get("loai", ""))
    words = clean_line(request.GET.get("q", ""))[:100]
    return JsonResponse({"items": recipient_lines.found(words, asked)})


def _asked(request: StaffRequest, kind: str) -> Asked:
    return Asked(request.actor.own_agency, clean_line(kind), clock.local_day(clock.now()))


def form_of(
    request: StaffRequest,
    data: Mapping[str, Any] | None = None,
    *,
    initial: Mapping[str, Any] | None = None,
) -> SendForm:
    """The form with the kinds and the signers of today, and what its rules ask."""
    on = clock.local_day(clock.now())
    signers = access.signers_of(request.actor.own_agency, on=on)
    topics = documents.asked_topics(directory.agency(request.actor.own_agency), on=on)
    return SendForm(data, kinds=kinds_on(on), signers=signers, topics=topics, initial=initial)


def _checked(
    request: StaffRequest, form: SendForm, lines: Sequence[RecipientLine], file: NewFile | None
) -> Checked:
    again = queries.draft_with_key(form_key(request), agency_id=request.actor.own_agency)
    asked = ToCheck(form.facts(lines), form.chosen_origin, file, draft_id=again)
    return services.check_before_sending(asked, actor=request.actor, now=clock.now())


def _check_context(
    request: StaffRequest, form: SendForm, block: Named, checked: Checked
) -> dict[str, object]:
    can_issue = access.has_right(request.actor, "issuing.issue", request.actor.agency_id)
    return {
        "findings": [*shown.unknown(block.unknown), *shown.findings(checked)],
        "button": shown.button(form.chosen_origin, checked.recipient_count, can_issue=can_issue),
        "limit": shown.limit(checked.issue_by),
        "is_here": form.chosen_origin == Origin.HERE,
        "can_go": checked.can_go and not block.unknown,
    }


def _wrong(form: SendForm, findings: Sequence[Finding], unknown: Sequence[Unknown]) -> list[str]:
    """What stopped a form that was sent, for the top of the page: on a phone the rest is below.

    A field that was left empty has a finding of its own.
    """
    stopped = [each for each in (*shown.unknown(unknown), *findings) if each.state == "stop"]
    fields = (form[name] for name in form.errors if name in form.fields)
    errors = ((bound.label, error) for bound in fields for error in bound.errors.as_data())
    odd = [f"{label}: {' '.join(e.messages)}" for label, e in errors if e.code != "required"]
    return [*(each.sentence for each in stopped), *odd]


def _kept_as(file: NewFile | None, form: SendForm) -> str:
    """The name by which the browser keeps the form: of the file, or of what has none yet."""
    about = form["answers"].value() or form["consults"].value()
    return f"gui:{file.upload_id if file else about or 'moi'}"


def _page(
    request: StaffRequest,
    form: SendForm,
    lines: Sequence[RecipientLine],
    *,
    file: ReceivedFile | None,
    read: Mapping[str, str],
    checked: Checked | None,
    unknown: Sequence[Unknown] = (),
    attachments: Sequence[NewFile] = (),
    status: int = 200,
) -> HttpResponse:
    kind = str(form["kind"].value() or "")
    block = Named(tuple(lines), tuple(unknown))
    context: dict[str, object] = {
        "form": form,
        "file": file,
        "view": prefill.view_of(file),
        "read": read,
        "recipients": recipient_lines.chips(lines, _asked(request, kind)),
        "roles": recipient_lines.role_choices(),
        "blank": prefill.BLANK,
        "unknown": list(unknown),
        "attachments": attachments,
        "answered": prefill.answered(form["answers"].value(), request.actor),
        "consulted": prefill.consulted(form["consults"].value(), request.actor),
        "form_key": _kept_as(file.file if file else None, form),
        "largest": prefill.largest(),
        "next_number": prefill.next_number(request.actor, now=clock.now()),
    }
    if checked is not None:
        context |= _check_context(request, form, block, checked)
        if status != 200:
            context["wrong"] = _wrong(form, shown.findings(checked), unknown)
            context["is_kept"] = request.POST.get("act") == "keep"
    return render(request, "issuing/send.html", context, status=status)

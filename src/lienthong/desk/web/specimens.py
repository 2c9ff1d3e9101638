"""Specimens of seals and signatures of all agencies: looked up, introduced, ended (C4)."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from lienthong.access import services as access
from lienthong.access.types import StaffRequest
from lienthong.directory import queries as directory
from lienthong.directory.types import AgencyCard, Role
from lienthong.documents import queries as documents
from lienthong.kernel import clock
from lienthong.kernel.wording import Count, Measure
from lienthong.registers import queries as registers
from lienthong.signatures import queries, services
from lienthong.signatures.errors import (
    HolderNotThere,
    MarkTooLarge,
    MarkUnreadable,
)
from lienthong.signatures.types import (
    LARGEST_MARK,
    LARGEST_MARK_FILE,
    Holder,
    Mark,
    MediaType,
    SpecimenCard,
    SpecimenUse,
)
from lienthong.webkit.body_limit import takes_files
from lienthong.webkit.forms import DayField
from lienthong.webkit.messages import say_done
from lienthong.webkit.paging import NumberedPage

SEE, INTRODUCE = "signatures.see-specimens", "signatures.introduce-specimen"
PAGE = 24
# Agencies whose name has the words; a wider search is not looked through.
_AGENCIES = 50


@dataclass(frozen=True, slots=True)
class _Shown:
    """A specimen as the list shows it. notice_id: its notice, where the viewer may see it."""

    card: SpecimenCard
    agency_name: str
    use: SpecimenUse
    notice_id: UUID | None
    may_end: bool


class SpecimenForm(forms.Form):
    """What a clerk says of an image beside the file itself."""

    holder = forms.ChoiceField(label=gettext_lazy("Mẫu của"), required=False)
    valid_from_on = DayField(label=gettext_lazy("Dùng từ ngày"))
    notice_code = forms.CharField(
        label=gettext_lazy("Thông báo giới thiệu"),
        max_length=100,
        required=False,
        help_text=gettext_lazy("Số, ký hiệu, ví dụ 12/TB-SNN; để nơi khác mở được thông báo đó"),
    )
    notice_on = DayField(label=gettext_lazy("Ngày thông báo"), required=False)

    def __init__(self, *args: object, agency: AgencyCard, today: date, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.initial["valid_from_on"] = today
        leaders = directory.posts_of_agency(agency.id, on=today, role=Role.LEADER)
        people = {str(one.person_id): f"{one.person_name}, {one.title}" for one in leaders}
        choices = [("", _("Dấu của cơ quan")), *people.items()]
        self.fields["holder"].choices = choices  # type: ignore[attr-defined]


@require_safe
def specimens(request: StaffRequest) -> HttpResponse:
    """What all agencies introduced, the latest first; or what the words or one agency name."""
    access.require(request.actor, SEE)
    return _page(request)


@require_safe
def specimen(request: StaffRequest, specimen_id: UUID) -> HttpResponse:
    """Where a message about a specimen leads: to those of its agency."""
    access.require(request.actor, SEE)
    card = queries.specimen(specimen_id)
    return redirect(f"{reverse('desk:specimens')}?co-quan={card.agency_id or ''}")


@require_safe
def picture(request: StaffRequest, specimen_id: UUID) -> HttpResponseBase:
    """The image itself, for who works with documents; no other cache keeps it."""
    access.require(request.actor, SEE)
    answer = HttpResponse(queries.specimen_picture(specimen_id), content_type="image/png")
    answer["Cache-Control"] = "private, max-age=3600"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


@takes_files
@require_POST
def introduce(request: StaffRequest) -> HttpResponse:
    """Take the image of the agency's seal or of a leader's signature in."""
    access.require(request.actor, INTRODUCE)
    form = _form(request)
    file = request.FILES.get("file")
    if not form.is_valid():
        return _page(request, form)
    if file is None:
        raise MarkUnreadable(largest=Count(LARGEST_MARK))
    if (file.size or 0) > LARGEST_MARK_FILE:
        raise MarkTooLarge(largest=Measure(LARGEST_MARK_FILE / 1024 / 1024))
    told = form.cleaned_data
    services.introduce_mark(
        holder=_holder(request, told["holder"]),
        mark=Mark(file.read(), MediaType.of_name(file.name or "")),
        valid_from_on=told["valid_from_on"],
        notice_code=told["notice_code"],
        notice_on=told["notice_on"],
        actor=request.actor,
        now=clock.now(),
    )
    say_done(request, _("Đã giới thiệu mẫu mới; văn thư mọi cơ quan được báo."))
    return redirect(_own(request))


@require_POST
def end(request: StaffRequest, specimen_id: UUID) -> HttpResponse:
    """Let an image be used no more from a day on."""
    access.require(request.actor, INTRODUCE)
    try:
        on = DayField(required=False).clean(request.POST.get("on", ""))
    except forms.ValidationError:
        on = None
    services.end_specimen(
        specimen_id=specimen_id,
        on=on,
        reason=request.POST.get("reason", ""),
        actor=request.actor,
        now=clock.now(),
    )
    say_done(request, _("Đã ghi ngày thôi dùng; văn thư mọi cơ quan được báo."))
    return redirect(_own(request))


def _page(request: StaffRequest, form: SpecimenForm | None = None) -> HttpResponse:
    words = request.GET.get("q", "").strip()[:200]
    today = clock.local_day(clock.now())
    chosen = _agency(request)
    named = directory.search_agencies(words, on=today, limit=_AGENCIES) if words else []
    ids = [chosen.id] if chosen else [one.id for one in named]
    total = queries.count_specimens(text=words, agency_ids=ids)
    place = NumberedPage.asked(request, "trang", size=PAGE, total=total)
    cards = queries.find_specimens(text=words, agency_ids=ids, skipped=place.skipped, limit=PAGE)
    may_introduce = INTRODUCE in request.actor.rights
    if may_introduce and form is None:
        form = _form(request)
    context = {
        "words": words,
        "chosen": chosen,
        "rows": _shown(request, cards, today),
        "pager": place.pager(request),
        "form": form,
        "own_url": _own(request) if may_introduce else "",
        "today": today,
    }
    failed = form is not None and bool(form.errors)
    return render(request, "desk/specimens.html", context, status=422 if failed else 200)


def _shown(request: StaffRequest, cards: list[SpecimenCard], today: date) -> list[_Shown]:
    agencies = directory.agencies({one.agency_id for one in cards if one.agency_id})
    notices = registers.introduced_by(cards, documents.viewer_of(request.actor))
    may = INTRODUCE in request.actor.rights
    found = []
    for card in cards:
        agency, use = agencies.get(card.agency_id or card.id), card.use_on(today)
        own = card.agency_id == request.actor.agency_id
        may_end = may and own and use != SpecimenUse.ENDED
        name = agency.name if agency else ""
        found.append(_Shown(card, name, use, notices.get(card.id), may_end))
    return found


def _form(request: HttpRequest) -> SpecimenForm:
    actor = request.actor  # type: ignore[attr-defined]  # set by access's middleware
    agency = directory.agency(actor.own_agency)
    given = request.POST if request.method == "POST" else None
    return SpecimenForm(given, agency=agency, today=clock.local_day(clock.now()))


def _agency(request: StaffRequest) -> AgencyCard | None:
    """The agency whose specimens alone are shown; whatever else stands there shows all."""
    try:
        wanted = UUID(request.GET.get("co-quan", ""))
    except ValueError:
        return None
    return directory.agencies([wanted]).get(wanted)


def _holder(request: StaffRequest, key: str) -> Holder:
    try:
        return Holder(request.actor.own_agency, UUID(key) if key else None)
    except ValueError:
        raise HolderNotThere from None


def _own(request: StaffRequest) -> str:
    return f"{reverse('desk:specimens')}?co-quan={request.actor.own_agency}"

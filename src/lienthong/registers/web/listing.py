"""What the address of the list says, and the addresses that lead on from it."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from lienthong.access.types import StaffRequest
from lienthong.documents import queries as documents
from lienthong.exchange.types import DeliveryCard, DeliveryState
from lienthong.kernel.text import clean_line
from lienthong.registers import queries
from lienthong.registers.types import DueFilter, IncomingFilter, IncomingTab
from lienthong.webkit.paging import read_mark, written_mark
from lienthong.webkit.types import Choice, Filter, Tab

AWAITING = "cho-tiep-nhan"
REFUSED = "tu-choi"
_ANY = later("tất cả")
_TAB_NAMES = {
    IncomingTab.AWAITING_INSTRUCTION: later("Chờ chỉ đạo"),
    IncomingTab.IN_WORK: later("Đang xử lý"),
    IncomingTab.OVERDUE: later("Quá hạn"),
    IncomingTab.FINISHED: later("Hoàn thành"),
    IncomingTab.ALL: later("Tất cả"),
}
# What may be hidden; number, notation and subject always stand.
_COLUMNS = {
    "ngay-den": later("Ngày đến"),
    "co-quan": later("Cơ quan ban hành"),
    "chu-tri": later("Chủ trì"),
    "han": later("Hạn"),
    "trang-thai": later("Trạng thái"),
}
_DUE_NAMES = {
    DueFilter.LATE: later("đã quá hạn"),
    DueFilter.TODAY: later("hôm nay"),
    DueFilter.WEEK: later("trong 7 ngày"),
    DueFilter.NONE: later("không đặt hạn"),
}


def wanted(request: HttpRequest) -> IncomingFilter:
    """Return what the address asks for; what it says wrongly narrows nothing."""
    tab, year = request.GET.get("muc", ""), request.GET.get("nam", "")
    return IncomingFilter(
        tab=IncomingTab(tab) if tab in set(IncomingTab) else IncomingTab.ALL,
        year=int(year) if year.isdecimal() and len(year) == 4 else None,
        author=clean_line(request.GET.get("co-quan", ""))[:200],
        lead=clean_line(request.GET.get("chu-tri", ""))[:200],
        due=request.GET.get("han", "")[:20],
        text=clean_line(request.GET.get("tim", ""))[:200],
    )


def tabs(
    here: str,
    counts: Mapping[IncomingTab, int],
    received: Mapping[DeliveryState, int] | None,
) -> list[Tab]:
    """Return the tabs, open work with its count; deliveries only for clerks and leaders."""
    list_url = reverse("registers:incoming")
    own = [
        Tab(
            name=str(_TAB_NAMES[tab]),
            url=f"{list_url}?muc={tab}",
            count=counts.get(tab),
            is_here=tab == here,
            is_late=tab == IncomingTab.OVERDUE,
        )
        for tab in IncomingTab
    ]
    if received is None:
        return own
    awaiting = reverse("registers:awaiting")
    first = Tab(_("Chờ tiếp nhận"), awaiting, waiting(received), here == AWAITING)
    refused = Tab(_("Đã từ chối"), f"{list_url}?muc={REFUSED}", is_here=here == REFUSED)
    return [first, *own[:-1], refused, own[-1]]


def waiting(received: Mapping[DeliveryState, int]) -> int:
    """Return how many deliveries wait for acceptance; no book has them yet."""
    return sum(n for state, n in received.items() if state.is_open_for_acceptance)


def filters(request: StaffRequest, now: IncomingFilter) -> list[Filter]:
    """Return the chips with the addresses of their choices. Two statements."""
    choices = queries.filter_choices(documents.viewer_of(request.actor), request.actor.post_id)
    years = [(str(year), str(year)) for year in choices.years]
    return [
        _filter(request, _("Năm"), "nam", str(now.year or ""), years),
        _filter(request, _("Cơ quan ban hành"), "co-quan", now.author, _same(choices.authors)),
        _filter(request, _("Chủ trì"), "chu-tri", now.lead, _same(choices.leads)),
        _filter(request, _("Hạn"), "han", now.due, _dues()),
    ]


def columns(request: HttpRequest) -> Filter:
    """Return the chip that shows and hides columns; the address keeps which are hidden."""
    hidden = hidden_columns(request)
    choices = [
        Choice(str(name), address(request, an=".".join(sorted(hidden ^ {key}))), key not in hidden)
        for key, name in _COLUMNS.items()
    ]
    shown = f"{len(_COLUMNS) - len(hidden)}/{len(_COLUMNS)}"
    return Filter(_("Cột"), shown, tuple(choices), is_set=bool(hidden))


def hidden_columns(request: HttpRequest) -> frozenset[str]:
    """Return the keys of the columns that the address hides."""
    return frozenset(request.GET.get("an", "").split(".")) & _COLUMNS.keys()


def _dues() -> list[tuple[str, str]]:
    return [(due.value, str(name)) for due, name in _DUE_NAMES.items()]


def _same(names: tuple[str, ...]) -> list[tuple[str, str]]:
    return [(name, name) for name in names]


def _filter(
    request: HttpRequest, name: str, field: str, value: str, choices: list[tuple[str, str]]
) -> Filter:
    shown = dict(choices).get(value, value) or str(_ANY)
    found = [
        Choice(word, address(request, **{field: key, "truoc": ""}), key == value)
        for key, word in [("", str(_ANY)), *choices]
    ]
    return Filter(name, shown, tuple(found), is_set=bool(value))


def address(request: HttpRequest, **changes: str) -> str:
    """Return the address of this list with some of its words changed; empty ones fall away."""
    query = request.GET.copy()
    for name, value in changes.items():
        query[name] = value
        if not value:
            del query[name]
    return f"?{query.urlencode()}" if query else "?"


def download_url(request: HttpRequest) -> str:
    """Return the address of this list as a spreadsheet."""
    return reverse("registers:download") + address(request, truoc="")


def mark(request: HttpRequest) -> UUID | None:
    """Return the line after which the page starts; a wrong one starts at the top."""
    try:
        return UUID(request.GET.get("truoc", ""))
    except ValueError:
        return None


def next_page(request: HttpRequest, last: UUID | None) -> str:
    """Return the address of the next page, or nothing."""
    return address(request, truoc=str(last)) if last else ""


def moment_mark(request: HttpRequest) -> tuple[datetime, UUID] | None:
    """Return the delivery after which the page starts, by its moment and id."""
    return read_mark(request.GET.get("truoc", ""))


def next_moment(request: HttpRequest, last: DeliveryCard | None) -> str:
    """Return the address of the next page of deliveries, or nothing."""
    if last is None:
        return ""
    return address(request, truoc=written_mark(last.admitted_at, last.id))

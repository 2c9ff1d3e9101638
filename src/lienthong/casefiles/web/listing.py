"""The agency's files: the list by year and state, and a new year's list from an earlier one."""

from collections.abc import Mapping
from datetime import date

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from lienthong.access import services as access
from lienthong.access.types import StaffRequest
from lienthong.casefiles import errors, queries, services
from lienthong.casefiles.types import (
    CaseFileCard,
    CaseFileFilter,
    CaseFileState,
    CaseFileTab,
)
from lienthong.kernel import clock
from lienthong.kernel.text import clean_line
from lienthong.webkit.messages import say_done
from lienthong.webkit.paging import NumberedPage
from lienthong.webkit.types import Choice, Filter, Tab, Tone

PAGE = 50
_MINE, _UNKEPT = "toi", "khong"
_TAB_NAMES = {
    CaseFileTab.OPEN: later("Đang mở"),
    CaseFileTab.LISTED: later("Chưa mở"),
    CaseFileTab.CLOSED: later("Đã kết thúc"),
    CaseFileTab.TO_DEPOSIT: later("Cần nộp lưu"),
    CaseFileTab.HANDED_OVER: later("Đã nộp lưu"),
    CaseFileTab.OVER: later("Hết hạn bảo quản"),
    CaseFileTab.ALL: later("Tất cả"),
}
TONES = {
    CaseFileState.LISTED: Tone.PLAIN,
    CaseFileState.OPEN: Tone.ACT,
    CaseFileState.CLOSED: Tone.WAIT,
    CaseFileState.OFFERED: Tone.WAIT,
    CaseFileState.HANDED_OVER: Tone.OK,
}


@require_safe
def listing(request: StaffRequest) -> HttpResponse:
    """The files of the agency. About ten statements, whatever it has."""
    access.require(request.actor, "casefiles.keep")
    now = clock.now()
    today = clock.local_day(now)
    wanted = _wanted(request)
    total = queries.count_files(wanted, actor=request.actor, today=today)
    page = NumberedPage.asked(request, "trang", size=PAGE, total=total)
    found = queries.find_files(
        wanted, actor=request.actor, today=today, skipped=page.skipped, limit=PAGE
    )
    years = queries.years_of(request.actor.own_agency)
    context = {
        "rows": [(card, TONES[card.state], _is_late(card, today)) for card in found],
        "wanted": wanted,
        "kept_by": kept_by(wanted),
        "list_year": wanted.year or today.year,
        "tabs": _tabs(wanted),
        "filters": _filters(wanted, list(years)),
        "is_narrowed": bool(wanted.text or wanted.year or kept_by(wanted)),
        "pager": page.pager(request),
        "may_list": "casefiles.list" in request.actor.rights,
        "copies": _copies(years, today) if "casefiles.list" in request.actor.rights else [],
    }
    return render(request, "casefiles/list.html", context)


@require_POST
def copy_list(request: StaffRequest) -> HttpResponse:
    """ "Chép danh mục": the list of a year is begun with that of an earlier one."""
    access.require(request.actor, "casefiles.list")
    to_year = _year(request.POST.get("to", ""))
    count = services.copy_list(
        from_year=_year(request.POST.get("from", "")),
        to_year=to_year,
        actor=request.actor,
        now=clock.now(),
    )
    words = ngettext(
        "Đã chép %(n)s hồ sơ vào danh mục.", "Đã chép %(n)s hồ sơ vào danh mục.", count
    )
    say_done(request, words % {"n": count})
    asked: dict[str, str | int] = {"muc": CaseFileTab.LISTED, "nam": to_year}
    return redirect(f"{reverse('casefiles:list')}?{urlencode(asked)}")


def _year(text: str) -> int:
    if not text.isdecimal() or len(text) != 4:
        raise errors.NoListToCopy(year=clean_line(text)[:10] or "—")
    return int(text)


def _wanted(request: StaffRequest) -> CaseFileFilter:
    """Return what the address asks for; what it says wrongly narrows nothing."""
    tab, year = request.GET.get("muc", ""), request.GET.get("nam", "")
    return CaseFileFilter(
        tab=CaseFileTab(tab) if tab in set(CaseFileTab) else CaseFileTab.OPEN,
        year=int(year) if year.isdecimal() and len(year) == 4 else None,
        text=clean_line(request.GET.get("tim", ""))[:200],
        mine=request.GET.get("cua") == _MINE,
        unkept=request.GET.get("cua") == _UNKEPT,
    )


def kept_by(wanted: CaseFileFilter) -> str:
    """Return how the address says whose files are shown; "" for everybody's."""
    if wanted.mine:
        return _MINE
    return _UNKEPT if wanted.unkept else ""


def address(wanted: CaseFileFilter, **changes: str | int) -> str:
    """Return the address of the list with some of its words changed; empty ones fall away."""
    said: dict[str, str | int] = {
        "muc": wanted.tab,
        "nam": wanted.year or "",
        "cua": kept_by(wanted),
        "tim": wanted.text,
        **changes,
    }
    return f"?{urlencode({name: value for name, value in said.items() if value})}"


def _tabs(wanted: CaseFileFilter) -> list[Tab]:
    return [
        Tab(str(name), address(wanted, muc=tab), is_here=tab == wanted.tab)
        for tab, name in _TAB_NAMES.items()
    ]


def _filters(wanted: CaseFileFilter, years: list[int]) -> list[Filter]:
    every, said = _("tất cả"), kept_by(wanted)
    keepers = {"": every, _MINE: _("của tôi, đơn vị tôi"), _UNKEPT: _("chưa giao")}
    return [
        Filter(
            _("Năm"),
            str(wanted.year or every),
            (
                Choice(every, address(wanted, nam=""), wanted.year is None),
                *(Choice(str(y), address(wanted, nam=y), wanted.year == y) for y in years),
            ),
            is_set=wanted.year is not None,
        ),
        Filter(
            _("Người giữ"),
            keepers[said],
            tuple(
                Choice(name, address(wanted, cua=word), word == said)
                for word, name in keepers.items()
            ),
            is_set=bool(said),
        ),
    ]


def _copies(years: Mapping[int, int], today: date) -> list[tuple[int, int]]:
    """Return which lists can be begun from the one before: of this year, of the next."""
    listed = {year for year, count in years.items() if count}
    wanted = (today.year, today.year + 1)
    return [(year - 1, year) for year in wanted if year - 1 in listed and year not in listed]


def _is_late(card: CaseFileCard, today: date) -> bool:
    waits = card.state == CaseFileState.CLOSED and card.due_on is not None
    return waits and card.due_on is not None and card.due_on < today

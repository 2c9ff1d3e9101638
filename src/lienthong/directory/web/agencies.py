"""Looking agencies up: search, the tree, one agency."""

from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lienthong.directory import queries, services
from lienthong.directory.web.requests import (
    DirectoryRequest,
    can_manage,
    can_manage_below,
    today,
)
from lienthong.kernel import clock
from lienthong.webkit.messages import say_done
from lienthong.webkit.paging import NumberedPage
from lienthong.webkit.types import Pager

PAGE = 100
# Beyond this a search is too wide to be looked through.
_FOUND = 2 * PAGE


@require_safe
def directory(request: DirectoryRequest) -> HttpResponse:
    """What was searched for, or the agencies at the top with those directly below; by pages."""
    services.demand(request.actor, "directory.read")
    words = request.GET.get("q", "").strip()[:200]
    asked = request.GET.get("trang", "")
    number = max(1, int(asked)) if asked.isdecimal() and len(asked) < 4 else 1
    shown = _found(words, number) if words else _tree(number)
    context = {
        "words": words,
        **shown,
        "can_manage": can_manage(request),
        "can_manage_below": can_manage_below(request),
    }
    return render(request, "directory/directory.html", context)


def _found(words: str, number: int) -> dict[str, object]:
    found = queries.search_agencies(words, on=today(), limit=_FOUND)
    skipped = min(number - 1, max(0, len(found) - 1) // PAGE) * PAGE
    page = found[skipped : skipped + PAGE]
    return {"found": page, "pager": _pager(words, skipped, len(page), len(found))}


def _tree(number: int) -> dict[str, object]:
    page = queries.tree_page(on=today(), number=number, size=PAGE)
    shown = sum(branch.opens + len(branch.under) for branch in page.branches)
    return {"branches": page.branches, "pager": _pager("", page.skipped, shown, page.total)}


def _pager(words: str, skipped: int, shown: int, total: int) -> Pager | None:
    """Where the list stands; nothing where it is one page."""
    if total <= PAGE:
        return None
    here = skipped // PAGE + 1

    def to(number: int) -> str:
        return f"?{urlencode({'q': words, 'trang': number} if words else {'trang': number})}"

    return Pager(
        previous_url=to(here - 1) if skipped else "",
        next_url=to(here + 1) if skipped + shown < total else "",
        first=skipped + 1,
        last=skipped + shown,
        total=total,
    )


@require_safe
def agency(request: DirectoryRequest, agency_id: UUID) -> HttpResponse:
    """One agency: its codes, what it was and became, who works there, from when it takes part."""
    services.demand(request.actor, "directory.read")
    card = queries.agency(agency_id)
    heir = queries.heirs([agency_id], on=today()).get(agency_id)
    below = NumberedPage.asked(
        request, "cap-duoi", size=PAGE, total=queries.count_children(agency_id, on=today())
    )
    held = NumberedPage.asked(
        request, "nguoi", size=PAGE, total=queries.count_posts(agency_id, on=today())
    )
    context = {
        "agency": card,
        "parent": queries.agency(card.parent_id) if card.parent_id else None,
        "history": queries.history(agency_id),
        "children": queries.children(agency_id, on=today(), skipped=below.skipped, limit=PAGE),
        "children_pager": below.pager(request),
        "units": queries.units_of(agency_id, on=today()),
        "posts": queries.page_of_posts(agency_id, on=today(), skipped=held.skipped, limit=PAGE),
        "posts_pager": held.pager(request),
        "participation": queries.participation_of(agency_id),
        "is_closed": card.valid_to is not None and card.valid_to < today(),
        "heir": heir if heir and heir.id != agency_id else None,
        "can_change": can_manage(request),
    }
    return render(request, "directory/agency.html", context)


@require_POST
def change(request: DirectoryRequest, agency_id: UUID) -> HttpResponse:
    """What may be corrected at once: one more code, and where the books are kept."""
    books = request.POST.get("books")
    services.correct_agency(
        agency_id=agency_id,
        code=request.POST.get("code", "").strip(),
        books_here=None if books is None else books == "here",
        actor=request.actor,
        now=clock.now(),
    )
    say_done(request, _("Đã lưu thay đổi."))
    return redirect("directory:agency", agency_id)

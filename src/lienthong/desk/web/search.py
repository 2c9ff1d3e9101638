"""Search over everything that the viewer may see: number, notation, words, tones or not."""

from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from lienthong.access.types import StaffRequest
from lienthong.documents import queries as documents
from lienthong.documents.types import Page, VersionPage
from lienthong.kernel.text import clean_line

PAGE = 50
_LAST_PAGE = 200


@require_safe
def search(request: StaffRequest) -> HttpResponse:
    """What was found, the newest first; nothing typed lists the latest documents.

    Who may see no document is led to where there is something to find: the directory.
    """
    words = clean_line(request.GET.get("q", ""))[:200]
    if not documents.may_read(request.actor):
        asked = f"?{urlencode({'q': words})}" if words else ""
        return redirect(reverse("directory:directory") + asked)
    asked = request.GET.get("trang", "")
    number = min(int(asked), _LAST_PAGE) if asked.isdecimal() and len(asked) < 5 else 1
    viewer = documents.viewer_of(request.actor)
    page = documents.search_versions(viewer, words, page=Page(number, PAGE))
    context = {"words": words, "page": page, **_ways(words, page)}
    return render(request, "desk/search.html", context)


def _ways(words: str, page: VersionPage) -> dict[str, str]:
    def to(number: int) -> str:
        return f"?{urlencode({'q': words, 'trang': number})}"

    return {
        "previous_url": to(page.number - 1) if page.number > 1 else "",
        "next_url": to(page.number + 1) if page.has_next else "",
    }

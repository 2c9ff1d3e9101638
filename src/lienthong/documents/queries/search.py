"""Search over the documents that a viewer may see."""

from django.db.models import Q

from lienthong.documents.models import Version
from lienthong.documents.queries.reading import readable
from lienthong.documents.queries.versions import cards
from lienthong.documents.types import Page, SearchFilters, VersionPage, Viewer
from lienthong.kernel.text import clean_line, fold

_MOST_WORDS = 12
_LARGEST_PAGE = 200


def search_versions(
    viewer: Viewer, text: str = "", filters: SearchFilters | None = None, page: Page | None = None
) -> VersionPage:
    """Return one page of the documents that a viewer may see, newest first. One statement.

    text: number, notation, subject, issuer or signer; every word must be found, with or without
    tones; nothing typed finds all.
    """
    part = page or Page()
    size = min(max(part.size, 1), _LARGEST_PAGE)
    start = (max(part.number, 1) - 1) * size
    rows = Version.objects.filter(readable(viewer), matching(text))
    rows = rows.filter(_within(filters or SearchFilters()))
    found = cards(rows.order_by("-issued_on", "-pk")[start : start + size + 1])
    return VersionPage(tuple(found[:size]), max(part.number, 1), len(found) > size)


def matching(text: str) -> Q:
    """Return the condition of versions in which every typed word stands."""
    found = Q()
    for word in fold(clean_line(text)).split()[:_MOST_WORDS]:
        found &= Q(search_text__contains=word)
    return found


def _within(filters: SearchFilters) -> Q:
    wanted = {
        "kind": filters.kind or None,
        "document__issuer_id": filters.issuer_id,
        "urgency": filters.urgency,
        "issued_on__gte": filters.issued_from,
        "issued_on__lte": filters.issued_to,
    }
    return Q(**{name: value for name, value in wanted.items() if value is not None})

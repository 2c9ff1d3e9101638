"""Search over the documents that a viewer may see."""

from uuid import UUID

from django.db.models import Q

from lienthong.documents.models import Version
from lienthong.documents.queries.reading import readable
from lienthong.documents.queries.versions import cards
from lienthong.documents.types import Page, SearchFilters, VersionCard, VersionPage, Viewer
from lienthong.kernel.text import clean_line, fold
from lienthong.search import queries as search
from lienthong.search.types import Reader, SearchKind

_MOST_WORDS = 12
_LARGEST_PAGE = 200
# Of what was found by words, how much filters look at: the latest.
_MOST_FOUND = 2_000
_FEW = 200


def search_versions(
    viewer: Viewer, text: str = "", filters: SearchFilters | None = None, page: Page | None = None
) -> VersionPage:
    """Return one page of the documents that a viewer may see. At most three statements.

    text: number, notation, subject, kind, issuer or signer; every word must be found, with or
    without tones, the last one as far as it is typed. Nothing typed finds all, by the day of issue;
    words find what came last first. With filters only the 2,000 latest that the words find count.
    """
    part = page or Page()
    size = min(max(part.size, 1), _LARGEST_PAGE)
    number = max(part.number, 1)
    if clean_line(text) and viewer.only_document_id is None:
        return _found(viewer, text, filters, Page(number, size))
    rows = Version.objects.filter(readable(viewer), _matching(text), _within(filters))
    start = (number - 1) * size
    found = cards(rows.order_by("-issued_on", "-pk")[start : start + size + 1])
    return VersionPage(tuple(found[:size]), number, len(found) > size)


def few_versions_with(text: str, *, viewer: Viewer) -> list[UUID] | None:
    """Return the versions that a viewer finds by all words of a text; None: too many to name.

    A list that is told of too many reads its lines one by one and finds a page of them soon. One
    statement; an id is no permission.
    """
    found = search.find(SearchKind.VERSION, text, readers=_readers(viewer), limit=_FEW + 1)
    return found if len(found) <= _FEW else None


def _found(viewer: Viewer, text: str, filters: SearchFilters | None, page: Page) -> VersionPage:
    """Ask the index first; its ids are looked up as the viewer's rights have them."""
    start = (page.number - 1) * page.size
    end = start + page.size
    is_narrowed = (filters or SearchFilters()) != SearchFilters()
    limit = _MOST_FOUND if is_narrowed else end + 1
    ids = search.find(SearchKind.VERSION, text, readers=_readers(viewer), limit=limit)
    wanted = ids if is_narrowed else ids[start:end]
    if not wanted:
        return VersionPage((), page.number, has_next=False)
    rows = Version.objects.filter(readable(viewer), _within(filters), pk__in=wanted)
    if not is_narrowed:
        return VersionPage(_in_order(wanted, cards(rows)), page.number, len(ids) > end)
    order = {pk: place for place, pk in enumerate(ids)}
    chosen = sorted(rows.values_list("pk", flat=True), key=order.__getitem__)
    some = cards(Version.objects.filter(pk__in=chosen[start:end]))
    return VersionPage(_in_order(chosen, some), page.number, len(chosen) > end)


def _in_order(ids: list[UUID], found: list[VersionCard]) -> tuple[VersionCard, ...]:
    by_id = {card.id: card for card in found}
    return tuple(by_id[pk] for pk in ids if pk in by_id)


def _readers(viewer: Viewer) -> list[Reader]:
    """Return as whom a viewer finds: as the agency, or as an officer and member of a unit."""
    if viewer.sees_whole_agency:
        return [(viewer.agency_id,)]
    return [(viewer.agency_id, who) for who in (viewer.unit_id, viewer.person_id) if who]


def _matching(text: str) -> Q:
    """Return the condition of versions in which every typed word stands: for one document only."""
    found = Q()
    for word in fold(clean_line(text)).split()[:_MOST_WORDS]:
        found &= Q(search_text__contains=word)
    return found


def _within(filters: SearchFilters | None) -> Q:
    if filters is None:
        return Q()
    wanted = {
        "kind": filters.kind or None,
        "document__issuer_id": filters.issuer_id,
        "urgency": filters.urgency,
        "issued_on__gte": filters.issued_from,
        "issued_on__lte": filters.issued_to,
    }
    return Q(**{name: value for name, value in wanted.items() if value is not None})

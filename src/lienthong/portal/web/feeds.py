"""What is public, for programs: lists and documents as JSON, an Atom feed, the map of the site."""

from typing import Any
from uuid import UUID
from xml.etree import ElementTree as ET

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from lienthong.apikit.rendering import json_bytes
from lienthong.kernel import clock
from lienthong.portal import queries
from lienthong.portal.types import PublicCard, PublicFilters, PublicState
from lienthong.portal.web.open import everybody, kept
from lienthong.portal.web.published import filters_of
from lienthong.portal.web.shown import validity_of
from lienthong.webkit.paging import NumberedPage

_PAGE = 100
_NEWS = 30
_A_MAP = 10_000  # addresses; the format allows 50,000
_ATOM = "http://www.w3.org/2005/Atom"
_MAPS = "http://www.sitemaps.org/schemas/sitemap/0.9"


@everybody
def as_json(request: HttpRequest) -> HttpResponseBase:
    """A page of the list, narrowed as on the page for people; `trang` counts from 1."""
    filters = filters_of(request)
    total = queries.count_public(filters)
    part = NumberedPage.asked(request, "trang", size=_PAGE, total=total)
    found = queries.public_page(filters, skipped=part.skipped, limit=_PAGE)
    replaced = queries.replaced_among(found)
    documents = [_told(request, one, is_replaced=one.document_id in replaced) for one in found]
    return _json(
        request,
        {"total": total, "page": part.number, "page_size": _PAGE, "documents": documents},
    )


@everybody
def one_as_json(request: HttpRequest, public_id: UUID) -> HttpResponseBase:
    """One document; what was taken down is told by its number, day and reason, with 410."""
    card = queries.public_document(public_id)
    if card.state == PublicState.TAKEN_DOWN:
        return _json(request, _taken_down(card), status=410)
    relations, is_replaced = queries.relations_of(card)
    told = _told(request, card, is_replaced=is_replaced)
    told["files"] = [
        {
            "url": _absolute(request, "file", card.id, file.ordinal, file.position),
            "name": file.name,
            "media_type": file.media_type,
            "size": file.size,
            "sha256": file.digest,
            "version": file.ordinal,
            "is_attachment": file.position > 0,
        }
        for file in queries.files_of(public_id)
    ]
    told["relations"] = [
        {
            "word": one.word,
            "from_other": one.is_from_other,
            "reference_code": one.other.reference_code,
            "url": _absolute(request, "one", one.other.id),
        }
        for one in relations
    ]
    return _json(request, told)


def _told(request: HttpRequest, card: PublicCard, *, is_replaced: bool) -> dict[str, Any]:
    today = clock.local_day(clock.now())
    return {
        "id": str(card.id),
        "url": _absolute(request, "one", card.id),
        "identifier": card.identifier,
        "reference_code": card.reference_code,
        "issuer": card.agency_name,
        "issuer_id": str(card.agency_id),
        "kind": card.kind,
        "kind_name": card.kind_name,
        "subject": card.subject,
        "area": str(card.area),
        "issued_on": card.issued_on.isoformat(),
        "effective_on": card.effective_on.isoformat() if card.effective_on else None,
        "ends_on": card.ends_on.isoformat() if card.ends_on else None,
        "note": card.note,
        "validity": str(validity_of(card, is_replaced=is_replaced, today=today)),
        "signer": card.signer_name,
        "signer_position": card.signer_position,
        "legal_value": str(card.legal_value),
        "version": card.ordinal,
        "sha256": card.digest,
        "published_at": card.published_at.isoformat(),
        "changed_at": card.changed_at.isoformat(),
    }


def _taken_down(card: PublicCard) -> dict[str, Any]:
    assert card.taken_down_at is not None
    return {
        "id": str(card.id),
        "reference_code": card.reference_code,
        "issuer": card.agency_name,
        "issued_on": card.issued_on.isoformat(),
        "validity": "taken-down",
        "taken_down_at": card.taken_down_at.isoformat(),
        "reason": card.reason,
    }


@everybody
def as_feed(request: HttpRequest) -> HttpResponseBase:
    """The thirty latest as Atom (RFC 4287), narrowed as the list."""
    found = queries.public_page(filters_of(request), skipped=0, limit=_NEWS)
    feed = ET.Element("feed", xmlns=_ATOM)
    _text(feed, "title", _("Văn bản công khai"))
    _text(feed, "id", _absolute(request, "list"))
    latest = max((one.changed_at for one in found), default=None)
    _text(feed, "updated", latest.isoformat() if latest else "2000-01-01T00:00:00+00:00")
    ET.SubElement(feed, "link", rel="self", href=_absolute(request, "feed"))
    ET.SubElement(feed, "link", href=_absolute(request, "list"))
    for one in found:
        entry = ET.SubElement(feed, "entry")
        _text(entry, "title", f"{one.reference_code}: {one.subject}")
        _text(entry, "id", f"urn:uuid:{one.id}")
        _text(entry, "published", one.published_at.isoformat())
        _text(entry, "updated", one.changed_at.isoformat())
        _text(ET.SubElement(entry, "author"), "name", one.agency_name)
        ET.SubElement(entry, "link", href=_absolute(request, "one", one.id))
    return _xml(request, feed, "application/atom+xml; charset=utf-8")


@everybody
def sitemap(request: HttpRequest) -> HttpResponseBase:
    """The list of maps, 10,000 addresses each."""
    total = queries.count_public(PublicFilters())
    index = ET.Element("sitemapindex", xmlns=_MAPS)
    for part in range(max(1, -(-total // _A_MAP))):
        place = _absolute(request, "sitemap-part", part + 1)
        _text(ET.SubElement(index, "sitemap"), "loc", place)
    return _xml(request, index, "application/xml; charset=utf-8")


@everybody
def sitemap_part(request: HttpRequest, part: int) -> HttpResponseBase:
    """One map; the addresses in the order in which they were published."""
    after = max(0, min(part, 1_000) - 1) * _A_MAP
    urls = ET.Element("urlset", xmlns=_MAPS)
    for public_id, changed_at in queries.addresses(after=after, limit=_A_MAP):
        url = ET.SubElement(urls, "url")
        _text(url, "loc", _absolute(request, "one", public_id))
        _text(url, "lastmod", changed_at.isoformat())
    return _xml(request, urls, "application/xml; charset=utf-8")


@everybody
def robots(request: HttpRequest) -> HttpResponseBase:
    """What search engines may read: what is public, and nothing that asks a question."""
    lines = [
        "User-agent: *",
        f"Disallow: {reverse('public:check')}",
        f"Disallow: {reverse('public-en:check')}",
        f"Allow: {reverse('public:list')}",
        f"Allow: {reverse('public-en:list')}",
        f"Allow: {reverse('statistics:public')}",
        "Disallow: /",
        f"Sitemap: {_absolute(request, 'sitemap')}",
        "",
    ]
    body = "\n".join(lines)
    return kept(request, HttpResponse(body, content_type="text/plain; charset=utf-8"))


def _text(parent: ET.Element, tag: str, text: str) -> None:
    ET.SubElement(parent, tag).text = text


def _absolute(request: HttpRequest, name: str, *args: object) -> str:
    """The permanent address: that of the Vietnamese page."""
    return request.build_absolute_uri(reverse(f"public:{name}", args=args))


def _json(request: HttpRequest, told: dict[str, Any], *, status: int = 200) -> HttpResponse:
    body = HttpResponse(json_bytes(told), content_type="application/json", status=status)
    body["Access-Control-Allow-Origin"] = "*"
    return kept(request, body)


def _xml(request: HttpRequest, root: ET.Element, media_type: str) -> HttpResponse:
    body = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return kept(request, HttpResponse(body, content_type=media_type))

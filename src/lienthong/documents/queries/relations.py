"""The chain of documents that answer, recall, update and replace one another (B7)."""

from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from lienthong.documents.models import Relation, Version
from lienthong.documents.queries.reading import readable, rights_of
from lienthong.documents.queries.versions import cards
from lienthong.documents.types import RelationKind, RelationLine, VersionCard, Viewer

# A correspondence goes to and fro a few times; what is further away is another matter.
_FURTHEST = 8
_MOST_LINKS = 200


def relations_of(document_id: UUID, *, viewer: Viewer) -> tuple[RelationLine, ...]:
    """Return the links of the whole chain in which a document stands, oldest document first.

    Both directions, answers of answers, at most 8 steps away and 200 links. Only documents that
    the viewer may see are shown or walked through: a link from a hidden one is not told, a link to
    a hidden one shows what its source itself wrote. At most ten statements, whatever the number.
    """
    links: dict[int, Relation] = {}
    seen: set[UUID] = set()
    edge = {document_id}
    for _step in range(_FURTHEST):
        if not edge or len(links) >= _MOST_LINKS:
            break
        seen |= edge
        found = _links_of(edge, viewer)
        links.update({link.pk: link for link in found})
        edge = {one for link in found for one in _ends(link)} - seen
    return _lines(list(links.values())[:_MOST_LINKS], viewer)


def _links_of(documents: set[UUID], viewer: Viewer) -> list[Relation]:
    # Two ways that each have an index; joined by OR, PostgreSQL would read every link there is.
    outgoing = Relation.objects.filter(version__document_id__in=documents)
    incoming = Relation.objects.filter(target_id__in=documents)
    touching = Q(pk__in=outgoing.values("pk").union(incoming.values("pk")))
    # Asked of each link, not gathered: an agency may read many more documents than one chain has.
    seen = Exists(rights_of(viewer).filter(document_id=OuterRef("version__document_id")))
    rows = Relation.objects.filter(touching, seen)
    return list(rows.select_related("version").order_by("pk")[:_MOST_LINKS])


def _ends(link: Relation) -> set[UUID]:
    return {link.version.document_id, *([link.target_id] if link.target_id else [])}


def _lines(links: list[Relation], viewer: Viewer) -> tuple[RelationLine, ...]:
    documents = {one for link in links for one in _ends(link)}
    rows = Version.objects.filter(readable(viewer), document_id__in=documents)
    found = cards(rows.order_by("document_id", "ordinal"))
    by_version = {card.id: card for card in found}
    latest: dict[UUID, VersionCard] = {card.document_id: card for card in found}
    lines = [
        RelationLine(
            kind=RelationKind(link.kind),
            source=by_version[link.version_id],
            target=latest.get(link.target_id) if link.target_id else None,
            target_reference=link.target_reference,
            target_issuer_code=link.target_issuer_code,
        )
        for link in links
        if link.version_id in by_version
    ]
    return tuple(sorted(lines, key=lambda line: (line.source.issued_on, line.source.id)))

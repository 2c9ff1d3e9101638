"""What the portal asks of documents: limits, who changed what, and whose bytes these are."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, F, OuterRef

from lienthong.documents.models import Attachment, Relation, Rendition, Version
from lienthong.documents.queries.versions import version_cards
from lienthong.documents.types import RelationKind, Road, VersionCard

# What its issuer put into the record itself; a scan that its recipient made is the recipient's.
_AS_ISSUED = (Road.ISSUED, Road.UPLOAD, Road.PACKAGE)
_MOST = 5
_MOST_LINKS = 100


@dataclass(frozen=True, slots=True)
class IssuedCopy:
    """A version to which some bytes belong, as its issuer brought it. is_newest: none is later."""

    card: VersionCard
    is_attachment: bool
    is_newest: bool
    admitted_at: datetime


@dataclass(frozen=True, slots=True)
class Link:
    """That a version says of another document what it does to it."""

    kind: RelationKind
    source_id: UUID
    source_issuer_id: UUID
    target_id: UUID


def circulation_of(version_id: UUID) -> str:
    """Return the limits of circulation that its issuer declared; "" for none. One statement."""
    rows = Version.objects.filter(pk=version_id).values_list("circulation", flat=True)
    return rows.first() or ""


def issued_copies(digest: str) -> list[IssuedCopy]:
    """Return the versions to which a content belongs as their issuers brought it; newest first.

    Five at most; the main file before attachments. Three statements at most.
    """
    attached = set(
        Attachment.objects.filter(content=digest).values_list("version_id", flat=True)[:50]
    )
    mains = Version.objects.filter(content=digest).values("pk")
    found = Version.objects.filter(pk__in=mains) | Version.objects.filter(pk__in=attached)
    brought = Rendition.objects.filter(
        version=OuterRef("pk"),
        content=OuterRef("content"),
        agency=OuterRef("document__issuer"),
        road__in=_AS_ISSUED,
    )
    later = Version.objects.filter(document=OuterRef("document"), ordinal__gt=OuterRef("ordinal"))
    rows = found.filter(Exists(brought)).annotate(has_later=Exists(later)).order_by("-pk")
    told = {row[0]: row for row in rows.values_list("pk", "created_at", "has_later")[:_MOST]}
    cards = version_cards(told) if told else {}
    copies = [
        IssuedCopy(
            card=cards[pk],
            is_attachment=cards[pk].content_digest != digest,
            is_newest=not has_later,
            admitted_at=at,
        )
        for pk, at, has_later in told.values()
    ]
    return sorted(copies, key=lambda one: one.is_attachment)


def links_with(document_id: UUID) -> list[Link]:
    """Return the links from and to a document that end at known ones, at most 100, whoever looks.

    One statement. For acts and pages that keep to their own rule of what may be shown.
    """
    outgoing = Relation.objects.filter(version__document=document_id).values("pk")
    incoming = Relation.objects.filter(target=document_id).values("pk")
    rows = Relation.objects.filter(pk__in=outgoing.union(incoming), target__isnull=False)
    found = rows.annotate(
        source=F("version__document"), issuer=F("version__document__issuer")
    ).values_list("kind", "source", "issuer", "target")
    return [
        Link(RelationKind(kind), source, issuer, target)
        for kind, source, issuer, target in found.order_by("pk")[:_MOST_LINKS]
    ]


def ended_by(document_ids: Collection[UUID]) -> set[tuple[UUID, UUID]]:
    """Return (document, issuer) where a document of that issuer replaces or recalls the first.

    One statement.
    """
    ending = (RelationKind.REPLACES, RelationKind.RECALLS)
    rows = Relation.objects.filter(target__in=document_ids, kind__in=ending)
    return {
        (target, issuer)
        for target, issuer in rows.values_list("target", "version__document__issuer")
        if target is not None
    }

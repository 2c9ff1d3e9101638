"""Opening documents: whose files a viewer may read now, with the card of each, by one question."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from lienthong.documents.errors import ContentWithdrawn, UnknownDocument
from lienthong.documents.models import Version
from lienthong.documents.queries.reading import readable, rights_of
from lienthong.documents.queries.versions import CARD, attachments_of, card_of_row, with_worth
from lienthong.documents.types import VersionCard, Viewer
from lienthong.tables.places import place, places
from lienthong.tables.questions import question


@dataclass(frozen=True, slots=True)
class Opened:
    """A version as a viewer finds it.

    is_known: the viewer may know of it. is_open: and may read its files, which ends when the
    viewer's agency agrees to a recall.
    """

    card: VersionCard
    is_known: bool
    is_open: bool


def opened_versions(version_ids: Iterable[UUID], viewer: Viewer) -> dict[UUID, Opened]:
    """Return the versions that exist among the ids, whatever the viewer may. One statement."""
    wanted = set(version_ids)
    if viewer.sees_whole_agency and viewer.only_document_id is None:
        rows: Iterable[Any] = _for_agency.all(ids=wanted, agency=viewer.agency_id)
    else:
        rows = _opened(Version.objects.filter(pk__in=wanted), viewer)
    return {
        version_id: Opened(
            card_of_row((version_id, *rest)), is_known=is_known, is_open=is_known and is_open
        )
        for version_id, *rest, is_known, is_open in rows
    }


@question
def _for_agency() -> "QuerySet[Version, tuple[Any, ...]]":
    """Asked with each file that a system or a clerk fetches."""
    whole = Viewer(place("agency"), None, None, sees_whole_agency=True)
    return _opened(Version.objects.filter(pk__in=places("ids", UUID)), whole)


def _opened(rows: "QuerySet[Version]", viewer: Viewer) -> "QuerySet[Version, tuple[Any, ...]]":
    still_open = rights_of(viewer).filter(
        content_ended_at__isnull=True, document_id=OuterRef("document_id")
    )
    found: QuerySet[Any] = with_worth(rows)
    found = found.annotate(is_known=readable(viewer), is_open=Exists(still_open))
    return found.values_list(*CARD, "is_known", "is_open")


def closed_among(version_ids: Any, *, viewer: Viewer, limit: int) -> list[str]:
    """Return numbers and notations of versions of which a viewer knows and may read no file now.

    version_ids: ids, or a query of them. At most so many, by their day. One statement.
    """
    rows: QuerySet[Any, Any] = _opened(Version.objects.filter(pk__in=version_ids), viewer)
    closed = rows.filter(is_known=True, is_open=False).order_by("issued_on", "pk")
    return list(closed.values_list("reference_code", flat=True)[:limit])


def open_version(version_id: UUID, viewer: Viewer) -> VersionCard:
    """Return a version whose files a viewer may read now. One statement.

    Raises UnknownDocument when the viewer may not know of it, ContentWithdrawn after the viewer's
    agency agreed to a recall.
    """
    found = opened_versions([version_id], viewer).get(version_id)
    if found is None or not found.is_known:
        raise UnknownDocument
    if not found.is_open:
        raise ContentWithdrawn(reference=found.card.reference_code)
    return found.card


def content_of(version_id: UUID, viewer: Viewer) -> str:
    """Return the digest of a version's main file; raises as `open_version`. One statement."""
    return open_version(version_id, viewer).content_digest


def attachment_content_of(version_id: UUID, position: int, viewer: Viewer) -> str:
    """Return the digest of an attachment; raises as `open_version`, also for a number that none
    has. Two statements.
    """
    open_version(version_id, viewer)
    for one in attachments_of(version_id):
        if one.position == position:
            return one.digest
    raise UnknownDocument

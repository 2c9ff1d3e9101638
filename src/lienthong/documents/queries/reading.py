"""Who may see what: one projection, joined by every list and search."""

from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from lienthong.documents.errors import UnknownDocument
from lienthong.documents.models import Attachment, ReadingRight, Version
from lienthong.documents.types import Viewer
from lienthong.kernel.actor import Actor

_READING = {"documents.read-agency", "documents.read-assigned"}


def may_read(actor: Actor) -> bool:
    """Say whether an actor may have any document to see; who watches or administers has none."""
    return bool(actor.rights & _READING)


def viewer_of(actor: Actor) -> Viewer:
    """Return how an actor looks at documents: from the agency, unit and person of the post.

    A post that watches over the province has no content, whatever its unit was given. Raises
    UnknownDocument for who acts from no agency: there is nothing to see from nowhere.
    """
    if actor.agency_id is None:
        raise UnknownDocument
    if not may_read(actor):
        return Viewer(actor.agency_id, None, None, sees_whole_agency=False)
    return Viewer(
        agency_id=actor.agency_id,
        unit_id=actor.unit_id,
        person_id=actor.person_id,
        sees_whole_agency="documents.read-agency" in actor.rights,
        only_document_id=actor.only_document_id,
    )


def rights_of(viewer: Viewer) -> QuerySet[ReadingRight]:
    """Return the rows that give a viewer something to read.

    Clerks and leaders see what their agency, its units or its people were given; an officer what
    was given to the officer or to the unit. A post elsewhere counts for that agency only.
    """
    rows = ReadingRight.objects.filter(agency_id=viewer.agency_id)
    if viewer.only_document_id is not None:
        return rows.filter(document_id=viewer.only_document_id)
    if viewer.sees_whole_agency:
        return rows
    given = Q(pk__in=[])
    if viewer.person_id:
        given |= Q(person_id=viewer.person_id)
    if viewer.unit_id:
        given |= Q(unit_id=viewer.unit_id, person__isnull=True)
    return rows.filter(given)


def readable(viewer: Viewer) -> Exists:
    """Return the condition that holds for versions whose document a viewer may see."""
    return Exists(rights_of(viewer).filter(document_id=OuterRef("document_id")))


def readable_version_ids(viewer: Viewer) -> "QuerySet[Version, UUID]":
    """Return the ids of all versions that a viewer may see, to be used inside another query:

    `Delivery.objects.filter(version_id__in=readable_version_ids(viewer))`, one statement.
    """
    seen = rights_of(viewer).values("document_id")
    return Version.objects.filter(document_id__in=seen).values_list("pk", flat=True)


def may_see(viewer: Viewer, document_id: UUID) -> bool:
    """Return whether a viewer may know of a document. One statement."""
    return rights_of(viewer).filter(document_id=document_id).exists()


def held_for(version_id: UUID, agency_id: UUID) -> set[str]:
    """Return the contents that an agency holds for this document alone. Four statements.

    A file that also belongs to another document which the agency may still read is left out.
    """
    own = Version.objects.filter(document__versions=version_id)
    open_rights = ReadingRight.objects.filter(agency_id=agency_id, content_ended_at__isnull=True)
    others = Version.objects.filter(document__in=open_rights.values("document_id")).exclude(
        pk__in=own.values("pk")
    )
    digests = _digests_of(own)
    return digests - _digests_of(others, among=digests)


def _digests_of(versions: "QuerySet[Version]", *, among: set[str] | None = None) -> set[str]:
    mains = versions.values_list("content_id", flat=True)
    attached = Attachment.objects.filter(version__in=versions.values("pk"))
    files = attached.values_list("content_id", flat=True)
    if among is not None:
        mains, files = mains.filter(content_id__in=among), files.filter(content_id__in=among)
    return set(mains) | set(files)

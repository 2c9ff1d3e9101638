"""What is already there: the draft of a form, of the same bytes, of the same number."""

from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from lienthong.documents import queries as documents
from lienthong.issuing.models import Draft, Step
from lienthong.issuing.queries import _stored as stored
from lienthong.issuing.types import (
    DraftState,
    OutgoingRow,
)
from lienthong.kernel.actor import Actor
from lienthong.kernel.wording import noop as _


def draft_with_key(key: str, *, agency_id: UUID) -> UUID | None:
    """Return the draft that a form with this key has already made. One statement."""
    rows = Draft.objects.filter(agency_id=agency_id, key=key) if key else Draft.objects.none()
    return rows.values_list("pk", flat=True).first()


def draft_with_content(digest: str, *, agency_id: UUID, besides: UUID | None) -> OutgoingRow | None:
    """Return a draft of the agency that began with, or became, these bytes. One statement."""
    known = Step.objects.filter(draft=OuterRef("pk"), content_id=digest)
    return _first_of(stored.listed().filter(Exists(known)), agency_id, besides)


def draft_with_number(
    reference: str, *, year: int, agency_id: UUID, besides: UUID | None
) -> OutgoingRow | None:
    """Return a document of the agency that carries this number in this year. One statement."""
    rows = stored.listed().filter(entry__reference_code=reference, entry__document_on__year=year)
    return _first_of(rows, agency_id, besides)


def subject_told(draft_id: UUID, *, actor: Actor) -> str:
    """Return the subject of a draft, or words for "another document" when it is not the actor's.

    What may not be seen is not told by a refusal either. Four statements at most.
    """
    viewer = documents.viewer_of(actor)
    draft = Draft.objects.select_related("version").get(pk=draft_id)
    is_seen = stored.own(Draft.objects.filter(pk=draft_id), viewer, actor.post_id).exists() or (
        draft.version is not None and documents.may_see(viewer, draft.version.document_id)
    )
    return draft.subject if is_seen else _("một văn bản khác")


def _first_of(rows: QuerySet[Draft], agency_id: UUID, besides: UUID | None) -> OutgoingRow | None:
    live = rows.filter(agency_id=agency_id).exclude(state=DraftState.WITHDRAWN)
    if besides is not None:
        live = live.exclude(pk=besides)
    found = live.order_by("-id").first()
    return stored.outgoing_row(found) if found else None

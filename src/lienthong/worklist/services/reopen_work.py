"""Reopen: undo a settling, as the undo line of the home page does."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from lienthong.worklist.models import WorkItem
from lienthong.worklist.services.choose import about
from lienthong.worklist.types import Audience, Verb


def reopen(
    *,
    subject_kind: str,
    subject_ids: Iterable[UUID],
    verbs: Iterable[Verb] | None = None,
    agency_id: UUID | None = None,
    audience: Audience | None = None,
) -> int:
    """Put back what was settled last about these subjects; return how many lines came back.

    What waits already stays one line. One statement; doing it again changes nothing.
    """
    chosen = about(
        subject_kind=subject_kind,
        subject_ids=subject_ids,
        verbs=verbs,
        agency_id=agency_id,
        audience=audience,
    )
    same = {name: OuterRef(name) for name in ("subject_id", "agency_id", "audience", "verb")}
    later = WorkItem.objects.filter(**same).filter(
        Q(settled_at__isnull=True)
        | Q(settled_at__gt=OuterRef("settled_at"))
        | Q(settled_at=OuterRef("settled_at"), pk__gt=OuterRef("pk"))
    )
    last = chosen.filter(~Exists(later), settled_at__isnull=False)
    return last.update(settled_at=None, settled_by="")

"""Which notices a viewer gets; for the services and queries of this package."""

from django.db.models import Q, QuerySet

from lienthong.kernel.actor import Actor
from lienthong.notices.models import Notice
from lienthong.notices.types import EVERY_AGENCY


def notices_of(viewer: Actor) -> "QuerySet[Notice]":
    """Return the notices to the viewer's post, and to his or her role in the agency or in all."""
    if viewer.agency_id is None or viewer.post_id is None:
        return Notice.objects.none()
    to_post = Q(post_id=viewer.post_id)
    to_role = Q(role=viewer.role, post_id__isnull=True) & ~Q(role="")
    return Notice.objects.filter(to_post | to_role, agency_id__in=(viewer.agency_id, EVERY_AGENCY))

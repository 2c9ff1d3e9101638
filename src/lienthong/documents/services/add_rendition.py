"""Bytes of a version that came by a further road."""

from datetime import datetime
from uuid import UUID

from lienthong.documents.models import Rendition
from lienthong.documents.types import LegalValue, Road


def add_rendition(
    *,
    version_id: UUID,
    digest: str,
    road: Road,
    agency_id: UUID,
    legal_value: LegalValue,
    now: datetime,
    is_scan: bool = False,
) -> UUID:
    """Keep that an agency brought in bytes of a version; doing it again changes nothing.

    The caller has the bytes in the blobs and knows the version. A scan of one agency stays its
    own: the version's own file does not change. Returns the rendition's id.
    """
    rendition, _is_new = Rendition.objects.get_or_create(
        version_id=version_id,
        content_id=digest,
        agency_id=agency_id,
        defaults={
            "road": road,
            "is_scan": is_scan,
            "legal_value": legal_value,
            "received_at": now,
        },
    )
    return rendition.id

"""Documents that an agency issued, and that it gave to everybody."""

from datetime import datetime
from uuid import UUID, uuid4

from tests.exchange.builders import Office, a_version
from tests.issuing.builders import a_letter

from lienthong.blobs import services as blobs
from lienthong.documents.types import VersionRef
from lienthong.kernel import clock
from lienthong.portal import services
from lienthong.portal.types import PublicCard, PublicFacts, SubjectArea


def an_issued(
    office: Office, pdf: bytes | None = None, *, now: datetime | None = None, **facts: object
) -> VersionRef:
    """A document with a file that can be read; no two have the same bytes."""
    at = now or clock.now()
    content = (pdf or a_letter()) + f"\n% {uuid4()}\n%%EOF\n".encode()
    kept = blobs.store(content, agency_ids=[office.agency.id], now=at)
    return a_version(office, now=at, content_digest=kept.digest, **facts)


def published(office: Office, version_id: UUID, **facts: object) -> PublicCard:
    said = {"area": SubjectArea.LAND, **facts}
    return services.publish(
        version_id=version_id,
        facts=PublicFacts(**said),
        key=str(uuid4()),
        actor=office.leader,
        now=clock.now(),
    )

"""Which certificate signs for whom."""

from datetime import datetime
from uuid import UUID

from lienthong.issuing.errors import CertificateMissing
from lienthong.signatures import queries as signatures


def of(holder_id: UUID, holder: str, *, now: datetime) -> UUID:
    """Return the certificate in force that lasts longest; raises CertificateMissing."""
    usable = signatures.certificates_of([holder_id], usable_at=now)
    if not usable:
        raise CertificateMissing(holder=holder)
    return usable[0].id

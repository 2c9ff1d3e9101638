"""Which certificate signs for whom."""

from datetime import datetime
from uuid import UUID

from lienthong.issuing.errors import CertificateMissing
from lienthong.signatures import queries as signatures


def of(holder_id: UUID, holder: str, *, now: datetime) -> UUID:
    """Return the certificate in force whose key is kept here, else the one that lasts longest.

    Raises CertificateMissing.
    """
    usable = signatures.certificates_of([holder_id], usable_at=now)
    if not usable:
        raise CertificateMissing(holder=holder)
    return next((each for each in usable if each.has_local_key), usable[0]).id

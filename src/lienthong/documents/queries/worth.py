"""What versions are worth as issued, for queries that count many of them."""

from django.db.models import OuterRef, Subquery

from lienthong.documents.models import Rendition


def issued_worth(version: str, *, issuer: str) -> Subquery:
    """Return the expression of a `LegalValue`: that of what the issuer itself brought in first.

    version, issuer: how the rows that it is put to name them, as "version_id". Null where the
    issuer brought in nothing.
    """
    own = Rendition.objects.filter(version_id=OuterRef(version), agency_id=OuterRef(issuer))
    return Subquery(own.order_by("received_at", "id").values("legal_value")[:1])

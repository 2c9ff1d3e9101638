"""What versions are worth as issued, for queries that count many of them."""

from django.db.models import F, OuterRef, Subquery

from lienthong.documents.models import Rendition


def issued_worth(version: str) -> Subquery:
    """Return the expression of a `LegalValue`: that of what the issuer itself brought in first.

    version: how the rows that it is put to name their version, as "version_id". Null where the
    issuer brought in nothing.
    """
    own = Rendition.objects.filter(
        version_id=OuterRef(version), agency_id=F("version__document__issuer_id")
    )
    return Subquery(own.order_by("received_at", "id").values("legal_value")[:1])

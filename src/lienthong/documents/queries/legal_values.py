"""What documents are worth, in words (A9)."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from django.db.models import F, QuerySet

from lienthong.documents.models import Rendition
from lienthong.documents.queries.policies import policies_of
from lienthong.documents.rules.kinds import is_copy
from lienthong.documents.rules.legal_value import Issuer, legal_standing, told
from lienthong.documents.rules.policies import narrowest_policy
from lienthong.documents.rules.time_limits import Matter
from lienthong.documents.types import LegalStanding, LegalValue, PolicyCard, Road, Scope
from lienthong.signatures import queries as signatures
from lienthong.signatures.types import ContentVerdict
from lienthong.tables.places import places
from lienthong.tables.questions import question


def legal_values(
    version_ids: Iterable[UUID], *, checked: Mapping[str, ContentVerdict] | None = None
) -> dict[UUID, LegalStanding]:
    """Return what each version is worth by the rule of its day; unknown ids are absent.

    From the last verdict on its signatures, without checking them again. checked: these verdicts,
    by content, where the caller has them. Three statements, else two.
    """
    found = {row.version_id: row for row in _of_versions.all(ids=set(version_ids))}
    if checked is None:
        checked = signatures.latest_verdicts({row.content_id for row in found.values()})
    rules = policies_of(Matter.LEGAL_VALUE)
    return {
        version_id: standing_of(row, checked.get(row.content_id), rules)
        for version_id, row in found.items()
    }


# What `standing_of` reads of a rendition beside its own columns.
AUTHOR = ("version__document__issuer", "version__document__reception")


@question
def _of_versions() -> "QuerySet[Rendition]":
    """The first rendition of a version comes last."""
    rows = Rendition.objects.filter(
        version_id__in=places("ids", UUID), content=F("version__content")
    )
    rows = rows.select_related(*AUTHOR).order_by("-received_at", "-pk")
    return rows.only(
        *("version", "content", "legal_value", "is_scan", "road"),
        *(
            "version__issued_on",
            "version__kind",
            "version__document",
            "version__document__issuer__name",
            "version__document__reception__author",
            "version__document__reception__author_agency",
        ),
    )


def standing_of(
    row: Rendition, verdict: ContentVerdict | None, rules: list[PolicyCard]
) -> LegalStanding:
    """Return what a rendition, read with its version and issuer, is worth by a verdict."""
    if verdict is None:
        return told(LegalValue(row.legal_value))
    return legal_standing(
        verdict=verdict,
        issuer=_author(row),
        is_scan=row.is_scan,
        road=Road(row.road),
        rule=narrowest_policy(rules, day=row.version.issued_on, scope=Scope()),
        is_copy=is_copy(row.version.kind),
    )


def _author(row: Rendition) -> Issuer:
    """Whose seal counts: the issuer's; of what came on paper or by mail its author's."""
    document = row.version.document
    reception = getattr(document, "reception", None)
    if reception is None:
        return Issuer(document.issuer.id, document.issuer.name)
    return Issuer(reception.author_agency_id or document.issuer_id, reception.author)

"""Links to the documents that a version answers, recalls, updates or replaces (B7)."""

from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from lienthong.directory import queries as directory
from lienthong.documents.errors import TargetUnknown
from lienthong.documents.models import Relation, Version
from lienthong.documents.rules.relations import (
    Candidate,
    Wanted,
    best_target,
    composed_issuer_code,
    wanted_target,
)
from lienthong.documents.types import RelationFacts, RelationKind, VersionFacts
from lienthong.tables.places import place
from lienthong.tables.questions import question

_BATCH = 500


def relate(version_id: UUID, document_id: UUID, facts: VersionFacts, *, issuer_id: UUID) -> None:
    """Write a version's links, each to its document where that is known here; then tie up those
    that earlier documents left open for this one.

    Raises TargetUnknown when a caller names one of our documents that does not exist.
    Six statements at most for up to 500 links (120 on SQLite).
    """
    if facts.relations:
        _write(version_id, facts.relations)
    _tie_up(version_id, document_id, facts, issuer_id)


def link_replacement(version_id: UUID, document_id: UUID) -> None:
    """Say of a version that was issued before that it replaces a document; again, nothing.

    A package may have said it twice. Two statements.
    """
    said = {"version_id": version_id, "kind": RelationKind.REPLACES, "target_id": document_id}
    if not Relation.objects.filter(**said).exists():
        Relation.objects.create(**said)


def _write(version_id: UUID, relations: tuple[RelationFacts, ...]) -> None:
    codes = [composed_issuer_code(each) for each in relations]
    issuers = directory.agencies_by_codes({code for code in codes if code})
    wanted = [
        wanted_target(each, issuers[code].id if code in issuers else None)
        for each, code in zip(relations, codes, strict=True)
    ]
    known = _candidates(wanted)
    rows = []
    for each, code, target in zip(relations, codes, wanted, strict=True):
        found = best_target(target, known)
        if each.document_id and found != each.document_id:
            raise TargetUnknown
        rows.append(_row(version_id, each, code, target, found))
    Relation.objects.bulk_create(rows, batch_size=_BATCH)


def _row(
    version_id: UUID, written: RelationFacts, code: str, wanted: Wanted, target: UUID | None
) -> Relation:
    return Relation(
        version_id=version_id,
        kind=written.kind,
        target_id=target,
        target_foreign_id=written.foreign_id,
        target_reference=wanted.reference_code,
        target_issuer_code=code,
        target_issued_on=wanted.issued_on,
    )


def _candidates(wanted: list[Wanted]) -> list[Candidate]:
    """All that could be meant by any of the links, in one statement."""
    issuers = {each.issuer_id for each in wanted if each.issuer_id}
    named = {each.foreign_id for each in wanted if each.foreign_id}
    numbered = {each.reference_code for each in wanted if each.reference_code}
    identified = Version.objects.filter(
        document__in={each.document_id for each in wanted if each.document_id}
    )
    # Each way has an index of its own; joined by OR, the whole stock would be read.
    meant = identified.values("pk").union(
        Version.objects.filter(document__foreign_id__in=named).values("pk"),
        Version.objects.filter(reference_code__in=numbered, document__issuer__in=issuers).values(
            "pk"
        ),
    )
    rows = Version.objects.filter(pk__in=meant)
    return [
        Candidate(*row)
        for row in rows.values_list(
            "document_id",
            "document__issuer_id",
            "document__foreign_id",
            "reference_code",
            "issued_on",
        )
    ]


def _open_links(meant: Q) -> "QuerySet[Relation, tuple[int, str]]":
    rows = Relation.objects.filter(meant, target__isnull=True).exclude(version_id=place("version"))
    return rows.values_list("pk", "target_issuer_code")[:_BATCH]


def _by_number() -> Q:
    same_year = Q(
        target_issued_on__isnull=True,
        version__issued_on__gte=place("year_begins"),
        version__issued_on__lte=place("year_ends"),
    )
    return Q(target_reference=place("reference")) & (Q(target_issued_on=place("on")) | same_year)


@question
def _links_by_number() -> "QuerySet[Relation, tuple[int, str]]":
    return _open_links(_by_number())


@question
def _links_by_number_or_id() -> "QuerySet[Relation, tuple[int, str]]":
    return _open_links(_by_number() | Q(target_foreign_id=place("foreign_id")))


def _tie_up(version_id: UUID, document_id: UUID, facts: VersionFacts, issuer_id: UUID) -> None:
    """A document that came after its answer takes its place in the chain."""
    asked = {
        "version": version_id,
        "reference": facts.reference_code,
        "on": facts.issued_on,
        "year_begins": date(facts.issued_on.year, 1, 1),
        "year_ends": date(facts.issued_on.year, 12, 31),
    }
    if facts.foreign_id:
        found = _links_by_number_or_id.all(foreign_id=facts.foreign_id, **asked)
    else:
        found = _links_by_number.all(**asked)
    codes = set(directory.codes_of(issuer_id)) if found else set()
    ids = [pk for pk, code in found if code in codes]
    if ids:
        Relation.objects.filter(pk__in=ids).update(target=document_id)

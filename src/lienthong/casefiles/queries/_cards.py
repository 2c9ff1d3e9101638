"""Rows of files as cards, and which rows an agency has."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Count, QuerySet

from lienthong.casefiles.models import CaseFile
from lienthong.casefiles.types import (
    CaseFileCard,
    CaseFileFacts,
    CaseFileState,
    Retention,
)
from lienthong.directory import queries as directory

PAGE = 50
_UNCLOSED = (CaseFileState.LISTED, CaseFileState.OPEN)


def held(agency_id: UUID) -> QuerySet[CaseFile]:
    """Return the files of an agency and of those whose heir it is. One statement by itself."""
    return CaseFile.objects.filter(agency_id__in=directory.with_inherited(agency_id))


def cards(rows: Iterable[CaseFile], agency_id: UUID) -> list[CaseFileCard]:
    """Return files as pages of an agency show them. Two statements beside that of the rows.

    rows: those of `with_names`.
    """
    found = list(rows)
    agencies = directory.agencies({row.agency_id for row in found})
    unclosed = [row.pk for row in found if row.state in _UNCLOSED]
    counts = dict(
        CaseFile.objects.filter(pk__in=unclosed)
        .values_list("pk")
        .annotate(count=Count("documents"))
        .order_by()
    )
    made = []
    for row in found:
        agency = agencies[row.agency_id]
        closed_agency = "" if row.agency_id == agency_id else agency.name
        count = counts.get(row.pk, row.closed_count)
        made.append(card_of(row, code=agency.code, closed_agency=closed_agency, count=count))
    return made


def with_names(rows: QuerySet[CaseFile]) -> QuerySet[CaseFile]:
    return rows.select_related("unit", "keeper__person")


def facts_of(row: CaseFile) -> CaseFileFacts:
    return CaseFileFacts(
        year=row.year,
        notation=row.notation,
        title=row.title,
        heading=row.heading,
        retention=Retention(row.retention),
        unit_id=row.unit_id,
        keeper_id=row.keeper_id,
        started_on=row.started_on,
        is_construction=row.is_construction,
        note=row.note,
    )


def card_of(row: CaseFile, *, code: str, closed_agency: str, count: int) -> CaseFileCard:
    """Return one file; its unit and keeper are at hand."""
    return CaseFileCard(
        id=row.pk,
        agency_id=row.agency_id,
        code=".".join(part for part in (code, str(row.year), row.notation) if part),
        facts=facts_of(row),
        state=CaseFileState(row.state),
        unit_name=row.unit.name if row.unit else "",
        keeper_name=row.keeper.person.name if row.keeper else "",
        is_listed=row.is_listed,
        ended_on=row.ended_on,
        due_on=row.due_on,
        kept_back_until=row.kept_back_until,
        kept_back_reason=row.kept_back_reason,
        closed_by=row.closed_by,
        count=count,
        page_count=row.page_count,
        list_digest=row.list_digest,
        closed_agency=closed_agency,
    )

"""Files: lists of them, one with its course, and what stands against closing it."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from lienthong.casefiles import errors, rules
from lienthong.casefiles.models import CaseFile, Happening
from lienthong.casefiles.queries import _cards
from lienthong.casefiles.queries.documents import open_work_in, recalled_in
from lienthong.casefiles.types import (
    CaseFileCard,
    CaseFileCheck,
    CaseFileFilter,
    CaseFileState,
    CaseFileStep,
    CaseFileTab,
    Retention,
    StepLine,
)
from lienthong.documents import queries as documents
from lienthong.documents.types import Viewer
from lienthong.kernel.actor import Actor
from lienthong.kernel.text import fold

_MOST_WORDS = 12
_STATES = {
    CaseFileTab.OPEN: [CaseFileState.OPEN],
    CaseFileTab.LISTED: [CaseFileState.LISTED],
    CaseFileTab.CLOSED: [CaseFileState.CLOSED, CaseFileState.OFFERED],
    CaseFileTab.HANDED_OVER: [CaseFileState.HANDED_OVER],
}
_ENDED = (CaseFileState.CLOSED, CaseFileState.OFFERED, CaseFileState.HANDED_OVER)


def may_keep(actor: Actor, *, unit_id: UUID | None, keeper_id: UUID | None) -> bool:
    """Say whether an actor may change a file of the own agency.

    Who keeps it, whoever is in its unit, and the clerks (Decree 30/2020/NĐ-CP, Article 31).
    """
    if "casefiles.keep" not in actor.rights:
        return False
    if "casefiles.list" in actor.rights:
        return True
    return (keeper_id is not None and keeper_id == actor.post_id) or (
        unit_id is not None and unit_id == actor.unit_id
    )


def case_file(case_file_id: UUID, *, agency_id: UUID) -> CaseFileCard:
    """Return one file of an agency, or of one whose heir it is. Raises CaseFileNotFound.

    Four statements.
    """
    row = _cards.with_names(_cards.held(agency_id)).filter(pk=case_file_id).first()
    if row is None:
        raise errors.CaseFileNotFound()
    return _cards.cards([row], agency_id)[0]


def find_files(
    wanted: CaseFileFilter,
    *,
    actor: Actor,
    today: date,
    skipped: int = 0,
    limit: int = _cards.PAGE,
) -> list[CaseFileCard]:
    """Return files of the actor's agency, the newest year first, then by number and notation.

    Four statements. Everybody who keeps files knows what files there are: the list is the agency's.
    """
    rows = _cards.with_names(_wanted(wanted, actor, today))
    ordered = rows.order_by("-year", "place", "pk")[skipped : skipped + limit]
    return _cards.cards(ordered, actor.own_agency)


def list_of_year(year: int, *, agency_id: UUID) -> list[CaseFileCard]:
    """Return the list of a year (danh mục hồ sơ) of an agency, by number. Three statements.

    Without files that were opened beside it, and those of agencies whose heir it is.
    """
    rows = CaseFile.objects.filter(agency_id=agency_id, year=year, is_listed=True)
    return _cards.cards(_cards.with_names(rows).order_by("place", "pk"), agency_id)


def count_files(wanted: CaseFileFilter, *, actor: Actor, today: date) -> int:
    """Return how many files a filter finds. Two statements."""
    return _wanted(wanted, actor, today).count()


def open_files_for(actor: Actor, *, text: str = "", limit: int = _cards.PAGE) -> list[CaseFileCard]:
    """Return open files into which an actor may put documents, the newest first.

    Four statements.
    """
    rows = _cards.with_names(_cards.held(actor.own_agency)).filter(
        _words(text), state=CaseFileState.OPEN
    )
    if "casefiles.list" not in actor.rights:
        rows = rows.filter(mine(actor))
    return _cards.cards(rows.order_by("-year", "place", "pk")[:limit], actor.own_agency)


def years_of(agency_id: UUID) -> Mapping[int, int]:
    """Return the years of an agency's files, the newest first, with how many are in their lists.

    Two statements.
    """
    rows = _cards.held(agency_id).values_list("year")
    counted = rows.annotate(listed=Count("pk", filter=Q(is_listed=True, agency_id=agency_id)))
    return dict(counted.order_by("-year"))


def course(case_file_id: UUID, *, viewer: Viewer, limit: int = 200) -> list[StepLine]:
    """Return what happened to a file, the latest at most so many, in order. Three statements.

    Which document was taken out is told to who may see it.
    """
    rows = Happening.objects.filter(case_file_id=case_file_id).order_by("-happened_at", "-id")
    found = list(reversed(rows[:limit]))
    taken = [row.version_id for row in found if row.version_id]
    seen = documents.readable_version_ids(viewer).filter(pk__in=taken)
    versions = documents.version_cards(seen) if taken else {}
    return [
        StepLine(
            CaseFileStep(row.step),
            versions[row.version_id].reference_code if row.version_id in versions else row.note,
            row.actor_name,
            row.happened_at,
        )
        for row in found
    ]


def closing_check(card: CaseFileCard, *, viewer: Viewer) -> CaseFileCheck:
    """Say what stands against closing a file, and what deserves a look. Three statements."""
    return CaseFileCheck(
        no_title=not card.facts.title,
        no_retention=card.facts.retention == Retention.UNKNOWN,
        is_empty=card.count == 0,
        open_work=tuple(open_work_in(card.id, agency_id=card.agency_id, viewer=viewer)),
        recalled=tuple(recalled_in(card.id, viewer=viewer)),
    )


def _wanted(wanted: CaseFileFilter, actor: Actor, today: date) -> QuerySet[CaseFile]:
    rows = _cards.held(actor.own_agency).filter(_tab(wanted.tab, today), _words(wanted.text))
    if wanted.year is not None:
        rows = rows.filter(year=wanted.year)
    if wanted.unkept:
        rows = rows.filter(keeper__isnull=True)
    return rows.filter(mine(actor)) if wanted.mine else rows


def _tab(tab: CaseFileTab, today: date) -> Q:
    if tab == CaseFileTab.TO_DEPOSIT:
        return Q(state=CaseFileState.CLOSED, due_on__isnull=False)
    if tab == CaseFileTab.OVER:
        return _over(today)
    return Q(state__in=_STATES[tab]) if tab in _STATES else Q()


def _over(today: date) -> Q:
    """Files whose retention has ended: whole years after the one in which their work ended."""
    found = Q(pk__in=[])
    for retention in Retention:
        if retention.years is not None:
            before = rules.ended_before(today, retention.years)
            found |= Q(retention=str(retention), ended_on__lt=before)
    return found & Q(state__in=_ENDED)


def mine(actor: Actor) -> Q:
    """Return what picks the files that an actor keeps, alone or with the unit."""
    own = Q(keeper_id=actor.post_id) if actor.post_id else Q(pk__in=[])
    return own | Q(unit_id=actor.unit_id) if actor.unit_id else own


def _words(text: str) -> Q:
    found = Q()
    for word in fold(text).split()[:_MOST_WORDS]:
        found &= Q(search_text__contains=word)
    return found

"""Reading the work on incoming documents."""

from collections.abc import Mapping
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet

from lienthong.documents.types import Viewer
from lienthong.kernel.text import clean_line, fold
from lienthong.registers import errors
from lienthong.registers.models import Assignment, IncomingDocument, Instruction
from lienthong.registers.queries.books import PAGE, card_of
from lienthong.registers.queries.words import few_lines_with
from lienthong.registers.types import (
    AssignmentCard,
    AssignmentRole,
    AssignmentState,
    DueFilter,
    IncomingCard,
    IncomingFilter,
    IncomingRow,
    IncomingTab,
    InstructionCard,
    WorkState,
)

_AT_WORK = (WorkState.ASSIGNED, WorkState.IN_WORK)
_UNFINISHED = (WorkState.AWAITING_INSTRUCTION, *_AT_WORK)
_ENDLESS_TABS = (IncomingTab.FINISHED, IncomingTab.ALL)
_MOST_WORDS = 12
_OPEN_TABS = (IncomingTab.AWAITING_INSTRUCTION, IncomingTab.IN_WORK, IncomingTab.OVERDUE)


def incoming_card(entry_id: UUID) -> IncomingCard:
    """Return an incoming document with its instructions and assignments. Three statements.

    Raises EntryNotFound.
    """
    row = _with_entry().filter(pk=entry_id).first()
    if row is None:
        raise errors.EntryNotFound()
    return _card(row)


def incoming_of_delivery(delivery_id: UUID) -> IncomingCard | None:
    """Return the incoming document that a delivery was entered as, or None. Three statements."""
    row = _with_entry().filter(entry__delivery_id=delivery_id).first()
    return _card(row) if row else None


def incoming_of_version(version_id: UUID, *, agency_id: UUID) -> IncomingCard | None:
    """Return what an agency entered of this on paper or by mail, or None. Three statements."""
    rows = _with_entry().filter(
        agency_id=agency_id,
        entry__received__document__versions=version_id,
        entry__version__document=F("entry__received__document"),
    )
    row = rows.first()
    return _card(row) if row else None


def _with_entry() -> QuerySet[IncomingDocument]:
    return IncomingDocument.objects.select_related("entry__register")


def _card(row: IncomingDocument) -> IncomingCard:
    assignments = _assignments(row.pk)
    given = Instruction.objects.filter(incoming=row).select_related("given_by__person")
    return IncomingCard(
        entry=card_of(row.entry),
        agency_id=row.agency_id,
        state=WorkState(row.state),
        is_urgent=row.is_urgent,
        due_on=row.due_on,
        lead_name=row.lead_name,
        finished_at=row.finished_at,
        instructions=tuple(
            InstructionCard(
                id=i.id,
                text=i.text,
                given_by=i.given_by.person.name,
                title=i.given_by.title,
                given_at=i.given_at,
                due_on=i.due_on,
                assignments=tuple(assignments.get(i.id, ())),
            )
            for i in given.order_by("given_at", "id")
        ),
    )


def find_incoming(
    *,
    viewer: Viewer,
    post_id: UUID | None,
    wanted: IncomingFilter,
    today: date,
    before: UUID | None = None,
    limit: int = PAGE,
) -> list[IncomingRow]:
    """Return rows of the list, the newest first, from after the line `before` on.

    Clerks and leaders see the whole book of their agency, officers what was given to them. One
    statement, and one more for words that are looked for in all that grows for ever.
    """
    rows = visible(viewer, post_id).filter(_tab(wanted.tab, today), _due(wanted.due, today))
    if wanted.year is not None:
        rows = rows.filter(entry__register__year=wanted.year)
    if wanted.author:
        rows = rows.filter(entry__author=wanted.author)
    if wanted.lead:
        rows = rows.filter(lead_name=wanted.lead)
    rows = rows.filter(_words(viewer, wanted))
    if before is not None:
        rows = rows.filter(entry_id__lt=before)
    return [row_of(row) for row in rows.select_related("entry").order_by("-entry_id")[:limit]]


def _words(viewer: Viewer, wanted: IncomingFilter) -> Q:
    """Return the condition of what was typed: by the index, or line by line where lines are few.

    Open work and what one officer was given are few; there even a part of a word is found.
    """
    is_endless = wanted.tab in _ENDLESS_TABS and viewer.sees_whole_agency
    if is_endless and viewer.agency_id is not None and clean_line(wanted.text):
        few = few_lines_with(wanted.text, agency_id=viewer.agency_id)
        if few is not None:
            return Q(pk__in=few)
    found = Q()
    for word in fold(wanted.text).split()[:_MOST_WORDS]:
        by_number = Q(entry__number=int(word)) if word.isdecimal() and len(word) < 9 else Q()
        found &= Q(entry__search_text__contains=word) | by_number
    return found


def count_incoming(
    *, viewer: Viewer, post_id: UUID | None, today: date
) -> Mapping[IncomingTab, int]:
    """Return how much stands in each tab of open work. One statement.

    What is finished is not counted: it grows for ever, and nobody has to act on it.
    """
    counts = (
        visible(viewer, post_id)
        .filter(state__in=_UNFINISHED)
        .aggregate(**{tab.name: Count("pk", filter=_tab(tab, today)) for tab in _OPEN_TABS})
    )
    return {tab: counts[tab.name] for tab in _OPEN_TABS}


def _tab(tab: IncomingTab, today: date) -> Q:
    return {
        IncomingTab.AWAITING_INSTRUCTION: Q(state=WorkState.AWAITING_INSTRUCTION),
        IncomingTab.IN_WORK: Q(state__in=_AT_WORK),
        IncomingTab.OVERDUE: Q(state__in=_UNFINISHED, due_on__lt=today),
        IncomingTab.FINISHED: Q(state=WorkState.FINISHED),
        IncomingTab.ALL: Q(pk__isnull=False),
    }[tab]


def _due(wanted: str, today: date) -> Q:
    """Return the condition of a chip "Hạn"; an unknown word narrows nothing."""
    known: dict[str, Q] = {
        DueFilter.LATE: Q(state__in=_UNFINISHED, due_on__lt=today),
        DueFilter.TODAY: Q(due_on=today),
        DueFilter.WEEK: Q(due_on__range=(today, today + timedelta(days=7))),
        DueFilter.NONE: Q(due_on__isnull=True),
    }
    return known.get(wanted, Q())


def visible(viewer: Viewer, post_id: UUID | None) -> QuerySet[IncomingDocument]:
    """Return the incoming documents that a viewer may see, for the queries of this package."""
    rows = IncomingDocument.objects.filter(agency_id=viewer.agency_id)
    if viewer.sees_whole_agency:
        return rows
    # A set of ids, not a condition a line: an officer was given few of the many of an agency.
    given = Assignment.objects.filter(_given_to(viewer, post_id))
    return rows.filter(pk__in=given.values("incoming_id"))


def _given_to(viewer: Viewer, post_id: UUID | None) -> Q:
    found = Q(post_id=post_id, post__isnull=False)
    if viewer.unit_id is not None:
        found |= Q(unit_id=viewer.unit_id, post__isnull=True)
    return found


def _assignments(entry_id: UUID) -> dict[UUID, list[AssignmentCard]]:
    found: dict[UUID, list[AssignmentCard]] = {}
    rows = Assignment.objects.filter(incoming_id=entry_id).select_related("unit", "post__person")
    for row in rows.order_by("id"):
        found.setdefault(row.instruction_id, []).append(_assignment_card(row))
    return found


def _assignment_card(row: Assignment) -> AssignmentCard:
    name = row.post.person.name if row.post else row.unit.name if row.unit else ""
    return AssignmentCard(
        id=row.id,
        role=AssignmentRole(row.role),
        state=AssignmentState(row.state),
        assignee_name=name,
        unit_id=row.unit_id,
        post_id=row.post_id,
        due_on=row.due_on,
        started_at=row.started_at,
        finished_at=row.finished_at,
        finished_by=row.finished_by,
        outcome=row.outcome,
        answer_document_id=row.answer_id,
    )


def row_of(row: IncomingDocument) -> IncomingRow:
    """Return a line as lists show it; its entry is at hand."""
    entry = row.entry
    return IncomingRow(
        entry_id=entry.id,
        version_id=entry.version_id,
        number=entry.number,
        entered_at=entry.entered_at,
        author=entry.author,
        reference_code=entry.reference_code,
        document_on=entry.document_on,
        subject=entry.subject,
        lead_name=row.lead_name,
        due_on=row.due_on,
        state=WorkState(row.state),
        is_urgent=row.is_urgent,
    )

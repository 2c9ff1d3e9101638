"""Drafts and outgoing documents, as pages of lists."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from heapq import merge
from itertools import islice
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from lienthong.directory import queries as directory
from lienthong.documents.types import Viewer
from lienthong.issuing.models import Draft
from lienthong.issuing.queries import _stored as stored
from lienthong.issuing.queries.cards import card_of
from lienthong.issuing.types import (
    DraftCard,
    DraftState,
    OutgoingRow,
    OutgoingTab,
)
from lienthong.kernel.text import clean_line, fold
from lienthong.registers import queries as registers

PAGE = 50


def drafts(
    *,
    viewer: Viewer,
    post_id: UUID | None,
    states: Collection[DraftState],
    before: UUID | None = None,
    limit: int = PAGE,
) -> list[DraftCard]:
    """Return drafts in these states, the newest first; recipients are only counted."""
    rows = stored.own(stored.drafts(), viewer, post_id).filter(state__in=list(states))
    if before is not None:
        rows = rows.filter(id__lt=before)
    return [card_of(row, recipients=()) for row in rows.order_by("-id")[:limit]]


def count_outgoing(viewer: Viewer, *, post_id: UUID | None) -> Mapping[OutgoingTab, int]:
    """Return how many documents stand in each tab of drafts but the endless one. One statement."""
    rows = stored.own(Draft.objects.all(), viewer, post_id).exclude(
        state__in=[DraftState.ISSUED, DraftState.ON_PAPER, DraftState.WITHDRAWN]
    )
    counted = dict(rows.values_list("state").annotate(count=Count("id")).order_by())
    return {
        tab: sum(counted.get(state, 0) for state in tab.states)
        for tab in OutgoingTab
        if tab not in {OutgoingTab.ISSUED, OutgoingTab.SENT}
    }


def outgoing(
    viewer: Viewer,
    *,
    post_id: UUID | None,
    tab: OutgoingTab,
    text: str = "",
    year: int | None = None,
    before: UUID | None = None,
    limit: int = PAGE,
) -> list[OutgoingRow]:
    """Return a page of outgoing documents, the newest first, from after the row `before` on.

    year: that of the day printed on what has a number, else that in which the draft was made.
    text: number, notation, subject and recipients of what has a number, without tones; subject
    and notation as typed of what has none yet. Among what was issued is, for clerks and leaders,
    what agencies issued of which theirs is the heir. One statement, and one more for such words;
    of what was issued one more, and as many again for each agency that is inherited from.
    """
    pages = [
        _page(
            replace(viewer, agency_id=one),
            post_id=post_id,
            tab=tab,
            text=text,
            year=year,
            before=before,
            limit=limit,
        )
        for one in _agencies_of(viewer, tab)
    ]
    merged = merge(*pages, key=lambda row: row.id, reverse=True)
    return [stored.outgoing_row(row) for row in islice(merged, limit)]


def _agencies_of(viewer: Viewer, tab: OutgoingTab) -> list[UUID]:
    if tab != OutgoingTab.ISSUED or not viewer.sees_whole_agency:
        return [viewer.agency_id]
    return directory.with_inherited(viewer.agency_id)


def _page(
    viewer: Viewer,
    *,
    post_id: UUID | None,
    tab: OutgoingTab,
    text: str,
    year: int | None,
    before: UUID | None,
    limit: int,
) -> QuerySet[Draft]:
    rows = stored.own(stored.listed(), viewer, post_id).filter(state__in=tab.states)
    if year is not None:
        rows = rows.filter(
            Q(entry__document_on__year=year) | Q(entry__isnull=True, created_at__year=year)
        )
    if _has_number(tab):
        rows = rows.filter(_with_words(text, viewer))
    else:
        for word in clean_line(text).split()[:12]:
            rows = rows.filter(Q(subject__icontains=word) | Q(notation__icontains=word))
    if before is not None:
        rows = rows.filter(id__lt=before)
    return rows.order_by("-id")[:limit]


def _with_words(text: str, viewer: Viewer) -> Q:
    """Return the condition of words in the lines of what has a number: few of them by their ids."""
    if viewer.agency_id is None or not clean_line(text):
        return Q()
    few = registers.few_lines_with(text, agency_id=viewer.agency_id)
    if few is not None:
        return Q(entry__in=few)
    found = Q()
    for word in fold(text).split()[:12]:
        found &= Q(entry__search_text__contains=word)
    return found


def _has_number(tab: OutgoingTab) -> bool:
    return tab == OutgoingTab.ISSUED

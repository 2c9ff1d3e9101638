"""What others may know of drafts."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date
from heapq import merge
from itertools import islice
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from lienthong.directory import queries as directory
from lienthong.documents import queries as documents
from lienthong.documents.types import RecipientLine, RecipientRole, Urgency, Viewer
from lienthong.exchange.types import Recipient
from lienthong.issuing import errors
from lienthong.issuing.models import Draft, DraftAttachment, Step
from lienthong.issuing.types import (
    DraftCard,
    DraftFacts,
    DraftFile,
    DraftState,
    Origin,
    OutgoingRow,
    OutgoingTab,
    StepLine,
)
from lienthong.kernel.actor import Actor
from lienthong.kernel.text import clean_line, fold
from lienthong.kernel.wording import noop as _
from lienthong.registers import queries as registers

PAGE = 50


def draft_card(draft_id: UUID, *, agency_id: UUID | None) -> DraftCard:
    """Return one draft of an agency; raises DraftNotFound, also for another agency's."""
    row = _rows().filter(pk=draft_id, agency_id=agency_id).first() if agency_id else None
    if row is None:
        raise errors.DraftNotFound()
    return _card(row, recipients=_recipients(row))


def visible_draft(draft_id: UUID, *, viewer: Viewer, post_id: UUID | None) -> DraftCard:
    """Return one draft for a page; an officer sees those of the own unit. Raises DraftNotFound."""
    row = _visible(viewer, post_id).filter(pk=draft_id).first()
    if row is None:
        raise errors.DraftNotFound()
    return _card(row, recipients=_recipients(row))


def drafts(
    *,
    viewer: Viewer,
    post_id: UUID | None,
    states: Collection[DraftState],
    before: UUID | None = None,
    limit: int = PAGE,
) -> list[DraftCard]:
    """Return drafts in these states, the newest first; recipients are only counted."""
    rows = _visible(viewer, post_id).filter(state__in=list(states))
    if before is not None:
        rows = rows.filter(id__lt=before)
    return [_card(row, recipients=()) for row in rows.order_by("-id")[:limit]]


def course(draft_id: UUID) -> list[StepLine]:
    """Return what happened to a draft, the first step first."""
    return [
        StepLine(row.name, row.note, row.actor_name, row.actor_title, row.happened_at)
        for row in Step.objects.filter(draft_id=draft_id)
    ]


def attachments_of(draft_id: UUID) -> list[DraftFile]:
    """Return the files that go with a draft, in their order. One statement."""
    rows = DraftAttachment.objects.filter(draft_id=draft_id).select_related("content")
    return [
        DraftFile(row.position, row.name, row.content_id, row.content.size, row.media_type)
        for row in rows
    ]


def _visible(viewer: Viewer, post_id: UUID | None) -> QuerySet[Draft]:
    return _own(_rows(), viewer, post_id)


def _own(rows: QuerySet[Draft], viewer: Viewer, post_id: UUID | None) -> QuerySet[Draft]:
    """Clerks and leaders see their agency's; an officer the own ones and those of the unit."""
    rows = rows.filter(agency_id=viewer.agency_id)
    if viewer.sees_whole_agency:
        return rows
    mine = Q(pk__in=[])
    if post_id is not None:
        mine |= Q(drafted_by_id=post_id) | Q(signer_id=post_id)
    if viewer.unit_id is not None:
        mine |= Q(unit_id=viewer.unit_id)
    return rows.filter(mine)


def _rows() -> QuerySet[Draft]:
    return Draft.objects.select_related("drafted_by__person", "entry").annotate(
        recipient_count=Count("recipients")
    )


def _recipients(row: Draft) -> tuple[RecipientLine, ...]:
    return tuple(
        RecipientLine(r.text, RecipientRole(r.role), r.agency_id, r.group_id)
        for r in row.recipients.all()
    )


def _card(row: Draft, *, recipients: tuple[RecipientLine, ...]) -> DraftCard:
    return DraftCard(
        id=row.id,
        agency_id=row.agency_id,
        origin=Origin(row.origin),
        state=DraftState(row.state),
        facts=DraftFacts(
            kind=row.kind,
            subject=row.subject,
            notation=row.notation,
            signer_post_id=row.signer_id,
            urgency=Urgency(row.urgency),
            due_on=row.due_on,
            recipients=recipients,
            answers_entry_id=row.answers_entry_id,
            number=row.given_number,
            number_suffix=row.given_suffix,
            issued_on=row.given_issued_on,
            signer_name=row.signer_name,
            signer_position=row.signer_position,
            signer_authority=row.signer_authority,
            slip=row.slip,
        ),
        content_digest=row.content_id,
        content_name=row.content_name,
        drafted_by=row.drafted_by.person.name,
        drafted_by_post=row.drafted_by_id,
        entry_id=row.entry_id,
        entry_number=row.entry.reference_code if row.entry else "",
        version_id=row.version_id,
        dispatch_id=row.dispatch_id,
        return_reason=row.return_reason,
        created_at=row.created_at,
        signed_at=row.signed_at,
        recipient_count=row.recipient_count,  # type: ignore[attr-defined]  # by _rows
        to_sign_until=row.to_sign_until,
    )


def recipients_of(
    lines: Collection[RecipientLine], *, sender_id: UUID, on: date
) -> tuple[Recipient, ...]:
    """Turn a recipients block into agencies: groups are those of the day, a named line goes first.

    Five statements at most for each group.
    """
    roles: dict[UUID, RecipientRole] = {}
    sent = [line for line in lines if line.role != RecipientRole.FILE]
    for line in sent:
        if line.agency_id is not None:
            roles.setdefault(line.agency_id, line.role)
    for line in sent:
        if line.group_id is not None:
            for member in directory.expand_group(line.group_id, on=on):
                if member.id != sender_id:
                    roles.setdefault(member.id, line.role)
    return tuple(Recipient(agency_id, role) for agency_id, role in roles.items())


def draft_with_key(key: str, *, agency_id: UUID) -> UUID | None:
    """Return the draft that a form with this key has already made. One statement."""
    rows = Draft.objects.filter(agency_id=agency_id, key=key) if key else Draft.objects.none()
    return rows.values_list("pk", flat=True).first()


def draft_with_content(digest: str, *, agency_id: UUID, besides: UUID | None) -> OutgoingRow | None:
    """Return a draft of the agency that began with, or became, these bytes. One statement."""
    known = Step.objects.filter(draft=OuterRef("pk"), content_id=digest)
    return _first_of(_listed().filter(Exists(known)), agency_id, besides)


def draft_with_number(
    reference: str, *, year: int, agency_id: UUID, besides: UUID | None
) -> OutgoingRow | None:
    """Return a document of the agency that carries this number in this year. One statement."""
    rows = _listed().filter(entry__reference_code=reference, entry__document_on__year=year)
    return _first_of(rows, agency_id, besides)


def subject_told(draft_id: UUID, *, actor: Actor) -> str:
    """Return the subject of a draft, or words for "another document" when it is not the actor's.

    What may not be seen is not told by a refusal either. Four statements at most.
    """
    viewer = documents.viewer_of(actor)
    draft = Draft.objects.select_related("version").get(pk=draft_id)
    is_seen = _own(Draft.objects.filter(pk=draft_id), viewer, actor.post_id).exists() or (
        draft.version is not None and documents.may_see(viewer, draft.version.document_id)
    )
    return draft.subject if is_seen else _("một văn bản khác")


def _first_of(rows: QuerySet[Draft], agency_id: UUID, besides: UUID | None) -> OutgoingRow | None:
    live = rows.filter(agency_id=agency_id).exclude(state=DraftState.WITHDRAWN)
    if besides is not None:
        live = live.exclude(pk=besides)
    found = live.order_by("-id").first()
    return _outgoing_row(found) if found else None


def count_outgoing(viewer: Viewer, *, post_id: UUID | None) -> Mapping[OutgoingTab, int]:
    """Return how many documents stand in each tab but the endless one. One statement."""
    rows = _own(Draft.objects.all(), viewer, post_id).exclude(
        state__in=[DraftState.ISSUED, DraftState.WITHDRAWN]
    )
    counted = dict(rows.values_list("state").annotate(count=Count("id")).order_by())
    return {
        tab: sum(counted.get(state, 0) for state in tab.states)
        for tab in OutgoingTab
        if tab != OutgoingTab.ISSUED
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
    return [_outgoing_row(row) for row in islice(merged, limit)]


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
    rows = _own(_listed(), viewer, post_id).filter(state__in=tab.states)
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


def _listed() -> QuerySet[Draft]:
    return _rows().select_related("signer__person")


def _outgoing_row(row: Draft) -> OutgoingRow:
    entry = row.entry
    return OutgoingRow(
        draft_id=row.id,
        version_id=row.version_id,
        entry_id=row.entry_id,
        state=DraftState(row.state),
        origin=Origin(row.origin),
        number=entry.reference_code if entry else "",
        dated=entry.document_on if entry else row.given_issued_on,
        subject=row.subject,
        signer_name=row.signer_name,
        drafted_by=row.drafted_by.person.name,
        recipient_count=row.recipient_count,  # type: ignore[attr-defined]  # by _rows
        urgency=Urgency(row.urgency),
        return_reason=row.return_reason,
        changed_at=row.issued_at or row.signed_at or row.created_at,
        issued_at=row.issued_at,
    )

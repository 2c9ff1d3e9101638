"""What other agencies were asked about a draft, and what they answered."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from uuid import UUID

from lienthong.documents import queries as documents
from lienthong.documents.types import RelationKind, VersionCard, Viewer
from lienthong.exchange import queries as exchange
from lienthong.exchange.types import DeliveryCard
from lienthong.issuing.models import AgencyComment, Draft
from lienthong.issuing.types import (
    AgencyAnswer,
    AgencyCommentCard,
    Consultation,
    ConsultedAgency,
    DraftState,
    Treatment,
)

_Answers = Mapping[UUID, list[AgencyAnswer]]


def consultations_on(draft_id: UUID, *, viewer: Viewer, on: date) -> tuple[Consultation, ...]:
    """Return the letters that asked about a draft, the first first; withdrawn ones are left out.

    That an agency answered is told to whoever sees the draft; its document opens to whom it was
    given. One statement where there is none, some twenty-five for each letter that went out.
    """
    letters = Draft.objects.filter(consults_id=draft_id).exclude(state=DraftState.WITHDRAWN)
    rows = letters.select_related("entry", "version").order_by("created_at", "id")
    return tuple(_consultation(row, viewer, on=on) for row in rows)


def consultation_until(version_id: UUID) -> date | None:
    """Return until when a document asks its recipients for comments on a draft, if it does."""
    row = Draft.objects.filter(version_id=version_id, consults__isnull=False)
    return row.values_list("due_on", flat=True).first()


def _consultation(letter: Draft, viewer: Viewer, *, on: date) -> Consultation:
    agencies: tuple[ConsultedAgency, ...] = ()
    if letter.version is not None and letter.dispatch_id is not None:
        answers = _answers(letter.version.document_id, viewer)
        comments = _comments(letter)
        is_over = letter.due_on is not None and letter.due_on < on
        agencies = tuple(
            _agency(one, answers, comments, is_over=is_over)
            for one in exchange.deliveries_of_dispatch(letter.dispatch_id)
        )
    return Consultation(
        letter_id=letter.id,
        state=DraftState(letter.state),
        reference=letter.entry.reference_code if letter.entry else "",
        subject=letter.subject,
        due_on=letter.due_on,
        version_id=letter.version_id,
        agencies=agencies,
    )


def _agency(
    delivery: DeliveryCard,
    answers: _Answers,
    comments: Mapping[UUID, AgencyCommentCard],
    *,
    is_over: bool,
) -> ConsultedAgency:
    given = tuple(answers.get(delivery.recipient_id, ()))
    comment = comments.get(delivery.recipient_id)
    return ConsultedAgency(
        agency_id=delivery.recipient_id,
        name=delivery.recipient_name,
        answers=given,
        comment=comment,
        is_late=is_over and not given and comment is None,
    )


def _answers(document_id: UUID, viewer: Viewer) -> dict[UUID, list[AgencyAnswer]]:
    """The documents that answer the letter, by who issued them; each once."""
    whole = replace(viewer, sees_whole_agency=True)
    seen = {card.id for card in _answering(document_id, viewer)}
    found: dict[UUID, list[AgencyAnswer]] = {}
    for card in _answering(document_id, whole):
        answer = AgencyAnswer(card.id, card.reference_code, card.issued_on, card.id in seen)
        found.setdefault(card.issuer_id, []).append(answer)
    return found


def _answering(document_id: UUID, viewer: Viewer) -> list[VersionCard]:
    links = documents.relations_of(document_id, viewer=viewer)
    answering = [
        link.source
        for link in links
        if link.kind == RelationKind.ANSWERS
        and link.target is not None
        and link.target.document_id == document_id
    ]
    return list({card.id: card for card in answering}.values())


def _comments(letter: Draft) -> dict[UUID, AgencyCommentCard]:
    return {
        row.agency_id: AgencyCommentCard(
            row.agrees,
            row.text,
            Treatment(row.treatment) if row.treatment else None,
            row.explanation,
            row.noted_by_name,
            row.noted_at,
        )
        for row in AgencyComment.objects.filter(letter=letter)
    }

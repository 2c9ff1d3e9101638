"""Noting: what an agency answered about a draft, in a line of the summary (A8)."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from lienthong.access import services as access
from lienthong.issuing import errors
from lienthong.issuing.models import AgencyComment, Draft
from lienthong.issuing.services import _drafts
from lienthong.issuing.types import NotedComment, Treatment
from lienthong.kernel.actor import Actor
from lienthong.kernel.text import clean_block

_LONGEST_COMMENT, _LONGEST_EXPLANATION = 5000, 2000  # in signs


def note_agency_comment(
    *, letter_id: UUID, agency_id: UUID, noted: NotedComment, actor: Actor, now: datetime
) -> UUID:
    """Note what an agency that was asked says, and what became of it; return the draft asked about.

    The author of that draft or a leader; also of what came on paper, and after the signature, for
    the summary is filed with the document. The same again changes nothing; of two who note
    differently the second is told. Raises NotAllowed, ConsultationNotFound, DraftNotFound,
    NotTheAuthor, CommentEmpty, AgreesWithComment, CommentTooLong, ExplanationMissing,
    CommentTreated.
    """
    access.require(actor, "issuing.draft", agency_id=actor.agency_id)
    text, explanation = clean_block(noted.text), clean_block(noted.explanation)
    _require_whole(noted, text, explanation)
    draft_id = _asked_about(letter_id, agency_id, actor)
    facts = {
        "agrees": noted.agrees,
        "text": text,
        "treatment": noted.treatment or "",
        "explanation": explanation,
    }
    with transaction.atomic():
        draft = _drafts.locked(draft_id, actor)
        _drafts.require_author(draft, actor)
        earlier = AgencyComment.objects.filter(letter_id=letter_id, agency_id=agency_id).first()
        if earlier and all(getattr(earlier, name) == value for name, value in facts.items()):
            return draft.pk
        if (earlier.noted_at if earlier else None) != noted.seen_at:
            raise errors.CommentTreated(who=earlier.noted_by_name if earlier else "")
        AgencyComment.objects.update_or_create(
            letter_id=letter_id,
            agency_id=agency_id,
            defaults={**facts, "noted_by_name": actor.name, "noted_at": now},
        )
        return draft.pk


def _asked_about(letter_id: UUID, agency_id: UUID, actor: Actor) -> UUID:
    """Return the draft that a letter asked an agency about. Raises ConsultationNotFound."""
    letter = Draft.objects.filter(
        pk=letter_id, agency_id=actor.own_agency, dispatch__deliveries__recipient_id=agency_id
    ).first()
    if letter is None or letter.consults_id is None:
        raise errors.ConsultationNotFound()
    return letter.consults_id


def _require_whole(noted: NotedComment, text: str, explanation: str) -> None:
    if noted.agrees and text:
        raise errors.AgreesWithComment()
    if not noted.agrees and not text:
        raise errors.CommentEmpty()
    for length, most in (
        (len(text), _LONGEST_COMMENT),
        (len(explanation), _LONGEST_EXPLANATION),
    ):
        if length > most:
            raise errors.CommentTooLong(length=length, most=most)
    if noted.treatment == Treatment.NOT_TAKEN and not explanation:
        raise errors.ExplanationMissing()

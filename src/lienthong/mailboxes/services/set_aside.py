"""A letter is no document for the book: aside with a reason, and back again."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from lienthong.access import services as access
from lienthong.kernel.actor import Actor
from lienthong.kernel.text import clean_line
from lienthong.ledger import services as ledger
from lienthong.ledger.types import Act
from lienthong.mailboxes import queries
from lienthong.mailboxes.errors import LetterDecided, LetterNotFound, ReasonMissing
from lienthong.mailboxes.models import Letter
from lienthong.mailboxes.services._work import KIND
from lienthong.mailboxes.types import LetterCard, LetterState
from lienthong.worklist import services as worklist

RIGHT = "registers.accept"


def set_aside(letter_id: UUID, *, reason: str, actor: Actor, now: datetime) -> LetterCard:
    """Take a letter off the list of what waits, with the reason; again changes nothing.

    It stays here and in the mailbox. Raises LetterDecided, LetterNotFound, ReasonMissing,
    RightMissing.
    """
    access.require(actor, RIGHT, agency_id=actor.agency_id)
    said = clean_line(reason)[:500]
    with transaction.atomic():
        row = _own(letter_id, actor)
        if not said:
            raise ReasonMissing
        if row.state == LetterState.SET_ASIDE:
            return queries.letter(letter_id, agency_id=actor.own_agency)
        if row.state != LetterState.WAITING:
            raise LetterDecided(state=LetterState(row.state).label)
        row.state, row.reason = LetterState.SET_ASIDE, said
        row.decided_by, row.decided_at = actor.name[:200], now
        row.save(update_fields=["state", "reason", "decided_by", "decided_at"])
        worklist.settle(subject_kind=KIND, subject_ids=[row.pk], actor=actor, now=now)
        _recorded("letter-set-aside", row, actor=actor, now=now, reason=said)
    return queries.letter(letter_id, agency_id=actor.own_agency)


def put_back(letter_id: UUID, *, actor: Actor, now: datetime) -> LetterCard:
    """Let a letter that was set aside wait again; again changes nothing.

    Raises LetterDecided, LetterNotFound, RightMissing.
    """
    access.require(actor, RIGHT, agency_id=actor.agency_id)
    with transaction.atomic():
        row = _own(letter_id, actor)
        if row.state == LetterState.SET_ASIDE:
            row.state, row.reason = LetterState.WAITING, ""
            row.decided_by, row.decided_at = "", None
            row.save(update_fields=["state", "reason", "decided_by", "decided_at"])
            worklist.reopen(subject_kind=KIND, subject_ids=[row.pk])
            _recorded("letter-put-back", row, actor=actor, now=now)
        elif row.state != LetterState.WAITING:
            raise LetterDecided(state=LetterState(row.state).label)
    return queries.letter(letter_id, agency_id=actor.own_agency)


def _own(letter_id: UUID, actor: Actor) -> Letter:
    rows = Letter.objects.select_for_update().filter(agency_id=actor.own_agency)
    row = rows.filter(pk=letter_id).first()
    if row is None:
        raise LetterNotFound
    return row


def _recorded(what: str, row: Letter, *, actor: Actor, now: datetime, **private: str) -> None:
    act = Act(
        name=f"mailboxes.{what}",
        subjects={"letter": str(row.pk), "agency": str(row.agency_id)},
        private={"sender": row.sender_address, "subject": row.subject, **private},
    )
    ledger.record(act, actor=actor, at=now)

"""Breaking the glass: an operator reads what belongs to an agency, with somebody else's consent."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction

from lienthong.access import queries
from lienthong.access.errors import (
    GlassClosed,
    GlassDecided,
    GlassHours,
    GlassOneself,
    ReasonMissing,
    RightMissing,
    UnknownGlass,
)
from lienthong.access.models import Glass
from lienthong.access.services import _tell
from lienthong.access.services._again import require_same
from lienthong.access.services.rights import require
from lienthong.access.types import GlassCard, GlassState
from lienthong.directory import queries as directory
from lienthong.directory.types import Role
from lienthong.kernel.actor import Actor
from lienthong.kernel.clock import VIETNAM
from lienthong.kernel.text import clean_line
from lienthong.worklist import services as worklist
from lienthong.worklist.types import Audience, NewWork, Verb

# Whoever needs longer asks again, and is agreed to again.
MOST_HOURS = 24
# A request that nobody answered is gone after this.
PATIENCE = timedelta(days=3)
_SAID = ("agency_id", "document_id", "document_text", "reason", "hours", "asked_by_id")


@dataclass(frozen=True, slots=True)
class NewGlass:
    """What is asked: one document of an agency, or all that it has, for some hours.

    key: chosen by the caller; the same again asks once. document_text: number and notation.
    """

    key: str
    agency_id: UUID
    reason: str
    hours: int
    document_id: UUID | None = None
    document_text: str = ""


def ask_glass(new: NewGlass, *, actor: Actor, now: datetime) -> GlassCard:
    """Ask to read; told at once to the agency's leaders and administrators, and to operators.

    Raises RightMissing, ReasonMissing, GlassHours, UnknownAgency, AskedOtherwise.
    """
    require(actor, "access.break-glass")
    row = _row(new, actor=actor, now=now)
    if not row.reason:
        raise ReasonMissing
    if not 1 <= new.hours <= MOST_HOURS:
        raise GlassHours(most=MOST_HOURS)
    if (asked := _asked(row)) is not None:
        return asked
    try:
        with transaction.atomic():
            row.save(force_insert=True)
            card = queries.glass(row.pk)
            _leave_asked(card, actor=actor, now=now)
    except IntegrityError:
        if (asked := _asked(row)) is None:
            raise
        return asked
    return card


def _row(new: NewGlass, *, actor: Actor, now: datetime) -> Glass:
    return Glass(
        key=new.key,
        agency_id=directory.agency(new.agency_id).id,
        document_id=new.document_id,
        document_text=clean_line(new.document_text)[:120],
        reason=clean_line(new.reason)[:500],
        hours=new.hours,
        asked_by_id=directory.post(actor.own_post).person_id,
        asked_by_post_id=actor.own_post,
        asked_at=now,
    )


def _asked(row: Glass) -> GlassCard | None:
    """What was asked under the key of a row, if anything was. Raises AskedOtherwise."""
    earlier = Glass.objects.filter(key=row.key).first()
    if earlier is None:
        return None
    require_same(earlier, row, _SAID)
    return queries.glass(earlier.pk)


def decide_glass(
    *, glass_id: UUID, agrees: bool, note: str, actor: Actor, now: datetime
) -> GlassCard:
    """Agree, and the clock starts; or refuse with the reason. Never by the one who asked.

    By a leader or administrator of the agency, or by another operator. Deciding the same again
    changes nothing. Raises UnknownGlass, GlassOneself, GlassDecided, ReasonMissing.
    """
    note = clean_line(note)[:500]
    if not agrees and not note:
        raise ReasonMissing
    with transaction.atomic():
        row = Glass.objects.select_for_update().filter(pk=glass_id).first()
        card = visible_glass(glass_id, actor=actor)
        if row is None:
            raise UnknownGlass
        if card.asked_by == actor.person_id:
            raise GlassOneself
        _require_may_decide(card, actor)
        wanted = GlassState.AGREED if agrees else GlassState.REFUSED
        if row.state == wanted and row.decided_by_id == actor.person_id:
            return card
        if row.state != GlassState.ASKED or now >= row.asked_at + PATIENCE:
            raise GlassDecided(state=GlassState(row.state).label)
        row.state, row.decided_at, row.decision_note = wanted, now, note
        row.decided_by_id = actor.person_id
        row.until = now + timedelta(hours=row.hours) if agrees else None
        row.save()
        decided = queries.glass(glass_id)
        _leave_decided(decided, actor=actor, now=now)
    return decided


def end_glass(*, glass_id: UUID, actor: Actor, now: datetime) -> GlassCard:
    """End reading before its time; ending what has ended changes nothing.

    By the one who asked, or whoever may decide. Raises UnknownGlass, RightMissing.
    """
    card = visible_glass(glass_id, actor=actor)
    if card.asked_by != actor.person_id:
        _require_may_decide(card, actor)
    _end(card, actor=actor, now=now)
    return queries.glass(glass_id)


def end_glasses(*, now: datetime) -> int:
    """Close what is out of time and drop what nobody answered; return how many.

    Reading itself ends at `until` with or without this: here it is recorded and told.
    """
    over = [*queries.glasses_over(now=now, asked_before=now - PATIENCE)]
    for card in over:
        _end(card, actor=Actor.installation(), now=now)
    return len(over)


def visible_glass(glass_id: UUID, *, actor: Actor) -> GlassCard:
    """Return a request to who has to do with it: operators, leaders and administrators of the
    agency. Raises UnknownGlass for everybody else.
    """
    card = queries.glass(glass_id)
    mine = "access.agree-glass" in actor.rights and card.agency_id == actor.agency_id
    if not mine and "access.break-glass" not in actor.rights:
        raise UnknownGlass
    return card


def actor_with_glass(glass_id: UUID, *, operator: Actor, now: datetime) -> Actor:
    """Return the operator as a reader of the agency. Raises GlassClosed when it is not open."""
    card = queries.glass(glass_id)
    may = "access.break-glass" in operator.rights and card.asked_by == operator.person_id
    if not may or not card.is_open(now):
        raise GlassClosed
    return queries.actor_behind_glass(card, operator)


def _require_may_decide(card: GlassCard, actor: Actor) -> None:
    """Whose content it is, or another operator."""
    try:
        require(actor, "access.agree-glass", agency_id=card.agency_id)
    except RightMissing:
        require(actor, "access.second-glass")


def _end(card: GlassCard, *, actor: Actor, now: datetime) -> None:
    with transaction.atomic():
        open_rows = Glass.objects.filter(
            pk=card.id, state__in=[GlassState.ASKED, GlassState.AGREED]
        )
        if not open_rows.update(state=GlassState.ENDED, ended_at=now):
            return
        _settle(card, actor=actor, now=now)
        _record("access.glass-ended", card, actor=actor, now=now)
        facts = {"asker": card.asked_by_name, "what": what_of(card)}
        _tell_agency(card, _tell.GLASS_ENDED, facts, now=now)


def what_of(card: GlassCard) -> str:
    """Say what may be read: number and notation of the document, or the agency's name."""
    return card.document_text or card.agency_name


def _leave_asked(card: GlassCard, *, actor: Actor, now: datetime) -> None:
    _record("access.glass-asked", card, actor=actor, now=now, reason=card.reason)
    facts: dict[str, str | int] = {
        "by": card.asked_by_name,
        "what": what_of(card),
        "hours": card.hours,
        "reason": card.reason,
    }
    _tell_agency(card, _tell.GLASS_ASKED, facts, now=now)
    _put(card, Verb.AGREE_GLASS, now=now)


def _leave_decided(card: GlassCard, *, actor: Actor, now: datetime) -> None:
    agreed = card.state == GlassState.AGREED
    name = "access.glass-agreed" if agreed else "access.glass-refused"
    _record(name, card, actor=actor, now=now, note=card.decision_note)
    _settle(card, actor=actor, now=now)
    facts: dict[str, str | int] = {
        "by": card.decided_by_name,
        "asker": card.asked_by_name,
        "what": what_of(card),
        "reason": card.decision_note or "—",
    }
    if card.until is not None:
        facts["until"] = f"{card.until.astimezone(VIETNAM):%H:%M %d/%m/%Y}"
    code = _tell.GLASS_AGREED if agreed else _tell.GLASS_REFUSED
    _tell_agency(card, code, facts, now=now)
    _tell.tell_person(card.asked_by, code, facts, kind="glass", subject_id=card.id, now=now)
    if agreed:
        _put(card, Verb.FOLLOW_GLASS, now=now)


def _tell_agency(card: GlassCard, code: str, facts: _tell.Facts, *, now: datetime) -> None:
    _tell.tell_heads(card.agency_id, code, facts, kind="glass", subject_id=card.id, now=now)


def _put(card: GlassCard, verb: Verb, *, now: datetime) -> None:
    worklist.put(
        NewWork(
            agency_id=card.agency_id,
            audience=Audience(role=role),
            verb=verb,
            subject_kind="glass",
            subject_id=card.id,
            arrived_at=now,
            notation=card.document_text,
            summary=card.reason,
            from_whom=card.asked_by_name,
            is_urgent=verb == Verb.AGREE_GLASS,
        )
        for role in (Role.LEADER, Role.ADMINISTRATOR)
    )


def _settle(card: GlassCard, *, actor: Actor, now: datetime) -> None:
    worklist.settle(subject_kind="glass", subject_ids=[card.id], actor=actor, now=now)


def _record(name: str, card: GlassCard, *, actor: Actor, now: datetime, **private: str) -> None:
    subjects = {"agency": card.agency_id, "glass": card.id}
    if card.document_id is not None:
        subjects["document"] = card.document_id
    _tell.record(name, subjects=subjects, actor=actor, now=now, **private)

"""Deciding a reorganisation takes two people: one proposes the plan, another one agrees."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from lienthong.directory import queries
from lienthong.directory.errors import (
    AlreadyDecided,
    AlreadyDone,
    PlanDiffers,
    ReasonOfRefusalMissing,
    ReorganisationUnknown,
    SecondPersonWanted,
)
from lienthong.directory.events import (
    ReorganisationDecided,
    ReorganisationEnded,
    ReorganisationNews,
    ReorganisationProposed,
)
from lienthong.directory.models import Reorganisation
from lienthong.directory.queries import ReorganisationCard
from lienthong.directory.rules.reorganisation import ReorganisationPlan
from lienthong.directory.services.reorganise import demand_for, take_effect, try_out
from lienthong.directory.services.rights import AGREE, demand
from lienthong.directory.services.turns import take_turn
from lienthong.directory.types import ReorganisationState
from lienthong.kernel.actor import Actor
from lienthong.kernel.clock import local_day
from lienthong.kernel.news import announce
from lienthong.kernel.text import clean_line
from lienthong.ledger import services as ledger
from lienthong.ledger.types import Act

_OPEN = (ReorganisationState.PROPOSED, ReorganisationState.PLANNED)


def propose(*, plan: ReorganisationPlan, key: str, actor: Actor, now: datetime) -> UUID:
    """Put a plan before a second person; return its id. Nothing changes before somebody agrees.

    It is tried out first, so that no plan is proposed that cannot be done today. The heads of the
    agencies are told, and those who may agree (`events.ReorganisationProposed`). The same key
    again changes nothing. Raises NotAllowed, PlanDiffers and everything that stands against the
    plan.
    """
    demand_for(plan, actor)
    earlier = Reorganisation.objects.filter(key=key).first()
    if earlier is not None:
        return _same(earlier, plan)
    try_out(plan=plan, actor=actor, now=now)
    row = Reorganisation(
        key=key,
        happens_on=plan.happens_on,
        source=plan.source,
        plan=plan.as_values(),
        plan_digest=plan.digest(),
        proposed_by=actor.name,
        proposer_id=actor.person_id,
        proposed_at=now,
    )
    try:
        with transaction.atomic():
            take_turn()
            row.save(force_insert=True)
            _leave(row, "proposed", actor=actor, now=now)
            announce(ReorganisationProposed(_news(row, plan, actor=actor, now=now)))
    except IntegrityError:
        # The same form, sent twice at one moment: the first one made the row.
        earlier = Reorganisation.objects.filter(key=key).first()
        if earlier is None:
            raise
        return _same(earlier, plan)
    return row.pk


def agree(*, reorganisation_id: UUID, actor: Actor, now: datetime) -> None:
    """Decide what another one proposed: it happens on its day, at once when that has come.

    Tried out once more, as the directory stands now. The heads are told
    (`events.ReorganisationDecided`). Agreeing again changes nothing. Raises NotAllowed,
    SecondPersonWanted, AlreadyDecided, ReorganisationUnknown and what stands against the plan.
    """
    demand(actor, AGREE)
    with transaction.atomic():
        row = _locked(reorganisation_id)
        if row.state in (ReorganisationState.PLANNED, ReorganisationState.DONE):
            return
        plan = _require_answerable(row, actor)
        row.state = ReorganisationState.PLANNED
        row.answered_by, row.answered_at = actor.name, now
        row.save(update_fields=["state", "answered_by", "answered_at"])
        _leave(row, "agreed", actor=actor, now=now)
        announce(ReorganisationDecided(_news(row, plan, actor=actor, now=now)))
        if plan.happens_on <= local_day(now):
            take_effect(row, plan, actor=actor, now=now)
        else:
            try_out(plan=plan, actor=Actor.installation(), now=now)


def decline(*, reorganisation_id: UUID, reason: str, actor: Actor, now: datetime) -> None:
    """Turn a proposed plan down, with the reason, which its proposer and the heads read.

    Declining again changes nothing. Raises NotAllowed, SecondPersonWanted, AlreadyDecided,
    ReasonOfRefusalMissing, ReorganisationUnknown.
    """
    demand(actor, AGREE)
    reason = clean_line(reason)[:500]
    with transaction.atomic():
        row = _locked(reorganisation_id)
        if row.state == ReorganisationState.DECLINED:
            return
        plan = _require_answerable(row, actor)
        if not reason:
            raise ReasonOfRefusalMissing
        row.state, row.note = ReorganisationState.DECLINED, reason
        row.answered_by, row.answered_at = actor.name, now
        row.save(update_fields=["state", "note", "answered_by", "answered_at"])
        _leave(row, "declined", actor=actor, now=now, note=reason)
        announce(ReorganisationEnded(_news(row, plan, actor=actor, now=now), reason))


def cancel(*, reorganisation_id: UUID, actor: Actor, now: datetime) -> None:
    """Give a plan up before it has taken effect; again, nothing changes.

    Raises NotAllowed, AlreadyDone, ReorganisationUnknown.
    """
    with transaction.atomic():
        row = _locked(reorganisation_id)
        plan = ReorganisationPlan.read(row.plan)
        demand_for(plan, actor)
        if row.state == ReorganisationState.DONE:
            raise AlreadyDone
        if row.state in _OPEN:
            row.state = ReorganisationState.CANCELLED
            row.save(update_fields=["state"])
            _leave(row, "cancelled", actor=actor, now=now)
            announce(ReorganisationEnded(_news(row, plan, actor=actor, now=now)))


def may_answer(card: ReorganisationCard, actor: Actor) -> bool:
    """Say whether an actor may agree to a plan or turn it down now."""
    is_asked = card.state == ReorganisationState.PROPOSED and AGREE in actor.rights
    return is_asked and card.proposer_id != actor.person_id


def _locked(reorganisation_id: UUID) -> Reorganisation:
    take_turn()
    row = Reorganisation.objects.filter(pk=reorganisation_id).first()
    if row is None:
        raise ReorganisationUnknown
    return row


def _require_answerable(row: Reorganisation, actor: Actor) -> ReorganisationPlan:
    if row.state != ReorganisationState.PROPOSED:
        raise AlreadyDecided(state=ReorganisationState(row.state).label)
    if row.proposer_id == actor.person_id:
        raise SecondPersonWanted
    return ReorganisationPlan.read(row.plan)


def _same(earlier: Reorganisation, plan: ReorganisationPlan) -> UUID:
    if earlier.plan_digest != plan.digest():
        raise PlanDiffers
    return earlier.pk


def _news(
    row: Reorganisation, plan: ReorganisationPlan, *, actor: Actor, now: datetime
) -> ReorganisationNews:
    codes = {code for step in plan.steps for code in (*step.agencies, *step.after)}
    there = tuple(card.id for card in queries.agencies_by_codes(codes).values())
    return ReorganisationNews(
        row.pk, plan.happens_on, plan.source, there, row.proposed_by, row.proposer_id, actor, now
    )


def _leave(
    row: Reorganisation,
    what: str,
    *,
    actor: Actor,
    now: datetime,
    note: str = "",
) -> None:
    private = {"source": row.source, "plan": row.plan_digest, "note": note}
    act = Act(
        name=f"directory.reorganisation-{what}",
        subjects={"reorganisation": str(row.pk)},
        private={key: value for key, value in private.items() if value},
    )
    ledger.record(act, actor=actor, at=now)

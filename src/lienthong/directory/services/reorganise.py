"""Reorganisations: tried on the directory itself and rolled back, and taking effect."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from lienthong.directory import queries
from lienthong.directory.errors import PlanUnreadable, UnknownAgency
from lienthong.directory.events import AgenciesReorganised, HandOver, Moved
from lienthong.directory.models import Agency, Reorganisation
from lienthong.directory.rules.reorganisation import (
    NewAgency,
    ReorganisationPlan,
    Step,
    StepKind,
)
from lienthong.directory.services.agencies import found_agency, give_code, rename_agency
from lienthong.directory.services.fields import an_agency
from lienthong.directory.services.hand_over import hand_over
from lienthong.directory.services.rights import demand_over, manages_everything
from lienthong.directory.services.succession import succeed
from lienthong.directory.services.turns import take_turn
from lienthong.directory.types import ReorganisationState, SuccessionKind
from lienthong.kernel.actor import Actor
from lienthong.kernel.clock import local_day
from lienthong.kernel.ids import uuid7
from lienthong.kernel.news import announce
from lienthong.kernel.refusals import Refusal
from lienthong.ledger import services as ledger
from lienthong.ledger.types import Act, ActItem

# Lines of what moved that are kept to be shown; the counts are of all.
KEPT = 2_000
_SUCCESSION = {StepKind.MERGE: SuccessionKind.MERGED, StepKind.SPLIT: SuccessionKind.SPLIT}


@dataclass(frozen=True, slots=True)
class Trial:
    """What a plan would do: everything that would have another owner."""

    moved: tuple[Moved, ...]

    @property
    def counts(self) -> Mapping[tuple[str, UUID, UUID | None], int]:
        return Counter((one.what, one.from_agency, one.to_agency) for one in self.moved)


class _Undone(Exception):
    """Ends a trial: carries what it found out of the transaction that is rolled back."""

    def __init__(self, moved: list[Moved]) -> None:
        self.moved = moved


def try_out(*, plan: ReorganisationPlan, actor: Actor, now: datetime) -> Trial:
    """Do a plan, see what moved, and undo it: what is shown is what will be.

    Raises NotAllowed and everything that stands against the plan.
    """
    demand_for(plan, actor)
    try:
        with transaction.atomic():
            raise _Undone(_do(plan, uuid7(), actor=actor, now=now))
    except _Undone as undone:
        return Trial(tuple(undone.moved))


def take_effect_of_due(*, now: datetime) -> int:
    """Do every plan whose day has come, the earliest first; return how many were done.

    One that cannot be done any more keeps the reason and is tried again at the next turn; the
    others are done all the same.
    """
    due = Reorganisation.objects.filter(
        state=ReorganisationState.PLANNED, happens_on__lte=local_day(now)
    )
    done = 0
    for pk in due.order_by("happens_on", "pk").values_list("pk", flat=True):
        try:
            with transaction.atomic():
                take_turn()
                row = due.filter(pk=pk).first()
                if row is not None:
                    plan = ReorganisationPlan.read(row.plan)
                    take_effect(row, plan, actor=Actor.installation(), now=now)
                    done += 1
        except Refusal as refusal:
            problem = f"{refusal.code}: {refusal.sentence % _shown(refusal)}"
            due.filter(pk=pk).update(problem=problem[:500])
    return done


def _shown(refusal: Refusal) -> Mapping[str, object]:
    return {name: str(fact)[:100] for name, fact in refusal.facts.items()}


def demand_for(plan: ReorganisationPlan, actor: Actor) -> None:
    """Let an administrator reorganise what lies below, and found agencies there; an operator all.

    For this package. Raises NotAllowed, NotBelowYou, UnknownAgency, PlanUnreadable.
    """
    founded = {new.code for new in plan.founded}
    after = {code for step in plan.steps for code in step.after}
    named = (after | {code for step in plan.steps for code in step.agencies}) - founded
    parents = {new.parent for new in plan.founded if new.parent} - founded
    known = queries.agencies_by_codes(named | parents)
    for code in sorted((named | parents) - known.keys()):
        raise UnknownAgency(agency=code)
    over = {known[code].id for code in named}
    over |= {known[code].id for code in parents} - {actor.agency_id}
    demand_over(actor, over)
    for new in plan.founded:
        if not new.parent and new.code not in after and not manages_everything(actor):
            raise PlanUnreadable(what="parent")


def take_effect(
    row: Reorganisation, plan: ReorganisationPlan, *, actor: Actor, now: datetime
) -> None:
    """Do a decided plan and write down what moved; in a transaction. For this package."""
    moved = _do(plan, row.pk, actor=actor, now=now)
    counts = Counter((one.what, one.from_agency, one.to_agency) for one in moved)
    row.moved = {
        "counts": [
            {"what": what, "from": str(start), "to": str(end or ""), "count": count}
            for (what, start, end), count in sorted(counts.items(), key=str)
        ],
        "lines": [_line(one) for one in moved[:KEPT]],
    }
    row.state, row.problem, row.done_at = ReorganisationState.DONE, "", now
    row.record_id = ledger.record(_act(row, plan, len(moved)), actor=actor, at=now).id
    row.save()


def _line(one: Moved) -> dict[str, Any]:
    return {
        "what": one.what,
        "id": one.id,
        "label": one.label,
        "from": str(one.from_agency),
        "to": str(one.to_agency or ""),
    }


def _do(
    plan: ReorganisationPlan, reorganisation_id: UUID, *, actor: Actor, now: datetime
) -> list[Moved]:
    """Do all steps and let those above hand on what is open. Must run in a transaction."""
    take_turn()
    _found(plan)
    handed: list[HandOver] = []
    moved: list[Moved] = []
    for step in plan.steps:
        for code in step.agencies:
            _step(step, _named(code), plan, handed, moved)
    if handed:
        event = AgenciesReorganised(
            reorganisation_id, plan.happens_on, tuple(handed), actor, now, moved
        )
        announce(event)
    return moved


def _found(plan: ReorganisationPlan) -> None:
    stands = {code: step.agencies[0] for step in plan.steps for code in step.after}
    for new in plan.founded:
        parent = _named(new.parent).pk if new.parent else _parent_of(stands.get(new.code))
        _enter(new, parent, on=plan.happens_on)


def _enter(new: NewAgency, parent_id: UUID | None, *, on: date) -> None:
    found_agency(
        code=new.code,
        name=new.name,
        abbreviation=new.abbreviation,
        agency_class=new.agency_class,
        level=new.level,
        parent_id=parent_id,
        place=new.place,
        valid_from=on,
    )


def _parent_of(code: str | None) -> UUID | None:
    return _named(code).parent_id if code else None


def _named(code: str) -> Agency:
    card = queries.agency_by_code(code)
    if card is None:
        raise UnknownAgency(agency=code)
    return an_agency(card.id)


def _step(
    step: Step,
    agency: Agency,
    plan: ReorganisationPlan,
    handed: list[HandOver],
    moved: list[Moved],
) -> None:
    on = plan.happens_on
    if step.kind in (StepKind.RENAME, StepKind.RECODE):
        _change(step, agency, plan)
        moved.append(Moved(step.kind, str(agency.pk), agency.name, agency.pk, agency.pk))
        return
    owners = {code: _named(code) for code in step.after}
    heir = owners[step.heir_code]
    succeed(
        predecessor_id=agency.pk,
        successor_ids=[owner.pk for owner in owners.values()],
        kind=_SUCCESSION[step.kind],
        on=on,
        source=plan.source,
        heir_id=heir.pk,
    )
    one, its = hand_over(agency, step, heir=heir, owners=owners, on=on)
    handed.append(one)
    moved += its


def _change(step: Step, agency: Agency, plan: ReorganisationPlan) -> None:
    if step.name:
        rename_agency(
            agency_id=agency.pk,
            name=step.name,
            abbreviation=step.abbreviation or agency.abbreviation,
            on=plan.happens_on,
            source=plan.source,
        )
    if step.code:
        give_code(agency_id=agency.pk, code=step.code, valid_from=plan.happens_on)


def _act(row: Reorganisation, plan: ReorganisationPlan, moved: int) -> Act:
    return Act(
        name="directory.reorganised",
        subjects={"reorganisation": str(row.pk)},
        dimensions={"happens_on": row.happens_on.isoformat(), "moved": moved},
        private={"source": row.source, "plan": row.plan_digest},
        items=[
            ActItem(
                key=f"step-{n}",
                dimensions={"kind": str(step.kind)},
                private={"from": ", ".join(step.agencies), "to": ", ".join(step.after)},
            )
            for n, step in enumerate(plan.steps, start=1)
        ],
    )

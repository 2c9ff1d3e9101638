"""Instruction: a leader says who handles an incoming document, how, and until when (B2)."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from lienthong.access import services as access
from lienthong.directory import queries as directory
from lienthong.documents import queries as documents
from lienthong.documents import services as document_services
from lienthong.documents.errors import DueTooFar
from lienthong.documents.types import Grant
from lienthong.exchange.types import StatusCode
from lienthong.kernel.actor import Actor
from lienthong.kernel.clock import local_day
from lienthong.kernel.text import clean_block
from lienthong.kernel.working_days import is_within_reach
from lienthong.registers import errors, queries
from lienthong.registers.models import Assignment, IncomingDocument, Instruction
from lienthong.registers.services import _work
from lienthong.registers.services.handling import _incoming
from lienthong.registers.types import (
    Assignee,
    AssignmentRole,
    AssignmentState,
    IncomingCard,
    WorkState,
)
from lienthong.worklist import services as worklist
from lienthong.worklist.types import Verb

_AT_WORK = (AssignmentState.WAITING, AssignmentState.STARTED)


def give_instruction(
    *,
    entry_id: UUID,
    text: str,
    assignees: Sequence[Assignee],
    due_on: date | None,
    key: str,
    actor: Actor,
    now: datetime,
) -> IncomingCard:
    """Write the leader's opinion and hand the document to units or people; report 04.

    A later instruction adds to the earlier ones; a new lead replaces the one before. Without
    assignees it only puts the opinion on record. The same key gives the same instruction.
    Raises NotAllowed, EntryNotFound, WorkClosed, InstructionDiffers, InstructionEmpty,
    LeadMissing, LeadDoubled, AssigneeUnknown, DueInThePast, DueTooFar.
    """
    access.require(actor, "registers.instruct", agency_id=actor.agency_id)
    text = clean_block(text)[:2000]
    with transaction.atomic():
        incoming = _incoming.locked(entry_id, actor)
        earlier = Instruction.objects.filter(incoming=incoming, key=key).first()
        if earlier is not None:
            _require_same(earlier, text, assignees, due_on)
            return queries.incoming_card(entry_id)
        _incoming.require_open(incoming)
        _require_sensible(text, assignees, due_on, now=now)
        names = _names(assignees, actor, now=now)
        _require_one_lead(incoming, names)
        instruction = Instruction.objects.create(
            incoming=incoming,
            text=text,
            given_by_id=actor.own_post,
            given_at=now,
            due_on=due_on,
            key=key,
        )
        if assignees:
            _assign(incoming, instruction, assignees, names, actor=actor, now=now)
        return queries.incoming_card(entry_id)


def _require_same(
    earlier: Instruction, text: str, assignees: Sequence[Assignee], due_on: date | None
) -> None:
    given = earlier.assignments.values_list("role", "unit_id", "post_id")
    wanted = {(str(a.role), a.unit_id, a.post_id) for a in assignees}
    if (earlier.text, earlier.due_on, set(given)) != (text, due_on, wanted):
        raise errors.InstructionDiffers(key=earlier.key)


def _require_sensible(
    text: str, assignees: Sequence[Assignee], due_on: date | None, *, now: datetime
) -> None:
    if not text and not assignees:
        raise errors.InstructionEmpty()
    if due_on is not None and due_on < local_day(now):
        raise errors.DueInThePast(due_on=f"{due_on:%d/%m/%Y}")
    if due_on is not None and not is_within_reach(due_on, today=local_day(now)):
        raise DueTooFar(due_on=f"{due_on:%d/%m/%Y}")


def _require_one_lead(incoming: IncomingDocument, names: dict[Assignee, str]) -> None:
    leads = [name for one, name in names.items() if one.role == AssignmentRole.LEAD]
    if names and not leads and not _has_lead(incoming):
        raise errors.LeadMissing()
    if len(leads) > 1:
        raise errors.LeadDoubled(names=", ".join(leads))


def _has_lead(incoming: IncomingDocument) -> bool:
    leads = incoming.assignments.filter(role=AssignmentRole.LEAD)
    return leads.exclude(state=AssignmentState.WITHDRAWN).exists()


def _names(assignees: Sequence[Assignee], actor: Actor, *, now: datetime) -> dict[Assignee, str]:
    """Return how each assignee is called; all of them belong to the leader's own agency today."""
    if not assignees or actor.agency_id is None:
        return {}
    on = local_day(now)
    units = {unit.id: unit.name for unit in directory.units_of(actor.agency_id, on=on)}
    posts = {post.id: post for post in queries.assignable_posts(actor.agency_id, on=on)}
    names: dict[Assignee, str] = {}
    for assignee in assignees:
        if assignee.post_id is not None and assignee.post_id in posts:
            names[assignee] = posts[assignee.post_id].person_name
        elif assignee.post_id is None and assignee.unit_id in units:
            names[assignee] = units[assignee.unit_id]
        else:
            raise errors.AssigneeUnknown()
    return names


def _assign(
    incoming: IncomingDocument,
    instruction: Instruction,
    assignees: Sequence[Assignee],
    names: dict[Assignee, str],
    *,
    actor: Actor,
    now: datetime,
) -> None:
    rows = Assignment.objects.bulk_create(
        Assignment(
            instruction=instruction,
            incoming=incoming,
            unit_id=assignee.unit_id,
            post_id=assignee.post_id,
            role=assignee.role,
            due_on=instruction.due_on,
        )
        for assignee in assignees
    )
    has_new_lead = _follow_lead(incoming, instruction, assignees, names)
    _let_read(incoming, assignees, now=now)
    worklist.settle(
        subject_kind="entry",
        subject_ids=[incoming.pk],
        verbs=[Verb.INSTRUCT, Verb.HANDLE] if has_new_lead else [Verb.INSTRUCT],
        agency_id=incoming.agency_id,
        now=now,
        actor=actor,
    )
    if instruction.due_on is not None:
        _drop_earlier_lines(rows, actor=actor, now=now)
    worklist.put([_work.for_assignee(row, incoming, from_whom=actor.name, now=now) for row in rows])
    _incoming.report(
        incoming, StatusCode.ASSIGNED, key=f"instruction:{instruction.id}", actor=actor, now=now
    )


def _drop_earlier_lines(rows: Sequence[Assignment], *, actor: Actor, now: datetime) -> None:
    """Take off what waits for those who are given the same part again: the new day counts."""
    parts = [row for row in rows if row.role != AssignmentRole.LEAD]
    if not parts:
        return
    others = Assignment.objects.filter(incoming=parts[0].incoming, state__in=_AT_WORK)
    others = others.exclude(instruction=parts[0].instruction)
    had = set(others.values_list("role", "unit_id", "post_id"))
    for row in parts:
        if (row.role, row.unit_id, row.post_id) in had:
            worklist.settle(
                subject_kind="entry",
                subject_ids=[row.incoming_id],
                verbs=[_work.verb_of(row)],
                audience=_work.audience_of(row),
                now=now,
                actor=actor,
            )


def _follow_lead(
    incoming: IncomingDocument,
    instruction: Instruction,
    assignees: Sequence[Assignee],
    names: dict[Assignee, str],
) -> bool:
    """Write who leads now, and say whether that is new: the one before no longer has it."""
    lead = next((a for a in assignees if a.role == AssignmentRole.LEAD), None)
    if lead is not None:
        _incoming.withdraw_lead(incoming, instruction)
        incoming.lead_name = names[lead]
    if incoming.state == WorkState.AWAITING_INSTRUCTION:
        incoming.state = WorkState.ASSIGNED
    if instruction.due_on is not None:
        incoming.due_on = instruction.due_on
    incoming.save(update_fields=["state", "due_on", "lead_name"])
    return lead is not None


def _let_read(incoming: IncomingDocument, assignees: Sequence[Assignee], *, now: datetime) -> None:
    posts = directory.posts([a.post_id for a in assignees if a.post_id])
    version_id = incoming.entry.version_id
    if version_id is None:
        raise errors.EntryNotFound()
    document_services.grant(
        documents.version_card(version_id).document_id,
        [
            (
                incoming.agency_id,
                None if assignee.post_id else assignee.unit_id,
                posts[assignee.post_id].person_id if assignee.post_id else None,
            )
            for assignee in assignees
        ],
        granted_by=Grant.ASSIGNED,
        now=now,
    )

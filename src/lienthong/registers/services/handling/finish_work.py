"""Finishing: an assignee writes the outcome; when the lead does, the sender hears 06."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from lienthong.access import services as access
from lienthong.documents import queries as documents
from lienthong.documents.errors import TargetUnknown
from lienthong.exchange.types import StatusCode
from lienthong.kernel.actor import Actor
from lienthong.kernel.news import announce
from lienthong.kernel.text import clean_block
from lienthong.registers import errors, queries
from lienthong.registers.events import WorkFinished
from lienthong.registers.models import Assignment, IncomingDocument
from lienthong.registers.services import _work
from lienthong.registers.services.handling import _assigned, _incoming
from lienthong.registers.types import (
    AssignmentRole,
    AssignmentState,
    IncomingCard,
    WorkState,
)
from lienthong.worklist import services as worklist


def finish_work(
    *,
    assignment_id: UUID,
    outcome: str,
    actor: Actor,
    now: datetime,
    answer_document_id: UUID | None = None,
) -> IncomingCard:
    """Write the outcome of an assignment, perhaps with the document that answers (B7).

    The lead's outcome finishes the incoming document. Finishing again with the same outcome
    changes nothing. Raises NotAllowed, AssignmentNotFound, OutcomeMissing, WorkClosed,
    AssignmentFinished; TargetUnknown for an answer that the actor does not see.
    """
    access.require(actor, "registers.finish", agency_id=actor.agency_id)
    outcome = clean_block(outcome)[:2000]
    if not outcome and answer_document_id is None:
        raise errors.OutcomeMissing()
    with transaction.atomic():
        assignment, incoming = _assigned.locked(assignment_id, actor)
        if _is_repeat(assignment, outcome, answer_document_id):
            return queries.incoming_card(incoming.pk)
        _incoming.require_open(incoming)
        _require_new(assignment, answer_document_id, actor)
        _write_outcome(assignment, outcome, answer_document_id, actor=actor, now=now)
        _settle(assignment, actor=actor, now=now)
        if assignment.role == AssignmentRole.LEAD:
            _finish(incoming, outcome, actor=actor, now=now)
        return queries.incoming_card(incoming.pk)


def _is_repeat(assignment: Assignment, outcome: str, answer_document_id: UUID | None) -> bool:
    told = (assignment.outcome, assignment.answer_id)
    return assignment.state == AssignmentState.FINISHED and told == (outcome, answer_document_id)


def _require_new(assignment: Assignment, answer_document_id: UUID | None, actor: Actor) -> None:
    if assignment.state == AssignmentState.FINISHED:
        raise errors.AssignmentFinished(who=assignment.finished_by)
    if answer_document_id is None:
        return
    if not documents.may_see(documents.viewer_of(actor), answer_document_id):
        raise TargetUnknown


def _write_outcome(
    assignment: Assignment,
    outcome: str,
    answer_document_id: UUID | None,
    *,
    actor: Actor,
    now: datetime,
) -> None:
    assignment.state, assignment.finished_at = AssignmentState.FINISHED, now
    assignment.started_at = assignment.started_at or now
    assignment.outcome, assignment.finished_by = outcome, actor.name
    assignment.answer_id = answer_document_id
    assignment.save()


def _settle(assignment: Assignment, *, actor: Actor, now: datetime) -> None:
    """Take the line off the lists of its assignees, unless they were given the same part again."""
    waiting = Assignment.objects.filter(
        incoming_id=assignment.incoming_id,
        role=assignment.role,
        state__in=[AssignmentState.WAITING, AssignmentState.STARTED],
    )
    if (assignment.unit_id, assignment.post_id) in waiting.values_list("unit_id", "post_id"):
        return
    worklist.settle(
        subject_kind="entry",
        subject_ids=[assignment.incoming_id],
        verbs=[_work.verb_of(assignment)],
        audience=_work.audience_of(assignment),
        now=now,
        actor=actor,
    )


def _finish(incoming: IncomingDocument, outcome: str, *, actor: Actor, now: datetime) -> None:
    incoming.state, incoming.finished_at = WorkState.FINISHED, now
    incoming.save(update_fields=["state", "finished_at"])
    worklist.settle(
        subject_kind="entry",
        subject_ids=[incoming.pk],
        agency_id=incoming.agency_id,
        now=now,
        actor=actor,
    )
    _incoming.report(
        incoming,
        StatusCode.FINISHED,
        key=f"finished:{incoming.pk}",
        note=outcome[:500],
        actor=actor,
        now=now,
    )
    announce(WorkFinished(incoming.pk, incoming.agency_id, now))

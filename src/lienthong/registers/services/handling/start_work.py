"""Starting: an assignee takes up an incoming document (status 05)."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from lienthong.access import services as access
from lienthong.exchange.types import StatusCode
from lienthong.kernel.actor import Actor
from lienthong.registers import queries
from lienthong.registers.services.handling import _assigned, _incoming
from lienthong.registers.types import AssignmentState, IncomingCard, WorkState


def start_work(*, assignment_id: UUID, actor: Actor, now: datetime) -> IncomingCard:
    """Take up an assignment; the first one that starts is reported to the sender.

    Starting what was started changes nothing. Raises NotAllowed, AssignmentNotFound, WorkClosed.
    """
    access.require(actor, "registers.handle", agency_id=actor.agency_id)
    with transaction.atomic():
        assignment, incoming = _assigned.locked(assignment_id, actor)
        if assignment.state != AssignmentState.WAITING:
            return queries.incoming_card(incoming.pk)
        _incoming.require_open(incoming)
        assignment.state, assignment.started_at = AssignmentState.STARTED, now
        assignment.save(update_fields=["state", "started_at"])
        if incoming.state != WorkState.IN_WORK:
            incoming.state = WorkState.IN_WORK
            incoming.save(update_fields=["state"])
            _incoming.report(
                incoming, StatusCode.IN_WORK, key=f"started:{incoming.pk}", actor=actor, now=now
            )
        return queries.incoming_card(incoming.pk)

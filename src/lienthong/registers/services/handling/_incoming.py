"""Finding the incoming document of an act, locked, and what every act asks of it."""

from datetime import datetime
from uuid import UUID

from lienthong.directory import queries as directory
from lienthong.documents import queries as documents
from lienthong.exchange import services as exchange
from lienthong.exchange.types import NewReport, StatusCode
from lienthong.kernel.actor import Actor
from lienthong.registers import errors
from lienthong.registers.models import Assignment, Entry, IncomingDocument, Instruction
from lienthong.registers.services import _work
from lienthong.registers.types import AssignmentRole, AssignmentState, WorkState
from lienthong.worklist import services as worklist


def locked(entry_id: UUID, actor: Actor) -> IncomingDocument:
    """Return the incoming document of the actor's agency; a second act waits for the first.

    The delivery is held before the work on it, as an answered recall does: one order of locks.
    Raises EntryNotFound, also when it is another agency's.
    """
    rows = Entry.objects.filter(pk=entry_id, incoming__agency_id=actor.own_agency)
    for held in rows.values_list("delivery_id", flat=True):
        if held is not None:
            exchange.hold_delivery(held, actor=actor)
    incoming = (
        IncomingDocument.objects.select_for_update(of=("self",))
        .select_related("entry")
        .filter(pk=entry_id, agency_id=actor.own_agency)
        .first()
    )
    if incoming is None:
        raise errors.EntryNotFound()
    return incoming


def require_open(incoming: IncomingDocument) -> None:
    """Raise WorkClosed when the work is finished, or the document was given back."""
    state = WorkState(incoming.state)
    if state in {WorkState.FINISHED, WorkState.RECALLED}:
        raise errors.WorkClosed(number=incoming.entry.number, state=state.label)


def report(
    incoming: IncomingDocument,
    code: StatusCode,
    *,
    key: str,
    actor: Actor,
    now: datetime,
    note: str = "",
) -> None:
    """Tell the sender where the work stands; what came on paper or by mail has nobody to tell."""
    delivery_id = incoming.entry.delivery_id
    if delivery_id is not None:
        exchange.report_status(report=NewReport(delivery_id, code, key, note), actor=actor, now=now)


def withdraw_lead(incoming: IncomingDocument, instruction: Instruction) -> None:
    """Take the lead from whom an earlier instruction gave it: there is one at a time."""
    Assignment.objects.filter(
        incoming=incoming,
        role=AssignmentRole.LEAD,
        state__in=[AssignmentState.WAITING, AssignmentState.STARTED],
    ).exclude(instruction=instruction).update(state=AssignmentState.WITHDRAWN)


def put_before_leaders(incoming: IncomingDocument, *, from_whom: str, now: datetime) -> None:
    """Let a document that nobody leads any more wait for its agency's leaders. Four statements."""
    incoming.state, incoming.lead_name = WorkState.AWAITING_INSTRUCTION, ""
    incoming.save(update_fields=["state", "lead_name"])
    if incoming.entry.version_id is None:
        return
    line = _work.for_leader(
        incoming.entry,
        documents.version_card(incoming.entry.version_id),
        agency=directory.agency(incoming.agency_id),
        from_whom=from_whom,
        now=now,
    )
    worklist.put([line])
